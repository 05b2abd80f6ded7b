"""Photos of units: taken in, removed, forgotten after some years."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.methods.pictures import Picture
from kiezkontor.organisations.actions.photos import SMALL_PX
from kiezkontor.premises.actions.observations import locked_unit
from kiezkontor.premises.models import Observation, Unit, UnitPhoto
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.media import drop_once_certain

# Long enough to compare the rounds of a whole project; a street looks different by then.
PHOTOS_KEPT = timedelta(days=5 * 365 + 1)


@transaction.atomic
def add_unit_photo(
    unit: Unit,
    sizes: Sequence[Picture],
    *,
    taken_on: date,
    caption: str = "",
    observation: Observation | None = None,
    district: District,
    by: Viewer,
) -> UnitPhoto:
    """Take in a photo of a unit. sizes: of `in_two_sizes`. Refuses a day to come."""
    if taken_on > timezone.localdate():
        raise ActionRefused(_("This day has not come yet. Please give today or an earlier day."), field="taken_on")
    locked_unit(unit.pk)
    large, small = sizes
    name = uuid4().hex
    photo = UnitPhoto.objects.create(
        unit=unit,
        district=district,
        observation=observation,
        image=ContentFile(large.data, name=f"{name}.jpg"),
        thumbnail=ContentFile(small.data, name=f"{name}-{SMALL_PX}.jpg"),
        caption=caption.strip()[:255],
        taken_on=taken_on,
        added_by=by.person,
        added_at=timezone.now(),
    )
    record("unit.photo_added", unit, by=by, district=district, taken_on=taken_on.isoformat())
    return photo


@transaction.atomic
def remove_unit_photo(pk: int, *, district: District, by: Viewer) -> None:
    """Remove a photo and, once that is certain, its files."""
    photo = UnitPhoto.objects.select_for_update(no_key=True).select_related("unit").get(pk=pk)
    record("unit.photo_removed", photo.unit, by=by, district=district, taken_on=photo.taken_on.isoformat())
    drop_files([photo])
    photo.delete()


def drop_files(photos: Iterable[UnitPhoto]) -> None:
    for photo in photos:
        drop_once_certain(photo.image, photo.thumbnail)


def photos_over(before: datetime) -> QuerySet[UnitPhoto]:
    """Photos taken before that moment."""
    return UnitPhoto.objects.filter(taken_on__lt=timezone.localdate(before))


def forget_photos(rows: QuerySet[Any]) -> int:
    """Delete them with their files; returns how many."""
    drop_files(rows)
    return rows.delete()[1].get(UnitPhoto._meta.label, 0)
