"""Tours through several units, and the viewings of a whole day at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
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
    """Announce a tour; nobody is invited yet. Refuses a moment that is over and units without an open case."""
    if said.starts_at <= timezone.now():
        raise ActionRefused(_("This moment is over. Please choose a later one."), field="on")
    known = set(VacancyCase.objects.open().filter(district=district, pk__in=said.cases).values_list("pk", flat=True))
    if known != set(said.cases):
        raise ActionRefused(_("One of these cases was closed meanwhile. Please choose again."), field="cases")
    values: dict[str, Any] = {
        "kind": Kind.APPOINTMENT.value,
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


@transaction.atomic
def invite_seekers(tour: Tour, requests: Collection[int], *, by: Viewer) -> tuple[int, int]:
    """Invite seekers to a tour: each views each of its units. Returns how many get a mail, and how many are called.

    Whoever is part of it already stays so. Refuses for a tour that is over or cancelled.
    """
    # As whoever calls it off in the calendar: the event before its requests.
    event = locked_event(tour.event_id)
    if event.stage != stages.ANNOUNCED or event.starts_at <= timezone.now():
        raise ActionRefused(_("This tour is over or called off. Nobody was invited."))
    stops = list(tour.stops.values_list("case", flat=True))
    part = set(Viewing.objects.filter(event=event).values_list("request", flat=True))
    mailed = called = 0
    for pk in sorted(set(requests) - part):
        request = locked_request(pk)
        if request.district_id != event.district_id or request.sent_at is None or request.has_ended:
            continue
        invitation = invited(event, request, by=by)
        mailed, called = mailed + (invitation is not None), called + (invitation is None)
        wanted = {"starts_at": event.starts_at, "made_at": timezone.now(), "made_by": by.person}
        insert_many(
            Viewing(case_id=case, request=request, event=event, invitation=invitation, **wanted) for case in stops
        )
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
