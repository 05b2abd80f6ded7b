"""Where somebody is who types a list in from paper: the row, and which one follows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from kiezkontor.premises.models import Occupancy, Unit
from kiezkontor.surveys.checks import Findings
from kiezkontor.surveys.forms_segments import RoundUnitsForm
from kiezkontor.surveys.houses import House
from kiezkontor.surveys.round_list import Line, described
from kiezkontor.surveys.rules.list_codes import Row, code_of, row_of

type Place = tuple[House, Unit | None]


@dataclass(frozen=True)
class Typing:
    """row: the one that is shown, None where all are entered. segment: as the list of units takes it, or empty."""

    found: Findings
    segment: str
    on: date
    row: Row | None

    @classmethod
    def of(cls, found: Findings, asked: Mapping[str, str]) -> "Typing":
        """asked: segment, day, and the code of the row to show, or of the one after which the next is shown."""
        day = parsed(asked.get("on", "")) or timezone.localdate()
        typing = cls(found, asked.get("segment", ""), day, row_of(asked.get("code", "")))
        return typing if typing.row else replace(typing, row=typing.following(row_of(asked.get("after", ""))))

    def at(self, row: Row) -> "Typing":
        return replace(self, row=row)

    @cached_property
    def places(self) -> dict[Row, Place]:
        """All rows of the round in walking order."""
        roster = self.found.roster
        bare = {house.key for house in roster.without_unit(roster.houses)}
        found: dict[Row, Place] = {}
        for house in roster.houses:
            for unit in roster.units.get(house.key, ()):
                found[Row("unit", unit.pk)] = house, unit
            if house.key in bare and house.address is not None:
                found[Row("house", house.address)] = house, None
        return found

    @cached_property
    def waiting(self) -> set[Row]:
        """The rows of the segment that were not entered, and those nobody could tell before this day."""
        form = RoundUnitsForm({"segment": self.segment}, segments=self.found.roster.segments)
        keys = {house.key for house in form.houses(self.found.roster)}
        return {row for row, (house, unit) in self.places.items() if house.key in keys and self.is_open(house, unit)}

    def is_open(self, house: House, unit: Unit | None) -> bool:
        roster = self.found.roster
        if unit is None:
            return house.door not in roster.looked_at
        seen = roster.seen.get(unit.pk)
        if seen is None:
            return True
        return seen.values.get("occupancy", Occupancy.UNKNOWN) == Occupancy.UNKNOWN and seen.seen_on < self.on

    def following(self, row: Row | None) -> Row | None:
        """The next row to enter behind one, from the first again after the last; None where all are entered."""
        rows = list(self.places)
        start = rows.index(row) + 1 if row in self.places else 0
        return next((each for each in [*rows[start:], *rows[:start]] if each in self.waiting), None)

    @cached_property
    def line(self) -> Line | None:
        """What is known of the row that is shown; None for a code that is no row of this round."""
        place = self.places.get(self.row) if self.row else None
        return described(self.found, [place])[0] if place else None

    @property
    def code(self) -> str:
        return code_of(self.row) if self.row else ""

    @property
    def left(self) -> int:
        return len(self.waiting)

    def address(self, *, row: Row | None = None, after: Row | None = None, on: date) -> str:
        """Where a row is shown, or the one that follows it."""
        asked = {"segment": self.segment, "on": on.isoformat()}
        if row is not None:
            asked["code"] = code_of(row)
        if after is not None:
            asked["after"] = code_of(after)
        said = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('surveys:entry', args=[self.found.roster.survey_round.number])}?{said}"

    @property
    def next_address(self) -> str:
        """Past this row without entering it."""
        return self.address(after=self.row, on=self.on)


def parsed(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
