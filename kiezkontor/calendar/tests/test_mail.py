"""What people hear of their answers, and what their calendars answer."""

from email import message_from_bytes

import icalendar
import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kiezkontor.calendar.actions import events
from kiezkontor.calendar.models import Answer
from kiezkontor.calendar.telling import tell_untold
from kiezkontor.calendar.tests import builders
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices import treatment
from kiezkontor.notices.delivery import message_of
from kiezkontor.notices.models import IncomingMail, OutgoingMail
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db
ANNA = "anna@example.org"


@pytest.fixture
def kiez(settings):
    settings.MAIL_REPLY = "antwort@quartier.example"
    return districts.district(office_email="buero@example.org")


def told():
    """Subjects and calendars of all mails written since, in their order."""
    tell_untold(now=timezone.now())
    written = list(OutgoingMail.objects.order_by("pk"))
    found = [(each.subject, calendar_in(each)) for each in written]
    OutgoingMail.objects.all().delete()
    return found


def calendar_in(outgoing):
    made = message_from_bytes(message_of(outgoing).message().as_bytes())
    parts = [part for part in made.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    assert parts[0].get_param("method")
    (event,) = icalendar.Calendar.from_ical(parts[0].get_payload(decode=True)).walk("VEVENT")
    method = parts[0].get_param("method")
    return method, int(event["SEQUENCE"]), event.get("STATUS")


def test_each_change_is_said_once(kiez):
    event = builders.event(kiez, "Runde", capacity=1, hold_hours=0)
    anna = builders.answer(event, "Anna", email=ANNA)
    assert told() == [("Sie kommen: Runde", ("REQUEST", 0, "CONFIRMED"))]
    assert told() == []
    by = builders.office_of(kiez)
    starts_at, ends_at = event.starts_at + timezone.timedelta(days=7), event.ends_at + timezone.timedelta(days=7)
    events.move_event(event.pk, starts_at=starts_at, ends_at=ends_at, by=by)
    assert told() == [("Sie kommen: Runde", ("REQUEST", 1, "CONFIRMED"))]
    events.become(event.pk, "cancelled", by=by)
    assert told() == [("Abgesagt: Runde", ("CANCEL", 2, "CANCELLED"))]
    assert Answer.objects.get(pk=anna.pk).untold is False


def test_who_waits_hears_of_the_line_and_of_the_place(kiez):
    event = builders.event(kiez, "Runde", capacity=1, hold_hours=24)
    first = builders.answer(event, "Anna")
    builders.answer(event, "Berta", email=ANNA)
    assert told() == [("Sie stehen auf der Warteliste: Runde", None)]
    events.set_capacity(event.slots.get().pk, capacity=2, by=builders.office_of(kiez))
    assert [subject for subject, _calendar in told()] == ["Ein Platz für Sie: Runde"]
    assert first.email == ""


def reply_of(outgoing, partstat, sender=ANNA):
    """The answer of a calendar to a mail of ours."""
    made = message_from_bytes(message_of(outgoing).message().as_bytes())
    (part,) = [each for each in made.walk() if each.get_content_type() == "text/calendar"]
    (event,) = icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    organiser = str(event["ORGANIZER"]).removeprefix("mailto:")
    raw = (
        f"From: {sender}\r\nTo: {organiser}\r\nSubject: Accepted: Runde\r\nMessage-ID: <{partstat}@example.org>\r\n"
        "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/calendar; charset=UTF-8; method=REPLY\r\n\r\n"
        "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\nMETHOD:REPLY\r\n"
        f"BEGIN:VEVENT\r\nUID:{event['UID']}\r\nSEQUENCE:{event['SEQUENCE']}\r\nDTSTAMP:20270301T081500Z\r\n"
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{sender}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return IncomingMail.objects.create(key=f"{partstat}{sender}", receiver=organiser, raw=raw.encode())


@pytest.mark.parametrize(("partstat", "reply"), [("DECLINED", "no"), ("TENTATIVE", "maybe"), ("ACCEPTED", "yes")])
def test_a_calendar_answers_for_its_owner(kiez, partstat, reply):
    event = builders.event(kiez, "Runde")
    builders.answer(event, "Anna", email=ANNA, people=2)
    tell_untold(now=timezone.now())
    incoming = reply_of(OutgoingMail.objects.get(), partstat)
    treatment.treat.call(incoming.pk)
    incoming.refresh_from_db()
    assert incoming.outcome == "answer"
    assert Answer.objects.get().reply == reply


def test_nobody_else_answers_for_them(kiez):
    event = builders.event(kiez, "Runde")
    builders.answer(event, "Anna", email=ANNA)
    tell_untold(now=timezone.now())
    incoming = reply_of(OutgoingMail.objects.get(), "DECLINED", sender="fremd@example.org")
    treatment.treat.call(incoming.pk)
    incoming.refresh_from_db()
    assert incoming.outcome == "refused"
    assert Answer.objects.get().reply == "yes"
    assert mail.outbox == [] or all("Anna" not in each.body for each in mail.outbox)


def test_a_visitor_registers_changes_and_cancels_without_an_account(kiez, monkeypatch):
    monkeypatch.setattr("kiezkontor.shared.guard.MIN_SECONDS", 0)
    event, client = builders.event(kiez, "Runde", capacity=5), Client()
    page = district_path(kiez.slug, "calendar:register", event.pk)
    form = client.get(page).context["form"]
    said = {"name": "Anna", "email": ANNA, "people": "2", "needs": ["interpreter"], "opened": form["opened"].value()}
    said |= {"sending": form["sending"].value()}
    first, again = client.post(page, said), client.post(page, said)
    assert (first.status_code, again.status_code, Answer.objects.count()) == (302, 302, 1)
    own = first["Location"]
    assert "2 Plätze sind für Sie reserviert" in client.get(own).content.decode()
    form = client.get(own).context["form"]
    answered = client.post(own, {"reply": "no", "name": "Anna", "people": "2", "sending": form["sending"].value()})
    assert answered.status_code == 302
    assert "Sie kommen nicht." in client.get(own).content.decode()
    assert event.slots.get().taken == 0


def test_a_stranger_cannot_fill_somebody_elses_mailbox(kiez):
    event, other = builders.event(kiez, "Runde"), "berta@example.org"
    for nth in range(5):
        builders.answer(event, f"Anna {nth}", email="Anna@example.org" if nth % 2 else ANNA)
    builders.answer(event, "Berta", email=other)
    now = timezone.now()
    assert tell_untold(now=now) == 4
    assert [mail.to.lower() for mail in OutgoingMail.objects.order_by("pk")] == [ANNA, ANNA, ANNA, other]
    assert tell_untold(now=now) == 0
    events.become(event.pk, "cancelled", by=builders.office_of(kiez))
    assert tell_untold(now=now) == 6


def test_what_waited_is_told_in_the_next_hour(kiez):
    event = builders.event(kiez, "Runde")
    for nth in range(4):
        builders.answer(event, f"Anna {nth}", email=ANNA)
    now = timezone.now()
    assert (tell_untold(now=now), tell_untold(now=now)) == (3, 0)
    assert tell_untold(now=now + timezone.timedelta(minutes=61)) == 1
