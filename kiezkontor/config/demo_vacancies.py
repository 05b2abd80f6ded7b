"""The vacancies of the demo: real places that the map shows as vacant, with invented steps, at each stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.config.demo_surveys import MARK
from kiezkontor.districts.access_people import coordinators_on
from kiezkontor.districts.models import District
from kiezkontor.premises.access import units_in, uses_on
from kiezkontor.premises.models import Unit
from kiezkontor.vacancies.access import uncovered_in
from kiezkontor.vacancies.actions import cases
from kiezkontor.vacancies.actions.cases import Facts, origin_of
from kiezkontor.vacancies.models import CaseStep, VacancyCase

SLUG = "karlstrasse"


@dataclass(frozen=True)
class Story:
    """How a case went on. moves: stage, and what was noted. step: what is done next, and in how many days."""

    moves: Sequence[tuple[str, str]] = ()
    kind: str = ""
    causes: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    step: tuple[str, int] | None = None
    outcome: str = ""


STORIES = (
    Story(step=("Grundbuchamt: berechtigtes Interesse begründen", 4)),
    Story([("no_contact", "Brief an die erfundene Hausverwaltung Muster.")], "structural", ("size", "access")),
    Story(
        [("no_contact", ""), ("in_talks", "Telefonat: offen für eine Zwischennutzung bis zum Frühjahr.")],
        "structural",
        ("price", "condition"),
        ("value", "time"),
        ("Begehung mit der Eigentümerin verabreden", -2),
    ),
    Story(
        [("in_talks", ""), ("interim_use", "Atelier für sechs Monate, nur Nebenkosten.")],
        "turnover",
        ("turnover",),
        step=("Nach dem ersten Monat vorbeischauen", 20),
    ),
    Story([("in_talks", ""), ("let", "Vertrag unterschrieben, Einzug im nächsten Monat.")], "turnover", ("turnover",)),
    Story([("dilapidated", "Wasser im Keller, so nicht zu vermieten.")], "structural", ("condition",), ("heirs",)),
    Story([("in_talks", ""), ("withdrawn", "Will erst verkaufen.")], "structural", ("owner",), ("works",)),
    Story([("in_talks", "")], "turnover", ("location",), outcome="let"),
)


def load_vacancies(district: District) -> None:
    """Nothing in other districts, where nobody coordinates it, or where somebody opened a case already."""
    today = timezone.localdate()
    role = coordinators_on(district, today).select_related("person").order_by("pk").first()
    if district.slug != SLUG or role is None or VacancyCase.objects.filter(district=district).exists():
        return
    by = Viewer(person=role.person, roles={district.pk: frozenset({COORDINATOR})})
    units = list(uncovered_in(district, on=today).order_by("pk"))
    uses = uses_on(units, on=today)
    for unit, story in zip(units, STORIES, strict=False):
        facts = Facts(
            kind=story.kind,
            causes=story.causes,
            obstacles=story.obstacles,
            origin=origin_of(uses.get(unit.pk)),
            responsible=by.person,
        )
        tell(cases.open_case(unit, facts, district=district, by=by), story, by=by)
    coming = units_in(district, on=today).filter(spells__occupants__name__endswith=MARK, spells__occupancy="occupied")
    used = [unit for unit in coming.order_by("pk").distinct() if unit.pk not in uses]
    if used:
        expect(used[0], district=district, by=by)


def expect(unit: Unit, *, district: District, by: Viewer) -> None:
    day = timezone.localdate() + timedelta(days=100)
    note = "Erfunden für die Demonstration: Der Mietvertrag läuft aus."
    facts = Facts(expected_from=day, kind="turnover", causes=("turnover",), origin="owner", note=note)
    cases.open_case(unit, facts, district=district, by=by)


def tell(case: VacancyCase, story: Story, *, by: Viewer) -> None:
    for to, words in story.moves:
        cases.move(case.pk, to=to, words=words, by=by)
    if story.step:
        what, days = story.step
        due_on = timezone.localdate() + timedelta(days=days)
        cases.plan_step(case.pk, what=what, due_on=due_on, assigned_to=by.person, by=by)
    if story.outcome:
        cases.close(case.pk, outcome=story.outcome, by=by)
    steps = list(CaseStep.objects.filter(case=case).order_by("-pk"))
    for weeks, step in enumerate(steps, start=1):
        CaseStep.objects.filter(pk=step.pk).update(at=timezone.now() - timedelta(weeks=2 * weeks))
    VacancyCase.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(weeks=2 * len(steps)))
