"""Outreach as pages and tables show it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from kiezkontor.organisations.access import Address
from kiezkontor.organisations.access_contacting import quiet_since
from kiezkontor.organisations.models import Organisation, UseClass
from kiezkontor.outreach.access import Place
from kiezkontor.outreach.models import ContactEntry, Status, Topic

COLUMNS = (
    *(gettext_lazy("Name"), gettext_lazy("Category"), gettext_lazy("Use"), gettext_lazy("Address")),
    *(gettext_lazy("Status"), gettext_lazy("Last contact"), gettext_lazy("Do not contact since")),
)


@dataclass(frozen=True)
class EntryShown:
    """is_closed: confidential, and shown on demand alone; then only the day and the way are told."""

    entry: ContactEntry
    topics: str
    worries: str
    is_closed: bool


def topic_names(values: Iterable[str]) -> str:
    names = dict(Topic.choices)
    return ", ".join(str(names[value]) for value in values if value in names)


def entry_shown(entry: ContactEntry, *, opened: bool) -> EntryShown:
    """opened: with what is confidential, which the viewer asked for and may read."""
    is_closed = entry.is_confidential and not opened
    return EntryShown(entry, topic_names(entry.topics), topic_names(entry.worries), is_closed)


def in_one_line(addresses: Iterable[Address]) -> str:
    return ", ".join(dict.fromkeys(address.text for address in addresses if address.text))


def status_of(organisation: Organisation) -> str:
    """The status a query of `access.with_activation` told of it."""
    status: str = getattr(organisation, "status", Status.IDENTIFIED)
    return str(Status(status).label)


def rows_of(organisations: Iterable[Organisation], addresses: Mapping[int, list[Address]]) -> list[dict[str, Any]]:
    return [
        {
            "organisation": each,
            "address": in_one_line(addresses.get(each.pk, ())),
            "status": status_of(each),
            "last_contact_on": getattr(each, "last_contact_on", None),
        }
        for each in organisations
    ]


def cells_of(organisations: Iterable[Organisation], places: Mapping[int, Place]) -> Iterator[tuple[object, ...]]:
    """A row of COLUMNS for each."""
    uses = dict(UseClass.choices)
    for each in organisations:
        place = places.get(each.pk)
        yield (
            str(each),
            str(each.category or ""),
            str(uses.get(each.category.use_class, "") if each.category else ""),
            place.address if place else "",
            status_of(each),
            getattr(each, "last_contact_on", None),
            quiet_since(each),
        )


def tiles_of(counts: Mapping[str, int], asked: QueryDict) -> list[dict[str, Any]]:
    """A number for each status, each leading to those it counts; the one that is shown leads back to all."""
    tiles = []
    for status, label in Status.choices:
        query = asked.copy()
        query.pop("page", None)
        is_shown = query.get("status") == status
        query["status"] = "" if is_shown else status
        tiles.append({"number": counts[status], "label": label, "url": f"?{query.urlencode()}", "current": is_shown})
    return tiles
