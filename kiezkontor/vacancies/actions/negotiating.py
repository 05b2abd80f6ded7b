"""Negotiations: opened, moderated with notes and a next step, ended with an outcome."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.desk.actions import add_task, change_task, finish_task
from kiezkontor.desk.models import Task
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.access_negotiations import STEP, TABLE
from kiezkontor.vacancies.actions.cases import locked as locked_case
from kiezkontor.vacancies.actions.cases import locked_open, refuse_taken
from kiezkontor.vacancies.actions.seeking import locked as locked_request
from kiezkontor.vacancies.actions.seeking import refuse_ended, refuse_foreign, set_status
from kiezkontor.vacancies.models import Negotiation, NegotiationNote, SpaceRequest, Viewing
from kiezkontor.vacancies.rules import seekers as of_seekers

# What has to be said before somebody negotiates; whoever is on hold is taken up.
BEFORE = {
    of_seekers.NEW: (of_seekers.CHECKED, of_seekers.VIEWING),
    of_seekers.CHECKED: (of_seekers.VIEWING,),
    of_seekers.ADVISING: (of_seekers.VIEWING,),
    of_seekers.ON_HOLD: (of_seekers.PROPOSED,),
}


@dataclass(frozen=True)
class Said:
    """What was said or offered on a day. rent: a month without utilities."""

    on: date
    who: str
    words: str
    rent: Decimal | None = None
    utilities: Decimal | None = None
    term: str = ""


@dataclass(frozen=True)
class Next:
    """What is done next, on the desk of the coordination; nothing written: there is nothing to do."""

    what: str = ""
    due_on: date | None = None
    assigned_to: Person | None = None


@transaction.atomic
def open_negotiation(case_pk: int, request_pk: int, *, by: Viewer) -> Negotiation:
    """Begin to moderate between a seeker and the owner of a unit; one that goes on is returned as it is.

    Refuses a closed case, a unit that nobody can have now, a request that has ended, and one of another district.
    """
    case, request = locked_open(case_pk), locked_request(request_pk)
    refuse_foreign(request, case.district_id)
    going_on = Negotiation.objects.filter(case=case, request=request, closed_at=None).first()
    if going_on is not None:
        return going_on
    refuse_taken(case)
    refuse_ended(request)
    made = Negotiation.objects.create(case=case, request=request, opened_at=timezone.now(), opened_by=by.person)
    for status in (*BEFORE.get(request.status, ()), of_seekers.NEGOTIATING):
        if request.status != status:
            set_status(request, status, by=by)
    record("negotiation.opened", made, by=by, district=case.district)
    return made


def locked(pk: int) -> Negotiation:
    """The negotiation, with its case and its request locked before it."""
    case_pk, request_pk = Negotiation.objects.values_list("case", "request").get(pk=pk)
    case, request = locked_case(case_pk), locked_request(request_pk)
    found = Negotiation.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    found.case, found.request = case, request
    return found


def locked_going_on(pk: int) -> Negotiation:
    found = locked(pk)
    if not found.is_open:
        raise ActionRefused(_("This negotiation has ended meanwhile. Nothing was saved; please look at it again."))
    return found


@transaction.atomic
def note(pk: int, said: Said, then: Next, *, by: Viewer) -> NegotiationNote:
    """Note what was said, and what is done next. Refuses a day that is still to come, and a day without a step."""
    negotiation = locked_going_on(pk)
    if said.on > timezone.localdate():
        raise ActionRefused(_("This day is still to come. Please write what was said, on the day it was."), field="on")
    if then.due_on and not then.what.strip():
        raise ActionRefused(_("Please write what is to be done until that day."), field="what")
    made = NegotiationNote.objects.create(
        negotiation=negotiation,
        on=said.on,
        who=said.who,
        words=said.words.strip(),
        rent=said.rent,
        utilities=said.utilities,
        term=said.term.strip(),
        noted_at=timezone.now(),
        noted_by=by.person,
    )
    plan_next(negotiation, then, by=by)
    record("negotiation.noted", negotiation, by=by, district=negotiation.case.district)
    return made


def steps_waiting(negotiation: Negotiation) -> list[Task]:
    """The open next steps, the latest last."""
    return list(Task.objects.filter(kind=STEP, about_type=TABLE, about_id=negotiation.pk, done_at=None).order_by("pk"))


def plan_next(negotiation: Negotiation, then: Next, *, by: Viewer) -> None:
    """Add the next step as a task, change the one that waits, or finish it where there is none any more."""
    waiting, what = steps_waiting(negotiation), then.what.strip()
    if not what:
        for task in waiting:
            finish_task(task.pk, by=by)
    elif waiting:
        change_task(waiting[-1].pk, what=what, due_on=then.due_on, assigned_to=then.assigned_to, by=by)
    else:
        add_task(
            negotiation.case.district,
            what=what,
            due_on=then.due_on,
            assigned_to=then.assigned_to,
            about=negotiation,
            kind=STEP,
            open_to=Task.OpenTo.COORDINATION,
            by=by,
        )


@transaction.atomic
def end(pk: int, *, outcome: str, by: Viewer) -> Negotiation:
    """End a negotiation. Whoever agreed has found a place; to whoever did not, further units are proposed."""
    negotiation = locked_going_on(pk)
    negotiation.outcome, negotiation.closed_at = outcome, timezone.now()
    negotiation.save(update_fields=["outcome", "closed_at"])
    plan_next(negotiation, Next(), by=by)
    record("negotiation.ended", negotiation, by=by, district=negotiation.case.district, outcome=outcome)
    lead_on(negotiation.request, outcome, by=by)
    return negotiation


def lead_on(request: SpaceRequest, outcome: str, *, by: Viewer) -> None:
    """Give a request the status that follows from a negotiation that ended, unless it moved on meanwhile."""
    if request.status != of_seekers.NEGOTIATING:
        return
    if outcome == Negotiation.Outcome.AGREED:
        set_status(request, of_seekers.PLACED, by=by)
    elif not Negotiation.objects.filter(request=request, closed_at=None).exists():
        views = Viewing.objects.ahead().filter(request=request).exists()
        set_status(request, of_seekers.VIEWING if views else of_seekers.PROPOSED, by=by)
