"""How cases are shown: in lists, as files, with what the register says of their unit and what is asked about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District
from kiezkontor.organisations.rules.addresses import number_order
from kiezkontor.premises.models import Occupancy, Unit, UseSpell
from kiezkontor.premises.timeline import beginning
from kiezkontor.premises.unit_names import UnitName, names_of
from kiezkontor.shared.geojson import place
from kiezkontor.shared.spoken import spoken
from kiezkontor.vacancies import access
from kiezkontor.vacancies.models import CaseStep, VacancyCase
from kiezkontor.vacancies.rules.asking import Question
from kiezkontor.vacancies.rules.stages import LOOKS

STAGES = dict(VacancyCase.Stage.choices)
COLUMNS = (
    gettext_lazy("Address"),
    gettext_lazy("In the house"),
    gettext_lazy("Sub-location"),
    gettext_lazy("Stage"),
    gettext_lazy("In the register"),
    gettext_lazy("Vacant since at the latest"),
    gettext_lazy("Expected from"),
    gettext_lazy("Area in m²"),
    gettext_lazy("Kind of vacancy"),
    gettext_lazy("Causes"),
    gettext_lazy("Responsible"),
    gettext_lazy("Next step"),
    gettext_lazy("Due on"),
    gettext_lazy("Opened on"),
    gettext_lazy("Closed on"),
    gettext_lazy("Why it was closed"),
)


@dataclass(frozen=True)
class Mark:
    """A stage as it is shown everywhere: a colour, a symbol and always the word."""

    stage: str
    label: str
    icon: str


def mark_of(stage: str) -> Mark:
    return Mark(stage, capfirst(str(STAGES[stage])), LOOKS[stage].icon)


@dataclass(frozen=True)
class Row:
    """A case in a list. use: what the register says today, None where nothing. step: what is done next, None where
    nothing is planned. part: the sub-location, "" for none."""

    case: VacancyCase
    name: UnitName
    mark: Mark
    use: UseSpell | None
    step: Task | None
    part: str
    today: date

    @property
    def register(self) -> str:
        """What the register says of the unit, with since when."""
        if self.use is None:
            return _("never seen") if self.case.unit.exists_until is None else _("the unit is gone")
        return said_of_use(self.use)

    @property
    def vacant_since(self) -> date | None:
        is_vacant = self.use is not None and self.use.occupancy == Occupancy.VACANT
        return self.use.begins_latest if self.use is not None and is_vacant else None

    @property
    def is_late(self) -> bool:
        return self.step is not None and self.step.due_on is not None and self.step.due_on < self.today


def said_of_use(use: UseSpell) -> str:
    said = {"use": use.get_occupancy_display(), "since": beginning(use)}
    is_between = use.begins_earliest not in {None, use.begins_latest}
    return (_("%(use)s, %(since)s") if is_between else _("%(use)s %(since)s")) % said


def rows_of(cases: Sequence[VacancyCase], viewer: Viewer, district: District, *, on: date) -> list[Row]:
    """A fixed number of queries for any number of cases."""
    units = list({case.unit_id: case.unit for case in cases}.values())
    names, uses = names_of(units, district, on=on), access.register_of(cases, on=on)
    steps, parts = access.next_steps(viewer, district, cases), access.parts_of(district, units)
    return [
        Row(
            case,
            names[case.unit_id],
            mark_of(case.stage),
            uses.get(case.unit_id),
            steps.get(case.pk),
            parts.get(case.unit.building_id, ""),
            on,
        )
        for case in cases
    ]


def cells_of(rows: Iterable[Row]) -> Iterable[list[Any]]:
    """A line of a file for each row, as COLUMNS has them."""
    for row in rows:
        case, step = row.case, row.step
        yield [
            row.name.address,
            row.name.where,
            row.part,
            row.mark.label,
            str(row.use.get_occupancy_display()) if row.use else "",
            row.vacant_since,
            case.expected_from,
            case.unit.area_sqm,
            str(case.get_kind_display()),
            ", ".join(labels(VacancyCase.Cause, case.causes)),
            str(case.responsible or ""),
            step.what if step else "",
            step.due_on if step else None,
            localtime(case.opened_at).date(),
            localtime(case.closed_at).date() if case.closed_at else None,
            str(case.get_outcome_display()),
        ]


def labels(choices: Any, values: Iterable[str]) -> list[str]:
    """The labels of chosen values, in the order in which they are offered."""
    wanted = set(values)
    return [str(label) for value, label in choices.choices if value in wanted]


def in_walking_order(rows: Iterable[tuple[int, str | None, str | None, str, str]]) -> list[int]:
    """Keys of rows by street and number; each: key, street, number of the house, and both as they are written down."""
    keys = []
    for pk, street, house, written_street, written_house in rows:
        name = street or written_street
        keys.append((not name, name.casefold(), number_order(house or written_house), pk))
    return [key[-1] for key in sorted(keys)]


def tiles_of(counts: Mapping[str, int], asked: QueryDict) -> list[dict[str, Any]]:
    """A number for each stage, each leading to those it counts; the one that is shown leads back to all."""
    tiles = []
    for stage in VacancyCase.Stage.values:
        query = asked.copy()
        query.pop("page", None)
        is_shown = query.get("stage") == stage
        query["stage"] = "" if is_shown else stage
        count, url = counts.get(stage, 0), f"?{query.urlencode()}"
        tiles.append({"number": count, "mark": mark_of(stage), "url": url, "current": is_shown})
    return tiles


def feature_of(case: VacancyCase) -> dict[str, Any]:
    """A case as a place of a map, in GeoJSON; the map draws each stage in its colour, with its symbol."""
    return place(
        case.unit.lat,
        case.unit.lon,
        key=str(case.pk),
        name=str(case),
        category=mark_of(case.stage).label,
        use_class=case.stage,
        label=_("To the case"),
        url=reverse("vacancies:office_case", args=[case.pk]),
    )


def pages_beside(*, reported: int, warned: int) -> list[dict[str, Any]]:
    """What belongs to the vacancies of an office as links, for components/section_nav.html.

    reported, warned: how many reports and early warnings wait.
    """
    pages = [
        (_("Cases"), "office", None),
        (_("Reported vacancies"), "office_reports", reported or None),
        (_("Early warnings"), "office_warnings", warned or None),
        (_("Owners"), "office_owners", None),
        (_("Exposés"), "exposes", None),
        (_("Viewings"), "viewings", None),
        (_("Leases and interim uses"), "lettings", None),
        (_("Ideas for interim use"), "office_ideas", None),
        (_("Rent models"), "rent_models", None),
        (_("Figures about the location"), "location_figures", None),
        (_("Results"), "results", None),
    ]
    return [
        {"label": label, "url": reverse(f"vacancies:{view}"), "current": view == "office", "count": count}
        for label, view, count in pages
    ]


def facts_of_case(case: VacancyCase, use: UseSpell | None, *, last: UseSpell | None) -> list[dict[str, Any]]:
    """What the office knows, for components/definition_list.html. last: when it was in use the last time."""
    day = date_format(case.expected_from, "DATE_FORMAT") if case.expected_from else ""
    return [
        {"term": _("In the register"), "value": capfirst(said_of_use(use)) if use else _("never seen")},
        {"term": _("Last used by"), "value": said_of_last(last) if last and last != use else ""},
        {"term": _("Vacant from"), "value": day},
        {"term": _("Kind of vacancy"), "value": str(case.get_kind_display()) if case.kind else ""},
        {"term": _("Causes"), "several": labels(VacancyCase.Cause, case.causes)},
        {"term": _("What keeps the owner from letting it"), "several": labels(VacancyCase.Obstacle, case.obstacles)},
        {"term": _("How the office came to know"), "value": str(case.get_origin_display())},
        {"term": _("Responsible"), "value": str(case.responsible or "")},
        {"term": _("Note"), "value": spoken(case.note) if case.note else ""},
    ]


def said_of_last(last: UseSpell) -> str:
    """Who was in a unit and what it was: "Blumen Beispiel (Florist)"; what it was alone, or its kind of use."""
    names = ", ".join(str(each) for each in last.occupants.all())
    what = str(last.category or last.get_use_class_display())
    return f"{names} ({what})" if names and what else names or what


def events_of(case: VacancyCase) -> list[dict[str, Any]]:
    """How a case went on, the latest first, for components/timeline.html."""
    return [
        {
            "when": said_when(step),
            "datetime": step.at.isoformat(),
            "title": title_of(step, case),
            "text": spoken(step.words) if step.words else "",
        }
        for step in reversed(list(case.steps.select_related("by")))
    ]


def said_when(step: CaseStep) -> str:
    moment = date_format(localtime(step.at), "SHORT_DATETIME_FORMAT")
    return f"{moment}, {step.by}" if step.by else moment


def title_of(step: CaseStep, case: VacancyCase) -> str:
    if step.kind == CaseStep.Kind.CLOSED and case.outcome:
        return capfirst(_("closed: %(outcome)s") % {"outcome": case.get_outcome_display()})
    kind = str(step.get_kind_display())
    return capfirst(f"{kind}: {step.get_stage_display()}" if step.stage else kind)


@dataclass(frozen=True)
class Choice:
    """One answer to what is asked, as a button. answer: of actions.following.Answer."""

    answer: str
    label: str


def asked_in_words(asked: access.Asked) -> str:
    """What the register says, as a sentence that begins with who said it."""
    use, day = asked.use, asked.case.expected_from
    if asked.question == "gone" or use is None:
        return _("The register says: the unit was split, merged or pulled down.")
    if asked.question == "late":
        return _("The vacancy was expected from %(day)s, and the register still says: %(said)s.") % {
            "day": date_format(day, "DATE_FORMAT") if day else "",
            "said": said_of_use(use),
        }
    said = {"said": said_of_use(use)}
    if use.observation.survey_round_id is not None:
        return _("The walk says: %(said)s.") % said
    if use.observation.source_run_id is not None:
        return _("The import says: %(said)s.") % said
    return _("The register says: %(said)s.") % said


def choices_of(question: Question) -> list[Choice]:
    """The answers that are offered, the likeliest first; "keep" always is the last."""
    let, used = Choice("let", _("Close it: let with our help")), Choice("used", _("Close it: in use again"))
    interim, talks = Choice("interim", _("It is an interim use")), Choice("talks", _("Back to talks"))
    offered: dict[Question, list[Choice]] = {
        "gone": [Choice("changed", _("Close it: the unit is gone"))],
        "used": [let, used, interim],
        "interim": [interim, let],
        "housing": [Choice("housing", _("Close it: turned into something else"))],
        "empty": [talks],
        "come": [Choice("begun", _("The vacancy has begun"))],
        "late": [used, Choice("begun", _("It is vacant already"))],
    }
    return [*offered[question], Choice("keep", _("Leave it as it is"))]


def unit_rows(
    units: Sequence[Unit],
    district: District,
    uses: Mapping[int, UseSpell],
    cases: Mapping[int, VacancyCase],
    *,
    on: date,
) -> list[dict[str, Any]]:
    """Units for which a case can be opened: unit, name, said (of the register, "" for nothing), case (an open one)."""
    names = names_of(units, district, on=on)
    return [
        {
            "unit": unit,
            "name": names[unit.pk],
            "said": said_of_use(uses[unit.pk]) if unit.pk in uses else "",
            "case": cases.get(unit.pk),
        }
        for unit in units
    ]


def owned_rows(
    units: Sequence[Unit], district: District, cases: Mapping[int, VacancyCase], *, on: date
) -> list[dict[str, Any]]:
    """The units of an owner: url (of the open case, else of the unit), name, case, mark (of its stage)."""
    names = names_of(units, district, on=on) if units else {}
    rows = []
    for unit in units:
        case = cases.get(unit.pk)
        url = reverse("vacancies:office_case", args=[case.pk]) if case else reverse("premises:unit", args=[unit.pk])
        rows.append({"url": url, "name": names[unit.pk], "case": case, "mark": mark_of(case.stage) if case else None})
    return rows
