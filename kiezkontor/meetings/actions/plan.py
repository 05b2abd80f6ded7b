"""The location plan: measures for goals, added and carried on."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import ImageFieldFile
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.meetings.models import PlanMeasure
from kiezkontor.meetings.rules import plan
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.meanwhile import ChangedMeanwhile
from kiezkontor.shared.media import drop_once_certain
from kiezkontor.voices.models import Voice


@transaction.atomic
def add_measure(
    district: District, *, values: Mapping[str, Any], voice: Voice | None = None, by: Viewer
) -> PlanMeasure:
    """Put a measure into the plan. voice: the idea it carries out.

    Refuses one that is adopted but binds nobody, and a dropped one without a reason.
    """
    measure = PlanMeasure(district=district, voice=voice, **values)
    refuse_unfinished(measure)
    measure.save()
    record("plan.measure_added", measure, by=by, district=district)
    return measure


@transaction.atomic
def change_measure(pk: int, *, values: Mapping[str, Any], seen_version: int, by: Viewer) -> PlanMeasure:
    """Change a measure or carry it on. seen_version: as it was when its form was opened.

    Refuses where somebody else changed it since, and a step its state does not allow.
    """
    found = PlanMeasure.objects.select_for_update(of=("self",), no_key=True).select_related("district")
    measure = found.get(pk=pk)
    new = {name: value for name, value in values.items() if getattr(measure, name) != value}
    if not new:
        return measure
    if seen_version != measure.version:
        raise ChangedMeanwhile
    before = measure.status
    for name, value in new.items():
        setattr(measure, name, value)
    if not plan.may_move(before, measure.status):
        names = {"before": PlanMeasure.Status(before).label, "after": measure.get_status_display()}
        raise ActionRefused(_("From “%(before)s” it does not go to “%(after)s” at once.") % names, field="status")
    refuse_unfinished(measure)
    measure.version += 1
    measure.save(update_fields=[*new, "version", "changed_at"])
    record("plan.measure_changed", measure, by=by, district=measure.district, fields=sorted(new))
    return measure


def refuse_unfinished(measure: PlanMeasure) -> None:
    if measure.status == plan.DROPPED and not measure.outcome:
        raise ActionRefused(_("Please say why it was dropped."), field="outcome")
    if measure.status in plan.BINDING and not (measure.organisation_id or measure.responsible):
        raise ActionRefused(
            _("Please say who sees to it; a measure that is adopted needs somebody."), field="responsible"
        )


@transaction.atomic
def put_photos(pk: int, photos: Mapping[str, bytes], *, by: Viewer) -> None:
    """Put photos of its place to a measure, in place of others. photos: JPEGs by "before" or "after"."""
    measure = PlanMeasure.objects.select_for_update(of=("self",), no_key=True).select_related("district").get(pk=pk)
    for which, data in photos.items():
        photo = photo_of(measure, which)
        drop_once_certain(photo)
        photo.save(f"{uuid4().hex}.jpg", ContentFile(data), save=True)
    record("plan.measure_changed", measure, by=by, district=measure.district, fields=["photos"])


@transaction.atomic
def remove_photo(pk: int, which: str, *, by: Viewer) -> None:
    measure = PlanMeasure.objects.select_for_update(of=("self",), no_key=True).select_related("district").get(pk=pk)
    photo = photo_of(measure, which)
    if not photo:
        return
    drop_once_certain(photo)
    setattr(measure, photo.field.name, "")
    measure.save(update_fields=[photo.field.name, "changed_at"])
    record("plan.measure_changed", measure, by=by, district=measure.district, fields=["photos"])


def photo_of(measure: PlanMeasure, which: str) -> ImageFieldFile:
    """which: "before" or "after"."""
    return measure.photo_before if which == "before" else measure.photo_after


@transaction.atomic
def remove_measure(pk: int, *, by: Viewer) -> None:
    """Take a draft out of the plan; what was talked about stays and can be dropped with a reason."""
    measure = PlanMeasure.objects.select_for_update(of=("self",), no_key=True).select_related("district").get(pk=pk)
    if measure.status != plan.DRAFT:
        raise ActionRefused(_("Only a draft can be deleted. Please set this measure to “dropped” and say why."))
    drop_once_certain(measure.photo_before, measure.photo_after)
    record("plan.measure_removed", measure, by=by, district=measure.district)
    measure.delete()
