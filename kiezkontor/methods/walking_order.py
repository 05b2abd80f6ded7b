"""In which order to walk to many doors: up one side of a street and down the other, then on to the nearest street."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from kiezkontor.methods.geo import METRES_PER_DEGREE, Point, distance_m

type Lines = Sequence[Sequence[Sequence[float]]]
"""Each line a row of [longitude, latitude]."""

# Rounds of improvement; a town of some hundred streets is done after a few.
MOST_ROUNDS = 20
# What is shorter by less than this is not shorter.
CENTIMETRE_M = 0.01


class Stop(NamedTuple):
    """A door: where it is, and the street it belongs to, empty for none."""

    lat: float
    lon: float
    street: str

    @property
    def point(self) -> Point:
        return self.lat, self.lon


def walking_order(stops: Sequence[Stop], lines: Mapping[str, Lines]) -> list[int]:
    """The places of the stops in the order in which to walk, every street in one piece.

    lines: the lines of each street; a street without any is walked along the direction in which its doors lie apart.
    In a street one side is walked up and the other down. Streets are joined by nearest neighbour from the northernmost
    and improved by 2-opt; then each is entered at the end that makes the whole way shortest. Doors of no street count
    as streets of one door. Same doors, same order, however they are listed; no doors, an empty list.
    Source: Croes 1958, A method for solving traveling-salesman problems (2-opt).
    """
    groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    order = sorted(range(len(stops)), key=lambda place: (stops[place], place))
    for rank, place in enumerate(order):
        groups[stops[place].street, 0 if stops[place].street else rank].append(place)
    ways = [ways_through(places, stops, lines.get(street, ())) for (street, _rank), places in sorted(groups.items())]
    return [place for way in best_ways(improved(joined(ways, stops), stops), stops) for place in way]


def ways_through(places: list[int], stops: Sequence[Stop], lines: Lines) -> list[list[int]]:
    """The sensible ways through one street: from either end, with either side first."""
    ahead, back = sides_of(places, stops, lines)
    found = [
        [*ahead, *reversed(back)],
        [*back, *reversed(ahead)],
        [*reversed(ahead), *back],
        [*reversed(back), *ahead],
    ]
    return [way for nth, way in enumerate(found) if way not in found[:nth]]


def sides_of(places: list[int], stops: Sequence[Stop], lines: Lines) -> tuple[list[int], list[int]]:
    """The doors to the left and to the right of a street, each along it; all to the left where no line is known."""
    across = METRES_PER_DEGREE * math.cos(math.radians(stops[places[0]].lat))
    spots = {place: (stops[place].lon * across, stops[place].lat * METRES_PER_DEGREE) for place in places}
    drawn = [[(spot[0] * across, spot[1] * METRES_PER_DEGREE) for spot in line] for line in lines if len(line) > 1]
    pieces = pieces_of(drawn)
    if not pieces:
        return sorted(places, key=lambda place: along_the_longest(spots, place)), []
    starts = [sum(piece.length for piece in pieces[:nth]) for nth in range(len(pieces))]
    left: list[tuple[float, int]] = []
    right: list[tuple[float, int]] = []
    for place in places:
        spot = shapely.Point(spots[place])
        nth = min(range(len(pieces)), key=lambda which: (pieces[which].distance(spot), which))
        along = pieces[nth].project(spot)
        (left if is_left_of(pieces[nth], along, spots[place]) else right).append((starts[nth] + along, place))
    return [place for _along, place in sorted(left)], [place for _along, place in sorted(right)]


def pieces_of(drawn: list[list[tuple[float, float]]]) -> list[BaseGeometry]:
    """The lines of a street, joined where they meet, from west to east."""
    if not drawn:
        return []
    merged = shapely.line_merge(shapely.MultiLineString(drawn))
    return sorted((piece for piece in shapely.get_parts(merged) if piece.length > 0), key=lambda piece: piece.bounds)


def is_left_of(line: BaseGeometry, along: float, spot: tuple[float, float]) -> bool:
    """Whether a spot lies to the left of a line where it is nearest; on the line counts as left."""
    before = line.interpolate(max(0.0, along - 1))
    after = line.interpolate(min(line.length, along + 1))
    turn = (after.x - before.x) * (spot[1] - before.y) - (after.y - before.y) * (spot[0] - before.x)
    return bool(turn >= 0)


def along_the_longest(spots: Mapping[int, tuple[float, float]], place: int) -> tuple[float, float]:
    """How far along the longer side of the box around all spots one lies."""
    widths = [
        max(spot[axis] for spot in spots.values()) - min(spot[axis] for spot in spots.values()) for axis in (0, 1)
    ]
    axis = 0 if widths[0] >= widths[1] else 1
    return spots[place][axis], spots[place][1 - axis]


def gap(one: list[list[int]], other: list[list[int]], stops: Sequence[Stop]) -> float:
    """The shortest step from an end of one street to an end of another."""
    ends = {way[0] for way in other}
    return min(distance_m(stops[way[-1]].point, stops[end].point) for way in one for end in ends)


def joined(ways: list[list[list[int]]], stops: Sequence[Stop]) -> list[list[list[int]]]:
    """The streets by nearest neighbour, from the one whose door lies farthest north."""
    left = sorted(ways, key=lambda way: max((stops[place].lat, -stops[place].lon) for place in way[0]), reverse=True)
    tour = left[:1]
    left = left[1:]
    while left:
        nth = min(range(len(left)), key=lambda which: (gap(tour[-1], left[which], stops), which))
        tour.append(left.pop(nth))
    return tour


def improved(tour: list[list[list[int]]], stops: Sequence[Stop]) -> list[list[list[int]]]:
    """The tour after 2-opt: parts of it are turned round as long as that makes the gaps between streets shorter."""
    count = len(tour)
    far = [[gap(one, other, stops) for other in tour] for one in tour]
    order = list(range(count))
    for _round in range(MOST_ROUNDS):
        is_better = False
        for first in range(count - 1):
            for last in range(first + 1, count):
                before = far[order[first]][order[first + 1]]
                turned = far[order[first]][order[last]]
                if last + 1 < count:
                    before += far[order[last]][order[last + 1]]
                    turned += far[order[first + 1]][order[last + 1]]
                if turned < before - CENTIMETRE_M:
                    order[first + 1 : last + 1] = reversed(order[first + 1 : last + 1])
                    is_better = True
        if not is_better:
            break
    return [tour[place] for place in order]


def best_ways(tour: list[list[list[int]]], stops: Sequence[Stop]) -> list[list[int]]:
    """For each street of the tour the way through it with which the whole is shortest."""
    if not tour:
        return []
    costs = [(length_m(way, stops), [way]) for way in tour[0]]
    for ways in tour[1:]:
        costs = [
            min(
                ((cost + step(taken[-1], way, stops) + length_m(way, stops), [*taken, way]) for cost, taken in costs),
                key=lambda found: found[0],
            )
            for way in ways
        ]
    return min(costs, key=lambda found: found[0])[1]


def step(one: list[int], other: list[int], stops: Sequence[Stop]) -> float:
    return distance_m(stops[one[-1]].point, stops[other[0]].point)


def length_m(order: Sequence[int], stops: Sequence[Stop]) -> float:
    """How long it is to walk to these doors one after the other, as the crow flies."""
    return sum(distance_m(stops[one].point, stops[other].point) for one, other in pairwise(order))
