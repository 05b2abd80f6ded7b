"""Numbers beside filters, however many entries there are: from one table of counts, from the hits, or from the best."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.directory import access_facets
from kiezkontor.directory.models import Entry
from kiezkontor.directory.rules.facets import Combination, Figures, Variety, facet_counts, figures_of
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.tests.builders import district
from kiezkontor.organisations.models import OpeningInterval, OpeningPattern
from kiezkontor.search import index

BAKERY = {"use": "retail", "category": "shop=bakery", "part": None, "step_free": True, "independent": True}
BAKERY |= {"member": False, "open": False}
BAR = BAKERY | {"use": "gastronomy", "category": "amenity=bar", "independent": False, "member": True}


@pytest.mark.parametrize(
    ("open_patterns", "total", "open_ones", "open_bars"),
    [
        ((), 12, 0, 0),
        ({1}, 12, 3, 0),
        ({1, 2}, 12, 8, 3),
        ({1, 2, 99}, 12, 8, 3),
    ],
)
def test_a_variety_counts_those_that_are_open_by_their_patterns(open_patterns, total, open_ones, open_bars):
    variety = Variety.of(
        [
            (Combination(BAKERY, 3), 1),
            (Combination(BAKERY, 2), 2),
            (Combination(BAKERY, 4), None),
            (Combination(BAR, 3), 2),
        ]
    )
    counts = facet_counts(variety.at(open_patterns), {})
    assert (counts.total, counts.of("open", True)) == (total, open_ones)
    bars = facet_counts(variety.at(open_patterns), {"category": frozenset({"amenity=bar"})})
    assert (bars.total, bars.of("open", True)) == (3, open_bars)
    assert figures_of(variety, open_patterns) == Figures(12, open_ones, independent=9, members=3, with_hours=8)


def test_nothing_has_no_variety():
    variety = Variety.of([])
    assert variety.at({1}) == []
    assert figures_of(variety, {1}) == Figures(0, 0, 0, 0, 0)


@pytest.fixture
def kiez():
    return district("Musterkiez", slug="musterkiez")


def filled(kiez, number):
    draw = random.Random(number)
    now = timezone.now()
    patterns = [OpeningPattern.objects.create(expression=f"Mo {hour}:00-20:00", region="DE-BE") for hour in range(5)]
    for pattern in patterns[:3]:
        hours = timedelta(hours=2)
        OpeningInterval.objects.create(
            pattern=pattern, opens_at=now - hours, closes_at=now + hours, certain=pattern != patterns[2]
        )
    for count in range(number):
        listed(kiez, f"Laden {count}")
    for entry in Entry.objects.all():
        entry.pattern = draw.choice([*patterns, None])
        entry.wheelchair = draw.choice(["yes", "no", "unknown"])
        entry.is_chain, entry.is_member = draw.random() < 0.3, draw.random() < 0.2
        entry.use_class = draw.choice(["retail", "gastronomy"])
        entry.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["", "open=1", "step_free=1&independent=1", "use=retail&open=1", "member=1&use=gastronomy"]
)
def test_the_table_of_counts_says_what_counting_the_entries_says(client, kiez, query):
    filled(kiez, 50)
    now = timezone.now()
    in_turn = facet_counts(access_facets.combinations(Entry.objects.of(kiez), now=now)[0], {})
    variety, _names = access_facets.variety_of(Entry.objects.of(kiez))
    open_ones = OpeningInterval.objects.filter(opens_at__lte=now, closes_at__gt=now, certain=True).values_list(
        "pattern"
    )
    assert facet_counts(variety.at({pattern for (pattern,) in open_ones}), {}) == in_turn
    listing = client.get(f"/musterkiez/verzeichnis/?{query}").context["listing"]
    assert listing.total == listing.entries.count() > 0


@pytest.fixture
def capped(kiez, monkeypatch):
    monkeypatch.setattr(index, "MOST_RANKED", 45)
    filled(kiez, 60)


@pytest.mark.django_db
def test_very_many_hits_are_counted_as_at_least_so_many(client, kiez, capped):
    answer = client.get("/musterkiez/verzeichnis/?q=laden")
    text = answer.content.decode()
    assert "Mehr als 45 Einträge, gezeigt werden 1 bis 40" in text
    assert "+" in {option["count"][-1] for group in answer.context["groups"] for option in group["options"]}
    seen = {
        entry["key"]
        for page in (1, 2)
        for entry in client.get(f"/musterkiez/verzeichnis/?q=laden&page={page}").context["entries"]
    }
    assert len(seen) == 45
    found = client.get("/musterkiez/api/v1/entries?q=laden&sort=best").json()
    assert (found["total"], found["is_at_least"]) == (45, True)


@pytest.mark.django_db
def test_files_and_the_map_hold_all_hits(client, kiez, capped):
    lines = b"".join(client.get("/musterkiez/api/entries.csv?q=laden")).decode().splitlines()
    assert len(lines) == 61
    points = client.get("/musterkiez/karte/eintraege.geojson?q=laden").json()["features"]
    assert len(points) == 60


@pytest.mark.django_db
def test_filters_and_other_orders_reach_all_hits(client, kiez, capped):
    for query in ("use=retail", "open=1&sort=name", "sort=fair", "sort=distance", "use=retail&use=gastronomy"):
        listing = client.get(f"/musterkiez/verzeichnis/?q=laden&{query}").context["listing"]
        assert (listing.is_capped, listing.total) == (False, listing.all_entries.count())
    assert listing.total == 60


@pytest.mark.django_db
def test_reading_on_by_name_meets_all_hits(client, kiez, capped):
    url, read = "/musterkiez/api/v1/entries?q=laden&sort=name&per_page=25", []
    while url:
        page = client.get(url).json()
        read += [row["slug"] for row in page["items"]]
        url = page["next"]
    assert len(read) == len(set(read)) == 60
