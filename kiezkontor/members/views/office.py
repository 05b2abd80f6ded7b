"""What the office does about the notice board: decide on reports, hide with a reason, keep the topics."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.members import access
from kiezkontor.members.access import MODERATORS
from kiezkontor.members.actions import moderation, topics
from kiezkontor.members.forms.board import ReasonForm, TopicForm
from kiezkontor.members.models import Post, Reply
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on

OFFICE, TOPICS, POST = "members:office", "members:office_topics", "members:post"
DECIDED_SHOWN = 20


@require_safe
@office_page(*MODERATORS)
def office(request: DistrictRequest) -> HttpResponse:
    viewer, district = request.viewer, request.district
    complaints = access.complaints_of(viewer, district)
    context = {
        "waiting": access.waiting_complaints(viewer, district),
        "decided": complaints.exclude(outcome="").order_by("-settled_at", "-pk")[:DECIDED_SHOWN],
        "count": access.posts_for(viewer, district).count(),
    }
    return render(request, "members/office/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*MODERATORS)
def hide(request: DistrictRequest, pk: int, reply_pk: int | None = None) -> HttpResponse:
    post = access.post_or_404(request.viewer, request.district, pk)
    reply = access.reply_or_404(request.viewer, post, reply_pk) if reply_pk is not None else None
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        moderation.hide(post, reply, reason=form.cleaned_data["reason"], by=request.viewer)
        messages.success(request, _("It is hidden. Its author gets your reason by mail."))
        return go_to(request, POST, pk)
    context = {"form": form, "post": post, "reply": reply}
    return render(request, "members/office/hide.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*MODERATORS)
def show_again(request: DistrictRequest, pk: int, reply_pk: int | None = None) -> HttpResponse:
    post: Post = access.post_or_404(request.viewer, request.district, pk)
    reply: Reply | None = access.reply_or_404(request.viewer, post, reply_pk) if reply_pk is not None else None
    moderation.show_again(post, reply, by=request.viewer)
    messages.success(request, _("Members read it again. Its author is told."))
    return go_to(request, POST, pk)


@require_POST
@office_page(*MODERATORS)
def keep(request: DistrictRequest, pk: int) -> HttpResponse:
    complaint = access.complaint_or_404(request.viewer, request.district, pk)
    moderation.keep(complaint.pk, by=request.viewer)
    messages.success(request, _("It stays. Whoever reported it is told."))
    return go_to(request, OFFICE)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*MODERATORS)
def topic_list(request: DistrictRequest) -> HttpResponse:
    form = TopicForm(request.POST or None)

    def act() -> HttpResponse:
        topics.add_topic(request.district, name=form.cleaned_data["name"], by=request.viewer)
        return go_to(request, TOPICS)

    if done := done_once(request, form, act):
        return done
    context = {"form": form, "topics": access.topics_with_numbers(request.viewer, request.district)}
    return render(request, "members/office/topics.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*MODERATORS)
def rename(request: DistrictRequest, pk: int) -> HttpResponse:
    topic = access.topic_or_404(request.district, pk)
    form = TopicForm(request.POST or None, initial={"name": topic.name})
    if form.is_valid():
        with refusals_shown_on(form):
            topics.rename_topic(topic, name=form.cleaned_data["name"], by=request.viewer)
            return go_to(request, TOPICS)
    return render(
        request, "members/office/topic.html", {"form": form, "topic": topic}, status=422 if form.errors else 200
    )


@require_POST
@office_page(*MODERATORS)
def move_up(request: DistrictRequest, pk: int) -> HttpResponse:
    topics.move_up(access.topic_or_404(request.district, pk), by=request.viewer)
    return go_to(request, TOPICS)


@require_POST
@office_page(*MODERATORS)
def remove(request: DistrictRequest, pk: int) -> HttpResponse:
    topics.remove_topic(access.topic_or_404(request.district, pk), by=request.viewer)
    messages.success(request, _("The topic is removed. What hangs there stays until its day."))
    return go_to(request, TOPICS)
