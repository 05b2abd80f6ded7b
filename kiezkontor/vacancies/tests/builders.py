"""Vacancies for tests: valid, invented, every detail overridable."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from kiezkontor.districts.models import District
from kiezkontor.organisations.tests.builders import picture
from kiezkontor.premises.models import Unit
from kiezkontor.premises.tests import builders as premises
from kiezkontor.vacancies.models import (
    CaseStep,
    EarlyWarning,
    Letting,
    LettingSubsidy,
    LocationFigure,
    OwnedUnit,
    Owner,
    OwnerLetter,
    RentModel,
    UseExample,
    UseIdea,
    VacancyCase,
    VacancyReport,
)


def figure(district: District, **details: Any) -> LocationFigure:
    """How many people pass by, of the whole district."""
    wanted = {"name": "Menschen an einem Samstag", "value": 412, "basis": "in einer Stunde", "source": "Zählung"}
    now = timezone.now()
    wanted |= {"on": timezone.localdate(now), "noted_at": now}
    return LocationFigure.objects.create(district=district, **(wanted | details))


def vacant_unit(district: District, number: str = "", **details: Any) -> Unit:
    unit = premises.unit(district, number, **details)
    premises.vacant(unit)
    return unit


def case(district: District, unit: Unit | None = None, **details: Any) -> VacancyCase:
    """An open case that was opened an hour after what the register knows of its unit, which is vacant."""
    unit = unit or vacant_unit(district)
    now = timezone.now() + timedelta(hours=1)
    wanted = {"origin": "walk", "stage_since": now, "opened_at": now, "answered_at": now}
    made = VacancyCase.objects.create(district=district, unit=unit, **(wanted | details))
    CaseStep.objects.create(case=made, at=made.opened_at, kind=CaseStep.Kind.OPENED, stage=made.stage)
    return made


def letting(case: VacancyCase, **details: Any) -> Letting:
    """An interim use that began ten days ago and runs for half a year."""
    today = timezone.localdate()
    wanted = {
        "kind": "interim",
        "tenant": "Ada Probe",
        "purpose": "Atelier",
        "begins_on": today - timedelta(days=10),
        "ends_on": today + timedelta(days=170),
        "agreed_at": timezone.now(),
    }
    return Letting.objects.create(case=case, **(wanted | details))


def later(case: VacancyCase) -> None:
    """What is told from now on is news for the case."""
    VacancyCase.objects.filter(pk=case.pk).update(answered_at=timezone.now() - timedelta(minutes=1))


def report(district: District, **details: Any) -> VacancyReport:
    """One that has just come in, without a name."""
    wanted = {"place": "Musterstraße 5", "received_at": timezone.now()}
    return VacancyReport.objects.create(district=district, **(wanted | details))


def with_photo(district: District, **details: Any) -> VacancyReport:
    files = {name: ContentFile(picture(), name=f"{name}.jpg") for name in ("image", "thumbnail")}
    return report(district, **(files | details))


def warning(district: District, unit: Unit | None = None, **details: Any) -> EarlyWarning:
    wanted = {"kind": "lease_end", "noted_at": timezone.now()}
    return EarlyWarning.objects.create(district=district, unit=unit or premises.unit(district), **(wanted | details))


def owner(district: District, *units: Unit, **details: Any) -> Owner:
    """A person who told the office themselves."""
    wanted = {"name": "Erika Eigentum", "address": "Hofweg 1\n12345 Musterstadt", "source": "themselves"}
    made = Owner.objects.create(district=district, **(wanted | {"noted_at": timezone.now()} | details))
    OwnedUnit.objects.bulk_create([OwnedUnit(owner=made, unit=unit) for unit in units])
    return made


def letter(to: Owner, **details: Any) -> OwnerLetter:
    return OwnerLetter.objects.create(owner=to, **({"step": "page", "made_at": timezone.now()} | details))


HERTEN = {
    "name": "Herten 2021",
    "base": "former_rent",
    "owner_receives": "0.7",
    "tenant_pays": "0.2",
    "public": [{"name": "Land", "share": "0.9", "of": "gap"}, {"name": "Stadt", "share": "0.1", "of": "gap"}],
    "caps": {"area_sqm": "300", "months": 24},
}


def rent_model(district: District, **details: Any) -> RentModel:
    """That of Herten, unless its terms are others."""
    wanted = {"name": HERTEN["name"], "terms": HERTEN, "made_at": timezone.now()}
    return RentModel.objects.create(district=district, **(wanted | details))


def supported(use: Letting, model: RentModel | None = None, **details: Any) -> LettingSubsidy:
    wanted = {"model": model or rent_model(use.case.district), "rent": 1000, "months": 6, "noted_at": timezone.now()}
    return LettingSubsidy.objects.create(letting=use, **(wanted | details))


def idea(district: District, **details: Any) -> UseIdea:
    """One that everybody reads."""
    wanted = {
        "words": "Eine Ausstellung.",
        "received_at": timezone.now(),
        "status": "published",
        "shown_title": "Ausstellung",
        "decided_at": timezone.now(),
    }
    return UseIdea.objects.create(district=district, **(wanted | details))


def example(use: Letting, **details: Any) -> UseExample:
    """A public one with a photo."""
    files = {name: ContentFile(picture(), name=f"{name}.jpg") for name in ("image", "thumbnail")}
    wanted = {"title": "Offenes Atelier", "alt": "Bilder an der Wand", "credit": "Mira Muster", "is_public": True}
    return UseExample.objects.create(letting=use, **(files | wanted | {"changed_at": timezone.now()} | details))
