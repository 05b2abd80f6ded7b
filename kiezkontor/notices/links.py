"""Personal links and short codes: made for one purpose, worthless after their day, their use or their withdrawal."""

import hashlib
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kiezkontor.notices.models import PersonalLink
from kiezkontor.notices.rules.codes import LENGTH, SIGNS, as_typed
from kiezkontor.shared.bulk import insert_many

# Whoever typed a code goes on under an address that holds it, signed, for as long as one sits before the page.
SALT, TYPED, TYPED_SECONDS = "code of a letter", "code.", 2 * 60 * 60
# What follows the path of an address.
PATH_ENDS = re.compile(r"[?#]")

type State = Literal["open", "used", "withdrawn", "expired"]


@dataclass(frozen=True)
class NewLink:
    """token: for the address of the page; code: for paper, "" unless asked for. Neither can be had again."""

    link: PersonalLink
    token: str
    code: str = ""


def new_code() -> str:
    """A short code that people type from paper, which nobody can guess."""
    return "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))


def make_link(
    purpose: str,
    subject_id: int,
    *,
    days: int,
    scope_id: int | None = None,
    email: str = "",
    occasion: str = "",
    with_code: bool = False,
) -> NewLink:
    """Make a link that expires after some days. Call it in the transaction of its occasion."""
    return make_links(purpose, {subject_id: occasion}, days=days, scope_id=scope_id, email=email, with_code=with_code)[
        subject_id
    ]


def make_links(
    purpose: str,
    subjects: Mapping[int, str],
    *,
    days: int,
    scope_id: int | None = None,
    email: str = "",
    with_code: bool = False,
) -> dict[int, NewLink]:
    """As `make_link` for many subjects, each with its occasion, in one statement; by subject."""
    expires_at = timezone.now() + timedelta(days=days)
    made = []
    for subject_id, occasion in subjects.items():
        token = secrets.token_urlsafe(32)
        code = new_code() if with_code else ""
        link = PersonalLink(
            purpose=purpose,
            scope_id=scope_id,
            subject_id=subject_id,
            email=email,
            occasion=occasion,
            token_hash=_hash_of(token),
            code_hash=_code_hash(code) if code else None,
            expires_at=expires_at,
        )
        made.append(NewLink(link, token, code))
    insert_many(new.link for new in made)
    return {new.link.subject_id: new for new in made}


def by_code(typed: str) -> PersonalLink | None:
    """The link whose code somebody typed, of any district, open or not."""
    code = as_typed(typed)
    return PersonalLink.objects.filter(code_hash=_code_hash(code)).first() if code else None


def on_paper(text: str) -> PersonalLink | None:
    """The link whose code somebody typed from paper, or whose square they scanned; of any district, open or not."""
    scanned = [part for part in PATH_ENDS.split(text.strip(), maxsplit=1)[0].split("/") if len(part) > 40]
    if scanned:
        return PersonalLink.objects.filter(token_hash=_hash_of(scanned[-1])).first()
    return by_code(text)


def typed_token(link: PersonalLink) -> str:
    """What stands in addresses for a link whose code was typed, for its token is not known."""
    return TYPED + signing.dumps(link.pk, salt=SALT)


def opened_by(token: str, *, purposes: Collection[str], scope_id: int | None) -> PersonalLink | None:
    """The link of a district behind a token, also one from `typed_token`; open or not, None for all others alike."""
    if not token.startswith(TYPED):
        return PersonalLink.objects.filter(token_hash=_hash_of(token), purpose__in=purposes, scope_id=scope_id).first()
    try:
        pk = signing.loads(token.removeprefix(TYPED), salt=SALT, max_age=TYPED_SECONDS)
    except signing.BadSignature:
        return None
    known = PersonalLink.objects.filter(code_hash__isnull=False, purpose__in=purposes, scope_id=scope_id)
    return known.filter(pk=pk).first()


def locked(link: PersonalLink) -> PersonalLink:
    """The link as it is now; nobody else uses it until the transaction ends."""
    return PersonalLink.objects.select_for_update().get(pk=link.pk)


def use(link: PersonalLink) -> None:
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])


def withdraw(links: QuerySet[PersonalLink]) -> int:
    """Make links worthless that nobody has used; returns how many."""
    return links.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())


def state_of(link: PersonalLink) -> State:
    if link.used_at is not None:
        return "used"
    if link.withdrawn_at is not None:
        return "withdrawn"
    return "open" if link.expires_at > timezone.now() else "expired"


def links_over(before: datetime) -> QuerySet[PersonalLink]:
    """Links that expired before that moment, used or not."""
    return PersonalLink.objects.filter(expires_at__lt=before)


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _code_hash(code: str) -> str:
    """With the installation's key: a short code could be tried out against a stolen table otherwise."""
    return salted_hmac("personal link", code, algorithm="sha256").hexdigest()
