"""All free texts of vacancies, owners and seekers under the word of their class, for tests/planted.py."""

from typing import Any

from django.db import models
from django.utils import timezone

from kiezkontor.calendar.models import Event
from kiezkontor.vacancies.models import (
    CaseStep,
    EarlyWarning,
    Expose,
    ExposeRelease,
    FollowUp,
    Handover,
    Letting,
    LocationEnquiry,
    NegotiationNote,
    Owner,
    OwnerTalk,
    SeekerStep,
    SpaceRequest,
    UseIdea,
    VacancyCase,
    VacancyReport,
    Viewing,
)

OWNERS, SEEKERS, REPORTS = "Here: owners, inside", "Here: seekers, inside", "Here: vacancy reports"
# Each with the way to its district and the class of its texts.
INSIDE: tuple[tuple[type[models.Model], str, str], ...] = (
    (VacancyCase, "district", OWNERS),
    (CaseStep, "case__district", OWNERS),
    (Owner, "district", OWNERS),
    (OwnerTalk, "owner__district", OWNERS),
    (ExposeRelease, "expose__case__district", OWNERS),
    (Letting, "case__district", OWNERS),
    (Handover, "letting__case__district", OWNERS),
    (FollowUp, "letting__case__district", OWNERS),
    (NegotiationNote, "negotiation__case__district", OWNERS),
    (EarlyWarning, "district", "Here: early warnings"),
    (SpaceRequest, "district", SEEKERS),
    (SeekerStep, "request__district", SEEKERS),
    (LocationEnquiry, "district", SEEKERS),
    (Viewing, "case__district", SEEKERS),
    (VacancyReport, "district", REPORTS),
)


def texts_of(model: type[models.Model]) -> list[str]:
    """Its fields with words somebody wrote, without those that may hold no word."""
    fields = [each for each in model._meta.concrete_fields if isinstance(each, models.CharField | models.TextField)]
    free = [each for each in fields if not each.choices and not isinstance(each, models.EmailField) and not each.unique]
    return [each.name for each in free if (each.max_length or 1_000) > 10]


def plant_vacancies(district: Any, say: dict[str, str]) -> None:
    talk_and_follow_up(district)
    for model, path, data_class in INSIDE:
        rows = model._default_manager.filter(**{path: district})
        rows.update(**dict.fromkeys(texts_of(model), say[data_class]))
        assert rows.exists(), model
    within = {"title": say[SEEKERS], "text": say[SEEKERS]}
    Event.objects.filter(district=district, is_confidential=True).update(**within)
    Expose.objects.filter(case__district=district).update(
        title=say["Exposés"],
        words=say["Exposés"],
        **dict.fromkeys(["rent_includes", "contact_name", "contact_phone"], say[OWNERS]),
    )
    ideas = UseIdea.objects.filter(district=district)
    ideas.update(words=say[REPORTS], name=say[REPORTS], note=say[REPORTS], shown_title=say["Here: use ideas"])


def talk_and_follow_up(district: Any) -> None:
    """What the world of the access table does not know."""
    for owner in Owner.objects.filter(district=district):
        OwnerTalk.objects.create(owner=owner, on=timezone.localdate(), channel="phone", noted_at=timezone.now())
    for letting in Letting.objects.filter(case__district=district):
        FollowUp.objects.create(letting=letting, months=3, asked_on=timezone.localdate(), result="there")
