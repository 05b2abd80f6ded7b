"""The notice board of a network: reading, writing, answering."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import STEWARD_ROLES
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.members import access
from kiezkontor.members.access import READERS
from kiezkontor.members.actions import following, moderation, posts
from kiezkontor.members.board import notes_of
from kiezkontor.members.forms.board import EditPostForm, FollowForm, NewPostForm, ReasonForm, ReplyForm
from kiezkontor.members.gates import members_page
from kiezkontor.members.models import Post
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on

PER_PAGE = 20
BOARD, POST = "members:board", "members:post"


@require_safe
@members_page(*READERS)
def board(request: DistrictRequest) -> HttpResponse:
    viewer, district = request.viewer, request.district
    topics = list(access.topics_with_numbers(viewer, district))
    asked = whole_number(request.GET.get("topic", ""))
    topic = next((each for each in topics if each.pk == asked), None)
    is_mine = topic is None and "mine" in request.GET
    found = access.own_posts(viewer, district) if is_mine else access.posts_for(viewer, district)
    found = found.filter(topic=topic) if topic else found
    page = Paginator(access.with_numbers(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "notes": notes_of(viewer, district, page),
        "topic": topic,
        "is_mine": is_mine,
        "links": links_of(topics, topic, is_mine=is_mine),
        "may_write": access.writes_for(viewer, district).exists(),
        "may_moderate": access.may_moderate(viewer, district),
        "today": timezone.localdate(),
    }
    return render(request, "members/board/board.html", context)


def links_of(topics: list[Any], topic: Any, *, is_mine: bool) -> list[dict[str, Any]]:
    everything = {"label": _("All"), "url": reverse(BOARD), "current": topic is None and not is_mine, "count": None}
    mine = {"label": _("My posts"), "url": f"{reverse(BOARD)}?mine=1", "current": is_mine, "count": None}
    each = [
        {"label": one.name, "url": f"{reverse(BOARD)}?topic={one.pk}", "current": one == topic, "count": one.count}
        for one in topics
    ]
    return [everything, *each, mine]


@require_safe
@members_page(*READERS)
def post(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.post_or_404(request.viewer, request.district, pk)
    own = access.writes_for(request.viewer, request.district)
    return post_page(request, found, ReplyForm(organisations=own) if own.exists() else None)


def post_page(request: DistrictRequest, found: Post, form: ReplyForm | None) -> HttpResponse:
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    (note,) = notes_of(viewer, district, [found])
    is_open = found.hidden_at is None and found.last_on >= today
    context = {
        "note": note,
        "post": found,
        "replies": notes_of(viewer, district, access.replies_to(viewer, found)),
        "form": form if is_open else None,
        "is_open": is_open,
        "may_moderate": access.may_moderate(viewer, district),
        "today": today,
    }
    return render(request, "members/board/post.html", context, status=422 if form and form.errors else 200)


def answer(
    request: DistrictRequest, form: Form, act: Callable[[], object], *, said: str, to: tuple[Any, ...]
) -> HttpResponse | None:
    """Act once where the form is right, say so and lead on; None where the form is to be shown."""

    def act_and_go() -> HttpResponse:
        made = act()
        messages.success(request, said)
        return go_to(request, *(to or (POST, made)))

    return done_once(request, form, act_and_go)


@require_http_methods(["GET", "HEAD", "POST"])
@members_page(*STEWARD_ROLES)
def new(request: DistrictRequest) -> HttpResponse:
    own = access.writes_for(request.viewer, request.district)
    if not own.exists():
        raise PermissionDenied
    topics = access.topics_of(request.district)
    form = NewPostForm(request.POST or None, organisations=own, topics=topics, topic=request.GET.get("topic", ""))

    def act() -> int:
        return posts.write_post(by=request.viewer, **form.values()).pk

    done = answer(request, form, act, said=_("Your post is on the notice board."), to=())
    return done or render(request, "members/board/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_page(*STEWARD_ROLES)
def reply(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.post_or_404(request.viewer, request.district, pk)
    own = access.writes_for(request.viewer, request.district)
    if request.method != "POST":
        return go_to(request, POST, pk)
    if not own.exists():
        raise PermissionDenied
    form = ReplyForm(request.POST, organisations=own)

    def act() -> object:
        return posts.write_reply(pk, by=request.viewer, **form.values())

    done = answer(request, form, act, said=_("Your reply stands below."), to=(POST, pk))
    return done or post_page(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@members_page(*STEWARD_ROLES)
def edit(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.own_post_or_404(request.viewer, request.district, pk)
    form = EditPostForm(request.POST or None, post=found, topics=access.topics_of(request.district))

    def act() -> object:
        return posts.change_post(pk, by=request.viewer, **form.cleaned_data)

    done = answer(request, form, act, said=_("Your post is changed."), to=(POST, pk))
    context = {"form": form, "post": found}
    return done or render(request, "members/board/edit.html", context, status=422 if form.errors else 200)


@require_POST
@members_page(*STEWARD_ROLES)
def done(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.own_post_or_404(request.viewer, request.district, pk)
    try:
        posts.mark_done(found.pk, done=request.POST.get("done") != "no", by=request.viewer)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, POST, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@members_page(*STEWARD_ROLES)
def take_down(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.own_post_or_404(request.viewer, request.district, pk)
    if request.method == "POST":
        posts.take_down(found.pk, by=request.viewer)
        messages.success(request, _("Your post is deleted."))
        return go_to(request, BOARD)
    return render(request, "members/board/take_down.html", {"post": found})


@require_POST
@members_page(*STEWARD_ROLES)
def take_back(request: DistrictRequest, pk: int, reply_pk: int) -> HttpResponse:
    found = access.post_or_404(request.viewer, request.district, pk)
    own = access.own_reply_or_404(request.viewer, found, reply_pk)
    try:
        posts.take_back(own, by=request.viewer)
        messages.success(request, _("Your reply is deleted."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, POST, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@members_page(*STEWARD_ROLES)
def complain(request: DistrictRequest, pk: int, reply_pk: int | None = None) -> HttpResponse:
    found = access.post_or_404(request.viewer, request.district, pk)
    below = access.reply_or_404(request.viewer, found, reply_pk) if reply_pk is not None else None
    form = ReasonForm(request.POST or None)

    def act() -> object:
        return moderation.complain(found, below, by=request.viewer, **form.cleaned_data)

    said = _("Thank you. The office looks at it and tells you by mail what it has decided.")
    done = answer(request, form, act, said=said, to=(POST, pk))
    context = {"form": form, "post": found, "reply": below}
    return done or render(request, "members/board/complain.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_page(*STEWARD_ROLES)
def follow(request: DistrictRequest) -> HttpResponse:
    """Which topics one gets mail of."""
    viewer, district = request.viewer, request.district
    topics = access.topics_of(district)
    form = FollowForm(
        request.POST if request.method == "POST" else None,
        topics=topics,
        initial={"topics": access.followed_by(viewer, district), "mail": access.wants_mail(viewer, district)},
    )
    if form.is_valid():
        with refusals_shown_on(form):
            chosen, wants_mail = form.cleaned_data["topics"], form.cleaned_data["mail"]
            following.follow(chosen, wants_mail=wants_mail, district=district, by=viewer)
            messages.success(request, _("Your choice of mails is saved."))
            return go_to(request, BOARD)
    return render(request, "members/board/follow.html", {"form": form}, status=422 if form.errors else 200)
