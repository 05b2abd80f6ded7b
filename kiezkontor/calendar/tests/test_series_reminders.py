"""Events of a series begin with its reminder and follow it, unless somebody set theirs or it went out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.calendar import reminding
from kiezkontor.calendar.actions import events, reminders
from kiezkontor.calendar.actions.series import change_series, make_all_ahead
from kiezkontor.calendar.models import Event, Reminder, Series
from kiezkontor.calendar.rules.recurrence import Rhythm, rule_for
from kiezkontor.calendar.tests import builders
from kiezkontor.calendar.tests.inviting import in_the_office, mails
from kiezkontor.notices.models import OutgoingMail

pytestmark = pytest.mark.django_db


def coming(series):
    return list(series.events.order_by("starts_at"))


def said(event):
    return [(each.hours_before, each.text) for each in event.reminders.all()]


def change(series, **values):
    change_series(series.pk, values=values, hosts=[], by=builders.office_of(series.district))


def test_each_event_begins_with_the_reminder_also_where_the_series_is_extended(kiez):
    soon = timezone.localdate() + timedelta(days=100)
    series = builders.series(kiez, remind_hours=24, remind_text="Bis morgen!", until_on=soon, takes_answers=True)
    few = len(coming(series))
    Series.objects.update(until_on=None)
    assert make_all_ahead() > 0
    made = coming(series)
    assert len(made) > few
    assert [said(event) for event in made] == [[(24, "Bis morgen!")]] * len(made)
    builders.answer(made[-1], "Anna", email="anna@example.org")
    mails()
    reminding.remind_all(now=made[-1].starts_at - timedelta(hours=23))
    (mail,) = OutgoingMail.objects.all()
    assert "Bis morgen!" in mail.text


def test_other_days_keep_the_reminders_and_new_ones_have_theirs(kiez):
    series = builders.series(kiez)
    series.refresh_from_db()
    before = {event.pk for event in coming(series)}
    first_on = series.first_on + timedelta(days=2)
    change(series, first_on=first_on, rule=rule_for(Rhythm.FORTNIGHTLY, first_on))
    made = coming(series)
    assert before < {event.pk for event in made}
    assert [said(event) for event in made] == [[(48, "")]] * len(made)


def test_a_change_reaches_neither_what_went_out_nor_what_somebody_set(kiez):
    series = builders.series(kiez, remind_text="Alt")
    sent, by_hand, moved, removed, last = coming(series)[:5]
    by = builders.office_of(kiez)
    sent.reminders.update(sent_at=timezone.now())
    reminders.change_reminder(by_hand.reminders.get().pk, values={"text": "Eigenes"}, by=by)
    later = timedelta(hours=1)
    events.move_event(moved.pk, starts_at=moved.starts_at + later, ends_at=moved.ends_at + later, by=by)
    reminders.remove_reminder(removed.reminders.get().pk, by=by)
    Reminder.objects.create(event=last, hours_before=2, text="Gleich")
    change(series, remind_hours=24, remind_text="Neu")
    expected = [[(48, "Alt")], [(48, "Eigenes")], [(24, "Neu")], []]
    assert [said(event) for event in (sent, by_hand, moved, removed)] == expected
    assert said(last) == [(24, "Neu"), (2, "Gleich")]
    change(series, remind_hours=None)
    assert [said(event) for event in (sent, by_hand, moved, last)] == [*expected[:2], [], [(2, "Gleich")]]
    change(series, remind_hours=24)
    assert [said(event) for event in (sent, by_hand, moved, last)] == [*expected[:2], [(24, "Neu")], [(2, "Gleich")]]


def test_an_event_that_is_over_is_not_given_one(kiez):
    series = builders.series(kiez, remind_hours=None)
    first = coming(series)[0]
    past = timezone.now() - timedelta(days=3)
    Event.objects.filter(pk=first.pk).update(starts_at=past, ends_at=past)
    change(series, remind_hours=24)
    assert [len(said(event)) for event in coming(series)] == [0, *[1] * (len(coming(series)) - 1)]


def test_the_office_sets_the_reminder_of_a_series_in_its_form(office, kiez):
    form = office.get(in_the_office(kiez, "series_new")).context["form"]
    assert form["remind_hours"].value() == 48
    series = builders.series(kiez)
    page = in_the_office(kiez, "series_change", series.pk)
    form = office.get(page).context["form"]
    filled = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert "48 Stunden vor Beginn" in office.get(in_the_office(kiez, "series_one", series.pk)).text
    assert office.post(page, filled | {"remind_hours": "0"}).status_code == 422
    assert office.post(page, filled | {"remind_hours": "3", "remind_text": "Gleich"}).status_code == 302
    assert said(coming(series)[0]) == [(3, "Gleich")]
    assert office.post(page, filled | {"remind_hours": ""}).status_code == 302
    assert said(coming(series)[0]) == []
    assert "niemand wird erinnert" in office.get(in_the_office(kiez, "series_one", series.pk)).text
