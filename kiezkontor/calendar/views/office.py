"""The calendar as the office looks after it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.calendar import access, access_groups, hooks
from kiezkontor.calendar.actions import answers as answering
from kiezkontor.calendar.actions import events as actions
from kiezkontor.calendar.actions.reminders import add_reminder
from kiezkontor.calendar.calling import count_of_mails, in_words, to_call, to_call_of_move, to_call_of_offers
from kiezkontor.calendar.forms.office import (
    EventForm,
    NotedAnswerForm,
    ReasonForm,
    TimesForm,
    initial_of_format,
    initial_times,
)
from kiezkontor.calendar.holidays import holiday_name
from kiezkontor.calendar.models import Event, EventFormat
from kiezkontor.calendar.quarters import quarters_without_meeting
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.shown import answer_row, by_month, days_in_words, reminder_row, shown, time_row
from kiezkontor.calendar.shown_groups import rows_of
from kiezkontor.districts import presenting
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations.access import members_on
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.meanwhile import stored_shown_on
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on

EVENT = "calendar:office_event"
PAST = 50


@require_safe
@office_page(*access.WRITERS)
def events(request: DistrictRequest) -> HttpResponse:
    found = access.led_by(request.viewer, request.district).select_related("host")
    now = timezone.now()
    lacking = quarters_without_meeting(request.viewer, request.district, timezone.localdate())
    context = {
        "ways": ways_on(request),
        "lacking": lacking,
        "round_format": access.format_of_rounds(request.viewer, request.district) if lacking else None,
        "months": by_month(found.filter(ends_at__gte=now)),
        "embed_url": request.build_absolute_uri(reverse("calendar:embedded")),
        "past": by_month(reversed(found.filter(ends_at__lt=now).order_by("-starts_at", "-pk")[:PAST])),
    }
    return render(request, "calendar/office/events.html", context)


def ways_on(request: DistrictRequest) -> list[dict[str, str]]:
    """The other pages of the office's calendar, also those of areas above."""
    own = [
        {"label": _("Series"), "url": reverse("calendar:office_series")},
        {"label": _("Target groups"), "url": reverse("calendar:office_groups")},
        {"label": _("Answers on paper"), "url": reverse("calendar:office_slips")},
        {"label": _("Calendars from elsewhere"), "url": reverse("calendar:office_feeds")},
    ]
    if request.viewer.has_role(request.district, COORDINATOR):
        own.append({"label": _("Bodies"), "url": reverse("calendar:office_bodies")})
    others = hooks.links_of_calendar(request.viewer, request.district)
    public = {"label": _("As everybody sees it"), "url": reverse("calendar:events")}
    return [*own, *({"label": each.label, "url": each.url} for each in others), public]


@require_safe
@office_page(*access.WRITERS)
def event(request: DistrictRequest, pk: int) -> HttpResponse:
    return event_page(request, access.writable_or_404(request.viewer, request.district, pk))


def event_page(request: DistrictRequest, found: Event) -> HttpResponse:
    slots = access.slots_of(found)
    is_past = found.ends_at < timezone.now()
    is_off = found.stage in {stages.CANCELLED, stages.POSTPONED}
    calls = to_call if is_off else to_call_of_move
    answers = list(access.answers_to(request.viewer, found))
    context = {
        "event": found,
        "shown": shown(found),
        "day": days_in_words([found]).get(found.pk, ""),
        "times": [time_row(slot) for slot in slots],
        "has_several_times": len(slots) > 1,
        "answers": [answer_row(each) for each in answers],
        "reminders": [reminder_row(each, found, now=timezone.now()) for each in access.reminders_of(found)],
        "groups": rows_of(access_groups.groups_named(found), ends_at=found.ends_at, now=timezone.now()),
        "may": stages.MOVES[found.stage],
        "is_past": is_past,
        "holiday": "" if is_past else holiday_name(found.district, timezone.localdate(found.starts_at)),
        "to_call": [] if is_past else calls(request.viewer, found),
        "to_call_of_offers": to_call_of_offers(answers, found),
        "is_off": is_off,
        "links": hooks.links_of(request.viewer, found),
    }
    return render(request, "calendar/office/event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def new(request: DistrictRequest) -> HttpResponse:
    hosts = members_on(timezone.localdate(), request.district)
    template = format_of(request)
    initial = (initial_of_format(template) if template else {}) | proposed(request)
    groups = access_groups.choosable(request.viewer, request.district)
    form = EventForm(request.POST or None, district=request.district, hosts=hosts, groups=groups, initial=initial)

    def act() -> HttpResponse:
        capacity = form.cleaned_data["capacity"]
        values, groups = form.values(), form.groups()
        made = actions.add_event(request.district, values=values, capacity=capacity, groups=groups, by=request.viewer)
        if template and template.remind_hours:
            reminder = {"hours_before": template.remind_hours, "text": template.remind_text}
            add_reminder(made.pk, values=reminder, by=request.viewer)
        messages.success(
            request, _("The event is planned. Nobody outside of the office sees it before you announce it.")
        )
        if made.ends_at <= timezone.now():
            messages.warning(request, _("The day of this event is over already. Is it the right one?"))
        return go_to(request, EVENT, made.pk)

    done = done_once(request, form, act)
    return done or render(request, "calendar/office/new.html", {"form": form}, status=422 if form.errors else 200)


def format_of(request: DistrictRequest) -> EventFormat | None:
    """The format the address of the form names ("format"), if any."""
    pk = whole_number(request.GET.get("format", ""))
    return access.format_or_404(request.viewer, request.district, pk) if pk else None


def proposed(request: DistrictRequest) -> dict[str, Any]:
    """What a link to the form proposes: a day ("am") and a format ("art")."""
    asked = {"kind": request.GET.get("art", "")}
    with suppress(ValueError):
        asked["on"] = date.fromisoformat(request.GET.get("am", "")).isoformat()
    return {name: value for name, value in asked.items() if value}


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def change(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    before = told_of(found)
    hosts = members_on(timezone.localdate(), request.district)
    groups = access_groups.choosable(request.viewer, request.district, found)
    chosen_from: dict[str, Any] = {"district": request.district, "hosts": hosts, "groups": groups}
    form = EventForm(request.POST or None, instance=found, **chosen_from)
    if form.is_valid():
        with (
            refusals_shown_on(form),
            stored_shown_on(form, lambda: EventForm(instance=access.stored_now(found), **chosen_from)),
        ):
            actions.change_event(
                pk,
                values=form.values(),
                groups=form.groups(),
                by=request.viewer,
                seen_version=form.cleaned_data["seen_version"],
            )
            now = access.stored_now(found)
            heard = in_words(request.viewer, now) if told_of(now) != before else ""
            messages.success(request, f"{_('The event is changed.')} {heard}".strip())
            return go_to(request, EVENT, pk)
    context = {"form": form, "event": found}
    return render(request, "calendar/office/change.html", context, status=422 if form.errors else 200)


def told_of(found: Event) -> list[Any]:
    """What people who answered are told of it once more where it changes."""
    return [getattr(found, name) for name in actions.TOLD_AGAIN]


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def move(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    form = TimesForm(request.POST or None, initial=initial_times(found))
    if form.is_valid():
        with refusals_shown_on(form):
            times = form.times()
            actions.move_event(pk, starts_at=times["starts_at"], ends_at=times["ends_at"], by=request.viewer)
            heard = in_words(request.viewer, access.stored_now(found))
            messages.success(request, f"{_('The event has a new time.')} {heard}".strip())
            return go_to(request, EVENT, pk)
    context = {"form": form, "event": found, "shown": shown(found)}
    return render(request, "calendar/office/move.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*access.WRITERS)
def announce(request: DistrictRequest, pk: int) -> HttpResponse:
    return become(request, pk, stages.ANNOUNCED, _("The event is announced."))


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def postpone(request: DistrictRequest, pk: int) -> HttpResponse:
    said = _("The event is postponed. Everybody whose e-mail address is known hears of it.")
    return called_off(request, pk, stages.POSTPONED, said, _("Postpone without a new date"))


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def cancel(request: DistrictRequest, pk: int) -> HttpResponse:
    said = _("The event is cancelled. Everybody whose e-mail address is known hears of it.")
    is_over = access.writable_or_404(request.viewer, request.district, pk).ends_at < timezone.now()
    title = _("It did not take place") if is_over else _("Cancel the event")
    return called_off(request, pk, stages.CANCELLED, said, title)


def called_off(request: DistrictRequest, pk: int, stage: str, said: str, title: str) -> HttpResponse:
    """First who hears of it, and a reason for the mail; then what is to become of the event."""
    found = access.writable_or_404(request.viewer, request.district, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return become(request, pk, stage, said, reason=form.cleaned_data["reason"])
    context = {
        "event": found,
        "shown": shown(found),
        "count": count_of_mails(request.viewer, found),
        "to_call": to_call(request.viewer, found),
        "form": form,
        "title": title,
        "stage": stage,
    }
    return render(request, "calendar/office/cancel.html", context, status=422 if form.errors else 200)


def become(request: DistrictRequest, pk: int, stage: str, said: str, *, reason: str = "") -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    return tried(request, lambda: actions.become(found.pk, stage, by=request.viewer, reason=reason), said, pk)


def tried(request: DistrictRequest, act: Callable[[], Any], said: str, pk: int) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, EVENT, pk)


@require_POST
@office_page(*access.WRITERS)
def remove(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    try:
        actions.remove_event(found.pk, by=request.viewer)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
        return go_to(request, EVENT, pk)
    messages.success(request, _("The planned event is deleted."))
    return go_to(request, "calendar:office")


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def note_answer(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    slots = access.times_of(found)
    initial = {"reply": "yes", "channel": Channel.PHONE.value}
    form = NotedAnswerForm(request.POST or None, slots=slots, language=presenting.language(), initial=initial)
    if form.is_valid():
        with refusals_shown_on(form):
            channel = Channel(form.cleaned_data["channel"])
            answering.answer(form.slot().pk, given=form.given(), key=form.key(), channel=channel, by=request.viewer)
            messages.success(request, _("The answer is noted."))
            return go_to(request, EVENT, pk)
    context = {"form": form, "event": found, "shown": shown(found)}
    return render(request, "calendar/office/note_answer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def change_answer(request: DistrictRequest, pk: int, answer_pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    answer = access.answers_to(request.viewer, found).filter(pk=answer_pk).first()
    if answer is None:
        raise Http404
    initial = {
        "reply": answer.reply,
        "channel": Channel.PHONE.value,
        "name": answer.name,
        "people": answer.people,
        "email": answer.email,
        "needs": answer.needs,
        "note": answer.note,
        "slot_pk": answer.slot_id,
    }
    form = NotedAnswerForm(
        request.POST or None,
        slots=access.times_of(found),
        language=answer.language,
        initial=initial,
        answered=answer.slot,
    )
    if form.is_valid():
        with refusals_shown_on(form):
            channel = Channel(form.cleaned_data["channel"])
            answering.change_answer(
                answer.pk, to=form.slot().pk, given=form.given(), key=form.key(), channel=channel, by=request.viewer
            )
            messages.success(request, _("The answer is changed."))
            return go_to(request, EVENT, pk)
    is_called = access.is_called_for_offer(answer, now=timezone.now())
    context = {"form": form, "event": found, "shown": shown(found), "answer": answer, "is_called": is_called}
    return render(request, "calendar/office/note_answer.html", context, status=422 if form.errors else 200)
