import re

from kiezkontor.districts.outline import MARGIN, WIDTH, outline

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[13.40, 52.46], [13.44, 52.46], [13.44, 52.48], [13.40, 52.48], [13.40, 52.46]]],
}


def places(path):
    return [tuple(map(int, pair)) for pair in re.findall(r"(-?\d+) (-?\d+)", path)]


def test_north_is_up_and_shapes_are_kept():
    drawn = outline(SQUARE, [], [])
    assert drawn is not None
    corners = places(drawn.boundary)
    assert corners[0] == (MARGIN, drawn.height - MARGIN)
    assert corners[2] == (drawn.width - MARGIN, MARGIN)
    # 0.04 degrees east at 52.47 north are as long as 0.0244 degrees north
    assert abs((drawn.width - 2 * MARGIN) / (drawn.height - 2 * MARGIN) - 0.04 * 0.609 / 0.02) < 0.02
    assert drawn.width <= WIDTH


def test_streets_are_drawn_without_what_nobody_sees():
    fine = [[13.40 + step / 100_000, 52.47] for step in range(4_000)]
    far = [[9.0, 48.0], [9.1, 48.1]]
    drawn = outline(SQUARE, [[fine], [far], [[[13.41, 52.47]]]], [])
    assert drawn is not None
    assert drawn.streets.count("M") == 1
    assert len(places(drawn.streets)) < 300


def test_parts_are_drawn_where_no_boundary_is_known():
    drawn = outline(None, [], [("Markt", SQUARE)])
    assert drawn is not None
    assert drawn.boundary == ""
    assert drawn.parts[0][0] == "Markt"
    assert places(drawn.parts[0][1])


def test_nothing_known_is_no_drawing():
    assert outline(None, [[[[13.4, 52.4], [13.5, 52.5]]]], []) is None
