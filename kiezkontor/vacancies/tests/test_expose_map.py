"""The drawing of the place of an offered room: streets, names, and no more of the place than is released."""

import re

import pytest

from kiezkontor.vacancies.expose_map import HEIGHT_M, WIDTH_M, sketch
from kiezkontor.vacancies.rules.exposes import blurred

pytestmark = pytest.mark.rules
PLACE = 49.0, 8.4
# A degree of longitude here has about 73 kilometres, one of latitude 111.
EAST_WEST = [[8.39, 49.0], [8.41, 49.0]]


def test_a_street_through_the_place_crosses_the_middle_from_edge_to_edge():
    drawn = sketch([("Musterstraße", [EAST_WEST])], PLACE, is_exact=True)
    assert f'points="0.0,{HEIGHT_M / 2:.1f} {WIDTH_M}.0,{HEIGHT_M / 2:.1f}"' in drawn
    assert f"translate({WIDTH_M / 2:.1f} {HEIGHT_M / 2:.1f}) rotate(0.0)" in drawn
    assert "Musterstraße" in drawn


@pytest.mark.parametrize(
    "lines", [[], [[]], [[[8.4, 49.0]]], [[[8.4, 49.0], [8.4, 49.0]]], [[[9.0, 49.0], [9.1, 49.0]]]]
)
def test_nothing_is_drawn_where_no_street_is(lines):
    assert sketch([("Musterstraße", lines)], PLACE, is_exact=True) == ""


def test_north_is_above_and_names_are_read_from_below_or_the_left():
    north_east = [[8.4, 49.0], [8.401, 49.001]]
    for line in (north_east, north_east[::-1]):
        drawn = sketch([("Musterstraße", [line])], PLACE, is_exact=True)
        (turned,) = re.findall(r"rotate\((-?[\d.]+)\)", drawn)
        assert -60 < float(turned) < -50


def test_short_pieces_have_no_name_and_names_are_no_markup():
    short = [[8.4, 49.0], [8.4003, 49.0]]
    assert "Musterstraße" not in sketch([("Musterstraße", [short])], PLACE, is_exact=True)
    drawn = sketch([('<script>"&', [EAST_WEST])], PLACE, is_exact=True)
    assert "<script" not in drawn
    assert "&lt;script&gt;&quot;&amp;" in drawn


def test_of_a_place_that_is_not_released_the_square_is_drawn():
    places = [(49.0001, 8.4001), (49.0009, 8.4011)]
    drawn = {sketch([("Musterstraße", [EAST_WEST])], blurred(*place), is_exact=False) for place in places}
    assert len(drawn) == 1
    assert "<circle" not in drawn.pop()
