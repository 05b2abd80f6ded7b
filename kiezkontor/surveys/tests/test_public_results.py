"""Anybody reads what a published round came to, and never what would tell of single units."""

import csv
import hmac
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from kiezkontor.directory.access_vacancies import vacancies
from kiezkontor.districts.models import District
from kiezkontor.districts.tests.builders import district
from kiezkontor.organisations.models import SourceRecord
from kiezkontor.organisations.tests.builders import source_run
from kiezkontor.premises.actions.observations import Sighting, add_observation
from kiezkontor.premises.models import Unit
from kiezkontor.surveys.actions.rounds import go
from kiezkontor.surveys.rules.suppression import flows_of
from kiezkontor.surveys.snapshots import recorded_in
from kiezkontor.surveys.tests.test_suppression_rules import SMALL, Attacker
from kiezkontor.surveys.tests.walks import FIRST, OFFICE, SECOND, freeze

pytestmark = pytest.mark.django_db
ROUND = "/kiez/bestandsaufnahme/2/"


def street(name, **counts):
    rows = []
    for what, count in counts.items():
        for _nth in range(count):
            state = f";{what};;occupied;" if what not in {"vacant", "unknown"} else f";;;{what};"
            who = f"{name} {len(rows)}" if what not in {"vacant", "unknown"} else ""
            rows.append(f"{name};{len(rows) + 1};;{who}{state}")
    return rows


BEFORE = [
    *street("Allerstr.", retail=9, vacant=1),
    *street("Weserstr.", retail=6, gastronomy=7, vacant=4, unknown=2),
    *street("Okerstr.", local_economy=12, vacant=5),
    *street("Gasse", retail=1, vacant=1),
]
AFTER = [
    *street("Allerstr.", retail=7, vacant=3),
    *street("Weserstr.", retail=6, gastronomy=5, vacant=7, unknown=1),
    *street("Okerstr.", local_economy=12, vacant=5),
    *street("Gasse", retail=2),
]


@pytest.fixture
def published_twice(walked):
    walked(1, FIRST, *BEFORE)
    walked(2, SECOND, *AFTER)
    return freeze(1, publish=True), freeze(2, publish=True)


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_visitor_finds_the_figures(client, published_twice):
    assert "Was in den Läden ist" in page(client, "/kiez/bestandsaufnahme/")
    shown = page(client, ROUND)
    for words in ("Was am 1. Februar 2018 in den Läden war", "48 Läden und Räume", "Okerstraße", "<svg"):
        assert words in shown
    assert "Gasse" not in shown
    assert "What was in the shops on" in page(client, "/kiez/en/bestandsaufnahme/2/")
    assert 'href="/kiez/bestandsaufnahme/"' in page(client, "/kiez/")
    assert ROUND in page(client, "/kiez/sitemap.xml")


def test_nobody_is_named_and_nobody_counted_alone(client, published_twice):
    everything = [page(client, ROUND), client.get(f"{ROUND}zahlen.json").content.decode()]
    everything.append(client.get(f"{ROUND}zahlen.csv").content.decode())
    for text in everything:
        assert "Weserstr. 3" not in text
        assert "Gasse" not in text
    told = json.loads(everything[1])
    numbers = [line["units"] for line in told["use_structure"]]
    numbers += [row[name] for row in told["by_street"] for name in ("units", "vacant")]
    assert not SMALL & set(numbers)
    rows = list(csv.DictReader(StringIO(everything[2].removeprefix("\ufeff")), delimiter=";"))
    assert rows[0] == {
        "round": "2",
        "reference_date": "2018-02-01",
        "sub_location": "",
        "street": "",
        "line": "all",
        "units": "48",
    }
    assert not SMALL & {int(row["units"]) for row in rows}


def test_nobody_works_out_what_is_hidden(client, published_twice):
    """Everything that is public of both rounds, as the files give it, against the web of sums."""
    for survey_round in published_twice:
        rows = recorded_in(survey_round)
        told = client.get(f"/kiez/bestandsaufnahme/{survey_round.number}/zahlen.json").json()
        shown = {("part", ""): told["units"]}
        shown |= {("whole", line["class"]): line["units"] for line in told["use_structure"]}
        shown |= {("street", "", row["street"]): row["units"] for row in told["by_street"]}
        shown |= {("vacant_in", "", row["street"]): row["vacant"] for row in told["by_street"]}
        shown = {key: value for key, value in shown.items() if value is not None}
        true = {flow.key: flow.value for flow in flows_of(rows)}
        assert {key: value for key, value in shown.items() if true[key] != value} == {}
        found = Attacker(rows, shown).think().found_out
        assert {key: value for key, value in found.items() if value in SMALL} == {}


def test_changes_under_three_are_not_told(client, published_twice):
    told = client.get(f"{ROUND}zahlen.json").json()
    assert (told["since_round"], told["openings"], told["closures"], told["moves"]) == (1, None, None, None)


def test_the_checksum_tells_nothing_to_who_tries_out_what_is_hidden(client, published_twice):
    """Guessing goes over all that was frozen; only the office has the salt, and shows with it what was published."""
    found = published_twice[1]
    told = client.get(f"{ROUND}zahlen.json").json()["checksum"]
    public = [told, page(client, ROUND)]
    assert not [text for text in public if found.checksum.removeprefix("sha256:") in text or found.salt in text]
    assert told in public[1]
    out = StringIO()
    call_command("round", "--district", "kiez", "--number", "2", "--proof", stdout=out)
    proof = json.loads(out.getvalue())
    keyed = hmac.new(proof["salt"].encode(), proof["checksum"].encode(), "sha256").hexdigest()
    assert (proof["intact"], f"hmac-sha256:{keyed}") == (True, told)
    assert published_twice[0].salt != found.salt


def test_the_list_of_vacant_units_says_no_more_than_the_round(client, published_twice):
    """A unit that the office finds vacant afterwards would be the difference between both."""
    shown = page(client, "/kiez/leerstand/")
    assert "1. Februar 2018" in shown
    told = client.get(f"{ROUND}zahlen.json").json()
    kiez, unit = District.objects.get(), Unit.objects.filter(street_name="Allerstraße").first()
    later = SECOND + timedelta(days=30)
    add_observation(unit, Sighting("vacant", (None, later)), seen_on=later, district=kiez, by=OFFICE)
    assert page(client, "/kiez/leerstand/") == shown
    vacant = {row["street"]: row["vacant"] for row in told["by_street"]}
    listed = vacancies(kiez, on=SECOND + timedelta(days=31)).others.parts
    assert listed
    assert {street: count for street, count in listed.items() if vacant[street] != count} == {}
    go(published_twice[1], "frozen", by=OFFICE)
    go(published_twice[0], "frozen", by=OFFICE)
    assert "1. Februar 2018" not in page(client, "/kiez/leerstand/")


def test_a_vacancy_that_the_open_map_shows_is_known_as_such_in_the_round(walked):
    walked(1, FIRST, *BEFORE)
    empty = Unit.objects.filter(street_name="Allerstraße", spells__occupancy="vacant").get()
    Unit.objects.filter(pk=empty.pk).update(ref="node/1")
    run = source_run(District.objects.get(), kind="osm")
    SourceRecord.objects.create(source="osm", ref="node/1", tags={"shop": "vacant"}, first_run=run, last_run=run)
    frozen = freeze(1)
    assert list(frozen.frozen_units.filter(is_listed=True).values_list("unit", flat=True)) == [empty.pk]


def test_what_is_taken_back_is_gone_at_once(client, published_twice):
    assert client.get(ROUND).status_code == 200
    go(published_twice[1], "frozen", by=OFFICE)
    for path in (ROUND, f"{ROUND}zahlen.csv", f"{ROUND}zahlen.json"):
        assert client.get(path).status_code == 404
    assert "1. Februar 2018" not in page(client, "/kiez/bestandsaufnahme/")
    assert ROUND not in page(client, "/kiez/sitemap.xml")


def test_a_round_that_is_only_frozen_is_not_public(client, walked):
    walked(1, FIRST, *BEFORE)
    freeze(1)
    assert client.get("/kiez/bestandsaufnahme/1/").status_code == 404
    assert "Noch nichts veröffentlicht" in page(client, "/kiez/bestandsaufnahme/")


def test_a_district_without_a_walk_says_so(client):
    district("Leerkiez", slug="leerkiez")
    assert "Noch nichts veröffentlicht" in page(client, "/leerkiez/bestandsaufnahme/")
