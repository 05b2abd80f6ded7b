"""What the work on vacancies came to, as the page and the files show it."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kiezkontor.methods.apportionment import percent
from kiezkontor.vacancies.rules import totals
from kiezkontor.vacancies.rules.periods import Period
from kiezkontor.vacancies.rules.results import Duration, Results

type Hidden = Set[str]

COLUMNS = (
    gettext_lazy("Code"),
    gettext_lazy("Figure"),
    gettext_lazy("Value"),
    gettext_lazy("Out of"),
    gettext_lazy("Percent"),
    gettext_lazy("In words"),
    gettext_lazy("Value in the period before"),
    gettext_lazy("Out of, in the period before"),
    gettext_lazy("How it is counted"),
    gettext_lazy("First day"),
    gettext_lazy("Last day"),
    gettext_lazy("District"),
)


@dataclass(frozen=True)
class Measure:
    """value, of: None where there is nothing to tell, or nothing may be told. detail: what the value holds."""

    words: str
    value: float | None = None
    of: int | None = None
    detail: str = ""
    is_share: bool = False

    @property
    def percent(self) -> float | None:
        return percent(int(self.value), self.of) if self.is_share and self.value is not None and self.of else None


@dataclass(frozen=True)
class Figure:
    """code: of the handbook, "" for none. measure: of results, and what is not told of them (`rules.totals`)."""

    key: str
    code: str
    name: str | Promise
    definition: str | Promise
    measure: Callable[[Results, Hidden], Measure]

    @property
    def view(self) -> str:
        return f"vacancies:results_{self.key}"


@dataclass(frozen=True)
class Row:
    """One figure of a period. before: None where nothing lies before."""

    figure: Figure
    now: Measure
    before: Measure | None


def rows_of(now: Results, before: Results | None, *, only_totals: bool) -> list[Row]:
    def told(found: Results) -> list[Measure]:
        hidden = totals.withheld(found) if only_totals else frozenset[str]()
        return [figure.measure(found, hidden) for figure in FIGURES]

    earlier = told(before) if before else [None] * len(FIGURES)
    return [Row(*each) for each in zip(FIGURES, told(now), earlier, strict=True)]


def withheld() -> Measure:
    return Measure(_("not shown, as it would tell of fewer than three"))


def share(part: int, of: int) -> str:
    said = percent(part, of)
    return (
        ""
        if said is None
        else _("%(part)s of %(of)s, that is %(percent)s %%")
        % {
            "part": part,
            "of": of,
            "percent": number_format(said, decimal_pos=1),
        }
    )


def cases(found: Results, hidden: Hidden) -> Measure:
    count = len(found.cases)
    if totals.CASES in hidden:
        return withheld()
    return Measure(str(count) if count else _("No unit was or became vacant."), count)


def owners(found: Results, hidden: Hidden) -> Measure:
    reached, known = len(found.reached), len(found.owners)
    if not known:
        return Measure(_("No owner of these units is known."), 0, 0, is_share=True)
    if totals.OWNERS in hidden:
        return withheld()
    return Measure(share(reached, known), reached, known, is_share=True)


def talks(found: Results, hidden: Hidden) -> Measure:
    reached, count = len(found.reached), len(found.talks)
    if not reached:
        return Measure(_("Nobody was spoken to."))
    if totals.TALKS in hidden:
        return withheld()
    each = round(count / reached, 1)
    detail = _("talks: %(talks)s, owners reached: %(owners)s") % {"talks": count, "owners": reached}
    return Measure(number_format(each, decimal_pos=1), each, detail=detail)


def placements(found: Results, hidden: Hidden) -> Measure:
    leases, interim = len(found.leases), len(found.interim)
    placed, of = len(found.placed), len(found.cases)
    if not leases + interim:
        return Measure(_("Nobody moved in."), 0, None if totals.CASES in hidden else of)
    if totals.PLACEMENTS in hidden:
        return withheld()
    parts = _("%(leases)s and %(interim)s") % {
        "leases": ngettext("%(count)s lease", "%(count)s leases", leases) % {"count": leases},
        "interim": ngettext("%(count)s interim use", "%(count)s interim uses", interim) % {"count": interim},
    }
    shared = _("%(share)s of the units with a case") % {"share": share(placed, of)}
    detail = shared if totals.KINDS in hidden else f"{parts}; {shared}"
    return Measure(str(leases + interim), leases + interim, of, detail)


def permanence(found: Results, hidden: Hidden) -> Measure:
    stayed, ended = len(found.stayed), len(found.ended)
    if not ended:
        return Measure(_("No interim use and no subsidy of a lease ended."), 0, 0, is_share=True)
    if totals.PERMANENCE in hidden:
        return withheld()
    detail = _("moved within the district: %(moved)s, gone: %(gone)s, nobody has said: %(untold)s") % {
        "moved": len(found.moved),
        "gone": len(found.gone),
        "untold": len(found.untold),
    }
    return Measure(share(stayed, ended), stayed, ended, "" if totals.FATES in hidden else detail, is_share=True)


def jobs(found: Results, hidden: Hidden) -> Measure:
    told, placed = len(found.jobs), len(found.placements)
    if not told:
        return Measure(_("Nobody who moved in has said a number."))
    if totals.JOBS in hidden:
        return withheld()
    detail = _("as %(told)s of %(placed)s who moved in said themselves") % {"told": told, "placed": placed}
    count = sum(found.jobs.values())
    return Measure(str(count), count, detail="" if totals.JOBS_OF in hidden else detail)


def took(duration: Duration, hidden: Hidden, key: str, nothing: str) -> Measure:
    count, middle = len(duration.waits), duration.median
    if middle is None:
        return Measure(nothing)
    if key in hidden:
        return withheld()
    words = ngettext("%(count)s day", "%(count)s days", 1 if middle == 1 else 2) % {
        "count": number_format(middle, decimal_pos=0 if middle == int(middle) else 1)
    }
    counted = ngettext("%(count)s case", "%(count)s cases", count) % {"count": count}
    detail = _("%(counted)s, between %(shortest)s and %(longest)s days") % {
        "counted": counted,
        "shortest": duration.shortest,
        "longest": duration.longest,
    }
    is_short = totals.SPANS in hidden or duration.shortest == duration.longest
    return Measure(words, middle, count, counted if is_short else detail)


FIGURES = (
    Figure(
        "cases",
        "",
        gettext_lazy("Units with a case"),
        gettext_lazy(
            "Vacancies and coming ones that the office worked on at some time of the period, and those in which "
            "somebody moved in."
        ),
        cases,
    ),
    Figure(
        "owners",
        "I-VAC-1",
        gettext_lazy("Owners reached"),
        gettext_lazy(
            "Owners, or managers for them, who answered at least once in the period, of the known owners of units with "
            "a case."
        ),
        owners,
    ),
    Figure(
        "talks",
        "I-VAC-2",
        gettext_lazy("Talks for each owner"),
        gettext_lazy(
            "Talks of the period with owners of units with a case in which somebody answered, divided by the owners "
            "reached."
        ),
        talks,
    ),
    Figure(
        "placements",
        "I-VAC-3",
        gettext_lazy("Placements"),
        gettext_lazy(
            "New leases and interim uses whose first day lies in the period. A use that became permanent does not "
            "count once more. The share is of the units with a case, each once."
        ),
        placements,
    ),
    Figure(
        "permanence",
        "I-VAC-4",
        gettext_lazy("Permanence"),
        gettext_lazy(
            "Interim uses and subsidised leases whose use or subsidy ended in the period: those that became permanent, "
            "went on after the subsidy or of which somebody said after the end that they are still there, of all."
        ),
        permanence,
    ),
    Figure(
        "jobs",
        "I-VAC-5",
        gettext_lazy("Jobs, self-reported"),
        gettext_lazy("Jobs created or kept, as those who moved in in the period said last. Nobody has checked them."),
        jobs,
    ),
    Figure(
        "reporters",
        "",
        gettext_lazy("Time to the answer to a report"),
        gettext_lazy(
            "Median of the days from when somebody reported a vacancy to the decision they hear of, for reports "
            "decided in the period that are still kept."
        ),
        lambda found, hidden: took(found.to_reporter, hidden, totals.REPORTERS, _("No report was answered.")),
    ),
    Figure(
        "seekers",
        "",
        gettext_lazy("Time to the first answer to a seeker"),
        gettext_lazy(
            "Median of the days from when a request for space was sent to the first status somebody gave it, for those "
            "first looked at in the period that are still kept."
        ),
        lambda found, hidden: took(
            found.to_seeker, hidden, totals.SEEKERS, _("No request was answered for the first time.")
        ),
    ),
    Figure(
        "viewings",
        "",
        gettext_lazy("Time to the first viewing"),
        gettext_lazy(
            "Median of the days from when a request for space was sent to the first viewing that took place, for those "
            "of the period that are still kept."
        ),
        lambda found, hidden: took(
            found.to_viewing, hidden, totals.VIEWINGS, _("Nobody saw a room for the first time.")
        ),
    ),
    Figure(
        "leases",
        "",
        gettext_lazy("Time to the lease"),
        gettext_lazy(
            "Median of the days from when a vacancy was reported or its case was opened to when the first lease or "
            "interim use was noted as agreed, for those agreed in the period."
        ),
        lambda found, hidden: took(found.to_lease, hidden, totals.LEASES, _("Nothing was agreed.")),
    ),
)
BY_KEY = {figure.key: figure for figure in FIGURES}


def cells_of(row: Row, period: Period, district: str) -> list[Any]:
    before = row.before or Measure("")
    return [
        row.figure.code,
        str(row.figure.name),
        row.now.value,
        row.now.of,
        row.now.percent,
        "; ".join(part for part in (row.now.words, row.now.detail) if part),
        before.value,
        before.of,
        str(row.figure.definition),
        period.since,
        period.last_on,
        district,
    ]


def named(period: Period) -> str:
    """What a period is called: "2026", "2nd half of 2026", "3rd quarter of 2026", or its days."""
    year, _dash, part = period.key.partition("-")
    if not period.key:
        days = {"since": date_format(period.since, "SHORT_DATE_FORMAT")}
        return _("%(since)s to %(last)s") % (days | {"last": date_format(period.last_on, "SHORT_DATE_FORMAT")})
    return PARTS_OF_YEARS[part] % {"year": year} if part else year


PARTS = {
    "": gettext_lazy("Whole year"),
    "h1": gettext_lazy("First half"),
    "h2": gettext_lazy("Second half"),
    "q1": gettext_lazy("First quarter"),
    "q2": gettext_lazy("Second quarter"),
    "q3": gettext_lazy("Third quarter"),
    "q4": gettext_lazy("Fourth quarter"),
}
PARTS_OF_YEARS = {
    "h1": gettext_lazy("First half of %(year)s"),
    "h2": gettext_lazy("Second half of %(year)s"),
    "q1": gettext_lazy("First quarter of %(year)s"),
    "q2": gettext_lazy("Second quarter of %(year)s"),
    "q3": gettext_lazy("Third quarter of %(year)s"),
    "q4": gettext_lazy("Fourth quarter of %(year)s"),
}
