"""Invitations on paper: letters printed, and the slips that come back typed in one after the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.calendar import access, access_inviting
from kiezkontor.calendar.actions import answers as answering
from kiezkontor.calendar.actions import letters as actions
from kiezkontor.calendar.forms.slips import SlipForm
from kiezkontor.calendar.models import Answer, Invitation
from kiezkontor.calendar.rules.kinds import Channel, Reply
from kiezkontor.calendar.tasks import print_invitations
from kiezkontor.districts import presenting
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations.actions.letters import take_file
from kiezkontor.organisations.run_pages import file_of, run_page
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import once
from kiezkontor.shared.web import go_to, refusals_shown_on

PAGES = "calendar:office_letters"


@require_POST
@office_page(*access.WRITERS)
def start(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)

    def act() -> HttpResponse:
        run = actions.start_letters(found, language=presenting.language(), by=request.viewer)
        print_invitations.enqueue(run.pk)
        return go_to(request, f"{PAGES}_run", run.pk)

    try:
        return once(request, act)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
        return go_to(request, "calendar:office_invitations", pk)


@require_safe
@office_page(*access.WRITERS)
def run(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_inviting.letter_run_or_404(request.viewer, request.district, pk)
    event_pk = found.purpose.rpartition(".")[2]
    back = reverse("calendar:office_invitations", args=[event_pk])
    return run_page(request, found, pages=PAGES, back=back, back_label=_("Invitations"))


@require_POST
@office_page(*access.WRITERS)
def file(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_inviting.letter_run_or_404(request.viewer, request.district, pk)
    made = take_file(found, district=request.district, by=request.viewer)
    return file_of(found, made, name=f"einladungen-{request.district.slug}")


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def slips(request: DistrictRequest) -> HttpResponse:
    """A slip that came back: its code, then the number that is ticked; the next one can be typed at once."""
    invitation = access_inviting.invitation_on_paper(request.viewer, request.district, request.POST.get("code", ""))
    form = SlipForm(request.POST or None, times=access.times_of(invitation.event) if invitation else ())
    if form.is_valid():
        with refusals_shown_on(form):
            return noted(request, form, invitation)
    context: dict[str, Any] = {"form": form}
    return render(request, "calendar/office/slips.html", context, status=422 if form.errors else 200)


def noted(request: DistrictRequest, form: SlipForm, invitation: Invitation | None) -> HttpResponse:
    if invitation is None:
        raise ActionRefused(_("This is no code of our invitations. Please compare it once more."), field="code")
    chosen = form.chosen()
    made = answering.answer_simply(
        invitation,
        form.reply(),
        slot=chosen or next(iter(form.times.values())),
        moves=chosen is not None,
        channel=Channel.PAPER,
        people=form.cleaned_data["people"] or 0,
        needs=form.cleaned_data["needs"],
        note=form.cleaned_data["note"],
        by=request.viewer,
    )
    messages.success(request, in_words(invitation, made))
    return go_to(request, "calendar:office_slips")


def in_words(invitation: Invitation, made: Answer) -> str:
    values = {"name": invitation.invited_name, "event": invitation.event.title, "people": made.people}
    values |= {"reply": made.get_reply_display()}
    if made.reply != Reply.NO:
        return _("Noted for “%(event)s”: %(name)s, %(reply)s, people: %(people)d.") % values
    return _("Noted for “%(event)s”: %(name)s, %(reply)s.") % values
