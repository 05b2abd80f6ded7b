"""What comes out of an item: decisions, tasks, ideas; and the end of the meeting."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kiezkontor.calendar.access_bodies import body_at
from kiezkontor.calendar.access_inviting import body_invited_to
from kiezkontor.calendar.models import Body
from kiezkontor.desk.access import people_of
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import access
from kiezkontor.meetings.actions import minutes as actions
from kiezkontor.meetings.actions.tasks import ask, tick_off
from kiezkontor.meetings.forms.minutes import DecisionForm, IdeaForm, InterestForm, QuorumForm, TaskForm
from kiezkontor.meetings.models import AgendaItem
from kiezkontor.meetings.rules.deciding import proposed_quorum
from kiezkontor.meetings.views.live import LIVE, back_to
from kiezkontor.organisations.access import members_on
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on

FORM = "meetings/office/result.html"


def answered[T](
    request: DistrictRequest,
    item: AgendaItem,
    form: Form,
    act: Callable[[], T],
    *,
    title: str,
    note: str = "",
    then: Callable[[T], HttpResponse] | None = None,
) -> HttpResponse:
    """Do once what a valid form asks and go back to its item, or on with what was made; else show the form."""

    def do() -> HttpResponse:
        made = act()
        return then(made) if then else back_to(request, item.pk, item.meeting.event_id)

    context = {"form": form, "item": item, "event": item.meeting.event, "title": title, "note": note}
    return done_once(request, form, do) or render(request, FORM, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.MINUTE_TAKERS)
def decide(request: DistrictRequest, pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    form = DecisionForm(request.POST or None)
    entitled, excluded = actions.counted(item)
    note = _("People who may vote: %(count)s. Not counted because of an own interest: %(excluded)s.")
    return answered(
        request,
        item,
        form,
        lambda: actions.decide(item, wording=form.cleaned_data["wording"], votes=form.votes(), by=request.viewer),
        title=_("Note a decision"),
        note=note % {"count": entitled, "excluded": excluded},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.MINUTE_TAKERS)
def declare_interest(request: DistrictRequest, pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    form = InterestForm(request.POST or None, there=access.there_at(item))
    return answered(
        request,
        item,
        form,
        lambda: actions.declare_interest(item, form.cleaned_data["attendance"].pk, by=request.viewer),
        title=_("Note an own interest"),
        note=_("Who has an own interest does not vote on this item and is not counted. The log keeps it."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.MINUTE_TAKERS)
def give_task(request: DistrictRequest, pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    today = timezone.localdate()
    people = people_of(request.district, on=today, open_to=access.tasks_open_to(item.meeting.event))
    members = members_on(today, request.district)
    form = TaskForm(request.POST or None, people=people, members=members)
    return answered(
        request, item, form, lambda: ask(item, by=request.viewer, **form.cleaned_data), title=_("Give a task")
    )


@require_POST
@office_page(*access.MINUTE_TAKERS)
def tick(request: DistrictRequest, pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    if tick_off(item, whole_number(request.POST.get("task", "")) or 0, by=request.viewer):
        messages.success(request, _("The task is done."))
    return back_to(request, pk, item.meeting.event_id)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.MINUTE_TAKERS)
def keep_idea(request: DistrictRequest, pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    form = IdeaForm(request.POST or None, there=access.people_there(item.meeting))
    return answered(
        request,
        item,
        form,
        lambda: actions.capture(item, by=request.viewer, **form.cleaned_data),
        title=_("Keep an idea or a hint"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.MINUTE_TAKERS)
def quorum(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access.event_or_404(request.viewer, request.district, pk)
    meeting = access.meeting_of(event)
    body = body_invited_to(event)
    seats = (body and body.seats) or body_at(event).count
    proposed = proposed_quorum(seats, body.quorum_percent if body else None)
    noted = meeting.quorum if meeting else None
    form = QuorumForm(request.POST or None, initial={"quorum": proposed if noted is None else noted or None})
    if form.is_valid():
        with refusals_shown_on(form):
            actions.set_quorum(event, quorum=form.cleaned_data["quorum"], by=request.viewer)
            messages.success(request, _("The number is noted. It holds for what is decided from now on."))
            return go_to(request, LIVE, pk)
    context = {"form": form, "event": event, "title": _("Number for decisions"), "note": note_on_seats(body, seats)}
    return render(request, FORM, context, status=422 if form.errors else 200)


def note_on_seats(body: Body | None, seats: int) -> str:
    """Of what the proposed number is a part; "" where none is. seats: the members of that day where none are said."""
    names = {"body": body, "seats": seats, "count": seats}
    if body and body.quorum_percent:
        said = _("“%(body)s” has %(seats)s seats. %(percent)s per cent of them are proposed.")
        return said % (names | {"percent": body.quorum_percent})
    if body and body.seats:
        return _("“%(body)s” has %(seats)s seats. More than half of them is proposed.") % names
    if body:
        on_the_day = ngettext(
            "“%(body)s” has %(count)d member on the day of the meeting. More than half of them is proposed.",
            "“%(body)s” has %(count)d members on the day of the meeting. More than half of them is proposed.",
            seats,
        )
        return on_the_day % names
    invited = ngettext(
        "%(count)d member of the body is invited. More than half of them is proposed.",
        "%(count)d members of the body are invited. More than half of them is proposed.",
        seats,
    )
    return invited % names if seats else ""


@require_POST
@office_page(*access.MINUTE_TAKERS)
def end(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access.event_or_404(request.viewer, request.district, pk)
    actions.end(event, by=request.viewer)
    messages.success(request, _("The meeting is over. What is not settled comes up again."))
    return go_to(request, "meetings:approve", pk)
