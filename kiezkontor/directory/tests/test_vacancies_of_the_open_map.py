from datetime import date

import pytest
from django.test import Client

from kiezkontor.districts.tests.builders import district, field_worker
from kiezkontor.organisations.models import SourceRecord
from kiezkontor.organisations.tests.builders import category, source_run
from kiezkontor.premises.tests.builders import unit, vacant

pytestmark = pytest.mark.django_db
UNITS = "/musterkiez/buero/einheiten/"
MAPPED_ON = date(2026, 1, 1)
SAYS_VACANT = {"shop": "vacant", "was:shop": "bakery"}
ONE_BY_ONE, NOT_TOLD = "Karlstraße 5", "weniger als drei"


@pytest.fixture
def kiez():
    return district(slug="musterkiez")


@pytest.fixture
def office(kiez):
    client = Client()
    client.force_login(field_worker(kiez))
    return client


@pytest.fixture
def on_the_map(kiez):
    """A unit the open map shows as vacant, as an import leaves it."""
    run = source_run(kiez, reference_on=MAPPED_ON)
    bakery = category("shop=bakery", "Bäckerei").pk
    shop = unit(kiez, "5", street_name="Karlstraße", ref="node/5")
    vacant(shop, seen_on=MAPPED_ON, source_run=run, former_category=bakery)
    record(run, SAYS_VACANT)
    return shop


def record(run, tags):
    return SourceRecord.objects.create(source="osm", ref="node/5", tags=tags, first_run=run, last_run=run)


def seen(office, at, occupancy, on="2026-02-01", *, corrects=False):
    latest = at.observations.order_by("-pk").first().pk
    data = {"seen_on": on, "occupancy": occupancy, "since": "unknown", "latest": latest}
    page = f"beobachtungen/{latest}/berichtigen/" if corrects else "gesehen/"
    assert office.post(f"{UNITS}{at.pk}/{page}", data).status_code == 302


def public(client):
    return client.get("/musterkiez/leerstand/").text


@pytest.mark.parametrize(
    ("seeings", "corrects"),
    [
        ([("vacant", "2026-02-01")], False),
        ([("vacant", "2026-01-01")], False),
        ([("vacant", "2026-01-01")], True),
        ([("vacant", "2025-12-01")], False),
        ([("under_works", "2026-02-01"), ("vacant", "2026-03-01")], False),
    ],
    ids=["later", "the same day", "as a correction", "before", "after works"],
)
def test_a_vacancy_on_the_open_map_stays_in_public_when_the_office_confirms_it(
    client, office, on_the_map, seeings, corrects
):
    for occupancy, day in seeings:
        seen(office, on_the_map, occupancy, day, corrects=corrects)
    text = public(client)
    assert ONE_BY_ONE in text
    assert "1. Januar 2026" in text
    assert "Zuletzt: Bäckerei" in text


def test_what_the_office_sees_otherwise_is_not_listed_though_the_map_shows_a_vacancy(client, office, on_the_map):
    seen(office, on_the_map, "under_works")
    assert ONE_BY_ONE not in public(client)


@pytest.mark.parametrize("tags", [{"shop": "bakery"}, None], ids=["used on the map", "not on the map"])
def test_a_vacancy_that_only_the_office_saw_is_never_listed_one_by_one(client, kiez, office, tags):
    shop = unit(kiez, "5", street_name="Karlstraße", ref="node/5")
    run = source_run(kiez)
    vacant(shop, seen_on=date(2025, 12, 1))
    if tags:
        record(run, tags)
    seen(office, shop, "vacant")
    text = public(client)
    assert ONE_BY_ONE not in text
    assert NOT_TOLD in text


def test_the_record_of_another_source_shows_nothing_on_the_map(client, kiez, office):
    shop = unit(kiez, "5", street_name="Karlstraße", ref="node/5")
    vacant(shop)
    record(source_run(kiez), SAYS_VACANT)
    SourceRecord.objects.update(source="table")
    assert ONE_BY_ONE not in public(client)
