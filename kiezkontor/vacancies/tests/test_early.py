"""Signs of coming vacancies: for the coordination alone, on the desk three months before, a case in one tap."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import EDITOR
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.retention import forget
from kiezkontor.premises.tests import builders as premises
from kiezkontor.vacancies.models import EarlyWarning, VacancyCase
from kiezkontor.vacancies.rules.early import USUALLY, shown_from, vacant_from
from kiezkontor.vacancies.tests import builders

pytestmark = pytest.mark.django_db
LIST = "/musterkiez/buero/leerstand/fruehwarnung/"
TODAY = date(2026, 5, 1)


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(districts.coordinator(kiez))
    return client


@pytest.mark.parametrize(
    ("on", "day"), [(None, TODAY + USUALLY), (date(2026, 9, 1), date(2026, 9, 1)), (date(2026, 1, 1), TODAY)]
)
def test_a_vacancy_is_expected_from_the_day_of_its_sign_and_never_in_the_past(on, day):
    assert vacant_from(on, today=TODAY) == day


def test_a_sign_stands_on_the_desk_from_three_months_before(office, kiez):
    today = timezone.localdate()
    builders.warning(kiez, premises.unit(kiez, "1"), on=today + timedelta(days=80))
    builders.warning(kiez, premises.unit(kiez, "2"), on=today + timedelta(days=120))
    builders.warning(kiez, premises.unit(kiez, "3"))
    desk = office.get("/musterkiez/buero/").text
    assert "Frühwarnung Musterstraße 1: der Mietvertrag läuft aus" in desk
    assert "Musterstraße 2" not in desk
    assert "Musterstraße 3" not in desk
    listed = office.get(LIST).text
    assert listed.index("Musterstraße 1") < listed.index("Musterstraße 2") < listed.index("Musterstraße 3")
    assert shown_from(today + timedelta(days=91)) == today


def test_a_sign_becomes_an_expected_vacancy_in_one_tap(office, kiez):
    unit = premises.unit(kiez, "1")
    premises.used(unit, occupancy="occupied")
    day = timezone.localdate() + timedelta(days=50)
    office.post(f"{LIST}neu/{unit.pk}/", {"kind": "lease_end", "on": day.isoformat(), "note": "Sagt sie selbst."})
    warning = EarlyWarning.objects.get()
    assert "Sagt sie selbst." in office.get(LIST).text
    answer = office.post(f"{LIST}{warning.pk}/erwarten/")
    case = VacancyCase.objects.get()
    assert answer["Location"].endswith(f"/leerstand/{case.pk}/")
    assert (case.expected_from, case.unit) == (day, unit)
    assert "Sagt sie selbst." not in office.get(LIST).text
    again = office.post(f"{LIST}{warning.pk}/erwarten/", follow=True)
    assert "inzwischen" in again.text
    assert VacancyCase.objects.count() == 1


def test_what_is_over_is_dealt_with(office, kiez):
    warning = builders.warning(kiez)
    office.post(f"{LIST}{warning.pk}/erledigt/")
    assert EarlyWarning.objects.get().settled_at is not None
    assert not VacancyCase.objects.exists()


def test_nobody_else_reads_a_sign(client, kiez):
    builders.warning(kiez, note="Will aufhören", on=timezone.localdate())
    client.force_login(districts.role(person(), kiez, EDITOR).person)
    assert client.get(LIST).status_code == 403
    assert "Frühwarnung" not in client.get("/musterkiez/buero/").text


def test_signs_are_forgotten_a_year_after_they_are_over(kiez):
    long_ago = timezone.now() - timedelta(days=400)
    builders.warning(kiez, settled_at=long_ago)
    builders.warning(kiez, on=long_ago.date())
    builders.warning(kiez, noted_at=long_ago)
    kept = builders.warning(kiez, noted_at=long_ago, on=timezone.localdate())
    forget(now=timezone.now())
    assert list(EarlyWarning.objects.all()) == [kept]
