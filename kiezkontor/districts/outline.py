"""A district as a drawing: its boundary, its streets and its parts, for a page without map."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 720
MARGIN = 12
FINEST = 3
"""Pixels; a town has tens of thousands of points, and the page should stay small."""

type Place = tuple[int, int]


@dataclass(frozen=True)
class Outline:
    """SVG path data in a view box of width by height. parts: name and path data of the sub-locations.

    marked: the lines the page is about.
    """

    width: int
    height: int
    boundary: str
    streets: str
    parts: list[tuple[str, str]]
    marked: str = ""


class Frame:
    """Turns longitude and latitude into places on the drawing, north up."""

    def __init__(self, points: Sequence[Sequence[float]]) -> None:
        longitudes, latitudes = [point[0] for point in points], [point[1] for point in points]
        self.west, self.north = min(longitudes), max(latitudes)
        self.across = math.cos(math.radians((self.north + min(latitudes)) / 2))
        wide = max((max(longitudes) - self.west) * self.across, 1e-6)
        high = max(self.north - min(latitudes), 1e-6)
        self.scale = (WIDTH - 2 * MARGIN) / max(wide, high * 0.8)
        self.width = round(wide * self.scale) + 2 * MARGIN
        self.height = round(high * self.scale) + 2 * MARGIN

    def place(self, point: Sequence[float]) -> Place:
        x = MARGIN + (point[0] - self.west) * self.across * self.scale
        y = MARGIN + (self.north - point[1]) * self.scale
        return round(x), round(y)

    def line(self, points: Sequence[Sequence[float]], *, closed: bool) -> str:
        """Path data without the points nobody could tell apart; empty for what lies outside of the drawing."""
        places = [self.place(point) for point in points]
        if not any(0 <= x <= self.width and 0 <= y <= self.height for x, y in places):
            return ""
        kept = [places[0]]
        for place in places[1:]:
            if abs(place[0] - kept[-1][0]) + abs(place[1] - kept[-1][1]) >= FINEST:
                kept.append(place)
        if len(kept) < 2:
            return ""
        return "M" + "L".join(f"{x} {y}" for x, y in kept) + ("Z" if closed else "")

    def area(self, geometry: dict[str, Any] | None) -> str:
        return "".join(self.line(ring, closed=True) for ring in rings(geometry))


def rings(geometry: dict[str, Any] | None) -> list[Any]:
    if not geometry:
        return []
    if geometry["type"] == "Polygon":
        return list(geometry["coordinates"])
    return [ring for polygon in geometry["coordinates"] for ring in polygon]


def outline(
    boundary: dict[str, Any] | None,
    streets: Iterable[Sequence[Sequence[Sequence[float]]]],
    parts: Iterable[tuple[str, dict[str, Any]]],
    marked: Sequence[Sequence[Sequence[float]]] = (),
) -> Outline | None:
    """The drawing; None where there is neither a boundary nor a part with one, nor a marked line.

    streets: the lines of each street. What lies outside of the boundary's box is cut off by the page.
    marked: lines drawn heavier than the streets.
    """
    parts = list(parts)
    points = [point for ring in rings(boundary) for point in ring]
    points = points or [point for _name, geometry in parts for ring in rings(geometry) for point in ring]
    points = points or [point for line in marked for point in line]
    if not points:
        return None
    frame = Frame(points)
    lines = [line for street in streets for line in street if len(line) > 1]
    return Outline(
        frame.width,
        frame.height,
        frame.area(boundary),
        "".join(frame.line(line, closed=False) for line in lines),
        [(name, frame.area(geometry)) for name, geometry in parts],
        "".join(frame.line(line, closed=False) for line in marked),
    )
