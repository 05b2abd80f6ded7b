"""What somebody signs in with and where; everybody sees their own alone, and nobody anybody else's."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.devices import network_of
from kiezkontor.accounts.models import Device, Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.models import AuditEntry

OPERATOR = "operator"
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
LATEST = 10


@dataclass(frozen=True)
class Factors:
    """codes_left: unused recovery codes; None where there are none to have."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes_left: int | None

    @property
    def has_second_step(self) -> bool:
        return bool(self.app or self.passkeys)


def factors_of(person: Person) -> Factors:
    found = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    by_type = {each.type: each for each in found}
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
    return Factors(
        app=by_type.get(Authenticator.Type.TOTP),
        passkeys=[each for each in found if each.type == Authenticator.Type.WEBAUTHN],
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def has_second_step(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user=person, type__in=SECOND_STEPS).exists())


def recovery_codes_of(person: Person) -> list[str]:
    """The codes that were not used yet."""
    codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return codes.wrap().get_unused_codes() if codes else []


def passkey_or_404(person: Person, pk: int) -> Authenticator:
    return get_object_or_404(Authenticator, user=person, type=Authenticator.Type.WEBAUTHN, pk=pk)


def devices_of(person: Person) -> QuerySet[Device]:
    """Where somebody is signed in now, the latest first."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return Device.objects.filter(person=person, session_key__in=alive).order_by("-signed_in_at", "-pk")


def device_or_404(person: Person, pk: int) -> Device:
    return get_object_or_404(devices_of(person), pk=pk)


def is_at_home(request: HttpRequest, person: Person) -> bool:
    """Whether the person is signed in already in the network that asks."""
    network = network_of(request)
    return bool(network) and devices_of(person).filter(network=network).exists()


def latest_changes(person: Person) -> QuerySet[AuditEntry]:
    """What was changed of the person's own sign-in, the latest first."""
    own = AuditEntry.objects.filter(subject_type="accounts.person", subject_id=person.pk, verb__startswith="security.")
    return own.order_by("-at", "-pk")[:LATEST]


def lacks_second_step(viewer: Viewer, roles: frozenset[str]) -> bool:
    """Whether the installation asks for a second step of these roles and the viewer has set up none."""
    if not settings.SECOND_STEP_ROLES or viewer.person is None:
        return False
    held = roles | {OPERATOR} if viewer.person.is_operator else roles
    return not settings.SECOND_STEP_ROLES.isdisjoint(held) and not has_second_step(viewer.person)


def person_with_address(viewer: Viewer, email: str) -> Person | None:
    """For the operator of the installation alone."""
    return Person.objects.filter(email=email.strip().lower()).first() if viewer.is_operator else None
