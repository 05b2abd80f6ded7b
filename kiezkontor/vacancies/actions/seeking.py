"""Looking for a room: begun, sent, changed, renewed and withdrawn by the seeker; moved on and noted by the office."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer, system_viewer
from kiezkontor.audit.actions import record
from kiezkontor.desk.actions import add_task, change_task, finish_task, refuse_unless_readable
from kiezkontor.desk.models import Task
from kiezkontor.districts.actions.consents import Asked, consents_about, give_consent, withdraw_consents
from kiezkontor.districts.models import Consent, District
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.notices.rules.spans import Span
from kiezkontor.notices.runs import catch_up
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies import access_seekers as access
from kiezkontor.vacancies import telling_seekers as telling
from kiezkontor.vacancies.access_seekers import STEP, TABLE
from kiezkontor.vacancies.actions.seeker_mail import follow_address, hold_viewings
from kiezkontor.vacancies.models import NegotiationNote, SeekerStep, SpaceRequest, VacancyCase, Viewing
from kiezkontor.vacancies.rules.seekers import (
    ASKED_BEFORE,
    CONFIRM,
    CONSENT_VERSION,
    ENDED,
    HOUR,
    LAPSES_AFTER,
    MAILS_TO_ONE_AN_HOUR,
    OWN,
    PASSING_ON,
    REQUESTS_AN_HOUR,
    lapses_at,
    may_move,
)

Kind, Status = SeekerStep.Kind, SpaceRequest.Status
A_STEP = 50


def asked_to_pass_on(district: District) -> Asked:
    """What a seeker agrees to, or not."""
    text = _(
        "The district office of %(district)s may pass my request on to the offices of other districts if I want to "
        "look there, too. I can withdraw this at any time."
    )
    return Asked(PASSING_ON, text % {"district": district.name}, CONSENT_VERSION)


def locked(pk: int) -> SpaceRequest:
    found = SpaceRequest.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("district", "responsible").get(pk=pk)


def add_step(
    request: SpaceRequest, kind: str, words: str = "", *, by: Viewer, status: str = "", case: VacancyCase | None = None
) -> SeekerStep:
    return SeekerStep.objects.create(
        request=request, at=timezone.now(), by=by.person, kind=kind, status=status, words=words.strip(), case=case
    )


@transaction.atomic
def begin(values: Mapping[str, Any], *, district: District, by: Viewer) -> tuple[SpaceRequest, str]:
    """Keep what a visitor has entered on the first page; returns it with the token under which they go on.

    The address gets one mail with the way on. Refuses more than REQUESTS_AN_HOUR, and MAILS_TO_ONE_AN_HOUR.
    """
    now = timezone.now()
    # Mails are counted and not requests, because a draft can be withdrawn again.
    mailed = PersonalLink.objects.filter(purpose=CONFIRM, scope_id=district.pk, made_at__gt=now - HOUR)
    to_one = mailed.filter(email__iexact=values["email"])
    if mailed.count() >= REQUESTS_AN_HOUR or to_one.count() >= MAILS_TO_ONE_AN_HOUR:
        raise ActionRefused(
            _("Very much is coming in at the moment. Yours was not saved; please call us or try again later.")
        )
    request = made(values, district, now)
    record("seeker.begun", request, by=by, district=district)
    telling.ask_to_confirm(request)
    return request, telling.own_token(request)


def made(values: Mapping[str, Any], district: District, now: datetime, **more: Any) -> SpaceRequest:
    language = (get_language() or "de")[:2]
    times = {"begun_at": now, "heard_at": now, "status_since": now}
    return SpaceRequest.objects.create(district=district, language=language, **times, **with_use_class(values), **more)


def with_use_class(values: Mapping[str, Any], before: SpaceRequest | None = None) -> Mapping[str, Any]:
    """The same with the use class of the category where none is said, or only the one of the category before."""
    category = values.get("category")
    said = values.get("use_class", before.use_class if before else "")
    followed = before.category.use_class if before and before.category else ""
    return values if category is None or said not in {"", followed} else {**values, "use_class": category.use_class}


@transaction.atomic
def enter(values: Mapping[str, Any], *, passes_on: bool, district: District, by: Viewer) -> SpaceRequest:
    """Note what somebody told the office they look for; nobody is written to."""
    now = timezone.now()
    request = made(values, district, now, sent_at=now, status=Status.CHECKED, responsible=by.person)
    add_step(request, Kind.SENT, by=by, status=request.status)
    record("seeker.entered", request, by=by, district=district)
    keep_consent(request, passes_on=passes_on, channel=Consent.Channel.TALK, by=by)
    return request


@transaction.atomic
def fill_in(pk: int, values: Mapping[str, Any], *, by: Viewer) -> SpaceRequest:
    """Keep what a seeker has entered on a further page, or changes later; refuses once it has ended."""
    request = locked(pk)
    refuse_ended(request)
    values = with_use_class(values, request)
    changed = [name for name, value in values.items() if getattr(request, name) != value]
    for name in changed:
        setattr(request, name, values[name])
    request.heard_at = timezone.now()
    request.save(update_fields=[*changed, "heard_at"])
    if changed and request.sent_at is not None:
        add_step(request, Kind.CHANGED, by=by)
        record("seeker.changed", request, by=by, district=request.district, fields=changed)
    return request


def refuse_foreign(request: SpaceRequest, district: int) -> None:
    """Refuses a request of another district, and one that was never sent."""
    if request.district_id != district or request.sent_at is None:
        raise ActionRefused(_("This request is not there any more. Nothing was saved."))


def refuse_ended(request: SpaceRequest) -> None:
    if request.has_ended:
        raise ActionRefused(_("This request has ended. Nothing was changed; please renew it first."))


@transaction.atomic
def send(pk: int, values: Mapping[str, Any], *, passes_on: bool, by: Viewer) -> SpaceRequest:
    """The last page: the office reads the request from now on, and may pass it on if that was agreed to."""
    request = fill_in(pk, values, by=by)
    keep_consent(request, passes_on=passes_on, channel=Consent.Channel.ONLINE, by=by)
    if request.sent_at is None:
        request.sent_at = request.status_since = timezone.now()
        request.save(update_fields=["sent_at", "status_since"])
        # By nobody, whoever is signed in: it was not told to the office.
        add_step(request, Kind.SENT, by=system_viewer("seeker"), status=request.status)
        record("seeker.sent", request, by=by, district=request.district)
    return request


def keep_consent(request: SpaceRequest, *, passes_on: bool, channel: Consent.Channel, by: Viewer) -> None:
    """Note that a request may be passed on, or that it may not any more."""
    district = request.district
    if passes_on:
        asked = asked_to_pass_on(district)
        give_consent(asked, request, said_by=request.name, channel=channel, district=district, by=by)
    else:
        withdraw_consents({PASSING_ON}, request, channel=channel, district=district, by=by)


@transaction.atomic
def confirm_mail(pk: int, *, email: str, by: Viewer) -> None:
    """Mail about the request may go to the address it was begun with."""
    hold_viewings(pk)
    request = locked(pk)
    if request.email == email and request.email_confirmed_at is None:
        request.email_confirmed_at = request.heard_at = timezone.now()
        request.save(update_fields=["email_confirmed_at", "heard_at"])
        record("seeker.mail_confirmed", request, by=by, district=request.district)
        follow_address(request, by=by)


@transaction.atomic
def renew(pk: int, *, by: Viewer) -> SpaceRequest:
    """The seeker still looks; what had lapsed or was withdrawn is taken up again. Nothing happens to a draft."""
    request = locked(pk)
    if request.sent_at is None or request.status == Status.PLACED:
        return request
    request.heard_at = timezone.now()
    request.save(update_fields=["heard_at"])
    if request.has_ended:
        set_status(request, Status.NEW, by=by)
    add_step(request, Kind.RENEWED, by=by)
    record("seeker.renewed", request, by=by, district=request.district)
    return request


@transaction.atomic
def withdraw(pk: int, *, by: Viewer) -> None:
    """The seeker looks no longer. What was never sent is deleted at once."""
    request = locked(pk)
    if request.sent_at is None:
        record("seeker.dropped", request, by=by, district=request.district)
        request.delete()
    elif not request.has_ended:
        set_status(request, Status.WITHDRAWN, by=by)
        withdraw_consents({PASSING_ON}, request, channel=Consent.Channel.ONLINE, district=request.district, by=by)


def set_status(request: SpaceRequest, to: str, words: str = "", *, by: Viewer) -> None:
    """Of a locked request; its tasks end with it."""
    request.status, request.status_since = to, timezone.now()
    request.save(update_fields=["status", "status_since"])
    add_step(request, Kind.MOVED, words, by=by, status=to)
    record("seeker.moved", request, by=by, district=request.district, status=to)
    if request.has_ended:
        for task in steps_waiting(request):
            finish_task(task.pk, by=by)


@transaction.atomic
def move(pk: int, *, to: str, words: str = "", by: Viewer) -> SpaceRequest:
    """Put a request to another status; refuses one that does not follow."""
    request = locked(pk)
    if request.status == to:
        return request
    if not may_move(request.status, to):
        raise ActionRefused(
            _("It is at “%(status)s” meanwhile; this status does not follow from it. Please look at it again.")
            % {"status": request.get_status_display()},
            field="to",
        )
    if request.has_ended:
        request.heard_at = timezone.now()
        request.save(update_fields=["heard_at"])
    set_status(request, to, words, by=by)
    return request


@transaction.atomic
def add_note(pk: int, *, words: str, heard: bool = False, by: Viewer) -> SeekerStep:
    """Note what was talked of. heard: that the seeker said so themselves, which is a sign of life."""
    request = locked(pk)
    if heard:
        request.heard_at = timezone.now()
        request.save(update_fields=["heard_at"])
    step = add_step(request, Kind.NOTED, words, by=by)
    record("seeker.noted", request, by=by, district=request.district)
    return step


@transaction.atomic
def correct(pk: int, values: Mapping[str, Any], *, passes_on: bool, by: Viewer) -> SpaceRequest:
    """The office corrects what is known of a request, and whether it may be passed on as the seeker told it.

    With another address all links to it open nothing any more; who had one gets a new one there. What they hear of
    viewings goes there as well, once they may be written to.
    """
    hold_viewings(pk)
    request = locked(pk)
    refuse_ended(request)
    values = with_use_class(values, request)
    changed = [name for name, value in values.items() if getattr(request, name) != value]
    for name in changed:
        setattr(request, name, values[name])
    if "email" in changed:
        request.email_confirmed_at = None
    if changed:
        request.save(update_fields=[*changed, "email_confirmed_at"])
        record("seeker.changed", request, by=by, district=request.district, fields=changed)
    if "email" in changed and links.withdraw(links_to(request)) and request.email:
        telling.ask_to_confirm(request)
    if "email" in changed:
        follow_address(request, by=by)
    if passes_on != consents_about(request, request.district).filter(purpose=PASSING_ON).exists():
        keep_consent(request, passes_on=passes_on, channel=Consent.Channel.TALK, by=by)
    return request


def links_to(request: SpaceRequest) -> QuerySet[PersonalLink]:
    """All that lead to a request, open or not."""
    return PersonalLink.objects.filter(
        purpose__in=(OWN, CONFIRM), subject_id=request.pk, scope_id=request.district_id, expires_at__gt=timezone.now()
    )


def steps_waiting(request: SpaceRequest) -> list[Task]:
    """The open next steps of a request, the latest last."""
    return list(Task.objects.filter(kind=STEP, about_type=TABLE, about_id=request.pk, done_at=None).order_by("pk"))


@transaction.atomic
def plan_step(pk: int, *, what: str, due_on: date | None, responsible: Person | None, by: Viewer) -> None:
    """Note who looks after a request and what is done next, as a task on the desk; nothing written: it is done.

    Refuses a day without a step, and a person who may not read it.
    """
    request, what = locked(pk), what.strip()
    refuse_ended(request)
    if due_on and not what:
        raise ActionRefused(_("Please write what is to be done until that day."), field="what")
    if responsible != request.responsible:
        refuse_unless_readable(responsible, request.district, Task.OpenTo.COORDINATION)
        request.responsible = responsible
        request.save(update_fields=["responsible"])
        record("seeker.given", request, by=by, district=request.district)
    waiting = steps_waiting(request)
    said: dict[str, Any] = {"what": what, "due_on": due_on, "assigned_to": responsible, "by": by}
    if not what:
        for task in waiting:
            finish_task(task.pk, by=by)
    elif waiting:
        change_task(waiting[-1].pk, **said)
    else:
        add_task(request.district, about=request, kind=STEP, open_to=Task.OpenTo.COORDINATION, **said)


def follow_the_clock(*, now: datetime) -> int:
    """Ask seekers who gave no sign of life whether they still look, and let lapse what nobody answered for.

    Returns how many lapsed.
    """
    catch_up("requests for space that lapse", ask_next, now=now)
    return let_lapse(now=now)


def ask_next(span: Span, after: int) -> int | None:
    """The next requests that lapse two weeks after a day of the span."""
    first, last = (moment - LAPSES_AFTER + ASKED_BEFORE for moment in (span.start, span.end))
    silent = access.lapsing(SpaceRequest.objects.filter(pk__gt=after), heard_before=last).filter(heard_at__gte=first)
    requests = list(silent.select_related("district").order_by("pk")[:A_STEP])
    for request in requests:
        day = timezone.localdate(lapses_at(request.heard_at))
        occasion = f"seeker-lapsing-{request.pk}-{day.isoformat()}"
        if telling.ask_whether_still_looking(request, {"day": day}, occasion=occasion):
            add_step(request, Kind.ASKED, by=system_viewer("nightly"))
    return requests[-1].pk if requests else None


def let_lapse(*, now: datetime) -> int:
    """End the requests of which nobody has heard for too long; returns how many."""
    over = access.lapsing(SpaceRequest.objects.all(), heard_before=now - LAPSES_AFTER)
    return sum(lapse(pk, now=now) for pk in list(over.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def lapse(pk: int, *, now: datetime) -> bool:
    """Whether it still was to lapse: somebody may have renewed it meanwhile."""
    request = locked(pk)
    if not access.lapsing(SpaceRequest.objects.filter(pk=pk), heard_before=now - LAPSES_AFTER).exists():
        return False
    by = system_viewer("nightly")
    set_status(request, Status.EXPIRED, by=by)
    withdraw_consents({PASSING_ON}, request, channel=Consent.Channel.ONLINE, district=request.district, by=by)
    return True


def drafts_over(before: datetime) -> QuerySet[SpaceRequest]:
    """What was begun before that moment and never sent."""
    return SpaceRequest.objects.filter(sent_at=None, heard_at__lt=before)


def people_over(before: datetime) -> QuerySet[SpaceRequest]:
    """Requests that ended before that moment and still tell whose they were and for what."""
    return SpaceRequest.objects.sent().filter(status__in=ENDED, status_since__lt=before).exclude(name="")


def forget_people(rows: QuerySet[SpaceRequest]) -> int:
    """Keep what kind of room was looked for and how it went on, and drop who it was and for what."""
    ids = list(rows.values_list("pk", flat=True))
    SeekerStep.objects.filter(request__in=ids).update(words="")
    Viewing.objects.filter(request__in=ids).update(words="", attends="")
    NegotiationNote.objects.filter(negotiation__request__in=ids).update(words="", term="")
    names = ("idea", "hours", "legal_form", "concept", "funding", "name", "company", "email", "phone")
    texts = dict.fromkeys(names, "")
    return SpaceRequest.objects.filter(pk__in=ids).update(**texts, category=None, email_confirmed_at=None)
