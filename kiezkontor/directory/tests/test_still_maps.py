import pytest

from kiezkontor.directory.rules.teaser import where_most_are
from kiezkontor.methods.geo import Box

WHOLE = Box(south=47.0, west=11.0, north=48.0, east=12.0)
TOWN = [(47.5 + step / 1000, 11.5 + step / 500) for step in range(50)]


def test_a_town_is_drawn_where_its_shops_are_and_not_with_all_its_woods():
    drawn = where_most_are([*TOWN, (47.01, 11.99)], WHOLE)
    assert (drawn.south, drawn.north) == pytest.approx((47.496, 47.553), abs=0.001)
    assert (drawn.west, drawn.east) == pytest.approx((11.493, 11.607), abs=0.001)
    assert not drawn.contains(47.01, 11.99)


def test_with_few_entries_the_whole_district_is_drawn():
    assert where_most_are(TOWN[:11], WHOLE) == WHOLE
    assert where_most_are([], WHOLE) == WHOLE
