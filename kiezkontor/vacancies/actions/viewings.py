"""Viewings: agreed on, moved, cancelled, held; the appointment and the mails are the calendar's."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.actions.events import add_event, become, move_event
from kiezkontor.calendar.actions.inviting import Wanted, invite
from kiezkontor.calendar.actions.readdressing import hold
from kiezkontor.calendar.models import Answer, Event, Invitation
from kiezkontor.calendar.models.events import Kind
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.inviting import Guest
from kiezkontor.calendar.rules.kinds import Audience, Reply
from kiezkontor.districts.actions.consents import Asked, give_consent, withdraw_consents
from kiezkontor.districts.models import Consent
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.actions.cases import locked_open, refuse_taken
from kiezkontor.vacancies.actions.seeker_mail import may_be_written_to
from kiezkontor.vacancies.actions.seeking import locked as locked_request
from kiezkontor.vacancies.actions.seeking import refuse_ended, refuse_foreign, set_status
from kiezkontor.vacancies.declined import call_off_if_declined
from kiezkontor.vacancies.models import OwnedUnit, Owner, SpaceRequest, VacancyCase, Viewing
from kiezkontor.vacancies.rules import seekers as of_seekers
from kiezkontor.vacancies.rules.viewings import (
    AHEAD,
    CANCELLED,
    CONSENT_VERSION,
    HELD,
    NAMING_OWNER,
    NEGOTIATING,
    NOT_INTERESTED,
    OVER,
    PROPOSED,
    USUAL_MINUTES,
    after_reply,
    lacks_reason,
)

# Before somebody views, the office has looked at the request; what was on hold is taken up.
BEFORE_VIEWING = {of_seekers.NEW: of_seekers.CHECKED, of_seekers.ON_HOLD: of_seekers.PROPOSED}


@dataclass(frozen=True)
class Appointment:
    """When and where. place: where to meet, "" for in front of the unit; attends: who is there."""

    starts_at: datetime
    minutes: int = USUAL_MINUTES
    attends: str = ""
    place: str = ""
    note: str = ""


@transaction.atomic
def arrange(case_pk: int, request_pk: int, when: Appointment, *, by: Viewer) -> Viewing:
    """Propose a viewing to a seeker, who hears of it by mail; the request goes to the status that follows.

    Refuses a moment that is over, a unit that nobody can have now, a request that has ended or is another district's,
    and a second viewing of the same unit that is still to be.
    """
    case = locked_open(case_pk)
    refuse_taken(case)
    request = locked_request(request_pk)
    refuse_impossible(case, request, when.starts_at)
    event = appointment(case, request, when, by=by)
    invitation = invited(event, request, by=by)
    viewing = Viewing.objects.create(
        case=case,
        request=request,
        event=event,
        invitation=invitation,
        starts_at=when.starts_at,
        attends=when.attends.strip(),
        made_at=timezone.now(),
        made_by=by.person,
    )
    lead_to_viewing(request, by=by)
    record("viewing.arranged", viewing, by=by, district=case.district)
    return viewing


def refuse_impossible(case: VacancyCase, request: SpaceRequest, starts_at: datetime) -> None:
    """Refuses another district's or an ended request, a moment that is over, and a unit they view already."""
    refuse_foreign(request, case.district_id)
    refuse_ended(request)
    if starts_at <= timezone.now():
        raise ActionRefused(_("This moment is over. Please choose a later one."), field="on")
    if Viewing.objects.ahead().filter(case=case, request=request, starts_at__gt=timezone.now()).exists():
        raise ActionRefused(_("They view this unit already. Please move that viewing instead; nothing was saved."))


def appointment(case: VacancyCase, request: SpaceRequest, when: Appointment, *, by: Viewer) -> Event:
    """The viewing in the calendar of the office, which nobody but the coordination reads."""
    unit = case.unit
    with override(request.language):
        title = _("Viewing: %(place)s") % {"place": case}
    values: dict[str, Any] = {
        "kind": Kind.APPOINTMENT.value,
        "audience": Audience.INVITED.value,
        "is_confidential": True,
        "title": title[:160],
        "text": when.note.strip(),
        "language": request.language,
        "starts_at": when.starts_at,
        "ends_at": when.starts_at + timedelta(minutes=when.minutes),
        "place": when.place.strip(),
        "address": str(unit.address) if unit.address else "",
        "takes_answers": True,
    }
    return add_event(case.district, values=values, announce=True, by=by)


def invited(event: Event, request: SpaceRequest, *, by: Viewer) -> Invitation | None:
    """Invite a seeker by mail; None where they cannot be written to and have to be called."""
    if not may_be_written_to(request):
        return None
    guest = Guest(str(request.name)[:120], request.email)
    with suppress(ActionRefused):  # whoever wants no mail of ours, or is invited already
        invite(event.pk, Wanted(guests=[guest]), by=by)
    made = event.invitations.filter(email__iexact=request.email)
    made.update(language=request.language)
    return made.first()


def lead_to_viewing(request: SpaceRequest, *, by: Viewer) -> None:
    """Put a request to “viewing”, over the status in between where one has to be."""
    if request.status in {of_seekers.VIEWING, of_seekers.NEGOTIATING}:
        return
    if between := BEFORE_VIEWING.get(request.status):
        set_status(request, between, by=by)
    set_status(request, of_seekers.VIEWING, by=by)


def locked(pk: int) -> Viewing:
    """The viewing, with its case and its request locked before it: they change together."""
    case_pk, request_pk = Viewing.objects.values_list("case", "request").get(pk=pk)
    case = VacancyCase.objects.select_for_update(no_key=True, of=("self",)).select_related("district", "unit__address")
    request = locked_request(request_pk)
    viewing = Viewing.objects.select_for_update(no_key=True, of=("self",)).select_related("owner", "event").get(pk=pk)
    viewing.case, viewing.request = case.get(pk=case_pk), request
    return viewing


def locked_ahead(pk: int) -> Viewing:
    viewing = locked(pk)
    if not viewing.is_ahead:
        raise ActionRefused(
            _("This viewing is over or cancelled meanwhile. Nothing was saved; please look at it again.")
        )
    return viewing


def locked_event_of(pk: int) -> Event | None:
    """The event of a viewing, with its times locked as well: whoever answers locks those before the request."""
    event = Event.objects.filter(viewings=pk).first()
    if event is not None:
        hold([event.pk])
    return event


@transaction.atomic
def move(pk: int, *, starts_at: datetime, minutes: int, by: Viewer) -> None:
    """Give a viewing another time; who was invited hears of it. Refuses one that is over, and a moment that is."""
    event = locked_event_of(pk)
    viewing = locked_ahead(pk)
    if starts_at <= timezone.now():
        raise ActionRefused(_("This moment is over. Please choose a later one."), field="on")
    if event is None:
        Viewing.objects.filter(pk=pk).update(starts_at=starts_at)
    else:
        move_event(event.pk, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), by=by)
    record("viewing.moved", viewing, by=by, district=viewing.case.district)


@transaction.atomic
def cancel(pk: int, *, reason: str = "", by: Viewer) -> None:
    """Call a viewing off; who was invited hears of it with the reason. Refuses one that is over."""
    event = locked_event_of(pk)
    viewing = locked_ahead(pk)
    if event is not None:
        become(event.pk, stages.CANCELLED, reason=reason, by=by)
    call_off(viewing, by=by)


def call_off(viewing: Viewing, *, by: Viewer) -> None:
    """A viewing that is to be is not; the request goes back unless something else keeps it."""
    changed = Viewing.objects.ahead().filter(pk=viewing.pk).update(state=CANCELLED)
    if changed:
        record("viewing.cancelled", viewing, by=by, district=viewing.case.district)
        settle(viewing.request, by=by)


def settle(request: SpaceRequest, *, by: Viewer) -> None:
    """Propose further units to a seeker who views no longer and wants none of those they saw."""
    keeps_busy = Q(state__in=AHEAD) | Q(state=HELD) & ~Q(result=NOT_INTERESTED)
    request.refresh_from_db(fields=["status"])
    if request.status == of_seekers.VIEWING and not Viewing.objects.filter(keeps_busy, request=request).exists():
        set_status(request, of_seekers.PROPOSED, by=by)


@transaction.atomic
def note_result(pk: int, *, state: str, result: str = "", reason: str = "", words: str = "", by: Viewer) -> Viewing:
    """Note what came of a viewing, also anew; the request goes on with it.

    state: whether it was held or nobody came. Refuses one that is still to come, or was cancelled, and a no without a
    reason.
    """
    viewing = locked(pk)
    if viewing.state == CANCELLED or state not in OVER:
        raise ActionRefused(_("This viewing was cancelled meanwhile. Nothing was saved; please look at it again."))
    if viewing.starts_at > timezone.now():
        raise ActionRefused(_("This viewing is still to come. Please note what came of it afterwards."), field="state")
    if lacks_reason(state, result, reason):
        raise ActionRefused(_("Please choose why not: it helps to find what suits better."), field="reason")
    viewing.state, viewing.words, viewing.noted_at = state, words.strip(), timezone.now()
    viewing.result = result if state == HELD else ""
    viewing.reason = reason if viewing.result == NOT_INTERESTED else ""
    viewing.save(update_fields=["state", "result", "reason", "words", "noted_at"])
    record("viewing.noted", viewing, by=by, district=viewing.case.district, state=state, result=viewing.result)
    if viewing.result == NEGOTIATING and viewing.request.status == of_seekers.VIEWING:
        set_status(viewing.request, of_seekers.NEGOTIATING, by=by)
    settle(viewing.request, by=by)
    return viewing


@transaction.atomic
def note_past(case_pk: int, request_pk: int, *, starts_at: datetime, attends: str = "", by: Viewer) -> Viewing:
    """Note a viewing that nobody had put into the calendar; what came of it is noted next.

    Refuses one to come, and one of a day before the request was sent.
    """
    case, request = locked_open(case_pk), locked_request(request_pk)
    refuse_foreign(request, case.district_id)
    if starts_at > timezone.now():
        raise ActionRefused(_("This moment is still to come. Please arrange the viewing instead."), field="on")
    if request.sent_at is not None and timezone.localdate(starts_at) < timezone.localdate(request.sent_at):
        sent_on = date_format(timezone.localtime(request.sent_at))
        raise ActionRefused(
            _("This request was sent on %(day)s, so they viewed nothing with it before. Please look at the day again.")
            % {"day": sent_on},
            field="on",
        )
    viewing = Viewing.objects.create(
        case=case,
        request=request,
        starts_at=starts_at,
        attends=attends.strip(),
        made_at=timezone.now(),
        made_by=by.person,
    )
    if not request.has_ended:
        lead_to_viewing(request, by=by)
    record("viewing.arranged", viewing, by=by, district=case.district)
    return viewing


def asked_to_name(owner: Owner, viewing: Viewing) -> Asked:
    """What an owner agrees to before a seeker learns their name."""
    day = date_format(timezone.localtime(viewing.starts_at), "SHORT_DATE_FORMAT")
    text = _(
        "The district office of %(district)s may tell whoever views %(place)s on %(day)s that it belongs to me: "
        "%(name)s. I can withdraw this at any time."
    )
    said = {"district": viewing.case.district.name, "place": viewing.case, "day": day, "name": owner.name}
    return Asked(NAMING_OWNER, text % said, CONSENT_VERSION)


@transaction.atomic
def name_owner(pk: int, owner_pk: int, *, channel: Consent.Channel, by: Viewer) -> None:
    """Note that the owner of the unit lets the seeker of this one viewing know whose it is.

    Refuses somebody to whom the unit does not belong.
    """
    viewing = locked_ahead(pk)
    owned = OwnedUnit.objects.filter(
        owner=owner_pk, unit=viewing.case.unit_id, owner__district=viewing.case.district_id
    )
    found = owned.select_related("owner").first()
    if found is None:
        raise ActionRefused(_("This unit does not belong to them any more. Nothing was saved."))
    if viewing.owner_id != found.owner_id:
        hide_name(viewing, channel=channel, by=by)
        viewing.owner = found.owner
        viewing.save(update_fields=["owner"])
    asked = asked_to_name(found.owner, viewing)
    give_consent(asked, viewing, said_by=found.owner.name, channel=channel, district=viewing.case.district, by=by)


@transaction.atomic
def hide_owner(pk: int, *, channel: Consent.Channel, by: Viewer) -> None:
    """The owner wants their name to be known no longer."""
    hide_name(locked(pk), channel=channel, by=by)


def hide_name(viewing: Viewing, *, channel: Consent.Channel, by: Viewer) -> None:
    """Take back that the seeker may know whose the unit is."""
    withdraw_consents({NAMING_OWNER}, viewing, channel=channel, district=viewing.case.district, by=by)


def of_event(event: Event, states: Collection[str]) -> list[Viewing]:
    """The viewings of an event in these states, with their requests locked, for what follows the calendar."""
    found = list(Viewing.objects.filter(event=event, state__in=states).order_by("request", "pk"))
    requests = {pk: locked_request(pk) for pk in sorted({each.request_id for each in found})}
    for viewing in found:
        viewing.request, viewing.case.district = requests[viewing.request_id], event.district
    return found


def follow_stage(event: Event, before: str, by: Viewer) -> None:
    """What the calendar calls off or takes up again is called off or proposed again here."""
    if not event.is_confidential:
        return
    if event.stage == stages.CANCELLED:
        for viewing in of_event(event, AHEAD):
            call_off(viewing, by=by)
    elif event.stage == stages.POSTPONED:
        Viewing.objects.filter(event=event, state__in=AHEAD).update(state=PROPOSED)
    elif before == stages.CANCELLED:
        for viewing in of_event(event, {CANCELLED}):
            reply = Answer.objects.filter(invitation=viewing.invitation_id).values_list("reply", flat=True).first()
            take_up(viewing, after_reply(PROPOSED, reply or "maybe"), by=by)


def follow_move(event: Event, _before: datetime) -> None:
    """Keep the time of viewings that is the one of their event."""
    if event.is_confidential:
        Viewing.objects.ahead().filter(event=event).update(starts_at=event.starts_at)


def follow_answer(answer: Answer, by: Viewer) -> None:
    """A seeker who says that they come agrees to the viewing; one who does not come calls it off.

    With nobody left who may come, the appointment is called off in the calendar as well.
    """
    event = answer.slot.event
    if not event.is_confidential or answer.invitation_id is None:
        return
    for viewing in of_event(event, {*AHEAD, CANCELLED}):
        if viewing.invitation_id == answer.invitation_id:
            take_up(viewing, after_reply(viewing.state, answer.reply), by=by)
    if answer.reply == Reply.NO:
        transaction.on_commit(partial(call_off_if_declined.enqueue, event.pk))


def take_up(viewing: Viewing, state: str, *, by: Viewer) -> None:
    """Follow what the seeker answered in the calendar."""
    if state == viewing.state:
        return
    if state == CANCELLED:
        call_off(viewing, by=by)
        return
    Viewing.objects.filter(pk=viewing.pk).update(state=state)
    record("viewing.answered", viewing, by=by, district=viewing.case.district, state=state)
    if not viewing.request.has_ended:
        lead_to_viewing(viewing.request, by=by)
