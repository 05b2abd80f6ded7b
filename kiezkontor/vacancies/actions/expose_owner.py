"""The owner's own link to an exposé: sent by the office, and what they release and take back there."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import links
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_address
from kiezkontor.vacancies.access_exposes import state_of
from kiezkontor.vacancies.actions.exposes import Word, locked, release, withdraw
from kiezkontor.vacancies.letters import LANGUAGE
from kiezkontor.vacancies.models import Expose, ExposeRelease, Owner
from kiezkontor.vacancies.rules import exposes as rules
from kiezkontor.vacancies.rules.limits import OWNER_LINK_DAYS
from kiezkontor.vacancies.rules.purposes import EXPOSE


def token_for(expose: Expose, owner: Owner) -> str:
    """Of a new link to the exposé; each mail has its own."""
    return links.make_link(EXPOSE, expose.pk, days=OWNER_LINK_DAYS, scope_id=owner.district_id, email=owner.email).token


@transaction.atomic
def send_link(pk: int, owner: Owner, *, by: Viewer) -> None:
    """Write an owner a mail with the link to the exposé of their unit; refuses who wants no letters."""
    expose = locked(pk)
    if owner.wants_no_letters or not owner.email:
        raise ActionRefused(_("This owner wants no letters from us, or has no e-mail address here. None was sent."))
    district: District = expose.case.district
    url = district_address(district.slug, "vacancies:offer_own", token_for(expose, owner))
    with override(LANGUAGE):
        send_after_commit(
            owner.email,
            "vacancies/mail/expose_owner_subject.txt",
            "vacancies/mail/expose_owner.txt",
            {"district": district, "url": url, "days": OWNER_LINK_DAYS},
            sender=sender_of(district),
            language=LANGUAGE,
            kind=Kind.LETTER,
        )
    record("vacancy.expose_link_sent", expose, by=by, district=district)


@transaction.atomic
def decide(expose: Expose, owner: Owner, groups: Collection[str], *, seen: str, saw_gaps: bool) -> bool:
    """Release what the owner has ticked and take back what they have not; refuses as `release` does.

    seen: the state the exposé had when they opened the page. Where it is another one by now, nothing is released that
    they have not read, and False comes back; what they take back is taken back all the same.
    """
    expose = locked(expose.pk)
    is_known = seen == state_of(expose, owner.district)
    now = ExposeRelease.objects.in_force().filter(expose=expose).values_list("group", flat=True)
    wanted = set(groups) if rules.PAGE in groups else set[str]()
    # Audit reads who did something; who owns a unit is for the coordination alone.
    by, gone, fresh = Viewer(holder=_("owner of the unit")), set(now) - wanted, wanted - set(now)
    if gone:
        withdraw(expose.pk, gone, how=ExposeRelease.Ended.LINK, by=by)
    if fresh and is_known:
        word = Word(owner.name, timezone.localdate(), ExposeRelease.How.LINK)
        release(expose.pk, fresh, word, saw_gaps=saw_gaps, by=by)
    return is_known or not fresh
