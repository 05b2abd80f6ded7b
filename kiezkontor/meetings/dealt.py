"""In which meetings an idea or a problem is talked about, for its own page in the office."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.meetings import access
from kiezkontor.meetings.models import AgendaItem
from kiezkontor.voices.hooks import Link


def meetings_of(viewer: Viewer, district: District, ids: Collection[int]) -> Mapping[int, Iterable[Link]]:
    if not access.may_lead(viewer, district):
        return {}
    found: defaultdict[int, list[Link]] = defaultdict(list)
    items = AgendaItem.objects.filter(meeting__event__district=district, voice__in=ids).select_related("meeting__event")
    for item in items.order_by("meeting__event__starts_at", "pk"):
        event = item.meeting.event
        day = date_format(timezone.localtime(event.starts_at), "DATE_FORMAT")
        label = _("On the agenda: %(event)s, %(day)s") % {"event": event, "day": day}
        found[item.voice_id or 0].append(Link(label, reverse("meetings:agenda", args=[event.pk])))
    return found
