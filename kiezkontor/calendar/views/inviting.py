"""Invitations to an event: whom, who has answered, and what they told the office themselves."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.calendar import access, access_inviting, hooks, shown_inviting
from kiezkontor.calendar.actions import answers as answering
from kiezkontor.calendar.actions import inviting as actions
from kiezkontor.calendar.actions.uninviting import uninvite as withdraw
from kiezkontor.calendar.forms.inviting import InviteForm
from kiezkontor.calendar.forms.office import NotedAnswerForm
from kiezkontor.calendar.models import Event, Invitation, Slot
from kiezkontor.calendar.rules.kinds import Channel, Reply
from kiezkontor.calendar.shown import shown
from kiezkontor.calendar.telling_invited import hears_of_end
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations.access import members_on
from kiezkontor.shared.confirming import is_confirmed, signed
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import once
from kiezkontor.shared.spreadsheet import csv_file, xlsx_file
from kiezkontor.shared.web import go_to, refusals_shown_on, wants_partial

LIST = "calendar:office_invitations"
SALT = "calendar.invite"


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def invite(request: DistrictRequest, pk: int) -> HttpResponse:
    """First whom it would reach and by which way, then the invitations as they were shown."""
    found = access.writable_or_404(request.viewer, request.district, pk)
    form = InviteForm(
        request.POST or None,
        member_ids=list(members_on(timezone.localdate(), request.district).values_list("pk", flat=True)),
        segments=hooks.segments_for(request.viewer, request.district),
        bodies=access_inviting.people_of_bodies(request.viewer, request.district),
    )
    form.entries = access_inviting.entries_named(request.viewer, request.district, form.named())
    unknown = [name for name in form.named() if name not in form.entries]
    form.alike = access_inviting.names_like(request.viewer, request.district, unknown)
    several = [each for those in form.entries.values() if len(those) > 1 for each in those]
    form.streets = access_inviting.streets_of(several, request.district)
    context: dict[str, Any] = {"form": form, "event": found, "shown": shown(found)}
    context["hint"] = shown_inviting.hint_of(found, timezone.localdate())
    if form.is_valid():
        with refusals_shown_on(form):
            actions.refuse_unless_invitable(found)
            rows = actions.plan_of(found, form.wanted())
            sure = signed({"rows": [str(row) for row in rows]}, [found.pk], salt=SALT)
            if is_confirmed(request, sure):
                return once(request, lambda: invited(request, found, form))
            preview = shown_inviting.preview_of(rows)
            context |= {"groups": shown_inviting.groups_of(preview), "count": preview.count, "sure": sure}
    return render(request, "calendar/office/invite.html", context, status=422 if form.errors else 200)


def invited(request: DistrictRequest, found: Event, form: InviteForm) -> HttpResponse:
    rows = actions.invite(found.pk, form.wanted(), by=request.viewer)
    said = ngettext("%(count)d invitation is noted.", "%(count)d invitations are noted.", len(rows))
    messages.success(request, said % {"count": len(rows)})
    return go_to(request, LIST, found.pk)


@require_safe
@office_page(*access.WRITERS)
def invitations(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    return list_page(request, found, request.GET.get("stand", ""))


def list_page(request: DistrictRequest, found: Event, stand: str) -> HttpResponse:
    everybody = list(access_inviting.invitations_to(request.viewer, found))
    stand = stand if stand in shown_inviting.STANDS else ""
    chosen = [each for each in everybody if stand in {"", shown_inviting.stand_of(each)}]
    by_letter = access_inviting.reached_by_letter(chosen, request.district)
    times, waiting = access.times_of(found), access_inviting.to_be_lettered(found)
    context = {
        "event": found,
        "shown": shown(found),
        "tiles": shown_inviting.tiles_of(everybody, stand),
        "stand": stand,
        "totals": shown_inviting.totals_of(access.answers_to(request.viewer, found)),
        "rows": [shown_inviting.invited_row(each, by_letter=each.pk in by_letter) for each in chosen],
        "replies": [(reply.value, shown_inviting.STANDS[reply.value]) for reply in Reply],
        "hint": "" if everybody else shown_inviting.hint_of(found, timezone.localdate()),
        "letter_count": len(access_inviting.reached_by_letter(waiting, request.district)),
        "runs": access_inviting.letter_runs_to(request.viewer, found),
        "has_several_times": len(times) > 1,
    }
    name = "calendar/office/invitations.html"
    return render(request, f"{name}#invited" if wants_partial(request) else name, context)


@require_safe
@office_page(*access.WRITERS)
def table(request: DistrictRequest, pk: int, kind: str) -> HttpResponse:
    """Who is invited and what everybody answered, as a file. kind: "csv" or "xlsx"."""
    found = access.writable_or_404(request.viewer, request.district, pk)
    everybody = list(access_inviting.invitations_to(request.viewer, found))
    by_letter = access_inviting.reached_by_letter(everybody, request.district)
    rows = [shown_inviting.invited_row(each, by_letter=each.pk in by_letter) for each in everybody]
    others = access.answers_to(request.viewer, found).filter(invitation=None)
    make = csv_file if kind == "csv" else xlsx_file
    day = timezone.localdate(found.starts_at)
    return make(f"einladungen-{day}", shown_inviting.COLUMNS, shown_inviting.cells_of(rows, others))


@require_POST
@office_page(*access.WRITERS)
def tap(request: DistrictRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """What somebody said on the telephone: yes, maybe or no with one press."""
    found = access.writable_or_404(request.viewer, request.district, pk)
    invitation = access_inviting.invitation_or_404(request.viewer, found, invitation_pk)
    reply, slots = request.POST.get("reply", ""), access.times_of(found)
    if reply not in set(Reply) or (reply != Reply.NO and len(slots) > 1):
        return go_to(request, "calendar:office_note_invited", pk, invitation.pk)
    try:
        answering.answer_simply(invitation, reply, slot=slots[0], channel=Channel.PHONE, by=request.viewer)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    stand = request.POST.get("stand", "")
    if wants_partial(request):
        return list_page(request, found, stand)
    return go_to(request, reverse(LIST, args=[pk]) + (f"?stand={stand}" if stand in shown_inviting.STANDS else ""))


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def note(request: DistrictRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """An answer with all that was said: for how many, to which time, what they need."""
    found = access.writable_or_404(request.viewer, request.district, pk)
    invitation = access_inviting.invitation_or_404(request.viewer, found, invitation_pk)
    form = NotedAnswerForm(
        request.POST or None,
        slots=access.times_of(found),
        language=invitation.language,
        initial=said_before(invitation),
        answered=answered_slot(invitation),
    )
    if form.is_valid():
        with refusals_shown_on(form):
            answering.answer(
                form.slot().pk,
                given=form.given(),
                key=form.key(),
                channel=Channel(form.cleaned_data["channel"]),
                invitation=invitation,
                by=request.viewer,
            )
            messages.success(request, _("The answer is noted."))
            return go_to(request, LIST, pk)
    context = {"form": form, "event": found, "shown": shown(found), "answer": shown_inviting.answer_to(invitation)}
    context["invitation"] = invitation
    return render(request, "calendar/office/note_answer.html", context, status=422 if form.errors else 200)


def answered_slot(invitation: Invitation) -> Slot | None:
    answer = shown_inviting.answer_to(invitation)
    return answer.slot if answer else None


def said_before(invitation: Invitation) -> dict[str, Any]:
    answer = shown_inviting.answer_to(invitation)
    initial = {"channel": Channel.PHONE.value, "reply": Reply.YES.value, "people": 1, "email": invitation.email}
    initial["name"] = str(invitation)
    if answer is not None:
        initial |= {name: getattr(answer, name) for name in ("reply", "name", "people", "email", "needs", "note")}
        initial["slot_pk"] = answer.slot_id
    return initial


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def uninvite(request: DistrictRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """First who hears of it and how, then taken back."""
    found = access.writable_or_404(request.viewer, request.district, pk)
    invitation = access_inviting.invitation_or_404(request.viewer, found, invitation_pk)
    if request.method == "POST":
        is_told = withdraw(invitation.pk, by=request.viewer)
        said = _("The invitation is taken back, and a mail says so.") if is_told else _("The invitation is taken back.")
        messages.success(request, said)
        return go_to(request, LIST, pk)
    context = {
        "event": found,
        "shown": shown(found),
        "invitation": invitation,
        "answer": shown_inviting.answer_to(invitation),
        "told": shown_inviting.told_of_end(invitation, is_told=hears_of_end(invitation, now=timezone.now())),
    }
    return render(request, "calendar/office/uninvite.html", context)
