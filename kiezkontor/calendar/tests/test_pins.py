"""Places without a house: pointed at on the map by the office, and shown wherever the event is."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.actions.events import change_event
from kiezkontor.calendar.actions.series import change_series
from kiezkontor.calendar.models import Event, Series
from kiezkontor.calendar.tests import builders
from kiezkontor.calendar.tests.inviting import mails
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db

SQUARE, PARK = (52.47, 13.42), (52.471, 13.421)
HOUSE = (52.4702, 13.4203)
FAR = (53.55, 9.99)
AT = datetime(2099, 5, 12, 15, tzinfo=UTC)


def pinned(at):
    return {"lat": at[0], "lon": at[1]}


def spot(event):
    return event.lat, event.lon


def filled(office, address):
    form = office.get(address).context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in said.items() if value not in (None, False, "")}


def house(kiez, number="7"):
    found = premises.unit(kiez, number, street_name="Karlstraße", postcode="12049", city="Berlin")
    type(found.building).objects.filter(pk=found.building_id).update(**pinned(HOUSE))
    return found


def form_of(kiez, **details):
    on = timezone.localdate() + timedelta(days=14)
    own = {"title": "Kiezfest", "kind": "public", "audience": "public", "on": on.isoformat(), "begins": "15:00"}
    return own | {"place": "Marktplatz", "hold_hours": 24} | details


def planned(kiez, office, **details):
    return office.post(f"/{kiez.slug}/buero/kalender/neu/", form_of(kiez, **details))


def change_address(event):
    return f"/{event.district.slug}/buero/kalender/{event.pk}/aendern/"


def on_map(kiez):
    found = json.loads(Client().get(f"/{kiez.slug}/kalender/karte/termine.geojson").content)
    return [feature["geometry"]["coordinates"] for feature in found["features"]]


def test_an_event_on_a_square_has_its_pin_on_the_map_in_calendars_and_for_search_engines(kiez, office):
    assert planned(kiez, office, **pinned(SQUARE)).status_code == 302
    event = Event.objects.get()
    page, ics = f"/{kiez.slug}/kalender/{event.pk}/", f"/{kiez.slug}/kalender/{event.pk}/termin.ics"
    assert (on_map(kiez), Client().get(page).status_code, Client().get(ics).status_code) == ([], 404, 404), "planned"
    office.post(f"/{kiez.slug}/buero/kalender/{event.pk}/ankuendigen/")
    assert on_map(kiez) == [[SQUARE[1], SQUARE[0]]]
    script = re.search(r"<script type=\"application/ld\+json\">(.*?)</script>", Client().get(page).text)
    assert script
    geo = {"@type": "GeoCoordinates", "latitude": SQUARE[0], "longitude": SQUARE[1]}
    assert json.loads(script[1])["location"]["geo"] == geo
    assert "GEO:52.47;13.42" in Client().get(ics).text
    change_event(event.pk, values={"audience": "invited", "is_confidential": True}, by=builders.office_of(kiez))
    assert (on_map(kiez), Client().get(page).status_code, Client().get(ics).status_code) == ([], 404, 404)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (pinned(FAR), "lat"),
        ({"lat": SQUARE[0]}, "lat"),
        (pinned(SQUARE) | {"place": ""}, "place"),
    ],
)
def test_a_pin_lies_in_the_district_has_two_numbers_and_a_name(kiez, office, details, field):
    answer = planned(kiez, office, **details)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Event.objects.exists()


def test_the_map_to_point_on_is_folded_until_there_is_a_pin_and_its_numbers_can_be_typed(kiez, office):
    event = builders.event(kiez, place="Marktplatz")
    page = office.get(change_address(event)).text
    assert re.search(r'<details class="more-fields" data-map-script="[^"]+">', page)
    assert 'data-pick-lat="id_lat"' in page
    assert (page.count('name="lat"'), page.count('name="lon"')) == (1, 1)
    assert "map.css" in page
    change_event(event.pk, values=pinned(SQUARE), by=builders.office_of(kiez))
    assert re.search(
        r'<details class="more-fields" data-map-script="[^"]+" open>', office.get(change_address(event)).text
    )


def test_the_place_of_a_house_is_no_pin_so_that_another_place_does_not_keep_it(kiez, office):
    house(kiez)
    event = builders.event(kiez, starts_at=AT, place="Bäckerei", address="Karlstraße 7")
    assert spot(event) == HOUSE
    said = filled(office, change_address(event))
    assert "lat" not in said
    office.post(change_address(event), said)
    event.refresh_from_db()
    assert (spot(event), event.version) == (HOUSE, 1), "nothing was changed"
    office.post(change_address(event), said | {"place": "Marktplatz", "address": ""})
    event.refresh_from_db()
    assert spot(event) == (None, None)


def test_a_pin_stays_with_its_place_and_who_moves_it_is_noted_without_mails(kiez, office):
    event = builders.event(kiez, starts_at=AT, place="Marktplatz", **pinned(SQUARE))
    builders.answer(event, "Anna", email="anna@example.org")
    mails()
    by = builders.office_of(kiez)
    change_event(event.pk, values={"text": "Mit Musik", "address": ""}, by=by)
    event.refresh_from_db()
    assert spot(event) == SQUARE
    office.post(change_address(event), filled(office, change_address(event)) | pinned(PARK))
    before = event.sequence
    event.refresh_from_db()
    assert (spot(event), event.sequence) == (PARK, before + 1)
    assert AuditEntry.objects.filter(verb="event.changed").latest("pk").detail["fields"] == ["place"]
    assert mails() == []
    office.post(change_address(event), filled(office, change_address(event)) | {"address": "Am Markt"})
    event.refresh_from_db()
    assert spot(event) == PARK


def test_events_take_the_pin_of_their_series_or_the_house_of_their_host(kiez, office):
    bakery = organisations.organisation("Bäckerei")
    organisations.membership(bakery, kiez)
    premises.used(house(kiez), bakery)
    series = builders.series(kiez, place="Marktplatz", **pinned(SQUARE))
    first, second = series.events.order_by("starts_at")[:2]
    assert {spot(event) for event in series.events.all()} == {SQUARE}
    change_event(first.pk, values=pinned(PARK), by=builders.office_of(kiez))
    address = f"/{kiez.slug}/buero/kalender/reihen/{series.pk}/aendern/"
    said = filled(office, address)
    assert (said["lat"], said["lon"]) == SQUARE
    noted = AuditEntry.objects.filter(verb="event.changed")
    before = noted.count()
    assert office.post(address, said).status_code == 302
    assert noted.count() == before, "nothing was changed"
    gone = {name: value for name, value in said.items() if name not in {"place", "lat", "lon"}}
    assert office.post(address, gone | {"host_1": bakery.pk}).status_code == 302
    second.refresh_from_db()
    first.refresh_from_db()
    assert (spot(second), second.place, spot(first)) == (HOUSE, "Bäckerei", PARK)


def test_a_series_in_a_house_is_at_its_place_and_follows_another_address(kiez):
    house(kiez)
    series = builders.series(kiez, place="Bäckerei", address="Karlstraße 7")
    assert {spot(event) for event in series.events.all()} == {HOUSE}
    by = builders.office_of(kiez)
    change_series(series.pk, values={"minutes": 30}, hosts=[], by=by)
    assert {spot(event) for event in series.events.all()} == {HOUSE}
    change_series(series.pk, values={"place": "Marktplatz", "address": ""}, hosts=[], by=by)
    assert {spot(event) for event in series.events.all()} == {(None, None)}


def test_events_of_a_series_planned_before_there_were_pins_keep_their_house(kiez):
    house(kiez)
    series = builders.series(kiez, place="Bäckerei", address="Karlstraße 7")
    Series.objects.update(lat=None, lon=None)
    change_series(series.pk, values={"text": "Mit Kaffee"}, hosts=[], by=builders.office_of(kiez))
    assert {spot(event) for event in series.events.all()} == {HOUSE}
