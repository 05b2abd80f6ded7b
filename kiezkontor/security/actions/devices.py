"""Ending what is signed in, one device or all others, and opening the way for whoever lost their second step."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from kiezkontor.accounts.devices import forget_device, sign_out_everywhere
from kiezkontor.accounts.models import Device, Person
from kiezkontor.accounts.rules.browsers import browser_in_words
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.security.actions.telling import tell


@transaction.atomic
def end_device(device: Device, *, by: Viewer) -> None:
    record("security.device_ended", device.person, by=by, browser=browser_in_words(device.user_agent))
    forget_device(device)


@transaction.atomic
def end_other_devices(request: HttpRequest, person: Person, *, by: Viewer) -> None:
    sign_out_everywhere(person, but=request)
    record("security.devices_ended", person, by=by)


@transaction.atomic
def reset_sign_in(person: Person, *, by: Viewer) -> None:
    """Remove passkeys, app, recovery codes and password and end all sessions; the code by mail is what is left."""
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
    Authenticator.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    sign_out_everywhere(person)
    record("security.reset", person, by=by)
    tell(
        person,
        gettext_lazy(
            "Whoever runs this installation has reset your sign-in. Passkeys, app and password are removed; you "
            "sign in with a code by e-mail."
        ),
    )
