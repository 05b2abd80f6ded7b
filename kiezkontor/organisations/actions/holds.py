"""Keeping what would be deleted, while a dispute or an audit is not finished."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.organisations.access import PEOPLE, holds_on
from kiezkontor.organisations.models import LegalHold, Organisation
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def set_hold(district: District, *, organisation: Organisation | None, kind: str, reason: str, by: Viewer) -> LegalHold:
    """Delete nothing more of this until the hold ends. kind: as in the plan of retention, empty for all."""
    hold = LegalHold.objects.create(
        district=district,
        organisation=organisation,
        kind=kind,
        reason=reason,
        set_at=timezone.now(),
        set_by=by.person,
    )
    record("hold.set", hold, by=by, district=district, about=str(organisation or district))
    return hold


@transaction.atomic
def end_hold(pk: int, *, by: Viewer) -> LegalHold:
    """What is over goes with the next nightly run; a hold that ended already stays as it is."""
    hold = LegalHold.objects.select_for_update(no_key=True).select_related("district").get(pk=pk)
    if hold.ended_at is None:
        hold.ended_at, hold.ended_by = timezone.now(), by.person
        hold.save(update_fields=["ended_at", "ended_by"])
        record("hold.ended", hold, by=by, district=hold.district)
    return hold


def refuse_while_held(organisation: Organisation, district: District, *, kind: str = PEOPLE) -> None:
    """Raise ActionRefused where data of an organisation must not be deleted for now. kind: as in `set_hold`."""
    hold = holds_on(organisation, district, kind=kind).first()
    if hold is not None:
        raise ActionRefused(
            _("The office of %(district)s has to keep these data for now: %(reason)s. Nothing was deleted.")
            % {"district": district, "reason": hold.reason}
        )
