"""How ideas and hints are shown: by whom, how they went on, where they heap up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kiezkontor.shared.spoken import spoken
from kiezkontor.voices.models import Voice, VoiceComment, VoiceStep, in_page_language
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
            "title": capfirst(step.get_status_display()),
            "text": spoken(step.reason),
        }
        for step in voice.steps.select_related("by")
    ]


def when_shown(step: VoiceStep, *, for_office: bool) -> str:
    at = localtime(step.at)
    if not for_office:
        return date_format(at, "DATE_FORMAT")
    moment = date_format(at, "SHORT_DATETIME_FORMAT")
    return f"{moment}, {step.by}" if step.by else moment


@dataclass(frozen=True)
class Named:
    """A street or a topic; pk: None for those that have none."""

    pk: int | None
    name: str

    def __str__(self) -> str:
        return self.name


def heat_table(found: QuerySet[Voice]) -> Heat[Named, Named]:
    """How often each topic was named in each street."""
    nowhere, unsorted = _("without a street"), _("without a topic")
    rows = found.order_by().values_list("street", "street__name", "topic", "topic__name")
    return heat_of(
        (Named(street, street_name or nowhere), Named(topic, in_page_language(topic_name) or unsorted))
        for street, street_name, topic, topic_name in rows
    )


def heat_rows(heat: Heat[Named, Named]) -> list[dict[str, Any]]:
    """A row a street: its name, a cell a topic (number, how strongly it is coloured, the list of them), and its sum."""
    return [
        {"name": row.name, "cells": [cell_of(heat, row, column) for column in heat.columns], "sum": heat.of_row[row]}
        for row in heat.rows
    ]


def cell_of(heat: Heat[Named, Named], row: Named, column: Named) -> dict[str, Any]:
    number = heat.counts[row, column]
    has_list = number and row.pk is not None and column.pk is not None
    asked = urlencode({"show": "all", "street": row.pk, "topic": column.pk}) if has_list else ""
    url = f"{reverse('voices:office')}?{asked}" if asked else ""
    return {"number": number, "level": level(number, heat.most), "url": url}


def office_lists(shown: str, *, count: int) -> list[dict[str, Any]]:
    """The lists of the office as links, for components/section_nav.html."""
    url = reverse("voices:office")
    lists = (
        ("new", _("New"), count),
        ("open", pgettext("ideas and hints", "Open"), None),
        ("needs", _("Needs for action"), None),
        ("problems", _("Problems"), None),
        ("ended", _("Ended"), None),
        ("all", _("All"), None),
    )
    return [
        {"label": label, "url": f"{url}?show={name}", "current": name == shown, "count": count}
        for name, label, count in lists
    ]
