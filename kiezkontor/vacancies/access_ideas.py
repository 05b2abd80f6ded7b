"""Ideas for interim use and examples of it: everybody reads what is published, the coordination all of it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.shared.days import last_day
from kiezkontor.vacancies.access import may_keep, with_units
from kiezkontor.vacancies.access import visible_to as cases_visible_to
from kiezkontor.vacancies.models import Letting, UseExample, UseIdea, VacancyCase


def visible_to(viewer: Viewer, district: District) -> QuerySet[UseIdea]:
    """All ideas, for those who keep the vacancies; nobody else reads what was typed."""
    found = UseIdea.objects.filter(district=district)
    return found if may_keep(viewer, district) else found.none()


def or_404(viewer: Viewer, district: District, pk: int) -> UseIdea:
    found = get_object_or_404(visible_to(viewer, district).select_related("case__unit__address__street"), pk=pk)
    found.district = district
    return found


def cases_for(viewer: Viewer, district: District, idea: UseIdea) -> QuerySet[VacancyCase]:
    """The vacancies an idea may be meant for: those with an open case, and the one it has."""
    found = with_units(cases_visible_to(viewer, district))
    return found.filter(Q(closed_at=None) | Q(pk=idea.case_id)).order_by("pk")


@dataclass(frozen=True)
class Idea:
    """What everybody reads of an idea."""

    pk: int
    title: str
    words: str
    on: date
    is_taken_up: bool


def published(district: District) -> list[Idea]:
    """The latest first. Only what the office wrote for everybody is fetched."""
    found = UseIdea.objects.filter(district=district, status__in=UseIdea.PUBLIC).order_by("-received_at", "-pk")
    rows = found.values_list("pk", "shown_title", "shown_words", "received_at", "status")
    return [
        Idea(pk, title, words, timezone.localdate(received_at), status == UseIdea.Status.TAKEN_UP)
        for pk, title, words, received_at, status in rows
    ]


@dataclass(frozen=True)
class Example:
    """What everybody reads of an interim use. until: its last day, None while it goes on."""

    pk: int
    title: str
    words: str
    alt: str
    credit: str
    has_photo: bool
    since: date
    until: date | None


def public_examples(district: District) -> QuerySet[UseExample]:
    """Of uses that came about and have begun."""
    found = UseExample.objects.filter(letting__case__district=district, is_public=True)
    return found.filter(letting__begins_on__lte=timezone.localdate()).exclude(letting__ending=Letting.Ending.MISTAKE)


def examples(district: District) -> list[Example]:
    """The latest first. Of the contract only the days are fetched."""
    columns = ("pk", "title", "words", "alt", "credit", "image", "letting__begins_on")
    rows = public_examples(district).order_by("-letting__begins_on", "-pk")
    return [
        Example(pk, title, words, alt, credit, bool(image), since, last_day(ended_on))
        for pk, title, words, alt, credit, image, since, ended_on in rows.values_list(*columns, "letting__ended_on")
    ]


def photo_or_404(viewer: Viewer, district: District, pk: int) -> UseExample:
    """An example with a photo that the viewer may see."""
    readable = public_examples(district)
    if may_keep(viewer, district):
        readable = UseExample.objects.filter(letting__case__district=district)
    return get_object_or_404(readable.exclude(image=""), pk=pk)


def example_of(letting: Letting) -> UseExample | None:
    """For whoever reads the use."""
    return UseExample.objects.filter(letting=letting).first()
