import pytest

from kiezkontor.methods.geo import Box, distance_m

BERLIN = (52.5, 13.4)


@pytest.mark.parametrize(
    ("to", "metres"),
    [
        (BERLIN, 0),
        ((52.501, 13.4), 111),
        ((52.499, 13.4), 111),
        ((52.5, 13.401), 68),
        ((52.503, 13.404), 430),
    ],
)
def test_the_way_is_as_long_as_people_walk_it(to, metres):
    assert round(distance_m(BERLIN, to)) == metres


def test_a_box_reaches_as_far_as_asked_in_every_direction():
    lat, lon = BERLIN
    box = Box.around(lat, lon, north_m=400, east_m=300)
    assert round(distance_m(BERLIN, (box.north, lon))) == round(distance_m(BERLIN, (box.south, lon))) == 400
    assert round(distance_m(BERLIN, (lat, box.east))) == round(distance_m(BERLIN, (lat, box.west))) == 300


def test_a_box_that_is_none_is_not_made():
    with pytest.raises(ValueError, match="south <= north"):
        Box(south=53, west=13, north=52, east=14)
