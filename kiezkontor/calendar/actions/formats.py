"""Formats of events: what a district begins with, and what its office makes of them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.models import EventFormat
from kiezkontor.calendar.rules.formats import FIRST
from kiezkontor.districts.models import District
from kiezkontor.shared.bulk import insert_many
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def begin_with_formats(district: District, by: Viewer) -> None:
    """The formats every district begins with; nothing where there are some."""
    if EventFormat.objects.filter(district=district).exists():
        return
    insert_many(
        [
            EventFormat(
                district=district,
                name=each.name,
                kind=each.kind.value,
                audience=each.audience.value,
                begins_at=each.begins_at,
                minutes=each.minutes,
                capacity=each.capacity,
                remind_hours=each.remind_hours,
            )
            for each in FIRST
        ]
    )
    record("format.begun", district, by=by, district=district)


@transaction.atomic
def save_format(district: District, *, values: Mapping[str, Any], by: Viewer, pk: int | None = None) -> EventFormat:
    """Add a format, or change the one with this key; refuses a name another one has."""
    others = EventFormat.objects.filter(district=district, name__iexact=values["name"])
    if others.exclude(pk=pk or 0).exists():
        raise ActionRefused(_("There is a format of this name already."), field="name")
    found = EventFormat.objects.select_for_update().get(pk=pk) if pk else EventFormat(district=district)
    for name in values.keys() - {"target_groups"}:
        setattr(found, name, values[name])
    found.save()
    found.target_groups.set(values.get("target_groups", ()))
    record("format.changed" if pk else "format.added", found, by=by, district=district)
    return found


@transaction.atomic
def remove_format(found: EventFormat, *, by: Viewer) -> None:
    """Events that were planned from it stay as they are."""
    record("format.removed", found, by=by, district=found.district)
    found.delete()
