"""Who looks for a room in the demo: a dozen invented people with invented plans, at each status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, VISITOR, Viewer
from kiezkontor.districts.access import streets_of
from kiezkontor.districts.access_people import coordinators_on
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Category
from kiezkontor.premises.actions.units import describe_unit
from kiezkontor.vacancies.access_seekers import STREET
from kiezkontor.vacancies.actions import enquiries, seeking, subscribing
from kiezkontor.vacancies.actions.enquiries import Said
from kiezkontor.vacancies.fitting import offered
from kiezkontor.vacancies.models import OfferSubscription, SeekerStep, SpaceRequest

SLUG = "karlstrasse"


@dataclass(frozen=True)
class Story:
    """A request as it came in. street: the one that is wanted. silent_days: since when nobody has heard of them.

    category: the key of one, from which the use class follows. moves: statuses it went through, each with a note of
    the office.
    """

    name: str
    kind: str
    idea: str
    wants: Mapping[str, Any] = field(default_factory=dict)
    street: str = ""
    category: str = ""
    passes_on: bool = False
    moves: Sequence[tuple[str, str]] = ()
    step: tuple[str, int] | None = None
    silent_days: int = 3
    is_confirmed: bool = True


STORIES = (
    Story(
        "Lena Lastenrad",
        "starter",
        "Ein Laden mit Werkstatt für Lastenräder, mit Verleih am Wochenende.",
        {"use_class": "retail", "area_min": 60, "area_max": 120, "rent_max": 1500, "term": "long"}
        | {"musts": ["water"], "needs": ["step_free", "window", "storage"], "founding": "planned"},
        "Karlstraße",
        passes_on=True,
    ),
    Story(
        "Bao Beispielküche",
        "starter",
        "Mittagstisch mit vier Gerichten, abends geschlossen.",
        {"use_class": "gastronomy", "area_min": 50, "area_max": 90, "rent_max": 1800, "term": "long"}
        | {"musts": ["kitchen", "extraction"], "needs": ["wc"], "emissions": ["smell", "deliveries"]},
        moves=[("checked", "Konzept liegt vor."), ("advising", "Termin bei der erfundenen Kammer Muster.")],
        step=("Nach dem Termin bei der Kammer fragen", 5),
    ),
    Story(
        "Kollektiv Kulisse (erfunden)",
        "interim",
        "Probenraum für eine Theatergruppe über den Winter.",
        {"area_max": 100, "rent_max": 400, "term": "short", "emissions": ["noise", "late"], "needs": ["wc", "heating"]},
        moves=[("checked", ""), ("proposed", "Zwei Leerstände genannt.")],
    ),
    Story(
        "Greta Galerie",
        "event",
        "Eine Ausstellung an zwei Wochenenden, mit offener Tür.",
        {"area_max": 80, "term": "short", "needs": ["window", "step_free"]},
        passes_on=True,
        moves=[("checked", ""), ("proposed", ""), ("viewing", "Besichtigung am Samstag.")],
        step=("Schlüssel für die Besichtigung holen", 1),
    ),
    Story(
        "Invest Irgendwo GmbH (erfunden)",
        "investor",
        "Wir suchen ein Ladenlokal zum Kauf oder ein ganzes Haus.",
        {"area_min": 150, "price_max": 600_000, "elsewhere": True, "funding": "Eigenkapital, Bank im Gespräch"},
        passes_on=True,
        moves=[("on_hold", "Meldet sich im Frühjahr wieder.")],
        silent_days=100,
    ),
    Story(
        "Nadia Nähmaschine",
        "starter",
        "Änderungsschneiderei mit Nähkursen am Abend.",
        {"use_class": "local_economy", "area_min": 25, "area_max": 50, "rent_max": 700, "term": "long"}
        | {"needs": ["window", "wc"], "founding": "running"},
        "Kaiserstraße",
        moves=[("checked", ""), ("proposed", ""), ("negotiating", "Der Eigentümer will einen Monat Bedenkzeit.")],
        silent_days=15,
    ),
    Story(
        "Verein Werkbank Muster",
        "starter",
        "Offene Werkstatt und Reparaturcafé.",
        {"use_class": "public_use", "area_min": 80, "area_max": 160, "rent_max": 900, "term": "medium"}
        | {"musts": ["step_free", "wc"], "emissions": ["noise"], "help_wanted": ["money", "lease"]},
    ),
    Story(
        "Emil Espresso",
        "starter",
        "Kaffeebar mit zehn Plätzen und eigener Röstung.",
        {"area_min": 30, "area_max": 60, "rent_max": 1200, "term": "long", "musts": ["water"], "needs": ["window"]}
        | {"founding": "idea", "help_wanted": ["concept", "permits"]},
        "Karlstraße",
        "amenity=cafe",
        is_confirmed=False,
    ),
    Story(
        "Selma Schreibtisch",
        "interim",
        "Büro für drei Leute, für zwei Jahre, bis unser Haus fertig ist.",
        {"use_class": "local_economy", "area_min": 40, "area_max": 80, "rent_max": 1000, "term": "medium"}
        | {"needs": ["heating", "wc"]},
        silent_days=172,
        moves=[("checked", "")],
    ),
    Story(
        "Paul Probeladen",
        "interim",
        "Drei Monate lang ausprobieren, ob ein Unverpackt-Laden geht.",
        {"use_class": "retail", "area_max": 70, "rent_max": 500, "term": "short", "needs": ["window", "storage"]},
        moves=[
            ("checked", ""),
            ("proposed", ""),
            ("viewing", ""),
            ("negotiating", ""),
            ("placed", "Zieht im Mai ein."),
        ],
    ),
    Story(
        "Tara Tanzschule",
        "starter",
        "Tanzkurse für Kinder und Erwachsene.",
        {"use_class": "public_use", "area_min": 180, "rent_max": 2200, "term": "long", "emissions": ["noise", "late"]},
        moves=[("withdrawn", "Hat anderswo etwas gefunden.")],
    ),
    Story(
        "Olga Obstkorb",
        "starter",
        "Obst und Gemüse vom Umland, täglich frisch.",
        {"use_class": "retail", "area_min": 40, "area_max": 90, "rent_max": 1100, "term": "long", "elsewhere": True}
        | {"musts": ["water"], "needs": ["window", "storage", "step_free"], "emissions": ["deliveries"]},
        passes_on=True,
    ),
)
ENQUIRIES = (
    (3, "investor", "Passantenzahlen in der Karlstraße", "Wir haben auf die Zählung der Stadt verwiesen."),
    (12, "founder", "Übliche Mieten für kleine Läden", "Spanne genannt, Gespräch vereinbart."),
    (30, "broker", "Leerstände über 200 m²", "Auf die öffentliche Liste verwiesen."),
    (45, "press", "Wie viele Läden leer stehen", "Zahlen der letzten Begehung genannt."),
)

QUESTION = "Wir prüfen einen Standort für zwölf Werkstätten: Welche Höfe im Gebiet haben eine Zufahrt für Lieferwagen?"

# Estimated for the demonstration, so that proposals have something to say: area, steps at the door, equipment.
ROOMS = (
    (74, 1, ["water", "wc", "heating"]),
    (52, 0, ["water", "wc", "kitchen", "extraction"]),
    (118, 0, ["wc", "storage"]),
)


def load_seekers(district: District) -> None:
    """Nothing in other districts, where nobody coordinates it, or where somebody looks for a room already."""
    role = coordinators_on(district, timezone.localdate()).select_related("person").order_by("pk").first()
    if district.slug != SLUG or role is None or SpaceRequest.objects.filter(district=district).exists():
        return
    by = Viewer(person=role.person, roles={district.pk: frozenset({COORDINATOR})})
    streets = {street.name: f"{STREET}{street.pk}" for street in streets_of(district)}
    for number, story in enumerate(STORIES):
        tell(story, number, district, streets, by)
    for case, (area, steps, things) in zip(offered([district.pk]).select_related("unit"), ROOMS, strict=False):
        values = {"area_sqm": area, "area_is_estimated": True, "steps": steps, "equipment": things}
        describe_unit(case.unit_id, values=values, district=district, by=by)
    today = timezone.localdate()
    for days, who, topic, answer in ENQUIRIES:
        said = Said(asked_on=today - timedelta(days=days), role=who, topic=topic, answer=answer)
        enquiries.note(said, district=district, by=by)
    ask_as_visitors(district)
    # Of the cafés that the map shows there, two lie within 100 metres of some of its vacant units.
    for name, use_class, key, most in (
        ("Karlstraße", "gastronomy", "", 4),
        ("Karlstraße", "", "amenity=cafe", 2),
        ("Kaiserstraße", "retail", "", 12),
    ):
        street = streets_of(district).filter(name=name).first()
        if street is not None:
            enquiries.set_mix(district, street, use_class=use_class, category=key, most=most, by=by)


def ask_as_visitors(district: District) -> None:
    """What came in on the public pages: a question that waits for its answer, and somebody who hears of new rooms."""
    name, email = "Greta Gewerbehof", "greta.gewerbehof@example.org"
    enquiries.ask("investor", QUESTION, name=name, email=email, district=district, by=VISITOR)
    subscribing.subscribe({"email": "neues@example.org", "area_max": 120}, district=district, by=VISITOR)
    for asked in OfferSubscription.objects.filter(district=district):
        subscribing.confirm(asked.pk, by=VISITOR)


def tell(story: Story, number: int, district: District, streets: Mapping[str, str], by: Viewer) -> None:
    places = [streets[story.street]] if story.street in streets else []
    email = f"gesuch-{number + 1}@example.org"
    values: dict[str, Any] = {
        "category": Category.objects.filter(pk=story.category).first(),
        "name": story.name,
        "kind": story.kind,
        "idea": story.idea,
        "email": email,
        "places": places,
    }
    request = seeking.enter(values | dict(story.wants), passes_on=story.passes_on, district=district, by=by)
    heard = timezone.now() - timedelta(days=story.silent_days)
    confirmed = heard if story.is_confirmed else None
    began = {"begun_at": heard, "sent_at": heard, "heard_at": heard, "email_confirmed_at": confirmed}
    SpaceRequest.objects.filter(pk=request.pk).update(status="new", status_since=heard, responsible=None, **began)
    SeekerStep.objects.filter(request=request).update(at=heard, by=None, status="new")
    for to, words in story.moves:
        seeking.move(request.pk, to=to, words=words, by=by)
    if story.step:
        what, days = story.step
        due_on = timezone.localdate() + timedelta(days=days)
        seeking.plan_step(request.pk, what=what, due_on=due_on, responsible=by.person, by=by)
