"""Exposés for tests: what is written, what is released, pictures."""

import re
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from kiezkontor.districts.models import District
from kiezkontor.notices.links import new_code
from kiezkontor.organisations.tests.builders import picture
from kiezkontor.premises.models import Unit
from kiezkontor.vacancies.models import Expose, ExposePicture, ExposeRelease, VacancyCase
from kiezkontor.vacancies.rules.exposes import GROUPS
from kiezkontor.vacancies.tests import builders


def names(text: str, number: str) -> bool:
    """Whether it is a number of its own there, and not three digits of a time, a code or a file's name."""
    return re.search(rf"(?<!\w){re.escape(number)}(?!\w)", text) is not None


def expose(case: VacancyCase, **details: Any) -> Expose:
    now = timezone.now()
    wanted = {
        "code": new_code(),
        "title": "Eckladen mit großem Fenster",
        "words": "Hell und trocken.",
        "made_at": now,
        "changed_at": now,
    }
    return Expose.objects.create(case=case, **(wanted | details))


def release(about: Expose, *groups: str) -> None:
    """All parts where none is named."""
    now = timezone.now()
    for group in groups or GROUPS:
        ExposeRelease.objects.create(
            expose=about, group=group, by_whom="Erika Eigentum", on=timezone.localdate(), how="talk", noted_at=now
        )


def pictured(about: Expose, kind: str = "photo", **details: Any) -> ExposePicture:
    files = {name: ContentFile(picture(), name=f"{name}.jpg") for name in ("image", "thumbnail")}
    wanted = {"alt": "Blick in den Laden", "credit": "Büro", "may_show": True, "added_at": timezone.now()}
    return ExposePicture.objects.create(expose=about, kind=kind, **(files | wanted | details))


def told(district: District, unit: Unit | None = None, *groups: str, **details: Any) -> Expose:
    """Of a new case: rents, terms, a contact and the energy are written; released is what is named."""
    unit = unit or builders.vacant_unit(district)
    wanted = {
        "rent_cold": 743,
        "utilities": 87,
        "rent_includes": "Wasser und Müllabfuhr",
        "deposit": 2229,
        "free_from": timezone.localdate() + timedelta(days=40),
        "longest_months": 36,
        "wanted": ["retail"],
        "excluded": ["gastronomy"],
        "contact_name": "Erika Eigentum",
        "contact_phone": "0721 4711",
        "contact_email": "erika@eigentum.example",
    }
    made = expose(builders.case(district, unit, stage="in_talks"), **(wanted | details))
    if groups:
        release(made, *groups)
    return made
