"""The viewings of the demo: invented people of the requests see real places; a tour, a negotiation, what came of it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.calendar.models import Invitation
from kiezkontor.config.demo_surveys import MARK
from kiezkontor.districts.access_people import coordinators_on
from kiezkontor.districts.models import Consent, District
from kiezkontor.vacancies.actions import negotiating, tours, viewings
from kiezkontor.vacancies.actions.negotiating import Next, Said
from kiezkontor.vacancies.actions.tours import Announced
from kiezkontor.vacancies.actions.viewings import Appointment
from kiezkontor.vacancies.fitting import offered
from kiezkontor.vacancies.models import Owner, SpaceRequest, VacancyCase, Viewing

SLUG = "karlstrasse"
ATTENDS = "Mira Musterfrau vom Büro"


def at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def next_saturday(today: date) -> date:
    return today + timedelta(days=(5 - today.weekday()) % 7 or 7)


def load_viewings(district: District) -> None:
    """Nothing in other districts, where nobody coordinates it, or where somebody arranged a viewing already."""
    today = timezone.localdate()
    role = coordinators_on(district, today).select_related("person").order_by("pk").first()
    if district.slug != SLUG or role is None or Viewing.objects.filter(case__district=district).exists():
        return
    by = Viewer(person=role.person, roles={district.pk: frozenset({COORDINATOR})})
    cases = list(offered([district.pk]).select_related("unit__address__street"))
    people = {each.name: each for each in SpaceRequest.objects.filter(district=district)}
    names = ("Greta Galerie", "Nadia Nähmaschine", "Kollektiv Kulisse (erfunden)", "Selma Schreibtisch")
    if len(cases) < len(names) or not set(names) <= people.keys():
        return
    greta, nadia, kulisse, selma = (people[name] for name in names)
    coming(greta, cases[1], next_saturday(today), by=by)
    held(kulisse, cases[0], today - timedelta(days=1), by=by)
    rejected = held(selma, cases[2], today - timedelta(days=6), by=by)
    said = {
        "state": "held",
        "result": "not_interested",
        "reason": "rent",
        "words": "Über dem, was drei Leute zahlen können.",
    }
    viewings.note_result(rejected.pk, by=by, **said)
    negotiated(nadia, cases[3], today, by=by)
    tour(district, cases, today, by=by)
    Invitation.objects.filter(viewings__case__district=district).update(untold=False)


def coming(greta: SpaceRequest, case: VacancyCase, day: date, *, by: Viewer) -> None:
    """Whose owner has agreed that the seeker knows the name."""
    when = Appointment(at(day, 11), attends=ATTENDS, note="Der Eingang liegt im Hof.")
    found = viewings.arrange(case.pk, greta.pk, when, by=by)
    owner = Owner.objects.filter(units=case.unit, district=case.district_id).order_by("pk").first()
    if owner is not None:
        viewings.name_owner(found.pk, owner.pk, channel=Consent.Channel.PHONE, by=by)


def held(request: SpaceRequest, case: VacancyCase, day: date, *, by: Viewer) -> Viewing:
    return viewings.note_past(case.pk, request.pk, starts_at=at(day, 16), attends=ATTENDS, by=by)


def negotiated(nadia: SpaceRequest, case: VacancyCase, today: date, *, by: Viewer) -> None:
    seen = held(nadia, case, today - timedelta(days=12), by=by)
    viewings.note_result(
        seen.pk, state="held", result="negotiating", words="Die Größe passt, die Miete nicht ganz.", by=by
    )
    found = negotiating.open_negotiation(case.pk, nadia.pk, by=by)
    first = Said(
        today - timedelta(days=9), "seeker", "Kann 480 Euro zahlen, im ersten Jahr.", Decimal(480), term="drei Jahre"
    )
    then = Next("Nach dem Monat Bedenkzeit anrufen", today + timedelta(days=6), by.person)
    negotiating.note(found.pk, first, Next(), by=by)
    second = Said(
        today - timedelta(days=4), "owner", "Will einen Monat Bedenkzeit; 550 Euro ab dem zweiten Jahr.", Decimal(550)
    )
    negotiating.note(found.pk, second, then, by=by)


def tour(district: District, cases: Sequence[VacancyCase], today: date, *, by: Viewer) -> None:
    day = next_saturday(today) + timedelta(days=7)
    said = Announced(
        title=f"Rundgang durch leere Läden {MARK}",
        starts_at=at(day, 14),
        ends_at=at(day, 16),
        place="Brunnen am Ludwigsplatz",
        cases=tuple(case.pk for case in cases[:3]),
        text="Drei Läden, die auf neue Ideen warten. Mit Rat zu Miete, Umbau und Genehmigung.",
        capacity=12,
        is_public=True,
    )
    made = tours.add_tour(district, said, by=by)
    fitting = SpaceRequest.objects.filter(district=district, status="advising").order_by("pk")
    tours.invite_seekers(made, fitting.values_list("pk", flat=True)[:1], by=by)
