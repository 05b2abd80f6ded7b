"""Who is invited without an account reads the agenda in the mail and behind their link, as far as it is for them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.tasks import follow_the_clock
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.models import Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.districts.tests.builders import role
from kiezkontor.meetings import room
from kiezkontor.meetings.tests import builders
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    """A meeting of a body in a week at six, whose first item of 25 minutes is not for guests."""
    begins = (timezone.localtime() + timedelta(days=7)).replace(hour=18, minute=0, second=0, microsecond=0)
    event = builders.event(districts.district(), kind="body", audience="invited", starts_at=begins)
    builders.item(event, "Mietsachen", is_closed=True, minutes_planned=25)
    builders.item(event, "Lieferzone", minutes_planned=15)
    return event


def mail_to(event, name, **details):
    address = f"{name.split()[0].lower()}@example.org"
    calendar.invitation(event, name, email=address, untold=True, **details)
    follow_the_clock.call()
    return OutgoingMail.objects.get(to=address).text


def page_in(client, text):
    (line,) = [line for line in text.splitlines() if line.endswith("?antwort=ja")]
    return client.get("/" + line.partition("//")[2].partition("/")[2]).text


@pytest.mark.parametrize(("details", "reads_all"), [({}, False), ({"as_what": "body"}, True)])
def test_guests_read_what_is_for_them_and_members_of_the_body_all(event, client, details, reads_all):
    text = mail_to(event, "Gesa Gast", **details)
    assert "Tagesordnung" in text
    assert "2. Lieferzone, ab 18:25 Uhr" in text
    assert ("1. Mietsachen, ab 18:00 Uhr" in text) == reads_all
    page = page_in(client, text)
    assert '<li value="2">' in page
    assert "18:25 Uhr, 15 Minuten" in page
    assert ("Mietsachen" in page) == reads_all


@pytest.mark.parametrize(
    ("details", "reads_all"),
    [({"is_member": True}, True), ({"is_member": False}, False), ({"is_member": True, "as_what": "guest"}, False)],
)
def test_who_is_invited_for_a_member_reads_all_of_a_round(client, details, reads_all):
    district = districts.district()
    shop = organisations.organisation("Papeterie Beispiel")
    if details.pop("is_member"):
        organisations.membership(shop, district)
    event = builders.event(district)
    builders.item(event, "Mietsachen", is_closed=True)
    text = mail_to(event, "Hanna Beispiel", organisation=shop, **details)
    assert ("Mietsachen" in text) == reads_all
    assert ("Mietsachen" in page_in(client, text)) == reads_all


def test_who_is_invited_for_a_member_reads_the_open_part_of_a_body(event, client):
    shop = organisations.organisation("Papeterie Beispiel")
    organisations.membership(shop, event.district)
    text = mail_to(event, "Hanna Beispiel", organisation=shop)
    assert "Mietsachen" not in text + page_in(client, text)


def test_at_a_meeting_of_the_network_members_of_a_body_are_guests(event, client):
    Event.objects.filter(pk=event.pk).update(kind="round")
    event.refresh_from_db()
    text = mail_to(event, "Gesa Gast", as_what="body")
    assert "Lieferzone" in text
    assert "Mietsachen" not in text
    sitting = role(person(email="gesa@example.org"), event.district, Role.Name.BODY_MEMBER).person
    client.force_login(sitting)
    url = district_path(event.district.slug, "calendar:event", event.pk)
    assert ["Mietsachen" in page for page in (page_in(client, text), client.get(url).text)] == [False, False]
    Event.objects.filter(pk=event.pk).update(kind="body")
    assert "Mietsachen" in client.get(url).text


def test_where_nothing_is_planned_or_it_does_not_take_place_there_is_none(event, client):
    text = mail_to(event, "Gesa Gast")
    Event.objects.filter(pk=event.pk).update(stage="cancelled")
    assert "Lieferzone" not in page_in(client, text)
    other = calendar.event(event.district, kind="body")
    assert "Tagesordnung" not in mail_to(other, "Otto Ohne")


def test_the_number_of_an_item_is_the_same_after_checking_in(client):
    event = builders.event(districts.district(), starts_at=timezone.now())
    item = builders.item(event, "Mietsachen", is_closed=True)
    builders.item(event, "Lieferzone")
    token = room.token_of(item.meeting)
    for name in ("checked_in", "follow"):
        text = client.get(district_path(event.district.slug, f"meetings:{name}", token)).text
        assert '<li value="2"' in text
        assert '<li value="1"' not in text
