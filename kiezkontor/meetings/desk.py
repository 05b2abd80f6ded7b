"""What tasks of this area are about, for the desk of the office."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk.hooks import About
from kiezkontor.districts.models import District
from kiezkontor.meetings import access
from kiezkontor.meetings.models import AgendaItem

TABLE = AgendaItem._meta.label_lower


def items_named(viewer: Viewer, district: District, ids: Collection[int]) -> dict[int, About]:
    """Items with their meeting and, where a member took the task on, whose it is; for those who read all minutes."""
    if not access.may_lead(viewer, district):
        return {}
    found = AgendaItem.objects.filter(meeting__event__district=district, pk__in=ids)
    found = found.select_related("meeting__event").prefetch_related("tasks")
    return {item.pk: about(item) for item in found}


def about(item: AgendaItem) -> About:
    event = item.meeting.event
    owners = ", ".join(sorted({task.owner for task in item.tasks.all() if task.owner and not task.person_id}))
    words = {"event": event, "item": item, "owners": owners}
    name = _("%(event)s: %(item)s (%(owners)s)") % words if owners else _("%(event)s: %(item)s") % words
    return About(name, reverse("meetings:agenda", args=[event.pk]))
