"""The still map of a district, with its streets and entries."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from kiezkontor.directory.models import EntryQuerySet
from kiezkontor.directory.rules.teaser import Frame
from kiezkontor.districts.access import streets_of
from kiezkontor.districts.models import District
from kiezkontor.methods.geo import Box


@dataclass(frozen=True, slots=True)
class Teaser:
    """width, height: of the drawing. streets: a path. dots: use class → path."""

    width: int
    height: int
    streets: str
    dots: dict[str, str]


def district_teaser(district: District, entries: EntryQuerySet) -> Teaser | None:
    """All of a district; None where its extent is not known."""
    if district.box is None:
        return None
    frame = Frame.around(district.box)
    streets = streets_drawn(district.box, street_texts(district))
    return Teaser(frame.width, frame.height, streets, frame.dots(entries.values_list("lat", "lon", "use_class")))


def street_texts(district: District) -> tuple[str, ...]:
    """The streets' lines as stored JSON: the drawing is kept as long as these texts stay the same."""
    rows: Any = streets_of(district).order_by("pk").annotate(text=Cast("lines", TextField()))
    return tuple(rows.values_list("text", flat=True))


@lru_cache(maxsize=64)
def streets_drawn(box: Box, texts: tuple[str, ...]) -> str:
    return Frame.around(box).streets(line for text in texts for line in json.loads(text or "[]"))
