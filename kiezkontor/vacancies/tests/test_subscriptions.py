"""Hearing of rooms on offer by mail: asked for, confirmed behind a link, told once, ended; nothing kept is told."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices.delivery import message_of
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.premises.models import DistrictBuilding, Unit
from kiezkontor.vacancies.actions import subscribing
from kiezkontor.vacancies.models import OfferSubscription
from kiezkontor.vacancies.rules.subscriptions import MOST_OF_AN_ADDRESS, SUBSCRIPTIONS_AN_HOUR
from kiezkontor.vacancies.tasks import tell_subscribers
from kiezkontor.vacancies.tests import builders, exposes, seekers

pytestmark = pytest.mark.django_db
PAGE = "/musterkiez/leerstand/angebote-per-mail/"


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch):
    monkeypatch.setattr("kiezkontor.shared.guard.MIN_SECONDS", 0)


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


def sent(client, **more):
    """The form as a browser sends it."""
    shown = client.get(PAGE).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    return client.post(PAGE, hidden | {"email": "abo@example.org"} | more)


def letters():
    found = list(OutgoingMail.objects.order_by("pk"))
    OutgoingMail.objects.all().delete()
    return found


def link_in(mail):
    return re.search(r"https?://[^/]+(/\S*angebote-per-mail/\S+/)", mail.text)[1]


def offered(kiez, area=60, *groups, rent=743, **details):
    unit = builders.vacant_unit(kiez)
    Unit.objects.filter(pk=unit.pk).update(area_sqm=Decimal(area))
    return exposes.told(kiez, Unit.objects.get(pk=unit.pk), *(groups or exposes.GROUPS), rent_cold=rent, **details)


def told():
    count = tell_subscribers.call()
    found = letters()
    assert count == len(found)
    return found


def test_nothing_goes_out_before_the_address_said_yes_and_then_only_what_is_new(client, kiez):
    assert sent(client, area_min="50").status_code == 302
    (asked,) = letters()
    assert (asked.to, asked.kind) == ("abo@example.org", "own_deed")
    offered(kiez)
    assert told() == []
    link = link_in(asked)
    assert OfferSubscription.objects.get().confirmed_at is None
    client.get(link)
    assert OfferSubscription.objects.get().confirmed_at is None, "opening alone says nothing"
    client.post(link)
    assert told() == [], "what was on offer before stands on the page"
    new = offered(kiez, 70, title="Laden am Platz")
    offered(kiez, 20, title="Zu klein")
    (letter,) = told()
    assert "Laden am Platz" in letter.text
    assert f"/angebote/{new.code.lower()}/" in letter.text
    assert "Zu klein" not in letter.text
    assert told() == [], "once for each room"


def test_several_rooms_of_a_day_come_in_one_mail(kiez):
    seekers.subscription(kiez)
    offered(kiez, title="Erster Laden")
    offered(kiez, title="Zweiter Laden")
    (letter,) = told()
    assert "Erster Laden" in letter.text
    assert "Zweiter Laden" in letter.text
    assert "2 neue Räume" in letter.subject


def test_it_can_be_left_by_the_mail_program_and_by_the_link(client, kiez):
    seekers.subscription(kiez)
    offered(kiez)
    (letter,) = told()
    assert "List-Unsubscribe" in message_of(letter).extra_headers
    link = link_in(letter)
    client.post(link, {"end": "1"})
    assert OfferSubscription.objects.exists(), "saying yes ends nothing"
    assert f'action="{link}beenden/"' in client.get(link).text
    client.post(f"{link}beenden/")
    assert not OfferSubscription.objects.exists()
    assert client.get(link).status_code == 404


def test_who_left_by_the_mail_program_gets_no_more(client, kiez):
    seekers.subscription(kiez)
    offered(kiez)
    (letter,) = told()
    leave = re.search(r"<https?://[^/]+(/[^>]+)>", message_of(letter).extra_headers["List-Unsubscribe"])[1]
    client.post(leave, {"List-Unsubscribe": "One-Click"})
    offered(kiez)
    tell_subscribers.call()
    assert [each.withheld for each in letters()] == ["left"]


@pytest.mark.parametrize(
    ("wanted", "groups", "fits"),
    [
        ({}, ("page",), True),
        ({"area_max": 60}, ("page", "room"), True),
        ({"area_max": 59}, ("page", "room"), False),
        ({"area_min": 50}, ("page",), False),
        ({"rent_max": 830}, ("page", "rent"), True),
        ({"rent_max": 829}, ("page", "rent"), False),
        ({"rent_max": 5000}, ("page",), False),
        ({"street": "Musterstr"}, ("page", "address"), True),
        ({"street": "Hofweg"}, ("page", "address"), False),
        ({"street": "Musterstr"}, ("page",), False),
        ({"kind": "interim"}, ("page",), True),
        ({"kind": "permanent"}, ("page",), True),
        ({"kind": "sale"}, ("page",), False),
    ],
)
def test_what_is_not_released_decides_nothing(kiez, wanted, groups, fits):
    seekers.subscription(kiez, **wanted)
    offered(kiez, 60, *groups)
    assert len(told()) == fits


def test_one_part_of_the_district_alone(kiez):
    part = kiez.sub_locations.create(name="Nordteil", boundary={})
    seekers.subscription(kiez, part=part)
    outside = offered(kiez)
    assert told() == []
    DistrictBuilding.objects.filter(district=kiez, building=outside.case.unit.building).update(sub_location=part)
    assert len(told()) == 1


def test_a_mail_says_nothing_that_is_not_released(kiez):
    seekers.subscription(kiez)
    made = offered(kiez, 60, "page", title="Laden", words="Hell.", rent=7431)
    builders.owner(kiez, made.case.unit, name="Berta Besitz")
    (letter,) = told()
    kept = ("7431", "7.431", "7518", "Erika", "0721 4711", "eigentum.example", "Besitz", "60 m²")
    for word in (*kept, str(made.case.unit.address or made.case.unit)):
        assert word not in letter.text + letter.html + letter.subject, word


def test_the_mail_and_the_own_page_say_what_was_asked_for(client, kiez):
    wanted = {"street": "Musterstraße", "kind": "interim", "area_max": "900"}
    assert sent(client, **wanted).status_code == 302
    (asked,) = letters()
    assert "Musterstraße" not in asked.text, "anybody may have typed that"
    own = client.get(link_in(asked)).text
    client.post(link_in(asked))
    offered(kiez)
    (letter,) = told()
    assert "Straße: Musterstraße · Wie ist es zu haben: Auf Zeit · Fläche bis, in m²: 900" in letter.text
    for said in ("Musterstraße", "Auf Zeit", "900"):
        assert said in own


def test_a_room_that_was_taken_back_is_not_told(kiez):
    seekers.subscription(kiez)
    made = offered(kiez)
    made.releases.update(withdrawn_at=timezone.now(), ended_how="talk")
    assert told() == []


def test_mistakes_are_said(client, kiez):
    for wrong in ({"email": "keine"}, {"email": ""}, {"area_min": "90", "area_max": "50"}, {"rent_max": "viel"}):
        answer = sent(client, **wrong)
        assert answer.status_code == 422, wrong
        assert 'aria-invalid="true"' in answer.text
    assert letters() == []


def test_an_address_gets_no_flood_and_nobody_learns_that_it_is_known(client, kiez):
    for _number in range(MOST_OF_AN_ADDRESS):
        seekers.subscription(kiez, confirmed_at=None, asked_at=timezone.now() - timedelta(days=1))
    assert sent(client).status_code == 302
    assert letters() == []
    for number in range(SUBSCRIPTIONS_AN_HOUR):
        seekers.subscription(kiez, email=f"{number}@example.org")
    assert sent(client, email="neu@example.org").status_code == 422


def test_what_nobody_confirmed_and_what_is_old_is_forgotten(kiez):
    now = timezone.now()
    seekers.subscription(kiez, confirmed_at=None, asked_at=now - timedelta(days=9))
    seekers.subscription(kiez, confirmed_at=now - timedelta(days=800))
    assert subscribing.unconfirmed_over(now - timedelta(days=7)).count() == 1
    assert subscribing.confirmed_over(now - timedelta(days=730)).count() == 1


def test_the_form_begins_with_the_filter_of_the_list_and_the_feed_has_it_too(client, kiez):
    offered(kiez, 60, title="Passt")
    offered(kiez, 200, title="Zu groß")
    offered(kiez, 60, "page", "room", title="Straße nicht genannt")
    offered(kiez, 60, title="Zu kaufen", kind="sale")
    query = "street=Musterstr&amp;kind=interim&amp;area_max=100"
    address = query.replace("&amp;", "&")
    listed = client.get(f"/musterkiez/leerstand/angebote/?{address}").text
    assert f"{PAGE}?{query}" in listed
    form = client.get(f"{PAGE}?{address}").text
    assert 'value="100"' in form
    assert 'value="Musterstr"' in form
    assert '<option value="interim" selected>' in form
    feed = client.get(f"/musterkiez/leerstand/angebote.atom?{address}").text
    assert "Straße nicht genannt" not in feed
    assert "Zu kaufen" not in feed
    assert "Passt" in feed
    assert "Zu groß" not in feed
