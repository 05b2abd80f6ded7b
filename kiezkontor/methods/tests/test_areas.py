import pytest
from shapely.geometry import Polygon, box

from kiezkontor.methods.areas import (
    AreaError,
    area_from_geojson,
    area_sqm,
    box_of,
    distance_from_m,
    geojson_of,
    lines_from_geojson,
    relation,
)

BIG = box(13.40, 52.48, 13.44, 52.50)
RING = [[13.40, 52.48], [13.44, 52.48], [13.44, 52.50], [13.40, 52.50], [13.40, 52.48]]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (BIG, BIG, "same"),
        (box(13.41, 52.485, 13.42, 52.49), BIG, "within"),
        (BIG, box(13.41, 52.485, 13.42, 52.49), "contains"),
        (box(13.43, 52.485, 13.45, 52.49), BIG, "overlaps"),
        (box(13.44, 52.485, 13.45, 52.49), BIG, "adjacent"),
        (box(13.4404, 52.485, 13.45, 52.49), BIG, "adjacent"),
        (box(13.4410, 52.485, 13.45, 52.49), BIG, "apart"),
        # drawn a little over the border, still the part of the whole
        (box(13.3999, 52.485, 13.42, 52.49), BIG, "within"),
        # a shared sliver is a common border
        (box(13.43995, 52.485, 13.45, 52.49), BIG, "adjacent"),
    ],
)
def test_two_areas_lie_to_each_other(first, second, expected):
    assert relation(first, second) == expected


def test_areas_are_measured_in_metres():
    # 0.01 degrees across at 52.5 degrees north and 0.01 up: about 678 m by 1,113 m
    assert area_sqm(box(13.40, 52.495, 13.41, 52.505)) == pytest.approx(754_000, rel=0.01)


def test_geometries_features_and_collections_give_the_same_area():
    polygon = {"type": "Polygon", "coordinates": [RING]}
    feature = {"type": "Feature", "properties": {}, "geometry": polygon}
    collection = {"type": "FeatureCollection", "features": [feature]}
    areas = [area_from_geojson(value) for value in (polygon, feature, collection)]
    assert all(area.equals(areas[0]) for area in areas)
    assert box_of(areas[0]).east == 13.44
    assert area_from_geojson(geojson_of(areas[0])).equals(areas[0])


def test_a_ring_that_crosses_itself_is_mended():
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [0.01, 0.01], [0.01, 0], [0, 0.01], [0, 0]]]}
    area = area_from_geojson(bow)
    assert area.is_valid
    assert area.geom_type == "MultiPolygon"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (None, "not_geojson"),
        ([], "not_geojson"),
        ({}, "not_geojson"),
        ({"type": "Circle"}, "not_geojson"),
        ({"type": "Polygon"}, "not_geojson"),
        ({"type": "Polygon", "coordinates": "far"}, "not_geojson"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}, "not_geojson"),
        ({"type": "Polygon", "coordinates": [[["a", 2], [3, 4], [5, 6], ["a", 2]]]}, "not_geojson"),
        ({"type": "FeatureCollection", "features": []}, "no_area"),
        ({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}, "no_area"),
        ({"type": "Polygon", "coordinates": [[[190, 1], [191, 1], [191, 2], [190, 1]]]}, "outside_globe"),
        ({"type": "Polygon", "coordinates": [[[5, 47], [15, 47], [15, 55], [5, 47]]]}, "too_large"),
    ],
)
def test_what_is_no_area_is_named(value, problem):
    with pytest.raises(AreaError) as error:
        area_from_geojson(value)
    assert error.value.problem == problem


def test_a_polygon_stays_a_polygon():
    assert isinstance(area_from_geojson({"type": "Polygon", "coordinates": [RING]}), Polygon)


def test_a_border_that_crosses_itself_everywhere_is_refused_at_once():
    fan = [[13.40 + (place % 2) / 100, 52.48 + place / 100_000] for place in range(6_000)]
    scribble = [
        [13.40 + (7_919 * place % 6_000) / 600_000, 52.48 + (104_729 * place % 6_000) / 600_000]
        for place in range(6_000)
    ]
    assert area_from_geojson({"type": "Polygon", "coordinates": [[*fan, [13.42, 52.5], fan[0]]]}).area > 0
    with pytest.raises(AreaError) as error:
        area_from_geojson({"type": "Polygon", "coordinates": [[*scribble, scribble[0]]]})
    assert error.value.problem == "tangled"


@pytest.mark.parametrize("number", [float("inf"), 1e308, -1e308])
def test_numbers_beyond_any_globe_are_refused(number):
    with pytest.raises(AreaError):
        area_from_geojson({"type": "Polygon", "coordinates": [[[number, 1], [13, 52], [-number, 52.01], [number, 1]]]})


def test_the_same_area_over_and_over_is_refused():
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [RING]}}
    with pytest.raises(AreaError) as error:
        area_from_geojson({"type": "FeatureCollection", "features": [feature] * 9_000})
    assert error.value.problem == "tangled"


def test_boxes_within_boxes_without_end_are_refused():
    nested = {"type": "Polygon", "coordinates": [RING]}
    for _ in range(5_000):
        nested = {"type": "GeometryCollection", "geometries": [nested]}
    with pytest.raises(AreaError):
        area_from_geojson(nested)


@pytest.mark.parametrize(("lon", "metres"), [(13.42, 0), (13.44, 0), (13.441, 67.8)])
def test_how_far_a_point_lies_from_an_area(lon, metres):
    assert distance_from_m(BIG, lat=52.49, lon=lon) == pytest.approx(metres, rel=0.01)


LINE = [[13.411, 52.466], [13.419, 52.469]]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"type": "LineString", "coordinates": LINE}, [LINE]),
        ({"type": "MultiLineString", "coordinates": [LINE, LINE[::-1]]}, [LINE, LINE[::-1]]),
        (
            {"type": "LineString", "coordinates": [[13.4111111119, 52.466, 33.0], [13.419, 52.469, 34.0]]},
            [[[13.4111111, 52.466], [13.419, 52.469]]],
        ),
        (
            {
                "type": "FeatureCollection",
                "features": [
                    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [13.4, 52.4]}},
                    {"type": "Feature", "geometry": {"type": "LineString", "coordinates": LINE}},
                ],
            },
            [LINE],
        ),
    ],
)
def test_lines_are_read(given, expected):
    assert lines_from_geojson(given) == expected


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("LINESTRING(0 0, 1 1)", "not_geojson"),
        ({"type": "LineString", "coordinates": [[1]]}, "not_geojson"),
        ({"type": "LineString", "coordinates": [[float("nan"), 1], [2, 3]]}, "not_geojson"),
        ({"type": "LineString", "coordinates": [LINE[0], LINE[0]]}, "no_line"),
        ({"type": "Polygon", "coordinates": [RING]}, "no_line"),
        ({"type": "LineString", "coordinates": [[4500000, 5800000], [4500100, 5800100]]}, "outside_globe"),
        ({"type": "LineString", "coordinates": [LINE[0], LINE[1]] * 30_000}, "too_many_points"),
    ],
)
def test_what_is_no_line_is_refused(given, problem):
    with pytest.raises(AreaError) as refused:
        lines_from_geojson(given)
    assert refused.value.problem == problem
