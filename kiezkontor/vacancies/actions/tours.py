"""Tours through several units, and the viewings of a whole day at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.actions.events import add_event, locked_event
from kiezkontor.calendar.models.events import Kind
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.kinds import Audience
from kiezkontor.districts.models import District
from kiezkontor.shared.bulk import insert_many
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.access import with_units
from kiezkontor.vacancies.actions.cases import refuse_taken
from kiezkontor.vacancies.actions.seeking import locked as locked_request
from kiezkontor.vacancies.actions.viewings import Appointment, arrange, invited, lead_to_viewing
from kiezkontor.vacancies.models import Tour, TourStop, VacancyCase, Viewing


@dataclass(frozen=True)
class Announced:
    """A tour as it is announced. cases: the units in the order they are seen in; is_public: everybody may come."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    cases: tuple[int, ...]
    text: str = ""
    capacity: int | None = None
    is_public: bool = False


@transaction.atomic
def add_tour(district: District, said: Announced, *, by: Viewer) -> Tour:
    """Announce a tour; nobody is invited yet.

    Refuses a moment that is over, and units without an open case or that nobody can have now.
    """
    if said.starts_at <= timezone.now():
        raise ActionRefused(_("This moment is over. Please choose a later one."), field="on")
    cases = locked_cases(VacancyCase.objects.open().filter(district=district, pk__in=said.cases))
    if {case.pk for case in cases} != set(said.cases):
        raise ActionRefused(_("One of these cases was closed meanwhile. Please choose again."), field="cases")
    for case in cases:
        refuse_taken(case)
    values: dict[str, Any] = {
        "kind": (Kind.PUBLIC if said.is_public else Kind.TOUR).value,
        "audience": (Audience.PUBLIC if said.is_public else Audience.INVITED).value,
        "is_confidential": True,
        "title": said.title.strip(),
        "text": said.text.strip(),
        "starts_at": said.starts_at,
        "ends_at": said.ends_at,
        "place": said.place.strip(),
        "takes_answers": True,
    }
    tour = Tour.objects.create(event=add_event(district, values=values, capacity=said.capacity, announce=True, by=by))
    insert_many(TourStop(tour=tour, case_id=pk, position=nth) for nth, pk in enumerate(said.cases, start=1))
    record("viewing.tour_added", tour, by=by, district=district, count=len(said.cases))
    return tour


def locked_cases(found: QuerySet[VacancyCase]) -> list[VacancyCase]:
    """Locked in the order of their keys, with what names them."""
    return list(with_units(found).select_for_update(no_key=True, of=("self",)).order_by("pk"))


@transaction.atomic
def invite_seekers(tour: Tour, requests: Collection[int], *, by: Viewer) -> tuple[int, int]:
    """Invite seekers to a tour: each views each of its units that can still be had.

    Returns how many get a mail, and how many are called. Whoever is part of it already stays so. Refuses for a tour
    that is over or cancelled, and where none of its units can be had any more.
    """
    # As whoever calls it off in the calendar: the event before its requests.
    event = locked_event(tour.event_id)
    if event.stage != stages.ANNOUNCED or event.starts_at <= timezone.now():
        raise ActionRefused(_("This tour is over or called off. Nobody was invited."))
    stops = [case for case in locked_cases(tour.cases.all()) if case.can_be_had]
    if not stops:
        raise ActionRefused(_("Nobody can have any unit of this tour now. Nobody was invited."))
    part = set(Viewing.objects.filter(event=event).values_list("request", flat=True))
    mailed = called = 0
    for pk in sorted(set(requests) - part):
        request = locked_request(pk)
        if request.district_id != event.district_id or request.sent_at is None or request.has_ended:
            continue
        invitation = invited(event, request, by=by)
        mailed, called = mailed + (invitation is not None), called + (invitation is None)
        wanted = {"starts_at": event.starts_at, "made_at": timezone.now(), "made_by": by.person}
        insert_many(Viewing(case=case, request=request, event=event, invitation=invitation, **wanted) for case in stops)
        lead_to_viewing(request, by=by)
    record("viewing.tour_invited", tour, by=by, district=event.district, count=mailed + called)
    return mailed, called


@transaction.atomic
def arrange_all(planned: Sequence[tuple[int, int, Appointment]], *, by: Viewer) -> tuple[int, int]:
    """Arrange the viewings of a day, each a case, a seeker and when. Returns how many get a mail, and how many do not.

    All or none: refuses as `arrange` does.
    """
    made = [arrange(case, request, when, by=by) for case, request, when in planned]
    mailed = sum(viewing.invitation_id is not None for viewing in made)
    return mailed, len(made) - mailed
