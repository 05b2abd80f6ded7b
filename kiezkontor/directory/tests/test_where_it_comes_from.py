"""What a profile says of where its facts come from, and what the office changed of them."""

import re
from datetime import date

import pytest
from django.test import Client

from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.tests.builders import coordinator, district
from kiezkontor.organisations.models import SourceRecord
from kiezkontor.organisations.tests.builders import source_run

pytestmark = pytest.mark.django_db
FROM_OSM = "Aus OpenStreetMap, Stand 16. Februar 2026, vom Betrieb noch nicht bestätigt."


@pytest.fixture
def kiez():
    return district(slug="musterkiez")


@pytest.fixture
def baker(kiez):
    entry = listed(kiez, "Bäckerei Ähre", hours="Mo-Fr 07:00-18:30", phone="+49301234567")
    run = source_run(kiez, reference_on=date(2026, 2, 16))
    SourceRecord.objects.create(
        source="osm", ref="node/1", organisation=entry.organisation, first_run=run, last_run=run
    )
    return entry


@pytest.fixture
def office(kiez):
    client = Client()
    client.force_login(coordinator(kiez))
    return client


def change(office, entry, *, basis="owner", said_on="2026-03-03", **values):
    url = f"/musterkiez/buero/eintraege/{entry.organisation_id}/bearbeiten/"
    form = office.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"basis": basis, "said_on": said_on} | values
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    assert office.post(url, sent).status_code == 302


def is_called_independent(client, entry):
    profile = client.get(f"/musterkiez/verzeichnis/{entry.slug}/").text.partition('<ul class="marks">')[2]
    front = client.get("/musterkiez/").text.partition('class="card"')[2]
    found = {"Unabhängig" in marks.partition("</ul>")[0] for marks in (profile, front)}
    assert len(found) == 1
    return found.pop()


def told(client, entry):
    text = client.get(f"/musterkiez/verzeichnis/{entry.slug}/").text
    about = text.partition("Zu diesem Eintrag</h2>")[2].partition("</section>")[0]
    return re.findall(r"<p>([^<]+)</p>", about)


def test_without_a_change_the_source_alone_is_named(client, baker):
    assert told(client, baker) == [FROM_OSM]


def test_what_the_office_changed_is_named_with_its_day_and_how_it_is_known(client, office, baker):
    change(office, baker, opening_hours="Mo-Fr 07:00-17:00", phone="030 998877")
    change(office, baker, basis="observation", said_on="2026-04-04", wheelchair="yes")
    assert told(client, baker) == [
        FROM_OSM,
        "Vom Büro vor Ort eingetragen: Zugang, vor Ort gesehen am 4. April 2026.",
        "Vom Büro vor Ort eingetragen: Öffnungszeiten, Telefon, nach Auskunft des Betriebs vom 3. März 2026.",
    ]


def test_what_is_not_public_is_not_named(client, office, baker):
    change(office, baker, email="ofen@example.org", is_sole_trader="on")
    assert told(client, baker) == [FROM_OSM]
    change(office, baker, phone="030 998877")
    assert told(client, baker) == [FROM_OSM]


def test_a_confirmation_speaks_for_what_was_entered_before(client, office, baker):
    change(office, baker, opening_hours="Mo-Fr 07:00-17:00")
    baker.organisation.refresh_from_db()
    baker.organisation.confirmed_on = date(2026, 3, 5)
    baker.organisation.save()
    assert told(client, baker) == ["Bestätigt am 5. März 2026."]
    change(office, baker, said_on="2026-04-04", basis="public_source", opening_hours="Mo-Fr 07:00-16:00")
    assert told(client, baker) == [
        "Bestätigt am 5. März 2026.",
        "Vom Büro vor Ort eingetragen: Öffnungszeiten, aus öffentlicher Quelle, Stand 4. April 2026.",
    ]


def test_what_the_map_tells_of_without_a_brand_is_called_independent(client, baker):
    assert is_called_independent(client, baker)


def test_a_chain_is_not_called_independent(client, office, baker):
    change(office, baker, is_chain="on")
    assert not is_called_independent(client, baker)


def test_nobody_calls_independent_what_was_only_noted_down(client, kiez, office):
    entry = listed(kiez, "Bäckerei Ähre")
    assert not is_called_independent(client, entry)
    office.post(f"/musterkiez/buero/eintraege/{entry.organisation_id}/bestaetigen/")
    assert is_called_independent(client, entry)


def test_the_office_may_say_that_something_is_no_chain(client, kiez, office):
    entry = listed(kiez, "Bäckerei Ähre")
    change(office, entry, is_chain="on")
    assert not is_called_independent(client, entry)
    change(office, entry, is_chain=False)
    assert is_called_independent(client, entry)
