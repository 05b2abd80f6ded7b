"""What a walk tells OpenStreetMap, as tables."""

from datetime import date
from xml.etree import ElementTree

import pytest

from kiezkontor.premises.rules.counting import business_categories, is_vacant
from kiezkontor.surveys.rules.osm_change import osm_change
from kiezkontor.surveys.rules.osm_out import (
    Claimed,
    MapObject,
    Noted,
    OnStreet,
    Stays,
    Step,
    news_first,
    own_category,
    step_for,
)

DAY, BEFORE = date(2026, 5, 4), date(2026, 4, 1)
SEEN = {"check_date": "2026-05-04"}
PLACE = (52.5, 13.4)
BAKERY = {"shop": "bakery", "name": "Alt", "phone": "+4930", "addr:street": "Weg", "wheelchair": "no"}
HERE = {"addr:street": "Weg", "wheelchair": "no"}


def on_street(occupancy="occupied", **details):
    return OnStreet(1, DAY, occupancy, **({"place": PLACE, "street": "Weg", "number": "1"} | details))


def on_map(tags, organisation=7, ref="node/5"):
    return MapObject(ref, tags, organisation, PLACE)


ADDRESS = {"addr:street": "Weg", "addr:housenumber": "1"}
CLAIM = Claimed("Neu", DAY)
STEPS = [
    (on_street("vacant"), None, "new", {"shop": "vacant"} | ADDRESS),
    (on_street(category="shop=books", name=CLAIM), None, "new", {"shop": "books", "name": "Neu"} | ADDRESS),
    (on_street(category="shop=books", street=""), None, "new", {"shop": "books"}),
    (on_street(occupant=7), BAKERY, "confirmed", BAKERY),
    (on_street("interim_use", occupant=7), BAKERY, "confirmed", BAKERY),
    (on_street(occupant=7, name=CLAIM), BAKERY, "changed", BAKERY | {"name": "Neu"}),
    (
        on_street(occupant=7, category="amenity=cafe"),
        {"shop": "bakery", "cuisine": "cake"},
        "changed",
        {"amenity": "cafe", "cuisine": "cake"},
    ),
    (
        on_street(occupant=7, hours=Claimed("Mo 09:00-12:00", BEFORE), wheelchair=Claimed("no", BEFORE)),
        BAKERY,
        "changed",
        BAKERY | {"opening_hours": "Mo 09:00-12:00", "check_date:opening_hours": "2026-04-01"},
    ),
    (
        on_street(occupant=8, category="shop=books", name=CLAIM),
        BAKERY,
        "taken_over",
        HERE | {"shop": "books", "name": "Neu"},
    ),
    (on_street(occupant=8, category="shop=books"), {"disused:shop": "bakery"}, "taken_over", {"shop": "books"}),
    (on_street("vacant"), BAKERY, "vacant", HERE | {"disused:shop": "bakery"}),
    (on_street("vacant"), {"amenity": "pub", "name": "Alt"}, "vacant", {"disused:amenity": "pub"}),
    (on_street("vacant"), {"tourism": "hotel", "building": "yes"}, "vacant", {"shop": "vacant", "building": "yes"}),
    (on_street("vacant"), {"shop": "vacant"}, "confirmed", {"shop": "vacant"}),
]


@pytest.mark.parametrize(("seen", "tags", "kind", "after"), STEPS)
def test_what_was_seen_becomes_a_step(seen, tags, kind, after):
    step = step_for(seen, None if tags is None else on_map(tags))
    assert isinstance(step, Step)
    assert (step.kind, dict(step.tags)) == (kind, after | SEEN)
    assert is_vacant(step.tags) == (seen.occupancy == "vacant")
    assert bool(business_categories(step.tags)) == (seen.occupancy != "vacant")
    assert step.is_in_file


@pytest.mark.parametrize(
    ("seen", "there", "why"),
    [
        (on_street("used_as_housing"), on_map(BAKERY), Stays.NO_USE),
        (on_street("unknown"), None, Stays.NO_USE),
        (on_street(occupant=8), on_map(BAKERY), Stays.NOT_SEEN),
        (on_street(), on_map(BAKERY), Stays.UNCLEAR),
        (on_street(), None, Stays.NOT_SEEN),
        (on_street(category="shop=vacant"), None, Stays.NOT_SEEN),
        (on_street(category="highway=bus_stop"), None, Stays.NOT_SEEN),
        (on_street("vacant", place=None), None, Stays.NO_PLACE),
        (on_street("vacant"), on_map({"shop": "vacant"} | SEEN), Stays.MAP_IS_NEWER),
        (on_street("vacant"), on_map(BAKERY | {"check_date": "2026-05-05"}), Stays.MAP_IS_NEWER),
    ],
)
def test_what_is_not_ours_to_tell_stays(seen, there, why):
    assert step_for(seen, there) == why


MAP, WALK, OTHER = (
    Noted("shop=bakery", frozenset({occupant}), walked) for occupant, walked in ((7, False), (7, True), (8, True))
)


@pytest.mark.parametrize(
    ("notes", "category"),
    [
        ([], ""),
        ([WALK], "shop=bakery"),
        ([MAP, WALK], ""),
        ([WALK, MAP], "shop=bakery"),
        ([MAP, OTHER], "shop=bakery"),
        ([MAP, Noted("shop=books", frozenset({7}), True)], "shop=books"),
    ],
)
def test_a_category_is_ours_where_a_walk_told_it_first(notes, category):
    assert own_category(notes) == category


HOSTILE = ['"><node id="1"/>', "A & B <b>", "]]>", "nul\x00\x0b\ud800\uffff", "Zeile\nzwei\tdrei", "日本 🍞", "'"]


@pytest.mark.parametrize("name", HOSTILE)
def test_the_file_is_well_formed_whatever_a_sign_says(name):
    new = step_for(on_street(category="shop=books", name=Claimed(name, DAY)), None)
    known = step_for(on_street(occupant=7), on_map({"shop": "books", "name": name}))
    root = ElementTree.fromstring(osm_change([known, new]))
    assert [(block.tag, [node.get("id") for node in block]) for block in root] == [
        ("create", ["-1"]),
        ("modify", ["5"]),
    ]
    assert len(root.findall(".//node")) == 2
    assert not root.findall(".//node/tag/*")
    assert [tag.get("v") for tag in root.findall("create/node/tag[@k='shop']")] == ["books"]


def test_names_arrive_as_they_were_read():
    step = step_for(on_street(category="shop=books", name=Claimed('Tom & "Söhne" <3', DAY)), None)
    root = ElementTree.fromstring(osm_change([step]))
    assert root.find("create/node/tag[@k='name']").get("v") == 'Tom & "Söhne" <3'
    assert (root.tag, root.get("version")) == ("osmChange", "0.6")
    node = root.find("create/node")
    assert (node.get("lat"), node.get("lon"), node.get("version")) == ("52.5000000", "13.4000000", None)


def test_a_known_node_has_the_lowest_version_and_an_area_is_a_task_alone():
    node, way = (step_for(on_street("vacant"), on_map(BAKERY, ref=ref)) for ref in ("node/5", "way/6"))
    root = ElementTree.fromstring(osm_change([node, way]))
    assert [each.get("version") for each in root.iter("node")] == ["1"]
    assert not way.is_in_file


def test_a_value_too_long_for_the_map_is_left_out():
    step = step_for(on_street(category="shop=books", name=Claimed("x" * 256, DAY)), None)
    assert "name" not in step.tags


def test_news_stand_before_what_is_as_it_was():
    confirmed = step_for(on_street(occupant=7), on_map(BAKERY))
    vacant, new = step_for(on_street("vacant"), on_map(BAKERY)), step_for(on_street("vacant"), None)
    assert news_first([confirmed, vacant, new]) == [new, vacant, confirmed]
