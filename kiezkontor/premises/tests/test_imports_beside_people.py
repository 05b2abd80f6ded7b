"""People go on editing while the differences of an import are decided or a table is read: their word stays."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event, Thread
from unittest.mock import patch

import pytest
from django.db import connection, transaction

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.actions.editing import edit_organisation, join_network, values_of
from kiezkontor.organisations.models import Organisation
from kiezkontor.premises.actions.imports import decide, import_osm, import_table
from kiezkontor.premises.imports import decisions, store, table_units
from kiezkontor.premises.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)

OFFICE = system_viewer("import")
TODAY = date(2026, 11, 21)


@contextmanager
def being_saved(edit: Callable[[], object]) -> Iterator[None]:
    """Somebody's edit is written, and committed a second after what stands inside has begun.

    SQLite lets one begin when the other has ended.
    """
    if connection.vendor == "sqlite":
        edit()
        yield
        return
    written, others_wait = Event(), Event()

    def save() -> None:
        try:
            with transaction.atomic():
                edit()
                written.set()
                others_wait.wait(1)
        finally:
            connection.close()

    colleague = Thread(target=save)
    colleague.start()
    assert written.wait(20)
    try:
        yield
    finally:
        others_wait.set()
        colleague.join()


def shop(number=1, **tags):
    tags = {"shop": "bakery", "name": "Bäckerei Ilmtal", "addr:street": "Karlstraße", "addr:housenumber": "1"} | tags
    return {"type": "node", "id": number, "lat": 49.0, "lon": 8.4, "tags": tags}


@pytest.fixture
def import_of(tmp_path):
    def run(day, number=1, **tags):
        file = tmp_path / f"answer-{day}.json"
        osm3s = {"timestamp_osm_base": f"2026-03-{day:02}T08:00:00Z"}
        file.write_text(json.dumps({"osm3s": osm3s, "elements": [shop(number, **tags)]}), encoding="utf-8")
        import_osm(file, slug="kiez", state="BW", municipality="Karlsruhe", by=OFFICE, today=TODAY)
        return District.objects.get()

    return run


def telephone_by_hand(district, number):
    organisation = Organisation.objects.get()
    seen = values_of(organisation)
    edit_organisation(
        organisation.pk, values=seen | {"phone": number}, seen=seen, basis="owner", said_on=TODAY, district=district,
        by=OFFICE,
    )  # fmt: skip


def test_a_number_entered_while_its_difference_is_accepted_stays(import_of):
    import_of(1, phone="0721 111111")
    district = import_of(2, phone="0721 222222", website="beispiel.de")
    with being_saved(lambda: telephone_by_hand(district, "+49721999999")):
        decide(district, "accepted", by=OFFICE)
    organisation = Organisation.objects.get()
    assert (organisation.phone, organisation.website) == ("+49721999999", "https://beispiel.de")


def test_a_membership_begins_while_new_entries_are_stored(import_of):
    """Both would otherwise wait for each other: one for the district, one for the entry."""
    district = import_of(1)
    store_all, joined = store._store, []

    def join():
        joined.append(join_network(Organisation.objects.get(), district=district, from_on=TODAY, by=OFFICE))

    def meanwhile(*args, **options):
        if connection.vendor == "sqlite":
            join()
        else:
            colleague = Thread(target=lambda: (join(), connection.close()))
            colleague.start()
            colleague.join(10)
        assert joined
        return store_all(*args, **options)

    with patch("kiezkontor.premises.imports.store._store", meanwhile):
        import_of(2, number=2, name="Backstube Saale")
        decide(district, "accepted", by=OFFICE)
    assert set(Organisation.objects.values_list("name", "memberships__from_on")) == {
        ("Bäckerei Ilmtal", TODAY),
        ("Backstube Saale", None),
    }


def test_an_accepted_difference_writes_only_what_it_says(import_of):
    import_of(1, phone="0721 111111")
    district = import_of(2, phone="0721 222222", **{"addr:housenumber": "1a"})
    look_up = decisions.shelves_for

    def meanwhile(*args):
        Organisation.objects.update(access_note="Klingel links")
        Unit.objects.update(position="left")
        return look_up(*args)

    with patch("kiezkontor.premises.imports.decisions.shelves_for", meanwhile):
        decide(district, "accepted", by=OFFICE)
    organisation, unit = Organisation.objects.get(), Unit.objects.get()
    assert (organisation.phone, organisation.access_note) == ("+49721222222", "Klingel links")
    assert (unit.house_number, unit.position) == ("1A", "left")


@pytest.fixture
def table(tmp_path):
    def run(day, number, phone):
        district = District.objects.first() or districts.district("Kiez", slug="kiez")
        file, mapping = tmp_path / f"{day}.csv", tmp_path / "mapping.json"
        mapping.write_text('{"phone": "phone"}', encoding="utf-8")
        heading = "street;number;name;occupancy;position;phone"
        file.write_text(f"{heading}\nKarlstr.;1;Ilmtal;occupied;{number};{phone}", encoding="utf-8")
        import_table(file, slug="kiez", by=OFFICE, on=date(2026, 3, day), mapping=mapping)
        return district

    return run


def test_a_number_entered_while_a_table_is_read_stays(table):
    district = table(1, "", "")
    with being_saved(lambda: telephone_by_hand(district, "+49721999999")):
        table(2, "", "0721 111111")
    assert Organisation.objects.get().phone == "+49721999999"


def test_what_people_entered_since_a_table_was_opened_stays(table):
    table(1, "", "")
    look_up = table_units.load

    def meanwhile(*args):
        loaded = look_up(*args)
        Organisation.objects.update(access_note="Klingel links", website="https://ilmtal.example")
        Unit.objects.update(position="courtyard")
        return loaded

    with patch("kiezkontor.premises.imports.table_units.load", meanwhile):
        table(2, "left", "0721 111111")
    organisation, unit = Organisation.objects.get(), Unit.objects.get()
    assert (organisation.phone, organisation.access_note) == ("+49721111111", "Klingel links")
    assert (organisation.website, unit.position) == ("https://ilmtal.example", "courtyard")
