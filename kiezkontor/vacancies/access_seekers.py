"""Who reads what people look for: the coordination of their district, and they themselves by their link.

Nobody else meets a plan, a budget or a name: other offices learn no more than that something of this kind is looked
for, where somebody agreed to it (domain table "Seekers").
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.desk import access as desk
from kiezkontor.desk.models import Task
from kiezkontor.districts.access import streets_of, sub_locations_of
from kiezkontor.districts.actions.consents import consents_about
from kiezkontor.districts.models import Consent, District
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.vacancies.models import LocationEnquiry, SeekerStep, SpaceRequest, StreetMix, VacancyCase
from kiezkontor.vacancies.models.seekers import SpaceRequestQuerySet
from kiezkontor.vacancies.rules.seekers import (
    ASKED_BEFORE,
    CONFIRM,
    LAPSES_AFTER,
    LAPSING,
    NEW,
    OWN,
    PASSING_ON,
)

READERS = (COORDINATOR,)
TABLE = SpaceRequest._meta.label_lower
STEP = "vacancies.seeker_step"
STREET, PART = "street:", "part:"


def may_read(viewer: Viewer, district: District) -> bool:
    return viewer.has_role(district, *READERS)


def visible_to(viewer: Viewer, district: District) -> SpaceRequestQuerySet:
    """What was sent to the office of the district; nobody but those who read it gets any."""
    found = SpaceRequest.objects.sent().filter(district=district)
    return found if may_read(viewer, district) else found.none()


def or_404(viewer: Viewer, district: District, pk: int) -> SpaceRequest:
    found = get_object_or_404(visible_to(viewer, district).select_related("responsible", "category"), pk=pk)
    found.district = district
    return found


def enquiries_for(viewer: Viewer, district: District) -> QuerySet[LocationEnquiry]:
    found = LocationEnquiry.objects.filter(district=district)
    return found if may_read(viewer, district) else found.none()


def unanswered(viewer: Viewer, district: District) -> QuerySet[LocationEnquiry]:
    """What was asked on the public page and waits for an answer."""
    found = LocationEnquiry.objects.waiting().filter(district=district)
    return found if may_read(viewer, district) else found.none()


def enquiry_or_404(viewer: Viewer, district: District, pk: int) -> LocationEnquiry:
    return get_object_or_404(enquiries_for(viewer, district), pk=pk)


def mixes_for(viewer: Viewer, district: District) -> QuerySet[StreetMix]:
    found = StreetMix.objects.filter(district=district).select_related("street", "category")
    return found if may_read(viewer, district) else found.none()


def mix_or_404(viewer: Viewer, district: District, pk: int) -> StreetMix:
    return get_object_or_404(mixes_for(viewer, district), pk=pk)


def behind(district: District, token: str, purpose: str = OWN) -> tuple[PersonalLink, SpaceRequest]:
    """The link behind a token and the request it is about; 404 where it opens nothing, or no longer."""
    link = links.opened_by(token, purposes={purpose}, scope_id=district.pk)
    if link is None or links.state_of(link) != "open":
        raise Http404
    found = get_object_or_404(SpaceRequest, district=district, pk=link.subject_id)
    found.district = district
    return link, found


def own(district: District, token: str) -> SpaceRequest:
    return behind(district, token)[1]


def behind_mail(district: District, token: str) -> tuple[PersonalLink, SpaceRequest]:
    """As `behind`; a mail that went to an address the request no longer has opens nothing."""
    link, found = behind(district, token, CONFIRM)
    if link.email.casefold() != found.email.casefold():
        raise Http404
    return link, found


def agreed_to_pass_on(request: SpaceRequest) -> Consent | None:
    """The consent of a seeker that others than the office may learn of the request; None where there is none."""
    return consents_about(request, request.district).filter(purpose=PASSING_ON).first()


def with_consent(found: SpaceRequestQuerySet) -> SpaceRequestQuerySet:
    """Those whose seeker has agreed that others than the office may learn of it."""
    said = Consent.objects.valid().filter(purpose=PASSING_ON, subject_type=TABLE, subject_id=OuterRef("pk"))
    return found.filter(Exists(said))


def told_of(case: VacancyCase) -> set[int]:
    """The requests to which a vacancy was proposed, by their keys."""
    return set(SeekerStep.objects.filter(case=case).values_list("request", flat=True))


def proposed_to(request: SpaceRequest) -> QuerySet[SeekerStep]:
    """What was proposed to a seeker, the latest first."""
    return request.steps.exclude(case=None).order_by("-at")


def lapsing(found: SpaceRequestQuerySet, *, heard_before: datetime) -> SpaceRequestQuerySet:
    """Those that lapse without a sign of life, of whose seeker nobody heard since a moment."""
    return found.sent().filter(status__in=LAPSING, heard_at__lt=heard_before)


def what_waits(viewer: Viewer, district: District, *, now: datetime) -> dict[str, Any]:
    """How many requests nobody has looked at, since when, and how many lapse soon; one query."""
    soon = Q(status__in=LAPSING, heard_at__lt=now - LAPSES_AFTER + ASKED_BEFORE)
    unseen = Q(status=NEW)
    return visible_to(viewer, district).aggregate(
        unseen=Count("pk", filter=unseen),
        first=Min("sent_at", filter=unseen),
        soon=Count("pk", filter=soon),
        first_heard=Min("heard_at", filter=soon),
    )


@dataclass(frozen=True)
class Place:
    """A street or a part of the district, as requests name it by its key."""

    key: str
    name: str


def parts_of(district: District) -> list[Place]:
    return [Place(f"{PART}{part.pk}", part.name) for part in sub_locations_of(district)]


def streets_by_key(district: District) -> dict[str, Place]:
    """The streets of a district by the key of their name."""
    found = streets_of(district).values_list("pk", "name", "key")
    return {key: Place(f"{STREET}{pk}", name) for pk, name, key in found}


def places_named(request: SpaceRequest) -> list[Place]:
    """The places a request names, without those that are gone; sub-locations first."""
    wanted = set(request.places)
    if not wanted:
        return []
    known = [*parts_of(request.district), *streets_by_key(request.district).values()]
    return [place for place in known if place.key in wanted]


def asked_in(
    viewer: Viewer, district: District, *, since: date | None, until: date | None
) -> QuerySet[LocationEnquiry]:
    found = enquiries_for(viewer, district).select_related("entered_by")
    if since:
        found = found.filter(asked_on__gte=since)
    return found.filter(asked_on__lt=until) if until else found


def next_steps(viewer: Viewer, district: District, keys: Collection[int]) -> dict[int, Task]:
    """The open next step of each request, by its id."""
    found = desk.visible_to(viewer, district).filter(kind=STEP, about_type=TABLE, about_id__in=keys, done_at=None)
    return {task.about_id: task for task in found.order_by("-pk") if task.about_id is not None}


def counts_by_status(found: SpaceRequestQuerySet) -> dict[str, int]:
    return dict(found.order_by().values_list("status").annotate(count=Count("pk")))
