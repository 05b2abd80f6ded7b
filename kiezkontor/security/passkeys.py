"""What browsers and server say to each other about passkeys; allauth and fido2 check it."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kiezkontor.accounts.adapter import passkey_host
from kiezkontor.accounts.models import Person
from kiezkontor.shared.errors import ActionRefused


def are_offered(request: HttpRequest) -> bool:
    """Whether this host is the one passkeys are made for."""
    return request.get_host().partition(":")[0] == passkey_host()


def new_passkey_options(person: Person) -> dict[str, Any]:
    """What a browser needs to make one: it stays on the device and asks for finger, face or PIN."""
    options: dict[str, Any] = auth.begin_registration(person, passwordless=True)
    return options


def sign_in_options(person: Person | None) -> dict[str, Any]:
    """What a browser needs to show one; of the person, where it is known who it should be."""
    options: dict[str, Any] = auth.begin_authentication(person)
    return options


def check_new_passkey(credential: dict[str, Any]) -> None:
    try:
        auth.parse_registration_response(credential)
        verified = auth.complete_registration(credential).is_user_verified()
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise ActionRefused(_("The passkey was not added. Please try it again.")) from error
    if not verified:
        raise ActionRefused(_("The passkey was not added, because the device did not ask for finger, face or PIN."))


def shown_passkey(credential: dict[str, Any], *, of: Person | None) -> Authenticator:
    """The passkey a browser has shown; refuses one that is not known here, and one of somebody else than `of`."""
    try:
        auth.parse_authentication_response(credential)
        person = of or auth.extract_user_from_response(credential)
        passkey: Authenticator = auth.complete_authentication(person, credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ActionRefused(_("This passkey is not known here. Please sign in with a code by e-mail.")) from error
    return passkey
