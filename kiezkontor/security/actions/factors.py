"""What somebody signs in with besides the code by mail: adding, using and removing it. Each tells the person."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.accounts.devices import sign_out_everywhere
from kiezkontor.accounts.models import Person
from kiezkontor.accounts.rules.totp import step_of_code
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.security.access import SECOND_STEPS
from kiezkontor.security.actions.telling import tell
from kiezkontor.shared.errors import ActionRefused

WRONG_CODE = gettext_lazy(
    "This code is not right. Please take the one the app shows now; each code works once. A recovery code works, too."
)
MOST_PASSKEYS = 10


@transaction.atomic
def add_app(person: Person, *, secret: str, code: str, now: float, by: Viewer) -> None:
    """Take an authenticator app into use once it has shown a right code; refuses a wrong one and a second app."""
    lock(person)
    if Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        raise ActionRefused(_("You use an authenticator app already. Remove it first to set up another one."))
    step = step_of_code(digits(code), now=now, used=None, code_at=lambda at: code_of(secret, at))
    if step is None:
        raise ActionRefused(
            _("This code is not right. Please enter the six digits the app shows now; they change every 30 seconds."),
            field="code",
        )
    app: Authenticator = TOTP.activate(person, secret).instance
    app.data["used_step"] = step
    app.save(update_fields=["data"])
    RecoveryCodes.activate(person)
    record("security.app_added", person, by=by)
    tell(person, gettext_lazy("An authenticator app was set up for your sign-in."))


@transaction.atomic
def remove_app(person: Person, *, by: Viewer) -> None:
    lock(person)
    if Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()[0]:
        forget_codes_without_use(person)
        record("security.app_removed", person, by=by)
        tell(person, gettext_lazy("The authenticator app was removed from your sign-in."))


@transaction.atomic
def add_passkey(person: Person, *, name: str, credential: dict[str, Any], by: Viewer) -> None:
    """credential: what the browser answered, checked by whoever calls."""
    lock(person)
    if Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count() >= MOST_PASSKEYS:
        raise ActionRefused(_("You have ten passkeys. Please remove one that you do not need any more."))
    WebAuthn.add(person, name, credential)
    RecoveryCodes.activate(person)
    record("security.passkey_added", person, by=by, name=name)
    tell(person, gettext_lazy("A passkey was added to your sign-in."), name=name)


@transaction.atomic
def rename_passkey(passkey: Authenticator, *, name: str, by: Viewer) -> None:
    passkey = Authenticator.objects.select_for_update().get(pk=passkey.pk)
    before, passkey.data["name"] = passkey.data["name"], name
    passkey.save(update_fields=["data"])
    if by.person is not None and before != name:
        record("security.passkey_renamed", by.person, by=by, name=name)


@transaction.atomic
def remove_passkey(person: Person, pk: int, *, by: Viewer) -> None:
    lock(person)
    passkey = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN, pk=pk).first()
    if passkey is not None:
        name = str(passkey)
        passkey.delete()
        forget_codes_without_use(person)
        record("security.passkey_removed", person, by=by, name=name)
        tell(person, gettext_lazy("A passkey was removed from your sign-in."), name=name)


@transaction.atomic
def new_recovery_codes(person: Person, *, by: Viewer) -> None:
    """Others in the place of those there are; refuses where there is no second step they could stand in for."""
    lock(person)
    if not Authenticator.objects.filter(user=person, type__in=SECOND_STEPS).exists():
        raise ActionRefused(_("Recovery codes come with an authenticator app or a passkey. Please set up one first."))
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(person)
    record("security.codes_renewed", person, by=by)
    tell(person, gettext_lazy("New recovery codes were made for your sign-in. The old ones no longer work."))


@transaction.atomic
def use_code(person: Person, code: str, *, now: float) -> None:
    """Use up a code of the app or a recovery code; refuses a wrong one and one that was used before."""
    code = digits(code)
    for factor in Authenticator.objects.select_for_update().filter(user=person).order_by("-type"):
        if factor.type == Authenticator.Type.TOTP and is_new_code_of(factor, code, now=now):
            return
        if factor.type == Authenticator.Type.RECOVERY_CODES and factor.wrap().validate_code(code):
            record("security.recovery_code_used", person, by=Viewer(person=person))
            tell(person, gettext_lazy("A recovery code was used for your access."))
            return
    raise ActionRefused(WRONG_CODE, field="code")


def is_new_code_of(app: Authenticator, code: str, *, now: float) -> bool:
    """Whether the app shows the code now and it was not used; notes that it is."""
    secret = decrypt(app.data["secret"])
    step = step_of_code(code, now=now, used=app.data.get("used_step"), code_at=lambda at: code_of(secret, at))
    if step is None:
        return False
    app.data["used_step"] = step
    app.save(update_fields=["data"])
    app.record_usage()
    return True


@transaction.atomic
def set_password(person: Person, password: str, *, kept: HttpRequest, by: Viewer) -> None:
    """Set or change it and end all other sessions but that of the request; refuses one that is easy to guess."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages), field="password") from error
    person.set_password(password)
    person.save(update_fields=["password"])
    sign_out_everywhere(person, but=kept)
    record("security.password_set", person, by=by)
    tell(person, gettext_lazy("A password was set for your sign-in."))


@transaction.atomic
def remove_password(person: Person, *, kept: HttpRequest, by: Viewer) -> None:
    if person.has_usable_password():
        person.set_unusable_password()
        person.save(update_fields=["password"])
        sign_out_everywhere(person, but=kept)
        record("security.password_removed", person, by=by)
        tell(person, gettext_lazy("The password was removed from your sign-in."))


def lock(person: Person) -> None:
    """Two changes of one person's sign-in at once wait for each other."""
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)


def forget_codes_without_use(person: Person) -> None:
    """Recovery codes stand in for a second step; without one they would be one."""
    if not Authenticator.objects.filter(user=person, type__in=SECOND_STEPS).exists():
        Authenticator.objects.filter(user=person).delete()


def code_of(secret: str, step: int) -> str:
    code: str = format_hotp_value(hotp_value(secret, step))
    return code


def digits(code: str) -> str:
    """A code as it is compared: people write blanks and hyphens into it."""
    return "".join(sign for sign in code if sign.isdigit())
