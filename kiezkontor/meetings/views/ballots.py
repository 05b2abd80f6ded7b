"""Ballots as the office leads them: asked, opened, printed, typed in, closed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.districts.access import brand_drafts_for
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import access
from kiezkontor.meetings.access_ballots import ballot_or_404
from kiezkontor.meetings.actions import balloting as actions
from kiezkontor.meetings.ballot_paper import ballots_pdf
from kiezkontor.meetings.forms.balloting import BallotForm, PictureForm, PrintForm, VoteForm
from kiezkontor.meetings.models import Ballot
from kiezkontor.meetings.views.live import back_to
from kiezkontor.meetings.views.results import FORM, answered
from kiezkontor.methods.pictures import MAX_BYTES
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.files import pdf_to_read
from kiezkontor.shared.media import ASKED_AGAIN, NOT_KEPT, jpeg_of
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on

PAGE = "meetings:ballot"


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.MINUTE_TAKERS)
def ask(request: DistrictRequest, pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    form = BallotForm(request.POST or None, drafts=list(brand_drafts_for(request.viewer, request.district)))
    return answered(
        request,
        item,
        form,
        lambda: actions.ask(item, by=request.viewer, **form.cleaned_data),
        title=_("Vote in secret"),
        note=_("Nobody stores who voted what. Own interests are noted before the ballot is opened."),
        then=lambda made: go_to(request, PAGE, made.pk),
    )


@require_safe
@office_page(*access.MINUTE_TAKERS)
def ballot(request: DistrictRequest, pk: int) -> HttpResponse:
    found = ballot_or_404(request.viewer, request.district, pk)
    return shown_page(request, found)


def shown_page(request: DistrictRequest, found: Ballot, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "ballot": found,
        "item": found.item,
        "event": found.item.meeting.event,
        "printed": found.papers.exclude(code="").exists(),
        "entitled": len(actions.may_vote(found)),
        "print_form": PrintForm(),
        "picture_form": PictureForm(options=list(found.options.all())),
        **forms,
    }
    return render(request, "meetings/office/ballot.html", context, status=status)


def told(request: DistrictRequest, pk: int, act: Callable[[Ballot], None], said: str) -> HttpResponse:
    """Do one thing with a ballot and say so, or say why not, on its page."""
    found = ballot_or_404(request.viewer, request.district, pk)
    try:
        act(found)
        messages.success(request, said)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, PAGE, pk)


@require_POST
@office_page(*access.MINUTE_TAKERS)
def begin(request: DistrictRequest, pk: int) -> HttpResponse:
    said = _("The ballot is open. Who is there votes on the telephone; papers with a code are typed in here.")
    return told(request, pk, lambda found: actions.begin(found, by=request.viewer), said)


@require_POST
@office_page(*access.MINUTE_TAKERS)
def close(request: DistrictRequest, pk: int) -> HttpResponse:
    said = _("The ballot is closed. Its result stands here, on the wall and in the minutes.")
    return told(request, pk, lambda found: actions.close(found, by=request.viewer), said)


@require_POST
@office_page(*access.MINUTE_TAKERS)
def remove(request: DistrictRequest, pk: int) -> HttpResponse:
    found = ballot_or_404(request.viewer, request.district, pk)
    try:
        actions.remove(found, by=request.viewer)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
        return go_to(request, PAGE, pk)
    return back_to(request, found.item_id, found.item.meeting.event_id)


@require_POST
@office_page(*access.MINUTE_TAKERS)
def print_papers(request: DistrictRequest, pk: int) -> HttpResponse:
    found = ballot_or_404(request.viewer, request.district, pk)
    form = PrintForm(request.POST)

    def act() -> HttpResponse:
        count = form.cleaned_data["count"]
        actions.print_papers(found, count, by=request.viewer)
        said = ngettext("%(count)d paper is ready.", "%(count)d papers are ready.", count)
        messages.success(request, said % {"count": count})
        return go_to(request, PAGE, pk)

    return done_once(request, form, act) or shown_page(request, found, 422, print_form=form)


@require_safe
@office_page(*access.MINUTE_TAKERS)
def papers_pdf(request: DistrictRequest, pk: int) -> HttpResponse:
    found = ballot_or_404(request.viewer, request.district, pk)
    return pdf_to_read(ballots_pdf(found, request.district), f"stimmzettel-{pk}", kept=NOT_KEPT)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.MINUTE_TAKERS)
def enter(request: DistrictRequest, pk: int) -> HttpResponse:
    """One paper after the other; the next one is typed into an empty form."""
    found = ballot_or_404(request.viewer, request.district, pk)
    form = VoteForm(request.POST or None, ballot=found, people=[])
    if form.is_valid():
        with refusals_shown_on(form):
            actions.vote_on_paper(found, form.cleaned_data["code"], form.marks(), by=request.viewer)
            messages.success(request, _("This paper is counted."))
            return go_to(request, "meetings:ballot_enter", pk)
    context = {
        "form": form,
        "item": found.item,
        "event": found.item.meeting.event,
        "title": _("Type in a paper"),
        "note": found.question,
    }
    return render(request, FORM, context, status=422 if form.errors else 200)


@require_POST
@office_page(*access.MINUTE_TAKERS)
@takes_files(MAX_BYTES)
def show_picture(request: DistrictRequest, pk: int) -> HttpResponse:
    found = ballot_or_404(request.viewer, request.district, pk)
    form = PictureForm(request.POST, request.FILES, options=list(found.options.all()))
    if form.is_valid():
        with refusals_shown_on(form):
            said = form.cleaned_data
            large, _small = said["image"]
            actions.show_picture(found, int(said["option"]), large.data, text=said["text"], by=request.viewer)
            return go_to(request, PAGE, pk)
    return shown_page(request, found, 422, picture_form=form)


@require_POST
@office_page(*access.MINUTE_TAKERS)
def make_logo(request: DistrictRequest, pk: int) -> HttpResponse:
    """On to the brand, where the new logo is seen; back to the ballot where it was refused."""
    found = ballot_or_404(request.viewer, request.district, pk)
    try:
        actions.make_logo(found, whole_number(request.POST.get("option", "")) or 0, by=request.viewer)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
        return go_to(request, PAGE, pk)
    messages.success(request, _("The draft is the logo of the district now. You see it below."))
    return go_to(request, "districts:edit_brand")


@require_safe
@office_page(*access.MINUTE_TAKERS)
def picture(request: DistrictRequest, pk: int, option_pk: int) -> HttpResponse:
    return picture_on(ballot_or_404(request.viewer, request.district, pk), option_pk)


def picture_on(found: Ballot, option_pk: int) -> HttpResponse:
    option = found.options.filter(pk=option_pk).exclude(image="").first()
    if option is None:
        raise Http404
    return jpeg_of(option.image, kept=ASKED_AGAIN)
