"""Ideas and hints for everybody: read, give, support, comment, and see how it stands with one's own."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.pictures import MAX_BYTES
from kiezkontor.notices import links
from kiezkontor.premises.pick import map_for_pins
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.media import ASKED_AGAIN, jpeg_of
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to
from kiezkontor.voices import access, hooks, telling
from kiezkontor.voices.actions import answering, giving
from kiezkontor.voices.forms.giving import CommentForm, FilterForm, GiveForm, SignedInCommentForm, SupportForm
from kiezkontor.voices.models import Voice
from kiezkontor.voices.presenting import card_of, cards_of, events_of, writer_shown

PER_PAGE = 20
VOICES, VOICE, STATE = "voices:voices", "voices:voice", "voices:state"


@require_safe
@public_page
def voices(request: DistrictRequest) -> HttpResponse:
    form = FilterForm(request.GET or None, topics=access.topics_of(request.district))
    found = form.among(access.published(request.district))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "cards": cards_of(page, now=timezone.now())}
    return render(request, "voices/public/list.html", context)


@require_safe
@public_page
def voice(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.published_or_404(request.district, pk)
    other = found.duplicate_of
    context = {
        "voice": found,
        "card": card_of(found, now=timezone.now()),
        "events": events_of(found),
        "links": hooks.links_of(request.viewer, found),
        "comments": [(each, writer_shown(each)) for each in access.comments_shown(found)],
        "other": other if other is not None and other.published_at is not None else None,
        "space": access.space_of(found),
        "crumbs": crumbs(),
        "report_url": f"{reverse('districts:report_content')}?seite={request.path}",
    }
    return render(request, "voices/public/voice.html", context)


def crumbs() -> list[dict[str, str]]:
    return [{"label": _("Ideas and hints"), "url": reverse(VOICES)}]


@require_safe
def photo(request: DistrictRequest, pk: int) -> HttpResponse:
    return jpeg_of(shown_photo(request, pk).image, kept=ASKED_AGAIN)


@require_safe
def photo_small(request: DistrictRequest, pk: int) -> HttpResponse:
    return jpeg_of(shown_photo(request, pk).thumbnail, kept=ASKED_AGAIN)


def shown_photo(request: DistrictRequest, pk: int) -> Voice:
    found = access.published_or_404(request.district, pk)
    if not found.shows_photo:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files(MAX_BYTES)
def give(request: DistrictRequest) -> HttpResponse:
    if request.method != "POST" and access.writes_for(request.viewer, request.district).exists():
        return go_to(request, "voices:give_own")
    form = GiveForm(
        request.POST or None,
        request.FILES or None,
        topics=access.topics_of(request.district),
        initial={"kind": request.GET.get("kind", "")},
    )

    def take_in() -> HttpResponse:
        _voice, token = giving.give(
            form.given(),
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            district=request.district,
            by=request.viewer,
        )
        return go_to(request, STATE, token)

    if done := done_once(request, form, take_in):
        return done
    form.renew_when_too_old()
    context = {"form": form, "pick": map_for_pins(request.district), "crumbs": crumbs()}
    return render(request, "voices/public/give.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def state(request: DistrictRequest, token: str) -> HttpResponse:
    found = access.behind_state(request.district, token)
    context = {
        "voice": found,
        "card": card_of(found, now=timezone.now()),
        "events": events_of(found),
        "links": hooks.links_of(request.viewer, found),
        "waits_for_mail": bool(found.email) and found.email_confirmed_at is None,
    }
    return render(request, "voices/public/state.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: DistrictRequest, token: str) -> HttpResponse:
    link, found = access.behind_mail(request.district, token)
    if request.method == "POST":
        giving.confirm_mail(found.pk, email=link.email, by=request.viewer)
        links.use(link)
        messages.success(request, _("Thank you. We write to you when something new happens."))
        return go_to(request, STATE, telling.state_token(found))
    return render(request, "voices/public/confirm.html", {"voice": found, "email": link.email})


@require_http_methods(["GET", "HEAD", "POST"])
def support(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.published_or_404(request.district, pk)
    form = SupportForm(request.POST or None)

    def count() -> HttpResponse:
        browser = request.META.get("CSRF_COOKIE", "")
        if answering.support(found, browser=browser, by=request.viewer):
            messages.success(request, _("Thank you, your support counts."))
        else:
            messages.info(request, _("You support this already; it counts once."))
        return go_to(request, VOICE, pk)

    if done := done_once(request, form, count):
        return done
    form.renew_when_too_old()
    context = {"form": form, "voice": found, "card": card_of(found, now=timezone.now()), "crumbs": crumbs()}
    return render(request, "voices/public/support.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.published_or_404(request.district, pk)
    own = access.writes_for(request.viewer, request.district)
    for_office = access.may_moderate(request.viewer, request.district) and request.viewer.person is not None
    if for_office or own.exists():
        return comment_signed_in(
            request, found, SignedInCommentForm(request.POST or None, organisations=own, for_office=for_office)
        )
    form = CommentForm(request.POST or None)

    def take_in() -> HttpResponse:
        answering.comment(found, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("Thank you. The office looks at your comment before everybody reads it."))
        return go_to(request, VOICE, pk)

    if done := done_once(request, form, take_in):
        return done
    form.renew_when_too_old()
    context = {"form": form, "voice": found, "crumbs": crumbs()}
    return render(request, "voices/public/comment.html", context, status=422 if form.errors else 200)


def comment_signed_in(request: DistrictRequest, found: Voice, form: SignedInCommentForm) -> HttpResponse:
    def write() -> HttpResponse:
        answering.comment_signed_in(found, by=request.viewer, **form.values())
        messages.success(request, _("Your comment stands below."))
        return go_to(request, VOICE, found.pk)

    if done := done_once(request, form, write):
        return done
    context = {"form": form, "voice": found, "crumbs": crumbs(), "is_signed_in": True}
    return render(request, "voices/public/comment.html", context, status=422 if form.errors else 200)
