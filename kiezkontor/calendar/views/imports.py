"""Calendars from elsewhere, as the office adds, looks at and removes them."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.calendar import access
from kiezkontor.calendar.actions import imports as actions
from kiezkontor.calendar.following import Taking, taking
from kiezkontor.calendar.forms.imports import FeedChangeForm, FeedForm, FileForm
from kiezkontor.calendar.models import CalendarFeed
from kiezkontor.calendar.models.feeds import FaultWords
from kiezkontor.calendar.shown import coming_entries, shown
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.fetching import MOST_BYTES
from kiezkontor.shared.once import once
from kiezkontor.shared.web import go_to, refusals_shown_on

ONE = "calendar:office_feed"
MOST_SHOWN = 60


@require_safe
@office_page(*access.WRITERS)
def feeds(request: DistrictRequest) -> HttpResponse:
    context = {
        "feeds": list(access.feeds_of(request.viewer, request.district)),
        "embed_url": request.build_absolute_uri(reverse("calendar:embedded")),
    }
    return render(request, "calendar/office/feeds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
@takes_files(MOST_BYTES)
def new(request: DistrictRequest) -> HttpResponse:
    form = FeedForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_shown_on(form):
            etag = changed_there = other_name = ""
            if file := form.cleaned_data["file"]:
                body, other_name = file.read(), Path(file.name).stem
            else:
                answer = actions.fetched(form.cleaned_data["url"])
                body, etag, changed_there = answer.body or b"", answer.etag, answer.changed
            values = form.values()

            def act() -> HttpResponse:
                made = actions.add_feed(
                    request.district,
                    values=values,
                    body=body,
                    other_name=other_name,
                    etag=etag,
                    changed_there=changed_there,
                    by=request.viewer,
                )
                return go_to(request, ONE, made.pk)

            return once(request, act)
    return render(request, "calendar/office/feed_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
@takes_files(MOST_BYTES)
def one(request: DistrictRequest, pk: int) -> HttpResponse:
    """The calendar and what waits to be taken over; a calendar of files takes a newer one here."""
    feed = access.feed_or_404(request.viewer, request.district, pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            actions.hand_in(pk, body=form.cleaned_data["file"].read())
            return go_to(request, ONE, pk)
    coming = access.events_of_feed(request.viewer, feed)
    context = {
        "feed": feed,
        "form": form if not feed.url else None,
        "waiting": waiting_of(feed),
        "notes": in_words(feed.notes),
        "elsewhere": left_out_elsewhere(feed.elsewhere) if feed.only_here and feed.elsewhere else "",
        "rows": [shown(event) for event in coming[:MOST_SHOWN]],
        "more": max(0, coming.count() - MOST_SHOWN),
    }
    return render(request, "calendar/office/feed.html", context, status=422 if form.errors else 200)


def waiting_of(feed: CalendarFeed) -> dict[str, Any] | None:
    """What would be taken over: how much of each, the first entries, and what is wrong."""
    foreign = actions.waiting(feed)
    if foreign is None:
        return None
    done = taking(feed, foreign, now=timezone.now())
    return {
        "sentences": sentences_of(done),
        "entries": coming_entries(done.plan.new[:MOST_SHOWN]),
        "more": max(0, len(done.plan.new) - MOST_SHOWN),
        "notes": in_words([note.fault.value, note.about] for note in done.notes),
        "is_empty": done.plan.is_empty,
    }


def sentences_of(done: Taking) -> list[str]:
    plan = done.plan
    counted = [
        (len(plan.new), ngettext("%(count)d event is new.", "%(count)d events are new.", len(plan.new))),
        (len(plan.changed), ngettext("%(count)d event changes.", "%(count)d events change.", len(plan.changed))),
        (
            len(plan.gone),
            ngettext(
                "%(count)d event is not named any more and counts as cancelled.",
                "%(count)d events are not named any more and count as cancelled.",
                len(plan.gone),
            ),
        ),
    ]
    said = [sentence % {"count": count} for count, sentence in counted if count]
    return [*said, left_out_elsewhere(plan.elsewhere)] if plan.elsewhere else said


def left_out_elsewhere(count: int) -> str:
    sentence = ngettext(
        "%(count)d event is left out, because it takes place elsewhere or its place is not known.",
        "%(count)d events are left out, because they take place elsewhere or their place is not known.",
        count,
    )
    return sentence % {"count": count}


def in_words(notes: Any) -> list[dict[str, str]]:
    return [{"about": about, "fault": str(FaultWords(fault).label)} for fault, about in notes]


@require_POST
@office_page(*access.WRITERS)
def take(request: DistrictRequest, pk: int) -> HttpResponse:
    access.feed_or_404(request.viewer, request.district, pk)
    done = actions.take_over(pk, by=request.viewer)
    if done is not None:
        said = " ".join(sentences_of(done))
        messages.success(request, f"{_('The calendar is taken over.')} {said}".strip())
    return go_to(request, ONE, pk)


@require_POST
@office_page(*access.WRITERS)
def read(request: DistrictRequest, pk: int) -> HttpResponse:
    feed = access.feed_or_404(request.viewer, request.district, pk)
    if feed.is_followed:
        feed = actions.read_again(pk, by=request.viewer)
        if feed.trouble:
            messages.warning(request, feed.get_trouble_display())
        else:
            messages.success(request, _("The calendar is read; its events are as they are there."))
    return go_to(request, ONE, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def change(request: DistrictRequest, pk: int) -> HttpResponse:
    """Its name and which events are taken over; with others a calendar that is followed is read again at once."""
    feed = access.feed_or_404(request.viewer, request.district, pk)
    form = FeedChangeForm(request.POST if request.method == "POST" else None, instance=feed)
    if form.is_valid():
        said = form.cleaned_data
        actions.rename_feed(pk, name=said["name"], by=request.viewer)
        feed = actions.choose_where(pk, only_here=said["only_here"], by=request.viewer)
        if "only_here" not in form.changed_data:
            messages.success(request, _("It is saved."))
            return go_to(request, ONE, pk)
        if feed.is_followed:
            feed = actions.read_again(pk, by=request.viewer)
        if feed.is_followed and not feed.trouble:
            messages.success(request, _("It is changed, and the calendar was read again."))
        else:
            messages.success(request, _("It is changed and counts when the calendar is read next."))
        return go_to(request, ONE, pk)
    context = {"form": form, "feed": feed}
    return render(request, "calendar/office/feed_change.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*access.WRITERS)
def leave_out(request: DistrictRequest, pk: int, event_pk: int) -> HttpResponse:
    feed = access.feed_or_404(request.viewer, request.district, pk)
    event = access.event_of_feed_or_404(request.viewer, feed, event_pk)
    actions.leave_out(pk, event.pk, by=request.viewer)
    messages.success(request, _("The event is taken out and will not come again."))
    return go_to(request, ONE, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def remove(request: DistrictRequest, pk: int) -> HttpResponse:
    feed = access.feed_or_404(request.viewer, request.district, pk)
    if request.method == "POST":
        actions.remove_feed(pk, by=request.viewer)
        messages.success(request, _("The calendar is not followed any more."))
        return go_to(request, "calendar:office_feeds")
    return render(request, "calendar/office/feed_remove.html", {"feed": feed})
