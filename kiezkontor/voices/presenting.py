"""How ideas and hints are shown: by whom, how they went on, where they heap up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kiezkontor.voices.models import Voice, VoiceComment, VoiceStep
from kiezkontor.voices.rules.heat import Heat, heat_of, level
from kiezkontor.voices.rules.limits import hours_left
from kiezkontor.voices.rules.status import RECEIVED

BADGES = {
    "received": "",
    "under_review": "",
    "accepted": "info",
    "forwarded": "info",
    "in_work": "warning",
    "done": "success",
    "declined": "",
    "duplicate": "",
}


def giver_shown(voice: Voice) -> str:
    """From whom it is, as everybody reads it; people are never named."""
    if voice.organisation is None:
        return _("from the neighbourhood")
    if voice.names_organisation:
        return _("from %(organisation)s") % {"organisation": voice.organisation}
    return _("from a member of the network")


def writer_shown(comment: VoiceComment) -> str:
    if comment.by_office:
        return _("District office")
    if comment.organisation is not None:
        return str(comment.organisation)
    return comment.name or _("from the neighbourhood")


def place_shown(voice: Voice) -> str:
    """The written place, else the street; "" where neither is known."""
    return voice.place or (voice.street.name if voice.street else "")


@dataclass(frozen=True)
class Card:
    """One in a list. badge: the kind of mark its status has; hours: left to look at it, None where it was looked at."""

    voice: Voice
    giver: str
    place: str
    badge: str
    hours: int | None = None

    @property
    def is_late(self) -> bool:
        return self.hours is not None and self.hours < 0


def card_of(voice: Voice, *, now: datetime) -> Card:
    is_unseen = voice.status == RECEIVED and voice.published_at is None
    hours = hours_left(voice.received_at, now=now) if is_unseen else None
    return Card(voice, giver_shown(voice), place_shown(voice), BADGES[voice.status], hours)


def cards_of(voices: Iterable[Voice], *, now: datetime) -> list[Card]:
    return [card_of(voice, now=now) for voice in voices]


def events_of(voice: Voice, *, for_office: bool = False) -> list[dict[str, Any]]:
    """How it went on, for components/timeline.html, the first first; who decided is for the office alone."""
    return [
        {
            "when": when_shown(step, for_office=for_office),
            "datetime": step.at.isoformat(),
            "title": step.get_status_display(),
            "text": step.reason,
        }
        for step in voice.steps.select_related("by")
    ]


def when_shown(step: VoiceStep, *, for_office: bool) -> str:
    at = localtime(step.at)
    if not for_office:
        return date_format(at, "DATE_FORMAT")
    moment = date_format(at, "SHORT_DATETIME_FORMAT")
    return f"{moment}, {step.by}" if step.by else moment


def heat_table(found: QuerySet[Voice]) -> Heat[str, str]:
    """How often each topic was named in each street."""
    nowhere, unsorted = _("without a street"), _("without a topic")
    rows = found.order_by().values_list("street__name", "topic__name")
    return heat_of((street or nowhere, topic or unsorted) for street, topic in rows)


def heat_rows(heat: Heat[str, str]) -> list[dict[str, Any]]:
    """A row a street: its name, a cell a topic (number and how strongly it is coloured), and its sum."""
    return [
        {
            "name": row,
            "cells": [
                {"number": heat.counts[row, column], "level": level(heat.counts[row, column], heat.most)}
                for column in heat.columns
            ],
            "sum": heat.of_row[row],
        }
        for row in heat.rows
    ]


def office_lists(shown: str, *, count: int) -> list[dict[str, Any]]:
    """The lists of the office as links, for components/section_nav.html."""
    url = reverse("voices:office")
    lists = (
        ("new", _("New"), count),
        ("open", pgettext("ideas and hints", "Open"), None),
        ("needs", _("Needs for action"), None),
        ("problems", _("Problems"), None),
        ("ended", _("Ended"), None),
    )
    return [
        {"label": label, "url": f"{url}?show={name}", "current": name == shown, "count": count}
        for name, label, count in lists
    ]
