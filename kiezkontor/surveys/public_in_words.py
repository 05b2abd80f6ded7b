"""What everybody may know of a survey round, in words for pages, papers and files."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kiezkontor.methods.sorting import sort_key
from kiezkontor.surveys.figures_in_words import LINES, Measure, rate
from kiezkontor.surveys.public import Became, PublicRound
from kiezkontor.surveys.results_in_words import KINDS, rate_text
from kiezkontor.surveys.rules.charts import Chart, Value, chart
from kiezkontor.surveys.rules.differences import What
from kiezkontor.surveys.rules.figures import STRUCTURE, Rate
from kiezkontor.surveys.rules.suppression import LINE, PART, STREET, STREET_VACANT


@dataclass(frozen=True, slots=True)
class Cell:
    """units and percent: None where they may not be public."""

    label: str | Promise
    units: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class PublicRow:
    """units: None where it may not be public. cells: as the columns stand. vacancy: "" where it may not be public."""

    name: str | Promise
    units: int | None
    cells: list[Cell]
    vacancy: str


@dataclass(frozen=True, slots=True)
class StreetRow:
    part: str
    street: str
    units: int | None
    vacant: int | None
    vacancy: str


def cells(found: list[tuple[str, int | None, int | None]]) -> list[Cell]:
    return [Cell(LINES[line], units, share) for line, units, share in found]


def part_rows(public: PublicRound) -> list[PublicRow]:
    """The sub-locations, by name, in the lines in which the whole has units or does not tell."""
    rows = []
    empty = {line for line, units, _share in public.lines if units == 0}
    for part in sorted(public.parts, key=lambda name: (not name, sort_key(name))):
        units, vacant = public.shown.get((PART, part)), public.shown.get((LINE, part, "vacant"))
        lines = cells([each for each in public.lines_of(part) if each[0] not in empty])
        rows.append(PublicRow(part or _("Outside of the sub-locations"), units, lines, share_text(vacant, units)))
    return rows


def street_rows(public: PublicRound) -> list[StreetRow]:
    """By street, then by sub-location."""
    rows = []
    for part, street in sorted(public.streets, key=lambda at: (not at[1], sort_key(at[1]), sort_key(at[0]))):
        units, vacant = public.shown.get((STREET, part, street)), public.shown.get((STREET_VACANT, part, street))
        rows.append(StreetRow(part, street or _("Street not known"), units, vacant, share_text(vacant, units)))
    return rows


def share_text(part: int | None, of: int | None) -> str:
    return rate_text(Rate(part, of)) if part is not None and of else ""


def measures(public: PublicRound) -> list[Measure]:
    found = [
        (_("Vacancy"), public.vacancy, _("%(part)s of %(of)s units")),
        (
            _("Vacancy among business premises"),
            public.vacancy_of_business,
            _("%(part)s of %(of)s units without those lived in"),
        ),
        (_("Chains"), public.chains, _("%(part)s of %(of)s businesses and institutions recorded by name")),
        (_("There for more than ten years"), public.established, _("%(part)s of %(of)s uses of known beginning")),
    ]
    return [rate(label, value, basis) for label, value, basis in found if value is not None]


def events(became: Became) -> list[tuple[str | Promise, int | None]]:
    told = became.events
    return [
        (KINDS[What.OPENING], told.openings),
        (KINDS[What.CLOSURE], told.closures),
        (KINDS[What.MOVE], told.moves),
        (KINDS[What.CHANGE], told.changes),
    ]


def stayed(became: Became) -> list[Measure]:
    basis = _(
        "%(part)s of %(of)s businesses and institutions that the earlier round named and of which it is known what "
        "became of them"
    )
    found = [(_("Still in the district"), became.still_there), (_("Still at the same place"), became.same_place)]
    return [rate(label, value, basis) for label, value in found if value is not None]


def structure_chart(public: PublicRound, *, earlier: PublicRound | None) -> Chart:
    """The public shares, with those of the earlier round where they are public as well."""
    before = {line: share for line, _units, share in earlier.lines} if earlier else {}
    values = []
    for line, units, share in public.lines:
        if not units or share is None:
            continue
        was = before.get(line)
        text = _("%(units)s units, %(percent)s %%") % {"units": units, "percent": share}
        told = "" if was is None else _("before: %(percent)s %%") % {"percent": was}
        values.append(Value(str(LINES[line]), share, text, was, told))
    return chart(values)


COLUMNS = ("round", "reference_date", "sub_location", "street", "line", "units")


def flat_rows(public: PublicRound) -> list[list[object]]:
    """Every public number of a round in a row of its own, for files; what is hidden is missing."""
    head = [public.survey_round.number, public.survey_round.reference_on.isoformat()]
    whole = [[*head, "", "", "all", public.units]] if public.units is not None else []
    whole += [[*head, "", "", line, units] for line, units, _percent in public.lines if units is not None]
    parts: list[list[object]] = []
    for part in public.parts:
        told = {
            "all": public.shown.get((PART, part)),
            **{line: public.shown.get((LINE, part, line)) for line in STRUCTURE},
        }
        parts += [[*head, part, "", line, units] for line, units in told.items() if units is not None]
    for part, street in public.streets:
        told = {
            "all": public.shown.get((STREET, part, street)),
            "vacant": public.shown.get((STREET_VACANT, part, street)),
        }
        parts += [[*head, part, street, line, units] for line, units in told.items() if units is not None]
    return whole + parts


def as_data(public: PublicRound, *, district: str) -> dict[str, Any]:
    """As `zahlen.json` has it (docs/formats.md); null for what is hidden."""
    became = public.became
    return {
        "district": district,
        "round": public.survey_round.number,
        "on": public.survey_round.reference_on.isoformat(),
        "checksum": public.survey_round.public_checksum,
        "units": public.units,
        "use_structure": [{"class": line, "units": units, "percent": share} for line, units, share in public.lines],
        "by_sub_location": [
            {
                "sub_location": part,
                "units": public.shown.get((PART, part)),
                "use_structure": [
                    {"class": line, "units": units, "percent": share} for line, units, share in public.lines_of(part)
                ],
            }
            for part in public.parts
        ],
        "by_street": [
            {
                "sub_location": part,
                "street": street,
                "units": public.shown.get((STREET, part, street)),
                "vacant": public.shown.get((STREET_VACANT, part, street)),
            }
            for part, street in public.streets
        ],
        "supply": [supply.value for supply in public.supply],
        "since_round": became.since.number if became else None,
        "openings": became.events.openings if became else None,
        "closures": became.events.closures if became else None,
        "moves": became.events.moves if became else None,
        "changes": became.events.changes if became else None,
        "supply_lost": [supply.value for supply in became.lost] if became else None,
        "supply_gained": [supply.value for supply in became.gained] if became else None,
    }
