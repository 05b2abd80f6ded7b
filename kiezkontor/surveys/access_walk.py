"""What goes along on a walk, and whose data on a device still hold."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Device
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.premises.access import IN_DISTRICT, INVENTORY_ROLES
from kiezkontor.premises.models import Address, DistrictBuilding, SurveyRound
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.surveys.models import WalkLease
from kiezkontor.surveys.rules.stages import IN_FIELD, REVIEW

WALKED = (IN_FIELD, REVIEW)


def rounds_to_walk(viewer: Viewer, district: District) -> QuerySet[SurveyRound]:
    """The rounds somebody may take along; none for who keeps no inventory here."""
    if not viewer.has_role(district, *INVENTORY_ROLES):
        return SurveyRound.objects.none()
    return SurveyRound.objects.filter(district=district, stage__in=WALKED).order_by("-number")


def rounds_to_send(viewer: Viewer, district: District) -> QuerySet[SurveyRound]:
    """The rounds of which notes may still be on a device: a frozen one, too, takes them as late notes."""
    if not viewer.has_role(district, *INVENTORY_ROLES):
        return SurveyRound.objects.none()
    return SurveyRound.objects.filter(district=district)


def addresses_of(district: District) -> QuerySet[Address]:
    houses = DistrictBuilding.objects.filter(district=district, decided__in=IN_DISTRICT).values("building")
    return Address.objects.filter(building__in=houses).select_related("street", "building")


def address_or_refuse(district: District, pk: int | None) -> Address:
    found = addresses_of(district).filter(pk=pk or 0).first()
    if found is None:
        raise ActionRefused(_("This house is not in the district any more. What you noted is still on your device."))
    return found


def device_of(session_key: str | None) -> Device | None:
    """The device whose session this is."""
    return Device.objects.filter(session_key=session_key).first() if session_key else None


def lease_of(token: str, district: District) -> WalkLease | None:
    found = WalkLease.objects.select_related("survey_round__district", "person", "device")
    return found.filter(token=token, survey_round__district=district).first() if is_token(token) else None


def is_token(text: str) -> bool:
    return text.isascii() and text.isalnum()


def holds(lease: WalkLease, *, now: datetime, viewer: Viewer) -> bool:
    """Whether the device may read its data.

    In time, not given back, still signed in there, and the person still keeps the inventory.
    """
    may_walk = lease.person.is_active and viewer.has_role(lease.survey_round.district, *INVENTORY_ROLES)
    in_time = lease.ended_at is None and now < lease.ends_at
    return in_time and may_walk and lease.device is not None and is_signed_in(lease.device, now=now)


def is_signed_in(device: Device, *, now: datetime) -> bool:
    """Signing out ends the session at once; what is noted of its device goes later."""
    return Session.objects.filter(session_key=device.session_key, expire_date__gt=now).exists()
