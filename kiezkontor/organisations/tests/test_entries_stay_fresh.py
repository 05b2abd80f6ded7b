"""Once a year owners are asked whether their entry is still right; none twice, and missed nights are made up for."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices.models import OutgoingMail, PersonalLink
from kiezkontor.organisations.actions.freshness import ask_whether_still_right
from kiezkontor.organisations.rules.freshness import months_before
from kiezkontor.organisations.tests import builders

pytestmark = pytest.mark.django_db
CONFIRMED = date(2025, 11, 20)
A_YEAR_LATER = timezone.make_aware(datetime(2026, 11, 20, 6, 15))


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 11, 20), 12, date(2025, 11, 20)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_are_counted_back(day, months, earlier):
    assert months_before(day, months) == earlier


@pytest.fixture
def district():
    return districts.district("Musterkiez", office_email="buero@example.org")


@pytest.fixture
def shop(district):
    return listed(district, "Laden Muster", email="laden@example.org", confirmed_on=CONFIRMED).organisation


def asked(now=A_YEAR_LATER):
    ask_whether_still_right(now=now)
    return list(OutgoingMail.objects.order_by("pk").values_list("to", flat=True))


def test_whoever_looks_after_the_entry_is_asked_once(shop):
    builders.steward(person(email="hanna@example.org"), shop)
    assert asked() == ["hanna@example.org"]
    assert asked() == ["hanna@example.org"]


def test_the_contact_person_or_the_entry_itself_is_asked_where_nobody_looks_after_it(district, shop):
    assert asked() == ["laden@example.org"]
    other = listed(district, "Laden Zwei", email="zwei@example.org", confirmed_on=CONFIRMED + timedelta(days=1))
    builders.contact(other.organisation, district, email="kim@example.org")
    assert asked(A_YEAR_LATER + timedelta(days=1)) == ["laden@example.org", "kim@example.org"]


def test_missed_nights_and_shorter_periods_are_made_up_for(district, shop):
    assert asked(A_YEAR_LATER - timedelta(days=3)) == []
    assert asked(A_YEAR_LATER + timedelta(days=40)) == ["laden@example.org"]
    other = listed(district, "Laden Zwei", email="zwei@example.org", confirmed_on=date(2026, 5, 1))
    district.freshness_months = 6
    district.save()
    assert asked(A_YEAR_LATER + timedelta(days=41)) == ["laden@example.org", other.organisation.email]


def test_an_address_that_takes_no_mail_stops_nobody_else(district, shop):
    bad = listed(district, "Laden Zwei", confirmed_on=CONFIRMED - timedelta(days=9)).organisation
    bad.email = "müller@laden@example.org"
    bad.save()
    assert asked() == ["laden@example.org"]


def test_whoever_wants_quiet_is_not_asked_under_another_hat(district, shop):
    builders.contact(shop, district, email="laden@example.org", do_not_contact_since=date(2026, 1, 1))
    assert asked() == []


@pytest.mark.parametrize(
    "change", [{"do_not_contact_since": date(2026, 1, 1)}, {"confirmed_on": date(2026, 11, 1)}, {"confirmed_on": None}]
)
def test_nobody_is_asked_without_need_or_against_their_will(shop, change):
    for name, value in change.items():
        setattr(shop, name, value)
    shop.save()
    assert asked() == []


def test_a_district_may_ask_nobody(district, shop):
    district.freshness_months = 0
    district.save()
    assert asked() == []


def test_an_entry_of_two_districts_is_asked_about_once(district, shop):
    other = districts.district("Nachbarkiez")
    builders.membership(shop, other)
    assert asked() == ["laden@example.org"]


def test_the_link_confirms_without_signing_in(client, shop):
    asked()
    mail = OutgoingMail.objects.get()
    path = re.search(r"https?://[^/\s]+(/\S+/eintrag/\S+)", mail.text)[1]
    assert "20.11.2025" in mail.text
    page = client.get(path)
    assert "Stimmt noch alles?" in page.text
    assert not page.context["form"]["wants_access"].value()
    client.post(path, {"said_by": "Hanna Muster"})
    shop.refresh_from_db()
    assert shop.confirmed_on == timezone.localdate()
    assert "_auth_user_id" not in client.session
    assert client.post(path, {"said_by": "Hanna Muster"}).status_code == 410


def test_a_broken_address_is_passed_over_and_no_link_is_left_lying_about(district, shop):
    builders.contact(shop, district, email="kim@example.org", do_not_contact_since=date(2026, 1, 1))
    shop.email = ""
    shop.save()
    assert asked() == []
    assert PersonalLink.objects.count() == 0
