"""The office and what people gave to it: look at it, publish it, sort it, decide with a reason."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.desk import access as desk
from kiezkontor.districts.access import streets_of
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.media import NOT_KEPT, jpeg_of
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.voices import access, hooks
from kiezkontor.voices.access import MODERATORS
from kiezkontor.voices.actions import answering, deciding, publishing
from kiezkontor.voices.actions.space import plan_space
from kiezkontor.voices.forms.office import MoveForm, NarrowForm, PublishForm, ReasonForm, SortForm, SpaceForm
from kiezkontor.voices.models import VoiceQuerySet
from kiezkontor.voices.presenting import card_of, cards_of, events_of, office_lists, writer_shown

PER_PAGE = 25
OFFICE, VOICE = "voices:office", "voices:office_voice"
# Of each list: what is in it, and in which order. What waits stands longest first.
LISTS: dict[str, tuple[Callable[[VoiceQuerySet], VoiceQuerySet], tuple[str, ...]]] = {
    "new": (VoiceQuerySet.unseen, ("received_at", "pk")),
    "open": (VoiceQuerySet.open, ("-received_at", "-pk")),
    "needs": (VoiceQuerySet.needs, ("need_since", "pk")),
    "problems": (VoiceQuerySet.problems, ("-carried_over", "received_at", "pk")),
    "ended": (VoiceQuerySet.ended, ("-since", "-pk")),
    "all": (VoiceQuerySet.all, ("-received_at", "-pk")),
}


@require_safe
@office_page(*MODERATORS)
def voices(request: DistrictRequest) -> HttpResponse:
    asked = request.GET.get("show", "")
    shown = asked if asked in LISTS else "new"
    among, order = LISTS[shown]
    found = access.visible_to(request.viewer, request.district)
    form = NarrowForm(
        request.GET or None, topics=access.topics_of(request.district), streets=streets_of(request.district)
    )
    listed = access.with_numbers(form.among(among(found))).order_by(*order)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    comments = list(access.waiting_comments(request.viewer, request.district)) if shown == "new" else []
    waits = access.what_waits(request.viewer, request.district)
    context = {
        "shown": shown,
        "form": form,
        "page": page,
        "cards": cards_of(page, now=timezone.now()),
        "comments": [(each, writer_shown(each)) for each in comments],
        "links": office_lists(shown, count=waits["voice_count"] + waits["comments_count"]),
    }
    return render(request, "voices/office/list.html", context)


@require_safe
@office_page(*MODERATORS)
def voice(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    context = {
        "voice": found,
        "card": card_of(found, now=timezone.now()),
        "events": events_of(found, for_office=True),
        "comments": [(each, writer_shown(each)) for each in found.comments.select_related("organisation__category")],
        "tasks": desk.tasks_about(request.viewer, request.district, deciding.TABLE, pk),
        "links": hooks.links_of(request.viewer, found),
        "ways": hooks.ways_of(request.viewer, found),
        "space": access.space_of(found),
    }
    return render(request, "voices/office/voice.html", context)


@require_safe
@office_page(*MODERATORS)
def photo(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    if not found.image:
        raise Http404
    return jpeg_of(found.image, kept=NOT_KEPT)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*MODERATORS)
def publish(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = PublishForm(request.POST or None, voice=found)
    if form.is_valid():
        with refusals_shown_on(form):
            publishing.publish(pk, by=request.viewer, **form.values())
            messages.success(request, _("Everybody can read it now."))
            return go_to(request, VOICE, pk)
    context = {"form": form, "voice": found}
    return render(request, "voices/office/publish.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*MODERATORS)
def take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        publishing.take_back(pk, reason=form.cleaned_data["reason"], by=request.viewer)
        messages.success(request, _("It is no longer public. Whoever gave it gets your reason."))
        return go_to(request, VOICE, pk)
    context = {"form": form, "voice": found}
    return render(request, "voices/office/take_back.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*MODERATORS)
def sort(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = SortForm(
        request.POST or None,
        voice=found,
        topics=access.topics_of(request.district),
        streets=streets_of(request.district),
        people=desk.people_of(request.district, on=timezone.localdate()),
    )
    if form.is_valid():
        with refusals_shown_on(form):
            deciding.sort(pk, form.sorting(), by=request.viewer)
            messages.success(request, _("It is sorted."))
            return go_to(request, VOICE, pk)
    context = {"form": form, "voice": found}
    return render(request, "voices/office/sort.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*MODERATORS)
def space(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.space_or_404(request.viewer, request.district, pk)
    form = SpaceForm(request.POST or None, instance=access.space_of(found))
    if form.is_valid():
        with refusals_shown_on(form):
            plan_space(pk, values=form.cleaned_data, by=request.viewer)
            messages.success(request, _("What is known of the space is noted."))
            return go_to(request, VOICE, pk)
    context = {"form": form, "voice": found}
    return render(request, "voices/office/space.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*MODERATORS)
def move(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    others = access.visible_to(request.viewer, request.district).exclude(pk=pk)
    form = MoveForm(request.POST or None, voice=found, others=others, initial={"to": request.GET.get("to", "")})
    if form.is_valid():
        with refusals_shown_on(form):
            deciding.move(pk, by=request.viewer, **form.cleaned_data)
            messages.success(request, _("It is noted. Whoever gave it hears of it, where we may write."))
            return go_to(request, VOICE, pk)
    context = {"form": form, "voice": found}
    return render(request, "voices/office/move.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*MODERATORS)
def release_comment(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.comment_or_404(request.viewer, request.district, pk)
    answering.release(found.pk, by=request.viewer)
    messages.success(request, _("Everybody reads the comment now."))
    return go_to(request, VOICE, found.voice_id)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*MODERATORS)
def hide_comment(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.comment_or_404(request.viewer, request.district, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        answering.hide(found.pk, reason=form.cleaned_data["reason"], by=request.viewer)
        messages.success(request, _("The comment is hidden."))
        return go_to(request, VOICE, found.voice_id)
    context = {"form": form, "comment": found, "writer": writer_shown(found), "voice": found.voice}
    return render(request, "voices/office/hide_comment.html", context, status=422 if form.errors else 200)
