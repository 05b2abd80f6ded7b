"""What came of vacancies in the demo: uses that are over, who pays a rent, examples for everybody, and ideas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, VISITOR, Viewer
from kiezkontor.config.demo_surveys import MARK
from kiezkontor.config.demo_vacancies import INVENTED, SLUG
from kiezkontor.districts.access import streets_of
from kiezkontor.districts.access_people import coordinators_on
from kiezkontor.districts.models import District
from kiezkontor.organisations.actions.photos import in_two_sizes
from kiezkontor.vacancies.actions import cases, ideas, lettings, location_figures, looking_after, rents
from kiezkontor.vacancies.actions.ideas import Decision, ExampleTexts
from kiezkontor.vacancies.actions.lettings import Terms
from kiezkontor.vacancies.actions.location_figures import Figure
from kiezkontor.vacancies.actions.rents import Subsidy
from kiezkontor.vacancies.models import CaseStep, FollowUp, Letting, RentModel, UseIdea, VacancyCase, VacancyReport
from kiezkontor.vacancies.rules import rent_models

# As the towns published them; the names say of when.
MODELS: Sequence[Mapping[str, Any]] = (
    {
        "name": "Herten, Sofortprogramm 2021",
        "base": "former_rent",
        "owner_receives": "0.70",
        "tenant_pays": "0.20",
        "public": [
            {"name": "Land (Sofortprogramm)", "share": "0.90", "of": "gap"},
            {"name": "Stadt", "share": "0.10", "of": "gap"},
        ],
        "caps": {"area_sqm": "300", "months": 24},
    },
    {
        "name": "Herne, Stärkungsprogramm",
        "base": "cold_rent",
        "owner_receives": "0.70",
        "tenant_pays": "0.20",
        "public": [
            {"name": "Land (Stärkungsprogramm)", "share": "0.40", "of": "base"},
            {"name": "Stadt", "share": "0.10", "of": "base"},
        ],
        "caps": {"area_sqm": "300", "months": 24},
    },
)


@dataclass(frozen=True)
class Over:
    """A use that has ended. began: so many days ago; lasted: days. heard: what a follow-up came to, "" for none."""

    kind: str
    purpose: str
    sign: str
    began: int
    lasted: int
    ending: str
    heard: str
    title: str
    words: str
    jobs: int | None = None
    photo: str = ""
    alt: str = ""


OVER = (
    Over(
        "interim",
        "Treffpunkt und Werkstatt an den Wochenenden",
        f"Treffpunkt auf Zeit {MARK}",
        430,
        120,
        "at_term",
        "moved_near",
        "Vier Monate Treffpunkt auf Zeit",
        "An den Wochenenden stand der Laden allen offen: Kaffee, Kleidertausch, eine kleine Werkstatt. Die Gruppe hat "
        "danach einen Raum in der Nähe gefunden. Erfunden für die Demonstration.",
        2,
        "nachbarschaftstreff.jpg",
        "Zeichnung: ein Laden mit rot-weißer Markise, Blumenkästen und einer Bank davor.",
    ),
    Over(
        "interim",
        "Laden auf Probe für Unverpacktes",
        f"Probeladen Beispiel {MARK}",
        250,
        90,
        "early",
        "gone",
        "Ein Laden auf Probe",
        "Drei Monate lang ausprobieren, ob ein Laden ohne Verpackung hier trägt. Er trug nicht, aber das war nach drei "
        "Monaten klar und nicht nach drei Jahren. Erfunden für die Demonstration.",
        1,
    ),
)
IDEAS = (
    ("Eine Fahrradwaschanlage und Luftpumpe im leeren Eckladen, am Wochenende.", "", ""),
    (
        "Proberaum für den Kinderchor, zwei Nachmittage die Woche. Ich kenne die Leiterin.",
        "Proberaum für einen Chor",
        "Zwei Nachmittage in der Woche würden reichen; laut ist es nur bis 18 Uhr.",
    ),
    (
        "Schaufenster mit alten Fotos der Straße, solange der Laden leer steht.",
        "Alte Fotos der Straße im Schaufenster",
        "Solange ein Laden leer steht, zeigt sein Fenster, was dort früher war.",
    ),
)


def load_interim_uses(district: District, folder: Path) -> None:
    """After the vacancies. Nothing in other districts, or where it is there already."""
    today = timezone.localdate()
    role = coordinators_on(district, today).select_related("person").order_by("pk").first()
    if district.slug != SLUG or role is None or RentModel.objects.filter(district=district).exists():
        return
    by = Viewer(person=role.person, roles={district.pk: frozenset({COORDINATOR})})
    models = [rents.add(rent_models.model_of(each), district=district, by=by) for each in MODELS]
    in_talks = VacancyCase.objects.open().filter(district=district, stage="in_talks").order_by("pk").first()
    if in_talks is not None:
        for over in OVER:
            tell(in_talks, over, folder, by=by)
        further = VacancyCase.objects.open().filter(district=district, stage="in_talks").exclude(pk=in_talks.pk)
        for case in further.order_by("pk")[:1]:
            stay(case, by=by)
    running = Letting.objects.filter(case__district=district, ending="", kind="interim").order_by("pk").first()
    if running is not None:
        rents.support(running.pk, models[0].pk, Subsidy(Decimal(750), 6, Decimal(62)), by=by)
        words = "Atelier und Ausstellungen, seit die Wände trocken sind. Erfunden für die Demonstration."
        ideas.show(running.pk, ExampleTexts("Atelier mit offener Tür", words, "", "", is_public=True), by=by)
        Letting.objects.filter(pk=running.pk).update(jobs=2)
    imagine(district, by=by)
    count_people(district, by=by)
    answer(district)


def count_people(district: District, *, by: Viewer) -> None:
    """How many pass by, as an office would have it counted; invented."""
    street = streets_of(district).filter(name="Karlstraße").first()
    on = timezone.localdate() - timedelta(days=42)
    what, source = "Menschen, die vorbeigehen", "Zählung des Büros (erfunden)"
    for value, when in ((412, "samstags von 11 bis 12 Uhr"), (268, "dienstags von 17 bis 18 Uhr")):
        figure = Figure(street, what, Decimal(value), f"in einer Stunde, {when}", source, "", on)
        location_figures.add(figure, district=district, by=by)


def tell(case: VacancyCase, over: Over, folder: Path, *, by: Viewer) -> None:
    begins_on = timezone.localdate() - timedelta(days=over.began)
    ends_on = begins_on + timedelta(days=over.lasted)
    known = timezone.now() - timedelta(days=over.began + 60)
    VacancyCase.objects.filter(pk=case.pk, opened_at__gt=known).update(opened_at=known)
    terms = Terms(
        over.kind, f"{over.sign} (erfunden)", over.purpose, begins_on, ends_on, sign=over.sign, jobs=over.jobs
    )
    before = set(CaseStep.objects.filter(case=case).values_list("pk", flat=True))
    letting = lettings.agree(case.pk, terms, rent=(Decimal(150), Decimal(80)), by=by)
    lettings.end(letting.pk, ending=over.ending, ended_on=ends_on, by=by)
    agreed_at = timezone.now() - timedelta(days=over.began + 12)
    Letting.objects.filter(pk=letting.pk).update(agreed_at=agreed_at)
    CaseStep.objects.filter(case=case).exclude(pk__in=before).update(at=agreed_at)
    looking_after.follow_up(letting.pk, months=6, result=over.heard, jobs=over.jobs, words=INVENTED, by=by)
    FollowUp.objects.filter(letting=letting).update(asked_on=ends_on + timedelta(days=30))
    picture = folder / "photos" / over.photo if over.photo else None
    sizes = in_two_sizes(picture.read_bytes()) if picture and picture.exists() else ()
    credit = "Kiezkontor (Zeichnung)" if sizes else ""
    ideas.show(letting.pk, ExampleTexts(over.title, over.words, over.alt, credit, is_public=True, sizes=sizes), by=by)


def stay(case: VacancyCase, *, by: Viewer) -> None:
    """An interim use that became a lease, and is still there half a year later."""
    today = timezone.localdate()
    begins_on, stays_from = today - timedelta(days=420), today - timedelta(days=270)
    opened_at = timezone.now() - timedelta(days=480)
    VacancyCase.objects.filter(pk=case.pk).update(opened_at=opened_at)
    CaseStep.objects.filter(case=case).update(at=opened_at)
    words = "Nudelwerkstatt mit Ladentisch"
    terms = Terms("interim", "Nino Nudel (erfunden)", words, begins_on, stays_from, sign=f"Nudelwerk Beispiel {MARK}")
    interim = lettings.agree(case.pk, terms, rent=(Decimal(200), Decimal(90)), by=by)
    lease = replace(terms, kind="permanent", begins_on=stays_from, ends_on=None, jobs=3)
    stayed = lettings.convert(interim.pk, lease, rent=(Decimal(700), Decimal(90)), words=INVENTED, by=by)
    looking_after.follow_up(stayed.pk, months=6, result="there", jobs=4, words=INVENTED, by=by)
    cases.close(case.pk, outcome="let", by=by)
    for pk, days in ((interim.pk, 430), (stayed.pk, 290)):
        Letting.objects.filter(pk=pk).update(agreed_at=timezone.now() - timedelta(days=days))
    FollowUp.objects.filter(letting=stayed).update(asked_on=stays_from + timedelta(days=180))
    VacancyCase.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=280))
    CaseStep.objects.filter(case=case, at__gt=opened_at).update(at=timezone.now() - timedelta(days=280))


def imagine(district: District, *, by: Viewer) -> None:
    for days, (words, title, shown) in enumerate(IDEAS, 1):
        idea = ideas.give(words, district=district, by=VISITOR)
        UseIdea.objects.filter(pk=idea.pk).update(received_at=timezone.now() - timedelta(days=9 * days - 8))
        if title:
            ideas.decide(idea.pk, Decision("published", title, shown), by=by)


def answer(district: District) -> None:
    """Two reports of last spring that were answered, so that times have something to be counted of."""
    for days, waited in ((200, 2), (120, 5)):
        received_at = timezone.now() - timedelta(days=days)
        VacancyReport.objects.create(
            district=district,
            place="Karlstraße",
            words=INVENTED,
            received_at=received_at,
            status=VacancyReport.Status.KNOWN,
            decided_at=received_at + timedelta(days=waited),
            reason="Das kannten wir schon, danke.",
        )
