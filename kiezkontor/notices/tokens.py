"""Addresses and links that nobody else can write: signed with the installation's key."""

import hmac
from datetime import date
from email.utils import parseaddr
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from kiezkontor.notices.rules import tokens
from kiezkontor.notices.rules.kinds import MAY_BE_LEFT, Kind
from kiezkontor.notices.rules.tokens import Token
from kiezkontor.shared.mounting import installation_path

BOUNCE = "b"
_LEAVING = "notices.leave"


def secret() -> bytes:
    return salted_hmac("notices.address", "", algorithm="sha256").digest()


def address_for(purpose: str, key: int, *, last_on: date) -> str:
    """An address whose mail comes back to what is named; empty where mail does not come in (KONTOR_MAIL_REPLY)."""
    if not settings.MAIL_REPLY:
        return ""
    local, _at, domain = settings.MAIL_REPLY.rpartition("@")
    return f"{local}+{tokens.written(Token(purpose, key, last_on), secret())}@{domain}"


def token_in(address: str) -> str | None:
    """What stands after the plus of our own address; None for any other address, "" where nothing stands there."""
    local, _at, domain = settings.MAIL_REPLY.lower().rpartition("@")
    name, _at, host = address.lower().rpartition("@")
    if not local or host != domain:
        return None
    if name == local:
        return ""
    return name.removeprefix(f"{local}+") if name.startswith(f"{local}+") else None


def read(token: str) -> Token | None:
    return tokens.read(token, secret())


def takes_answers(address: str) -> bool:
    """Whether an area of the installation reads what is answered to an address."""
    found = read(token_in(address) or "")
    return found is not None and found.purpose != BOUNCE


def message_id(occasion: str) -> str:
    """The Message-ID of an occasion: the same one each time, and none that a stranger can guess."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{occasion}.{tokens.seal(occasion, secret())}@{domain}>"


def occasion_in(message_id: str) -> str:
    """The occasion of a Message-ID that we wrote, "" for any other."""
    occasion, _dot, seal = message_id.strip("<>").partition("@")[0].rpartition(".")
    return occasion if occasion and hmac.compare_digest(tokens.seal(occasion, secret()), seal) else ""


def link_for_leaving(address: str, kind: Kind, scope_id: int | None, *, language: str) -> str:
    """Where one click ends a kind of mail; it works as long as the mail exists, without signing in."""
    token = signing.Signer(salt=_LEAVING).sign_object([address.lower(), kind.value, scope_id], compress=True)
    with override(language):
        return urljoin(settings.INSTALLATION_URL, installation_path("notices:leave", token=token))


def left_by(token: str) -> tuple[str, Kind, int | None] | None:
    """Address, kind of mail and district of a link for leaving; None for one we did not write."""
    try:
        address, kind, scope_id = signing.Signer(salt=_LEAVING).unsign_object(token)
    except signing.BadSignature:
        return None
    return (address, Kind(kind), scope_id) if kind in MAY_BE_LEFT else None


def own_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def own_name() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[0] or "Kiezkontor"
