"""The office helps whoever moves in, by tasks that fall due around the first day of the use."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kiezkontor.calendar.tests.builders import office_of
from kiezkontor.desk.models import Task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.vacancies.actions.lettings import end
from kiezkontor.vacancies.actions.moving_in import help_with
from kiezkontor.vacancies.forms.moving_in import WORDS
from kiezkontor.vacancies.rules.moving_in import STEPS, due_on
from kiezkontor.vacancies.tests import builders

TODAY = date(2027, 3, 10)


@pytest.mark.parametrize(
    ("step", "begins_on", "expected"),
    [
        ("trade_office", date(2027, 5, 1), date(2027, 4, 17)),
        ("trade_office", date(2027, 3, 20), TODAY),
        ("welcome", date(2027, 3, 1), date(2027, 3, 15)),
        ("opening", date(2027, 3, 1), TODAY),
    ],
)
def test_no_step_falls_due_on_a_day_that_is_over(step, begins_on, expected):
    assert due_on(step, begins_on=begins_on, today=TODAY) == expected


def test_each_step_has_words():
    assert list(WORDS) == list(STEPS)


@pytest.fixture
def kiez(db):
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(districts.coordinator(kiez))
    return client


def page(letting, rest=""):
    return f"/musterkiez/buero/leerstand/nutzungen/{letting.pk}/{rest}"


def test_chosen_steps_are_tasks_of_the_coordination_and_not_offered_again(office, client, kiez):
    letting = builders.letting(builders.case(kiez), begins_on=timezone.localdate() + timedelta(days=20))
    assert office.post(page(letting, "einzug/"), {"steps": "x"}).status_code == 422
    office.post(page(letting, "einzug/"), {"steps": ["trade_office", "welcome"]})
    shown = office.get(page(letting)).text
    assert "Bei der Gewerbeanmeldung helfen" in shown
    day = timezone.localdate() + timedelta(days=6)
    assert f"fällig am {day:%d.%m.%Y}" in shown
    offered = [step for step, _label in office.get(page(letting, "einzug/")).context["form"].fields["steps"].choices]
    assert set(offered) == STEPS.keys() - {"trade_office", "welcome"}
    assert "Bei der Gewerbeanmeldung helfen" in office.get("/musterkiez/buero/").text
    client.force_login(districts.field_worker(kiez))
    assert "Bei der Gewerbeanmeldung helfen" not in client.get("/musterkiez/buero/").text


def test_a_step_asked_for_twice_is_noted_once(kiez):
    letting, by = builders.letting(builders.case(kiez)), office_of(kiez)
    steps = {"meters": "Strom"}
    assert [help_with(letting.pk, steps, by=by) for _again in range(2)] == [1, 0]


def test_nobody_helps_with_a_use_that_is_over(office, kiez):
    letting, by = builders.letting(builders.case(kiez)), office_of(kiez)
    help_with(letting.pk, {"meters": "Strom"}, by=by)
    end(letting.pk, ending="early", ended_on=timezone.localdate(), by=by)
    assert Task.objects.get().done_at is not None
    assert "einzug/" not in office.get(page(letting)).text
    assert office.post(page(letting, "einzug/"), {"steps": ["sign"]}).status_code == 422
    assert Task.objects.count() == 1
