"""Photos taken on a walk arrive, each once."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.methods.pictures import Picture
from kiezkontor.premises.access import units_in
from kiezkontor.premises.actions.photos import add_unit_photo
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.surveys.actions.walking import taken_before
from kiezkontor.surveys.models import WalkLease, WalkOperation

PHOTO = "photo"


@transaction.atomic
def take_photo(
    lease: WalkLease, op: UUID, unit: int, sizes: Sequence[Picture], *, taken_on: date, by: Viewer
) -> WalkOperation:
    """The same again changes nothing. Refuses a unit that is not in the district any more."""
    WalkLease.objects.select_for_update(no_key=True).only("pk").get(pk=lease.pk)
    known = taken_before(lease, op)
    if known is not None:
        return known
    district, today = lease.survey_round.district, timezone.localdate()
    found = units_in(district, on=today).filter(pk=unit).first()
    if found is None:
        raise ActionRefused(_("The unit of this photo is not in the register any more. It stays on your device."))
    add_unit_photo(found, sizes, taken_on=min(taken_on, today), district=district, by=by)
    return WalkOperation.objects.create(lease=lease, op=op, kind=PHOTO, unit=found, taken_at=timezone.now())
