"""Joint actions and events that came of ideas: on the pages of both, as far as whoever looks may see the other."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.access import visible_to
from kiezkontor.calendar.hooks import Part
from kiezkontor.calendar.models import Event
from kiezkontor.districts.models import District
from kiezkontor.voices import access
from kiezkontor.voices.hooks import Link
from kiezkontor.voices.models import Voice


def events_of(viewer: Viewer, district: District, ids: Collection[int]) -> Mapping[int, Iterable[Link]]:
    """By voice, the earliest first: to its page in the office for who decides on ideas, else to its public one."""
    found: defaultdict[int, list[Link]] = defaultdict(list)
    page = "calendar:office_event" if access.may_moderate(viewer, district) else "calendar:event"
    rows = Voice.events.through.objects.filter(voice__in=ids, event__in=visible_to(viewer, district).values("pk"))
    for row in rows.select_related("event").order_by("event__starts_at", "event"):
        found[row.voice_id].append(Link(said(row.event), reverse(page, args=[row.event_id])))
    return found


def said(event: Event) -> str:
    day = date_format(timezone.localtime(event.starts_at), "DATE_FORMAT")
    return _("%(kind)s: %(event)s, %(day)s") % {"kind": capfirst(event.get_kind_display()), "event": event, "day": day}


def ideas_part(viewer: Viewer, event: Event) -> Iterable[Part]:
    """Below an event: the published ideas it came of."""
    if event.kind in access.ACTIONS and (voices := list(access.published_ideas_of(event))):
        yield Part("voices/parts/ideas.html", {"voices": voices})
