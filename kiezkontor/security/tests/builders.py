"""A second step for tests: an app with its codes, and what a session confirmed."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from kiezkontor.accounts.devices import CONFIRMED
from kiezkontor.accounts.models import Person
from kiezkontor.accounts.rules.totp import STEP_SECONDS
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.security.actions.factors import code_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def app(person: Person, *, secret: str = SECRET) -> Authenticator:
    """An authenticator app with recovery codes."""
    RecoveryCodes.activate(person)
    return TOTP.activate(person, secret).instance


def shown(secret: str = SECRET, *, steps: int = 0) -> str:
    """The code the app shows now, or some steps from now."""
    return code_of(secret, int(time.time() // STEP_SECONDS) + steps)


def confirmed(client, *, seconds_ago: float = 0):
    """A client whose session was confirmed some time ago."""
    session = client.session
    session[CONFIRMED] = time.time() - seconds_ago
    session.save()
    return client


def told(email: str) -> str:
    """The last mail written to somebody about their sign-in."""
    return OutgoingMail.objects.filter(to=email).latest("pk").text
