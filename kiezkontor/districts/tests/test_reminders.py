from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kiezkontor.districts.actions.reminders import remind_of_reports
from kiezkontor.districts.models import PublicReport
from kiezkontor.districts.tests.builders import coordinator, district
from kiezkontor.notices.models import MailRun, OutgoingMail

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 26, 6, 15, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def kiez():
    return district("Musterkiez", office_email="buero@example.org")


@pytest.fixture
def remind(django_capture_on_commit_callbacks):
    """Run the job so many days after that morning; returns the subjects it wrote then."""

    def remind(days):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            remind_of_reports(now=MORNING + timedelta(days=days))
        return [sent.subject for sent in mail.outbox]

    return remind


def report(kiez, due_in, **details):
    return PublicReport.objects.create(
        district=kiez, kind="barrier", message="Eine Stufe.", received_at=MORNING,
        due_on=MORNING.date() + timedelta(days=due_in), **details,
    )  # fmt: skip


def test_the_office_is_reminded_once_two_days_before_an_answer_is_due(kiez, remind):
    report(kiez, 3)
    assert [remind(day) for day in (0, 1, 1, 2)] == [[], ["Bis 29. November 2026 zu beantworten: Barriere"], [], []]


def test_a_run_that_missed_days_catches_up_but_does_not_tell_of_what_is_long_past(kiez, remind):
    remind(0)
    old, missed = report(kiez, 5), report(kiez, 20)
    report(kiez, 19, answered_at=MORNING)
    assert remind(30) == ["Bis 16. Dezember 2026 zu beantworten: Barriere"]
    assert remind(31) == []
    assert {old.pk, missed.pk} == set(PublicReport.objects.filter(answered_at=None).values_list("pk", flat=True))


def test_many_reports_are_told_of_in_steps_and_each_to_everybody_who_coordinates(kiez, remind, monkeypatch):
    monkeypatch.setattr("kiezkontor.districts.actions.reminders.A_STEP", 2)
    kiez.office_email = ""
    kiez.save()
    people = [coordinator(kiez).email for _each in range(2)]
    for _each in range(5):
        report(kiez, 2)
    assert len(remind(0)) == 10
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == sorted(people * 5)
    assert MailRun.objects.get().covered_until == MORNING


def test_an_office_may_leave_the_reminders(client, kiez, remind):
    report(kiez, 2)
    report(kiez, 3)
    remind(0)
    link = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert client.post("/" + link.split("/", 3)[3]).status_code == 200
    assert remind(1) == []
    assert OutgoingMail.objects.filter(withheld="left").count() == 1


def test_a_clock_that_goes_back_tells_nobody_twice(kiez, remind):
    report(kiez, 2)
    assert [len(remind(0)), len(remind(-1)), len(remind(0))] == [1, 0, 0]
