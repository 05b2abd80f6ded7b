"""What a survey round came to by part, and what became of an earlier one, in words for pages and papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.surveys.figures_in_words import LINES, Measure, percent, rate
from kiezkontor.surveys.rules.differences import What
from kiezkontor.surveys.rules.figures import Figures, Rate
from kiezkontor.surveys.rules.survival import Survival

KINDS: dict[What, Promise] = {
    What.OPENING: gettext_lazy("Openings"),
    What.CLOSURE: gettext_lazy("Closures"),
    What.MOVE: gettext_lazy("Moves within the district"),
    What.CHANGE: gettext_lazy("Other changes of use"),
}


@dataclass(frozen=True, slots=True)
class PartRow:
    """cells: units and whole percent of each column; vacancy: the rate over all units, "" of nothing."""

    name: str | Promise
    units: int
    cells: list[tuple[int, int]]
    vacancy: str
    chains: str


@dataclass(frozen=True, slots=True)
class PartTable:
    """The use structure of parts side by side. columns: labels of the lines in which the whole has units."""

    columns: list[str | Promise]
    rows: list[PartRow]
    whole: PartRow


def part_table(parts: Mapping[str, Figures], whole: Figures, *, unnamed: str) -> PartTable:
    """unnamed: what units are called whose part is not known."""
    lines = [share.name for share in whole.structure if share.units]
    rows = [part_row(name or unnamed, found, lines) for name, found in parts.items()]
    return PartTable([LINES[name] for name in lines], rows, part_row(_("The whole district"), whole, lines))


def part_row(name: str, found: Figures, lines: Sequence[str]) -> PartRow:
    shares = {share.name: (share.units, share.percent) for share in found.structure}
    return PartRow(
        name, found.units, [shares[line] for line in lines], rate_text(found.vacant_of_all), rate_text(found.chains)
    )


def rate_text(found: Rate) -> str:
    return "" if found.percent is None else percent(found.percent)


def stayed(found: Survival) -> list[Measure]:
    """Who is still there; empty where the earlier round named nobody."""
    if not found.told:
        return []
    basis = _(
        "%(part)s of %(of)s businesses and institutions that the earlier round named and of which it is known what "
        "became of them"
    )
    return [
        rate(_("Still in the district"), found.still_in_district, basis),
        rate(_("Still at the same place"), found.still_at_same_place, basis),
    ]
