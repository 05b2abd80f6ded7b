"""The vacancies of the demo: real places that the map shows as vacant, with invented steps, at each stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, VISITOR, Viewer
from kiezkontor.config.demo_exposes import load_exposes
from kiezkontor.config.demo_surveys import MARK
from kiezkontor.districts.access_people import coordinators_on
from kiezkontor.districts.models import District
from kiezkontor.premises.access import units_in, uses_on
from kiezkontor.premises.models import Unit
from kiezkontor.vacancies.access import uncovered_in
from kiezkontor.vacancies.actions import cases, early, lettings, looking_after, owners, reporting
from kiezkontor.vacancies.actions.cases import Facts, origin_of
from kiezkontor.vacancies.actions.early import Sign
from kiezkontor.vacancies.actions.lettings import Terms
from kiezkontor.vacancies.actions.looking_after import Record
from kiezkontor.vacancies.actions.moving_in import help_with
from kiezkontor.vacancies.actions.owners import Talk
from kiezkontor.vacancies.actions.reporting import Told
from kiezkontor.vacancies.forms.moving_in import WORDS
from kiezkontor.vacancies.models import CaseStep, Letting, VacancyCase
from kiezkontor.vacancies.rules.lettings import Rent

SLUG = "karlstrasse"
INVENTED = "Erfunden für die Demonstration."
UNKNOWN: Mapping[str, Any] = {"kind": "person", "source": "themselves", "reason": "", "note": INVENTED}
OWNERS: Sequence[Mapping[str, Any]] = (
    {
        "kind": "company",
        "name": "Musterhaus Grundbesitz (Demo)",
        "manager": "Hausverwaltung Muster (Demo)",
        "address": "Beispielweg 1\n76131 Karlsruhe",
        "source": "public",
        "basis": "task",
        "willing": "yes",
    },
    {
        "name": "Erika Eigen (Demo)",
        "address": "Probestraße 2\n76133 Karlsruhe",
        "email": "erika.eigen@kiezkontor.example",
        "source": "cadastre",
        "basis": "interest",
        "reason": "Berechtigtes Interesse: Leerstand im Sanierungsgebiet, Antrag vom Frühjahr.",
        "willing": "conditional",
        "motive": "Möchte erst die Heizung erneuern.",
    },
    {
        "kind": "heirs",
        "name": "Erbengemeinschaft Beispiel (Demo)",
        "address": "Testgasse 3\n76135 Karlsruhe",
        "source": "somebody",
        "willing": "conditional",
        "wants_sale": True,
        "motive": "Vermietet auf Zeit, bis sich alle Erben geeinigt haben.",
    },
)
SECOND_OF_ONE_OWNER = 4
FURTHER_LETTER_AFTER = timedelta(weeks=6)
SIGNS = ((45, "lease_end"), (150, "age"))


@dataclass(frozen=True)
class Use:
    """What was agreed. begins, lasts: in days from today and from then; None without an end. steps: of the rent."""

    kind: str
    purpose: str
    sign: str
    tenant: str
    begins: int
    lasts: int | None
    words: str
    steps: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True)
class Story:
    """How a case went on. moves: stage, and what was noted. step: what is done next, and in how many days."""

    moves: Sequence[tuple[str, str]] = ()
    kind: str = ""
    causes: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    step: tuple[str, int] | None = None
    use: Use | None = None


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
        [("in_talks", "")],
        "turnover",
        ("turnover",),
        step=("Nach dem ersten Monat vorbeischauen", 20),
        use=Use(
            "interim",
            "Atelier und Ausstellungen",
            f"Atelier Musterblick {MARK}",
            "Ada Probe (erfunden)",
            -100,
            180,
            "Atelier für sechs Monate, zuerst nur Nebenkosten.",
            [(0, "0"), (90, "150")],
        ),
    ),
    Story(
        [("in_talks", "")],
        "turnover",
        ("turnover",),
        use=Use(
            "permanent",
            "Schreibwaren mit Werkstatt",
            f"Papierwerk Beispiel {MARK}",
            "Bert Muster (erfunden)",
            25,
            None,
            "Vertrag unterschrieben, Einzug im nächsten Monat.",
            [(0, "950"), (365, "1100")],
        ),
    ),
    Story([("dilapidated", "Wasser im Keller, so nicht zu vermieten.")], "structural", ("condition",), ("heirs",)),
    Story([("in_talks", ""), ("withdrawn", "Will erst verkaufen.")], "structural", ("owner",), ("works",)),
    Story([("in_talks", "")], "turnover", ("location",)),
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
    load_exposes(list(VacancyCase.objects.filter(district=district).order_by("pk")), by=by)
    own(units, district=district, by=by)
    report_some(units, district=district)
    coming = units_in(district, on=today).filter(spells__occupants__name__endswith=MARK, spells__occupancy="occupied")
    used = [unit for unit in coming.order_by("pk").distinct() if unit.pk not in uses]
    if used:
        expect(used[0], district=district, by=by)
    for unit, (days, sign) in zip(used[1:], SIGNS, strict=False):
        on = timezone.localdate() + timedelta(days=days)
        early.warn(unit, Sign(sign, on, INVENTED), district=district, by=by)


def own(units: Sequence[Unit], *, district: District, by: Viewer) -> None:
    """The first unit keeps nobody; one owner has two."""
    for number, (unit, wanted) in enumerate(zip(units[1:], OWNERS, strict=False)):
        owner = owners.add_owner({**UNKNOWN, **wanted}, unit=unit, district=district, by=by)
        case = VacancyCase.objects.open().filter(unit=unit, district=district).first()
        on = timezone.localdate() - timedelta(days=20 * (number + 1))
        talk = Talk(on, "phone", owner.manager, result=INVENTED + " Ruft zurück.")
        owners.note_talk(owner, talk, by=by)
        owners.write_letter(owner, step="page", case=case, by=by)
        if number == 1:
            owners.write_letter(owner, step="ask", case=case, by=by)
            owner.letters.filter(step="page").update(made_at=timezone.now() - FURTHER_LETTER_AFTER)
        if number == 0 and len(units) > SECOND_OF_ONE_OWNER:
            owners.give_unit(owner, units[SECOND_OF_ONE_OWNER], by=by)


def report_some(units: Sequence[Unit], *, district: District) -> None:
    """What passers-by saw: one that nobody has looked at, with an address, and one that says from when."""
    if units:
        reporting.report(Told(place=str(units[-1].address or units[-1]), words=INVENTED), district=district, by=VISITOR)
        day = timezone.localdate() + timedelta(days=60)
        told = Told(is_coming=True, expected_from=day, lat=units[0].lat, lon=units[0].lon, words=INVENTED)
        reporting.report(told, district=district, by=VISITOR)


def expect(unit: Unit, *, district: District, by: Viewer) -> None:
    day = timezone.localdate() + timedelta(days=100)
    facts = Facts(expected_from=day, kind="turnover", causes=("turnover",), origin="owner", note=INVENTED)
    cases.open_case(unit, facts, district=district, by=by)


def tell(case: VacancyCase, story: Story, *, by: Viewer) -> None:
    for to, words in story.moves:
        cases.move(case.pk, to=to, words=words, by=by)
    if story.step:
        what, days = story.step
        due_on = timezone.localdate() + timedelta(days=days)
        cases.plan_step(case.pk, what=what, due_on=due_on, assigned_to=by.person, by=by)
    if story.use:
        let(case, story.use, by=by)
    steps = list(CaseStep.objects.filter(case=case).order_by("-pk"))
    for weeks, step in enumerate(steps, start=1):
        CaseStep.objects.filter(pk=step.pk).update(at=timezone.now() - timedelta(weeks=2 * weeks))
    VacancyCase.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(weeks=2 * len(steps)))


def let(case: VacancyCase, use: Use, *, by: Viewer) -> None:
    begins_on = timezone.localdate() + timedelta(days=use.begins)
    terms = Terms(
        kind=use.kind,
        tenant=use.tenant,
        purpose=use.purpose,
        sign=use.sign,
        begins_on=begins_on,
        ends_on=None if use.lasts is None else begins_on + timedelta(days=use.lasts),
        change_of_use=Letting.ChangeOfUse.NOT_NEEDED,
    )
    (_from, first), *others = use.steps
    utilities = Decimal("95.50")
    letting = lettings.agree(case.pk, terms, rent=(Decimal(first), utilities), words=use.words, by=by)
    for after, cold in others:
        lettings.add_rent(letting.pk, Rent(begins_on + timedelta(days=after), Decimal(cold), utilities), by=by)
    if use.begins > -30:
        help_with(letting.pk, {step: str(WORDS[step]) for step in ("trade_office", "sign", "welcome")}, by=by)
    if use.begins < 0:
        written = Record("in", begins_on, "Mira Musterfrau, Ada Probe", 2, "Strom 4711, Wasser 815", "Kratzer am Boden")
        looking_after.hand_over(letting.pk, written, by=by)
