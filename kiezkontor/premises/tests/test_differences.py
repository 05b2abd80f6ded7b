"""What is news between two readings of a source, and what is only a wider question."""

from collections import Counter
from pathlib import Path

import pytest

from kiezkontor.premises.osm.extract import OsmExtract
from kiezkontor.premises.osm.reader import read
from kiezkontor.premises.rules.differences import Known, differences
from kiezkontor.premises.rules.reading import facts_from_tags
from kiezkontor.premises.rules.scope import Scope, area_around, widened

DATA = Path(__file__).resolve().parents[3] / "demo" / "data"
ALL = Scope()


def known_in(extract: OsmExtract) -> list[Known]:
    return [
        Known(
            place.ref,
            place.kind,
            place.tags.get("name", ""),
            place.categories,
            place.lat,
            place.lon,
            facts_from_tags(place.tags, place.category).as_fields(),
        )
        for place in extract.places
    ]


def shop(ref="node/1", name="Bäckerei Ilmtal", category="shop=bakery", lat=49.0, lon=8.4, **fields):
    return Known(ref, "business", name, (category,), lat, lon, fields)


def vacancy(ref="node/1", lat=49.0, lon=8.4):
    return Known(ref, "vacant", "", ("vacant",), lat, lon)


def test_a_wider_query_of_berlin_mitte_opens_no_shop():
    first, second = (read(DATA / f"berlin-mitte-handel-2026-04-{day}.overpass.json.gz") for day in (26, 29))
    found = differences(known_in(first), known_in(second), seen_then=first.scope, seen_now=second.scope)
    assert Counter(item.kind for item in found) == {"newly_covered": 590, "gone": 1, "changed": 1}
    (changed,) = [item for item in found if item.kind == "changed"]
    assert changed.changes == {"opening_hours": ("", "10:00-04:00")}


def test_a_narrower_query_of_berlin_mitte_closes_no_shop():
    first, second = (read(DATA / f"berlin-mitte-handel-2026-04-{day}.overpass.json.gz") for day in (29, 26))
    found = differences(known_in(first), known_in(second), seen_then=first.scope, seen_now=second.scope)
    assert Counter(item.kind for item in found) == {"no_longer_covered": 590, "new": 1, "changed": 1}


BAKERIES = Scope(frozenset({"shop=bakery"}))
HERE = Scope(None, area_around([(8.4, 49.0)]))
FAR = {"lat": 49.1}


@pytest.mark.parametrize(
    ("then", "now", "seen_then", "seen_now", "kinds"),
    [
        ([shop()], [shop()], ALL, ALL, []),
        ([], [shop()], ALL, ALL, ["new"]),
        ([], [shop()], None, ALL, ["newly_covered"]),
        ([], [shop()], BAKERIES, ALL, ["new"]),
        ([], [vacancy()], BAKERIES, ALL, ["newly_covered"]),
        ([], [shop(category="shop=shoes")], BAKERIES, ALL, ["newly_covered"]),
        ([shop()], [], ALL, ALL, ["gone"]),
        ([shop(category="shop=shoes")], [], ALL, BAKERIES, ["no_longer_covered"]),
        ([shop(**FAR)], [], ALL, HERE, ["no_longer_covered"]),
        ([], [shop(**FAR)], HERE, ALL, ["newly_covered"]),
        ([shop(phone="+491")], [shop(phone="+492")], ALL, ALL, ["changed"]),
        ([shop()], [vacancy()], ALL, ALL, ["changed"]),
        ([shop()], [shop(lat=49.0001)], ALL, ALL, []),
        ([shop()], [shop(lat=49.001)], ALL, ALL, ["moved"]),
        ([shop()], [shop("way/9")], ALL, ALL, ["moved"]),
        ([shop()], [shop("way/9", name="Andere")], ALL, ALL, ["gone", "new"]),
        ([shop()], [shop("way/9", category="shop=shoes")], ALL, ALL, ["gone", "new"]),
        ([shop()], [shop("way/9", lat=49.005)], ALL, ALL, ["moved"]),
        ([shop(is_chain=True)], [shop("way/9", lat=49.005)], ALL, ALL, ["gone", "new"]),
        ([shop()], [shop("way/9", **FAR)], ALL, ALL, ["gone", "new"]),
        ([vacancy()], [vacancy("way/9")], ALL, ALL, ["moved"]),
        ([vacancy()], [vacancy("way/9", lat=49.0003)], ALL, ALL, ["gone", "new"]),
    ],
)
def test_two_states_are_told_apart(then, now, seen_then, seen_now, kinds):
    found = differences(then, now, seen_then=seen_then, seen_now=seen_now)
    assert sorted(item.kind for item in found) == kinds


def test_a_shop_drawn_again_is_not_a_move_on_the_street():
    near, far = shop("way/9", lat=49.0002), shop("way/9", lat=49.005)
    assert differences([shop()], [near], seen_then=ALL, seen_now=ALL)[0].remapped
    assert not differences([shop()], [far], seen_then=ALL, seen_now=ALL)[0].remapped


def test_each_object_is_paired_once_with_the_nearest():
    then = [shop("node/1"), shop("node/2", lat=49.0002)]
    now = [shop("node/3", lat=49.0002), shop("node/4", lat=49.0)]
    found = differences(then, now, seen_then=ALL, seen_now=ALL)
    assert [(item.before.ref, item.after.ref) for item in found if item.before and item.after] == [
        ("node/2", "node/3"),
        ("node/1", "node/4"),
    ]


def test_several_runs_cover_together_what_each_covered():
    assert widened([]) is None
    both = widened([BAKERIES, Scope(frozenset({"shop=shoes"}))])
    assert both is not None
    assert both.categories == frozenset({"shop=bakery", "shop=shoes"})
    assert widened([BAKERIES, ALL]) == ALL
