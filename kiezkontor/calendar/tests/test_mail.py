"""What people hear of their answers, and what their calendars answer."""

from datetime import timedelta

import icalendar
import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from kiezkontor.calendar.actions import answers, events, slots
from kiezkontor.calendar.models import Answer, Invitation
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.tasks import follow_the_clock
from kiezkontor.calendar.telling import link_to_invitation, tell_untold
from kiezkontor.calendar.tests import builders
from kiezkontor.calendar.tests.reading import calendar_in, calendar_part
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices import treatment
from kiezkontor.notices.models import IncomingMail, OutgoingMail
from kiezkontor.organisations.tests import builders as organisations
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


def test_each_change_is_said_once(kiez):
    event = builders.event(kiez, "Runde", capacity=1, hold_hours=0)
    anna = builders.answer(event, "Anna", email=ANNA)
    assert told() == [("Sie kommen: Runde", ("REQUEST", 0, "CONFIRMED"))]
    assert told() == []
    by = builders.office_of(kiez)
    starts_at, ends_at = event.starts_at + timezone.timedelta(days=7), event.ends_at + timezone.timedelta(days=7)
    events.move_event(event.pk, starts_at=starts_at, ends_at=ends_at, by=by)
    assert told() == [("Verlegt: Runde", ("REQUEST", 1, "CONFIRMED"))]
    events.become(event.pk, "cancelled", by=by)
    assert told() == [("Abgesagt: Runde", ("CANCEL", 2, "CANCELLED"))]
    assert Answer.objects.get(pk=anna.pk).untold is False


def test_other_calendars_read_what_mails_bring_whatever_is_written_in_it(kiez):
    words = "Größe, Öffnung; Über\\unter\nzweite Zeile — " * 9
    said = {"text": words, "place": "Café; Hof", "address": "Karlstraße 9", "topic": "a,b", "lat": 51, "lon": 7}
    begins, by = timezone.localtime() + timezone.timedelta(days=14), builders.office_of(kiez)
    title = f"„Runde“: {'Ä' * 100}"
    event = builders.event(kiez, title, starts_at=begins, **said)
    days = builders.event(kiez, "Ganztags", starts_at=begins, is_all_day=True, **said)
    for of in (event, days):
        builders.answer(of, 'Anna "Ännchen"; Muster, von: A', email=ANNA)
        builders.invitation(of, "Berta \\ Öz^'x'", email="berta@example.org", untold=True)

    def brought():
        follow_the_clock.call()
        written = list(OutgoingMail.objects.order_by("pk"))
        OutgoingMail.objects.all().delete()
        return [calendar_in(each) for each in written]

    assert brought() == [("REQUEST", 0, "CONFIRMED")] * 4
    later = timezone.timedelta(days=1)
    for of in (event, days):
        events.move_event(of.pk, starts_at=of.starts_at + later, ends_at=of.ends_at + later, by=by)
    assert brought() == [("REQUEST", 1, "CONFIRMED")] * 4
    events.become(event.pk, "cancelled", by=by)
    assert brought() == [("CANCEL", 2, "CANCELLED")] * 2
    events.become(days.pk, "postponed", by=by)
    assert brought() == [("CANCEL", 2, "CANCELLED")] * 2
    events.become(days.pk, "announced", by=by)
    assert brought() == [("REQUEST", 3, "CONFIRMED")] * 2


def test_who_waits_hears_of_the_line_and_of_the_place(kiez):
    event = builders.event(kiez, "Runde", capacity=1, hold_hours=24)
    first = builders.answer(event, "Anna")
    builders.answer(event, "Berta", email=ANNA)
    assert told() == [("Sie stehen auf der Warteliste: Runde", None)]
    events.set_capacity(event.slots.get().pk, capacity=2, by=builders.office_of(kiez))
    assert told() == [("1 Platz für Sie: Runde", None)]
    assert first.email == ""
    answers.take_place(Answer.objects.get(name="Berta").pk)
    assert told() == [("Sie kommen: Runde", ("REQUEST", 0, "CONFIRMED"))]


def test_who_never_had_an_entry_gets_none_taken_out(kiez):
    event, by = builders.event(kiez, "Runde", capacity=1, hold_hours=24), builders.office_of(kiez)
    builders.answer(event, "Anna")
    builders.answer(event, "Berta", email=ANNA)
    told()
    events.become(event.pk, "postponed", by=by)
    assert told() == [("Verschoben: Runde", None)]
    events.become(event.pk, "cancelled", by=by)
    assert told() == [("Abgesagt: Runde", None)]


def test_a_place_given_up_takes_the_entry_out_once(kiez):
    event = builders.event(kiez, "Runde")
    anna = builders.answer(event, "Anna", email=ANNA)
    told()
    answers.change_simply(anna, "no", channel=Channel.LINK)
    assert told() == [("Ihre Antwort: Runde", ("CANCEL", 0, None))]
    anna.refresh_from_db()
    answers.change_simply(anna, "maybe", channel=Channel.LINK)
    assert told() == [("Ihre Antwort: Runde", ("REQUEST", 0, "CONFIRMED"))]


def test_whoever_was_invited_by_mail_and_waits_hears_their_calendar_that_it_is_off(kiez):
    event = builders.event(kiez, "Runde", capacity=1)
    builders.answer(event, "Anna")
    invited = builders.invitation(event, email=ANNA, untold=True)
    follow_the_clock.call()
    builders.answer(event, "Gesa Gast", email=ANNA, invitation=invited)
    OutgoingMail.objects.all().delete()
    assert told() == [("Sie stehen auf der Warteliste: Runde", None)]
    events.become(event.pk, "cancelled", by=builders.office_of(kiez))
    assert told() == [("Abgesagt: Runde", ("CANCEL", 1, "CANCELLED"))]


def test_who_may_come_with_somebody_stays_two_people(kiez):
    event, client = builders.event(kiez, "Runde", capacity=5), Client()
    own = district_path(kiez.slug, "calendar:own_answer", link_to_invitation(builders.invitation(event, email=ANNA)))
    form = client.get(own).context["form"]
    said = {"reply": "maybe", "name": "Gesa", "people": "2", "sending": form["sending"].value()}
    assert client.post(own, said).status_code == 302
    assert (Answer.objects.get().people, event.slots.get().taken) == (2, 0)
    form = client.get(own).context["form"]
    assert form["people"].value() == 2
    assert client.post(own, said | {"reply": "yes", "sending": form["sending"].value()}).status_code == 302
    assert (Answer.objects.get().people, event.slots.get().taken) == (2, 2)


def test_a_move_is_said_first_and_once(kiez):
    begins = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timezone.timedelta(days=14)
    event = builders.event(kiez, "Runde", starts_at=begins)
    builders.answer(event, "Anna", email=ANNA)
    builders.invitation(event, "Berta", email="berta@example.org", untold=True)
    follow_the_clock.call()
    OutgoingMail.objects.all().delete()
    later, by = timezone.timedelta(days=7), builders.office_of(kiez)
    moved = events.move_event(event.pk, starts_at=begins + later, ends_at=event.ends_at + later, by=by)
    follow_the_clock.call()
    answered, invited = OutgoingMail.objects.order_by("pk")
    assert (answered.subject, invited.subject) == ("Verlegt: Runde", "Verlegt: Runde")
    for each in (answered, invited):
        first = each.text.split("\n\n")[1]
        assert "verlegt" in first
        assert first.index(date_format(moved.starts_at, "DATE_FORMAT")) < first.index(
            date_format(begins, "DATE_FORMAT")
        )
    builders.answer(moved, "Clara", email="clara@example.org")
    OutgoingMail.objects.all().delete()
    assert told() == [("Sie kommen: Runde", ("REQUEST", 1, "CONFIRMED"))]


def reply_of(outgoing, partstat, sender=ANNA):
    """The answer of a calendar to a mail of ours."""
    part = calendar_part(outgoing)
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


def organisers():
    """Whom the calendars written since name as organiser, with their method, in their order."""
    follow_the_clock.call()
    found = []
    for each in OutgoingMail.objects.order_by("pk"):
        read = icalendar.Calendar.from_ical(calendar_part(each).get_payload(decode=True))
        found.append((str(read["METHOD"]), str(read.walk("VEVENT")[0]["ORGANIZER"])))
    OutgoingMail.objects.all().delete()
    return found


@pytest.mark.parametrize("is_invited", [True, False])
def test_the_organiser_is_the_same_from_the_invitation_to_the_end(kiez, is_invited):
    event, by, week = builders.event(kiez, "Runde"), builders.office_of(kiez), timedelta(days=7)
    invitation = builders.invitation(event, "Anna", email=ANNA, untold=True) if is_invited else None
    first = organisers()
    builders.answer(event, "Anna", email=ANNA.upper(), invitation=invitation, needs=("interpreter",))
    told_of = [*first, *organisers()]
    events.move_event(event.pk, starts_at=event.starts_at + week, ends_at=event.ends_at + week, by=by)
    told_of += organisers()
    events.become(event.pk, "cancelled", by=by)
    told_of += organisers()
    assert [method for method, _organiser in told_of] == [*["REQUEST"] * (3 if is_invited else 2), "CANCEL"]
    assert len({organiser for _method, organiser in told_of}) == 1


def test_a_calendar_that_was_invited_changes_its_answer_and_keeps_what_was_said_besides(kiez):
    event = builders.event(kiez, "Runde")
    invitation = builders.invitation(event, "Anna", email=ANNA, untold=True)
    builders.answer(event, "Anna", email=ANNA, invitation=invitation, people=2, needs=("interpreter",))
    tell_untold(now=timezone.now())
    treatment.treat.call(reply_of(OutgoingMail.objects.get(), "TENTATIVE").pk)
    found = Answer.objects.get()
    assert (found.reply, found.people, found.needs) == ("maybe", 2, ["interpreter"])


def test_another_mailbox_than_the_invited_one_answers_for_itself(kiez):
    event = builders.event(kiez, "Runde")
    invitation = builders.invitation(event, "Laden", email="laden@example.org")
    builders.answer(event, "Anna", email=ANNA, invitation=invitation)
    tell_untold(now=timezone.now())
    treatment.treat.call(reply_of(OutgoingMail.objects.get(), "DECLINED").pk)
    assert Answer.objects.get().reply == "no"


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


def test_an_offer_to_two_says_two_and_only_who_has_a_place_counts_as_coming(kiez, client):
    event, by = builders.event(kiez, "Runde", capacity=2, hold_hours=24), builders.office_of(kiez)
    builders.answer(event, "Anna")
    berta = builders.answer(event, "Berta", email=ANNA, people=2)
    told()
    client.force_login(by.person)
    shown = client.get(district_path(kiez.slug, "calendar:office_invitations", event.pk)).text
    assert ("1 Person hat zugesagt." in shown, "2 weitere Personen warten" in shown) == (True, True)
    events.set_capacity(event.slots.get().pk, capacity=3, by=by)
    tell_untold(now=timezone.now())
    written = OutgoingMail.objects.get()
    assert (written.subject, "2 Plätze sind für Sie frei geworden" in written.text) == ("2 Plätze für Sie: Runde", True)
    berta.refresh_from_db()
    own = Client().get(district_path(kiez.slug, "calendar:own_answer", answers.link_to(berta))).text
    assert ("2 Plätze sind für Sie frei geworden." in own, "Die Plätze nehmen" in own) == (True, True)


@pytest.mark.parametrize(
    ("page", "subject"), [("office_cancel", "Abgesagt: Runde"), ("office_postpone", "Verschoben: Runde")]
)
def test_the_office_says_why_in_the_mails(kiez, client, page, subject):
    event = builders.event(kiez, "Runde")
    builders.answer(event, "Anna", email=ANNA)
    builders.invitation(event, "Berta", email="berta@example.org", untold=True)
    follow_the_clock.call()
    OutgoingMail.objects.all().delete()
    client.force_login(builders.office_of(kiez).person)
    address = district_path(kiez.slug, f"calendar:{page}", event.pk)
    assert 'name="reason"' in client.get(address).text
    assert client.post(address, {"reason": "Der Referent ist krank."}).status_code == 302
    follow_the_clock.call()
    assert [each.subject for each in OutgoingMail.objects.all()] == [subject] * 2
    assert all("Der Grund: Der Referent ist krank." in each.text for each in OutgoingMail.objects.all())


@pytest.mark.parametrize("page", ["office_cancel", "office_postpone"])
def test_the_office_reads_whom_to_call_when_an_event_is_off(kiez, client, page):
    event, today = builders.event(kiez, "Runde"), timezone.localdate()
    builders.answer(event, "Anna", email=ANNA)
    builders.answer(event, "Paul Papier", channel=Channel.PAPER)
    builders.answer(event, "Nora Nein", reply="no", channel=Channel.PHONE)
    bakery = organisations.organisation("Bäckerei", phone="+49307654321")
    cafe, quiet = organisations.organisation("Café"), organisations.organisation("Ruhe", do_not_contact_since=today)
    organisations.contact(cafe, kiez, name="Conny", phone="+49301234567")
    builders.answer(event, "Bert", invitation=builders.invitation(event, "", organisation=bakery))
    for each in (cafe, quiet):
        builders.invitation(event, "", organisation=each)
    builders.invitation(event, "Berta", email="berta@example.org", untold=True)
    builders.invitation(event, "Never told", email="clara@example.org")
    follow_the_clock.call()
    OutgoingMail.objects.all().delete()
    Invitation.objects.filter(name="Never told").update(untold=False, told_sequence=None)
    client.force_login(builders.office_of(kiez).person)
    address, own = (district_path(kiez.slug, f"calendar:{name}", event.pk) for name in (page, "office_event"))
    assert client.get(own).context["to_call"] == []
    shown = client.get(address)
    names = [("Bert", "Bäckerei", "+49307654321"), ("Café", "", "+49301234567"), ("Paul Papier", "", "")]
    assert [(each.name, each.organisation, each.phone) for each in shown.context["to_call"]] == names
    assert client.post(address, {"reason": ""}).status_code == 302
    follow_the_clock.call()
    assert OutgoingMail.objects.count() == shown.context["count"] == 2
    text = client.get(own).text
    assert all(each in text for each in ("Bitte anrufen", "Paul Papier", "tel:+49307654321", "tel:+49301234567"))
    assert "Nora Nein" not in text.split("Bitte anrufen")[1].split("</section>")[0]


def moved_by_the_office(client, event, days):
    url = district_path(event.district.slug, "calendar:office_move", event.pk)
    day = timezone.localdate() + timedelta(days=days)
    said = {"on": day.isoformat(), "begins": "18:00", "ends": "20:00"}
    return client.post(url, said, follow=True).text


def test_the_office_reads_who_hears_of_a_new_time_by_mail_and_whom_to_call(kiez, client):
    event = builders.event(kiez, "Runde")
    builders.answer(event, "Anna", email=ANNA)
    builders.answer(event, "Paul Papier", channel=Channel.PAPER)
    builders.answer(event, "Nora Nein", reply="no", channel=Channel.PHONE)
    builders.invitation(event, "Gesa Gast")
    follow_the_clock.call()
    OutgoingMail.objects.all().delete()
    client.force_login(builders.office_of(kiez).person)
    own = district_path(kiez.slug, "calendar:office_event", event.pk)
    assert client.get(own).context["to_call"] == []
    text = moved_by_the_office(client, event, 20)
    assert "1 Person erfährt es per E-Mail. Bitte anrufen: Gesa Gast, Paul Papier." in text
    assert "die neue Zeit nur" in text.split("Bitte anrufen</h2>")[1]
    follow_the_clock.call()
    assert OutgoingMail.objects.count() == 1
    builders.answer(event, "Weiß Schon", channel=Channel.PHONE)
    builders.invitation(event, "Neu Geladen")
    Invitation.objects.filter(name="Gesa Gast").update(lettered_at=timezone.now())
    assert [each.name for each in client.get(own).context["to_call"]] == ["Paul Papier"]


def test_all_whom_to_call_are_named_and_of_many_some_are_folded_away(kiez, client):
    event = builders.event(kiez, "Runde")
    names = [f"Person {nth:02}" for nth in range(1, 13)]
    for name in names:
        builders.answer(event, name, channel=Channel.PAPER)
    client.force_login(builders.office_of(kiez).person)
    said, listed = moved_by_the_office(client, event, 20).split("Bitte anrufen</h2>")
    assert f"Bitte anrufen: {', '.join(names)}." in said
    shown, folded = listed.split("</section>")[0].split("<details>")
    assert [each for each in names if each in shown] == names[:8]
    assert [each for each in names if each in folded] == names[8:]
    assert "4 weitere" in folded


def test_of_a_new_time_of_what_nobody_knows_nobody_hears(kiez, client):
    event = builders.event(kiez, "Runde", announce=False)
    client.force_login(builders.office_of(kiez).person)
    text = moved_by_the_office(client, event, 20)
    assert "Der Termin hat eine neue Zeit." in text
    assert "per E-Mail" not in text
    assert "Bitte anrufen" not in text


def test_who_hears_is_said_of_a_new_place_alone(kiez, client):
    event = builders.event(kiez, "Runde")
    builders.answer(event, "Paul Papier", channel=Channel.PAPER)
    client.force_login(builders.office_of(kiez).person)
    url = district_path(kiez.slug, "calendar:office_change", event.pk)

    def changed(**values):
        said = {name: value for name, value in client.get(url).context["form"].initial.items() if value is not None}
        return client.post(url, said | values, follow=True).text

    text = changed(text="Mit Kuchen")
    assert "Der Termin ist geändert." in text
    assert "Paul Papier." not in text
    assert "Niemand erfährt es per E-Mail. Bitte anrufen: Paul Papier." in changed(place="Rathaus")


def test_a_cancelled_time_is_off_for_who_had_a_place_in_it(kiez):
    first, _second, _third = builders.tours(kiez)
    builders.answer(first.event, "Anna", slot=first, email=ANNA)
    (_subject, brought) = told()[0]
    assert (brought[0], brought[2]) == ("REQUEST", "CONFIRMED")
    slots.cancel_slot(first.pk, by=builders.office_of(kiez))
    (_subject, brought) = told()[0]
    assert (brought[0], brought[2]) == ("CANCEL", "CANCELLED")
