"""Figures about a location that the office adds to those that are counted here."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District, Street
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.models import LocationFigure


@dataclass(frozen=True)
class Figure:
    """street: None for the whole district. The rest as `LocationFigure` has it."""

    street: Street | None
    name: str
    value: Decimal
    basis: str
    source: str
    url: str
    on: date


@transaction.atomic
def add(figure: Figure, *, district: District, by: Viewer) -> LocationFigure:
    """Everybody reads it at once, on the page of its street or of the district."""
    values = {each.name: getattr(figure, each.name) for each in fields(figure)}
    made = LocationFigure.objects.create(district=district, noted_at=timezone.now(), noted_by=by.person, **values)
    record("locationfigure.added", made, by=by, district=district)
    return made


@transaction.atomic
def change(pk: int, figure: Figure, *, by: Viewer) -> LocationFigure:
    """Refuses where somebody deleted it meanwhile."""
    rows = LocationFigure.objects.select_for_update(of=("self",)).select_related("district").filter(pk=pk)
    found = rows.first()
    if found is None:
        raise ActionRefused(_("Somebody deleted this figure meanwhile. Nothing was saved."))
    names = [each.name for each in fields(figure)]
    changed = [name for name in names if getattr(found, name) != getattr(figure, name)]
    if changed:
        for name in changed:
            setattr(found, name, getattr(figure, name))
        found.noted_at, found.noted_by = timezone.now(), by.person
        found.save(update_fields=[*changed, "noted_at", "noted_by"])
        record("locationfigure.changed", found, by=by, district=found.district, fields=changed)
    return found


@transaction.atomic
def remove(figure: LocationFigure, *, by: Viewer) -> None:
    record("locationfigure.removed", figure, by=by, district=figure.district)
    figure.delete()
