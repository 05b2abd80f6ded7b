"""Exposés of the demo: real places that the map shows as vacant, with invented rooms, rents and releases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.organisations.actions.photos import in_two_sizes
from kiezkontor.premises.models import Unit
from kiezkontor.vacancies.actions import exposes
from kiezkontor.vacancies.actions.exposes import Word
from kiezkontor.vacancies.models import VacancyCase
from kiezkontor.vacancies.rules.exposes import ADDRESS, GROUPS, OWNER, PAGE, PHOTOS, PLAN, RENT, ROOM, TERMS

CREDIT = "Kiezkontor (Zeichnung)"
# Rooms of the plan in metres: left, top, right, bottom, what it is.
ROOMS = ((0, 0, 9, 6, "Laden"), (9, 0, 13, 3.5, "Lager"), (9, 3.5, 13, 6, "Nebenraum"))
PIXELS_A_METRE, MARGIN = 80, 60


@dataclass(frozen=True)
class Told:
    """Of a case at a stage. free_in: days until it is free; unit: what the register knows; released: which parts."""

    stage: str
    written: Mapping[str, Any]
    released: Sequence[str]
    unit: Mapping[str, Any] = field(default_factory=dict)
    free_in: int | None = None
    has_pictures: bool = False


EXPOSES = (
    Told(
        "in_talks",
        {
            "title": "Laden mit zwei Schaufenstern",
            "words": "Ein Laden mit großem Verkaufsraum, Lager und kleinem Büro. Die Räume sind trocken und hell.\n\n"
            "Für eine Zwischennutzung ab sofort, auf Dauer nach der Erneuerung der Heizung. (Erfunden.)",
            "kind": "both",
            "longest_months": 60,
            "wanted": ["retail", "local_economy"],
            "excluded": ["gastronomy"],
            "rent_cold": Decimal(780),
            "utilities": Decimal(140),
            "rent_includes": "Heizung, Wasser, Müllabfuhr",
            "deposit": Decimal(1560),
        },
        (PAGE, ROOM, TERMS, RENT, PHOTOS, PLAN, ADDRESS),
        {"area_sqm": Decimal(78), "steps": 0},
        has_pictures=True,
    ),
    Told(
        "interim_use",
        {
            "title": "Helle Werkstatt, später dauerhaft zu mieten",
            "words": "Zurzeit zwischengenutzt. Für die Zeit danach wird jemand gesucht, der bleibt. (Erfunden.)",
            "kind": "permanent",
            "wanted": ["local_economy", "public_use"],
            "rent_cold": Decimal(650),
            "utilities": Decimal("95.50"),
            "energy_kind": "consumption",
            "energy_heat": Decimal("96.4"),
            "energy_power": Decimal("21.0"),
            "energy_carrier": "Fernwärme",
        },
        (PAGE, ROOM, TERMS),
        {"area_sqm": Decimal(62), "steps": 1, "equipment": ["wc", "water", "heating"]},
        free_in=80,
    ),
)


def load_exposes(cases: Sequence[VacancyCase], *, by: Viewer) -> None:
    """For the first open case at each stage; nothing where there is none."""
    for told in EXPOSES:
        case = next((case for case in cases if case.is_open and case.stage == told.stage), None)
        if case is not None:
            write(case, told, by=by)


def write(case: VacancyCase, told: Told, *, by: Viewer) -> None:
    today = timezone.localdate()
    Unit.objects.filter(pk=case.unit_id, area_sqm=None).update(**told.unit)
    free_from = None if told.free_in is None else today + timedelta(days=told.free_in)
    made = exposes.begin(case.pk, {**told.written, "free_from": free_from}, by=by)
    if told.has_pictures:
        for kind, alt, drawn in (
            ("photo", "Ladenfront mit zwei Schaufenstern und einer Tür dazwischen", front()),
            ("plan", "Grundriss: Laden zur Straße, dahinter Lager und Nebenraum", plan()),
        ):
            exposes.add_picture(made.pk, kind, sizes=in_two_sizes(drawn), alt=alt, credit=CREDIT, by=by)
    word = Word("Erika Eigen (Demo)", today - timedelta(days=6), "talk", "für die Website und den Aushang (erfunden)")
    released = [group for group in GROUPS if group in told.released and group != OWNER]
    exposes.release(made.pk, released, word, saw_gaps=True, by=by)


def plan() -> bytes:
    """An invented floor plan."""
    scale = PIXELS_A_METRE
    width, height = max(room[2] for room in ROOMS), max(room[3] for room in ROOMS)
    picture = Image.new("RGB", (int(width * scale) + 2 * MARGIN, int(height * scale) + 2 * MARGIN), "white")
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom, name in ROOMS:
        corners = [(MARGIN + left * scale, MARGIN + top * scale), (MARGIN + right * scale, MARGIN + bottom * scale)]
        pen.rectangle(corners, outline="black", width=8)
        pen.text((corners[0][0] + 24, corners[0][1] + 24), name, fill="black", font_size=34)
        area = f"{(right - left) * (bottom - top):.0f} qm"
        pen.text((corners[0][0] + 24, corners[0][1] + 68), area, fill="black", font_size=28)
    for top in (1.0, 3.6):
        pen.line([(MARGIN, MARGIN + top * scale), (MARGIN, MARGIN + (top + 1.4) * scale)], fill="white", width=8)
    return as_png(picture)


def front() -> bytes:
    """An invented front of a shop."""
    picture = Image.new("RGB", (1200, 800), "#d9e2e6")
    pen = ImageDraw.Draw(picture)
    pen.rectangle([(0, 700), (1200, 800)], fill="#9aa3a6")
    pen.rectangle([(60, 120), (1140, 700)], fill="#c9b79c", outline="#5b4f3e", width=6)
    for left in (110, 750):
        pen.rectangle([(left, 320), (left + 340, 640)], fill="#f4f8f9", outline="#3c4a4f", width=10)
    pen.rectangle([(500, 300), (700, 700)], fill="#6f7f78", outline="#3c4a4f", width=10)
    for stripe in range(9):
        left = 60 + stripe * 120
        pen.rectangle([(left, 200), (left + 120, 280)], fill="#15506b" if stripe % 2 else "#f4f8f9")
    return as_png(picture)


def as_png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
