"""Who comes is reminded once, at the time and with the words the office set."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from kiezkontor.calendar import reminding
from kiezkontor.calendar.actions import events, reminders
from kiezkontor.calendar.models import Reminder
from kiezkontor.calendar.rules.reminders import is_due
from kiezkontor.calendar.tests import builders
from kiezkontor.calendar.tests.inviting import guest, mails, page
from kiezkontor.notices.models import AddressMark, OutgoingMail
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.errors import ActionRefused

BEGIN = datetime(2027, 3, 15, 18, tzinfo=UTC)


@pytest.mark.parametrize(("hours_left", "expected"), [(49, False), (48, True), (5, True), (0, False), (-1, False)])
def test_a_reminder_goes_out_from_its_moment_until_the_event_begins(hours_left, expected):
    assert is_due(BEGIN, 48, now=BEGIN - timedelta(hours=hours_left)) is expected


@pytest.fixture
def asked(kiez, event):
    """Anna comes, Berta may, Clara does not, Gesa has not answered."""
    guest(event)
    for name, reply in (("anna", "yes"), ("berta", "maybe"), ("clara", "no")):
        builders.answer(event, name, reply=reply, email=f"{name}@example.org")
    mails()
    return event


def soon(event, **values):
    made = Reminder.objects.create(event=event, **({"hours_before": 24} | values))
    now = event.starts_at - timedelta(hours=3)
    reminding.remind_all(now=now)
    written = sorted((each.to, each.subject, each.text) for each in OutgoingMail.objects.all())
    return made, now, written


@pytest.mark.django_db
def test_who_comes_is_reminded_once_in_the_words_of_the_office(asked):
    made, now, written = soon(asked, text="Bringen Sie Ihre Ideen mit.")
    assert [(to, subject) for to, subject, _text in written] == [("anna@example.org", "Erinnerung: Runde")]
    assert "Bringen Sie Ihre Ideen mit." in written[0][2]
    made.refresh_from_db()
    assert made.sent_at == now
    assert reminding.remind_all(now=now) == 0


@pytest.mark.django_db
def test_who_has_not_answered_is_reminded_where_the_office_wants_it(asked):
    _made, now, written = soon(asked, to_all=True)
    assert [to for to, _subject, _text in written] == ["anna@example.org", "berta@example.org", "gesa@example.org"]
    assert "?antwort=ja" in written[2][2]
    assert asked.invitations.get().reminded_at == now


@pytest.mark.django_db
def test_a_reminder_cut_off_in_the_middle_loses_and_doubles_nothing(asked, monkeypatch):
    monkeypatch.setattr(reminding, "A_STEP", 1)
    write, written = reminding.write, []

    def once_then_killed(reminder, to):
        if written:
            raise SystemExit
        written.append(to)
        write(reminder, to)

    monkeypatch.setattr(reminding, "write", once_then_killed)
    with pytest.raises(SystemExit):
        soon(asked, to_all=True)
    assert OutgoingMail.objects.count() == 1
    monkeypatch.setattr(reminding, "write", write)
    now = asked.starts_at - timedelta(hours=3)
    assert reminding.remind_all(now=now) == 2
    assert reminding.remind_all(now=now) == 0
    assert OutgoingMail.objects.count() == 3


@pytest.mark.django_db
def test_whoever_left_reminders_or_wants_no_contact_gets_none(kiez, asked):
    builders.answer(asked, "Ella", email="ella@example.org")
    AddressMark.objects.create(address="ella@example.org", scope_id=kiez.pk, reason="left", kind="reminder")
    organisations.organisation("Annas Laden", email="anna@example.org", do_not_contact_since="2026-01-01")
    mails()
    _made, _now, written = soon(asked)
    assert [to for to, _subject, text in written if text] == []


@pytest.mark.django_db
def test_an_event_that_was_moved_is_reminded_of_again(kiez, asked):
    soon(asked)
    OutgoingMail.objects.all().delete()
    later = timedelta(days=7)
    by = builders.office_of(kiez)
    moved = events.move_event(asked.pk, starts_at=asked.starts_at + later, ends_at=asked.ends_at + later, by=by)
    assert reminding.remind_all(now=moved.starts_at - timedelta(hours=30)) == 0
    assert reminding.remind_all(now=moved.starts_at - timedelta(hours=20)) == 1


@pytest.mark.django_db
def test_what_went_out_does_not_go_out_again_beside_the_mail_of_the_move(kiez, asked):
    made, now, _written = soon(asked)
    later, by = timedelta(days=7), builders.office_of(kiez)
    far, near = Reminder.objects.create(event=asked, hours_before=24 * 9, sent_at=now), timedelta(hours=2)
    soon_after = timezone.now() + near
    events.move_event(asked.pk, starts_at=asked.starts_at - later, ends_at=asked.ends_at - later, by=by)
    far.refresh_from_db()
    made.refresh_from_db()
    assert (far.sent_at, made.sent_at) == (now, None)
    Reminder.objects.update(sent_at=now)
    events.move_event(asked.pk, starts_at=soon_after, ends_at=soon_after + near, by=by)
    assert not Reminder.objects.filter(sent_at=None).exists()


@pytest.mark.django_db
def test_nobody_is_reminded_of_what_does_not_take_place(kiez, asked):
    events.become(asked.pk, "cancelled", by=builders.office_of(kiez))
    _made, _now, written = soon(asked)
    assert written == []


@pytest.mark.django_db
def test_the_office_sets_changes_and_removes_reminders(office, event):
    assert (
        office.post(page(event, "office_reminder_new"), {"hours_before": "24", "text": "Bis bald"}).status_code == 302
    )
    (made,) = Reminder.objects.all()
    assert "wird am" in office.get(page(event, "office_event")).text
    Reminder.objects.update(hours_before=24 * 20)
    shown = office.get(page(event, "office_event")).text
    assert ("wird in den nächsten Minuten verschickt" in shown, "wird am" in shown) == (True, False)
    events.become(event.pk, "cancelled", by=builders.office_of(event.district))
    assert "wird nicht verschickt, weil" in office.get(page(event, "office_event")).text
    events.become(event.pk, "announced", by=builders.office_of(event.district))
    office.post(page(event, "office_reminder", made.pk), {"hours_before": "3", "text": "Gleich", "to_all": "on"})
    made.refresh_from_db()
    assert (made.hours_before, made.text, made.to_all) == (3, "Gleich", True)
    assert office.post(page(event, "office_reminder_new"), {"hours_before": "9999"}).status_code == 422
    office.post(page(event, "office_reminder_remove", made.pk))
    assert not Reminder.objects.exists()


@pytest.mark.django_db
def test_what_went_out_stays_as_it_was(office, event, kiez):
    made = Reminder.objects.create(event=event, sent_at=timezone.now())
    with pytest.raises(ActionRefused):
        reminders.change_reminder(made.pk, values={"text": "x"}, by=builders.office_of(kiez))
    assert office.post(page(event, "office_reminder_remove", made.pk)).status_code == 302
    assert Reminder.objects.exists()
