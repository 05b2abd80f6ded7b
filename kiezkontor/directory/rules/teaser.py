"""A small still map, drawn as SVG paths from street lines and points; no tiles, no script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Self

import shapely

from kiezkontor.methods.geo import Box

WIDTH = 1000
MARGIN = 30
FLATTEST, TALLEST = 0.45, 1.1
# Drawing units a street may be off; a phone shows the map with a third of them.
TOLERANCE = 1.6
SHORTEST = 4.0
# Of all entries, the share left out at each of the four sides, and the room around the rest: a town is drawn where
# its shops are, not with all its woods.
LEFT_OUT = 0.04
ROOM = 0.12
ENOUGH = 12

type Line = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Frame:
    """How a box of WGS 84 degrees lies in an SVG of `width` × `height` units.

    A very wide or very tall box is shown with room above and below, or at its sides.
    """

    box: Box
    width: int
    height: int
    scale: float

    @classmethod
    def around(cls, box: Box) -> Self:
        across, down = (box.east - box.west) * stretch_of(box) or 1e-9, (box.north - box.south) or 1e-9
        inner = WIDTH - 2 * MARGIN
        height = round(min(max(down / across, FLATTEST), TALLEST) * inner)
        return cls(box, WIDTH, height + 2 * MARGIN, min(inner / across, height / down))

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """The point in drawing units, y downwards."""
        x = (lon - (self.box.west + self.box.east) / 2) * stretch_of(self.box) * self.scale
        y = ((self.box.south + self.box.north) / 2 - lat) * self.scale
        return self.width / 2 + x, self.height / 2 + y

    def streets(self, lines: Iterable[Line]) -> str:
        """One path of all lines of (lon, lat), cut off at the edge of the picture."""
        drawn = [[self.place(point[0], point[1]) for point in line] for line in lines if len(line) > 1]
        return "".join(path_of(piece) for piece in simplified(drawn, self.height))

    def dots(self, points: Iterable[tuple[float, float, str]]) -> dict[str, str]:
        """Group → path of its points (lat, lon, group) inside the box, to be drawn with round ends."""
        found: dict[str, set[tuple[int, int]]] = {}
        for lat, lon, group in points:
            if self.box.contains(lat, lon):
                x, y = self.place(lon, lat)
                found.setdefault(group, set()).add((round(x), round(y)))
        return {group: "".join(f"M{x} {y}h0" for x, y in sorted(places)) for group, places in sorted(found.items())}


def where_most_are(points: Sequence[tuple[float, float]], whole: Box) -> Box:
    """The part of the whole box in which nearly all points (lat, lon) lie; the whole where they are few."""
    if len(points) < ENOUGH:
        return whole
    lats, lons = (middle_of(sorted(values)) for values in zip(*points, strict=True))
    return Box(south=lats[0], west=lons[0], north=lats[1], east=lons[1])


def middle_of(ordered: Sequence[float]) -> tuple[float, float]:
    """From where to where most of the ascending values lie, with room at both ends."""
    few = int(len(ordered) * LEFT_OUT)
    first, last = ordered[few], ordered[-1 - few]
    room = (last - first) * ROOM
    return first - room, last + room


def stretch_of(box: Box) -> float:
    return cos(radians((box.south + box.north) / 2))


def simplified(lines: list[list[tuple[float, float]]], height: int) -> Iterable[list[tuple[int, int]]]:
    """The lines inside the picture, without points nobody would see and without stubs."""
    if not lines:
        return
    merged = shapely.line_merge(shapely.MultiLineString(lines))
    cut = shapely.clip_by_rect(merged, 0, 0, WIDTH, height)
    for line in shapely.get_parts(shapely.simplify(cut, TOLERANCE)):
        if line.geom_type != "LineString" or line.length < SHORTEST:
            continue
        yield list(dict.fromkeys((round(x), round(y)) for x, y in line.coords))


def path_of(points: list[tuple[int, int]]) -> str:
    """Relative steps, which are shorter to write; empty for a single point."""
    if len(points) < 2:
        return ""
    (x, y), steps = points[0], []
    for next_x, next_y in points[1:]:
        steps.append(f"{next_x - x} {next_y - y}".replace(" -", "-"))
        x, y = next_x, next_y
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}".replace(" -", "-")
