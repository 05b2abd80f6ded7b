"""Where an offered room lies, as a drawing for paper: the streets around it, and the place as far as it is released."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians

from shapely import line_merge
from shapely.geometry import LineString, MultiLineString, box

from kiezkontor.methods.geo import METRES_PER_DEGREE, Point
from kiezkontor.shared.feeds import printable
from kiezkontor.vacancies.rules.exposes import CELL_M

WIDTH_M, HEIGHT_M = 440, 260
# A shorter piece has no room for its name.
SHORTEST_NAMED_M = 55
SCALE_M = 100
# What bends by less is straight enough for a name.
STRAIGHT_M = 4
PAPER, ROAD, INK, PLACE = "#f3f4f5", "#c3cad1", "#20262d", "#b3261e"

type Line = Sequence[Sequence[float]]
"""Points of a street, each longitude and latitude."""
type Piece = list[tuple[float, float]]
"""Points in metres from the upper left corner, x to the east and y to the south."""
type Straight = tuple[float, tuple[float, ...], tuple[float, ...]]
"""How long a piece without a bend is, and its ends."""
NOWHERE: Straight = 0.0, (0.0, 0.0), (0.0, 0.0)


def sketch(streets: Iterable[tuple[str, Sequence[Line]]], place: Point, *, is_exact: bool) -> str:
    """An SVG of WIDTH_M by HEIGHT_M metres about a place, north above; "" where no street is known there.

    streets: name and lines. A place that is not released is drawn as the square of the town it is the middle of.
    """
    pieces = [(name, piece) for name, lines in streets for line in lines for piece in inside(line, place)]
    if not pieces:
        return ""
    roads = "".join(f'<polyline points="{points_of(piece)}"/>' for _name, piece in pieces)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_M}" height="{HEIGHT_M}" '
        f'viewBox="0 0 {WIDTH_M} {HEIGHT_M}"><rect width="{WIDTH_M}" height="{HEIGHT_M}" fill="{PAPER}"/>'
        f'<g fill="none" stroke="{ROAD}" stroke-width="7" stroke-linecap="round" stroke-linejoin="round">{roads}</g>'
        f"{mark(is_exact=is_exact)}"
        f'<g font-family="Libertinus Serif" font-size="10" fill="{INK}">{"".join(names(pieces))}{legend()}</g></svg>'
    )


def inside(line: Line, place: Point) -> Iterator[Piece]:
    """What of a line lies within the drawing."""
    lat, lon = place
    across = METRES_PER_DEGREE * cos(radians(lat))
    flat = [
        (WIDTH_M / 2 + (east - lon) * across, HEIGHT_M / 2 - (north - lat) * METRES_PER_DEGREE) for east, north in line
    ]
    if len(flat) < 2:
        return
    cut = LineString(flat).intersection(box(0, 0, WIDTH_M, HEIGHT_M))
    for part in getattr(cut, "geoms", [cut]):
        if part.geom_type == "LineString" and not part.is_empty:
            yield [(x, y) for x, y in part.coords]


def points_of(piece: Piece) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in piece)


def names(pieces: Sequence[tuple[str, Piece]]) -> Iterator[str]:
    """Each name once, along the longest straight piece of its street."""
    of_street: dict[str, list[Piece]] = {}
    for name, piece in pieces:
        of_street.setdefault(name, []).append(piece)
    for name, parts in of_street.items():
        merged = line_merge(MultiLineString(parts)).simplify(STRAIGHT_M)
        length, begin, end = max(straights(getattr(merged, "geoms", [merged])), default=NOWHERE)
        if length < SHORTEST_NAMED_M:
            continue
        turned = degrees(atan2(end[1] - begin[1], end[0] - begin[0]))
        # Nobody reads a name that stands on its head.
        turned -= 180 * round(turned / 180)
        x, y = (begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2
        at = f'transform="translate({x:.1f} {y:.1f}) rotate({turned:.1f})"'
        yield f'<text {at} dy="2.8" text-anchor="middle">{escape(printable(name))}</text>'


def straights(lines: Iterable[LineString]) -> Iterator[Straight]:
    """How long each straight piece is, and its ends."""
    for line in lines:
        for begin, end in pairwise(line.coords):
            yield hypot(end[0] - begin[0], end[1] - begin[1]), begin, end


def mark(*, is_exact: bool) -> str:
    x, y = WIDTH_M / 2, HEIGHT_M / 2
    if is_exact:
        return f'<circle cx="{x}" cy="{y}" r="7" fill="{PLACE}" stroke="white" stroke-width="2"/>'
    return (
        f'<rect x="{x - CELL_M / 2}" y="{y - CELL_M / 2}" width="{CELL_M}" height="{CELL_M}" fill="{PLACE}" '
        f'fill-opacity="0.12" stroke="{PLACE}" stroke-dasharray="6 4"/>'
    )


def legend() -> str:
    """How long a hundred metres are, and where north is."""
    left, low = 12, HEIGHT_M - 12
    return (
        f'<path d="M{left} {low - 4}v4h{SCALE_M}v-4" fill="none" stroke="{INK}"/>'
        f'<text x="{left + SCALE_M / 2}" y="{low - 4}" text-anchor="middle">{SCALE_M} m</text>'
        f'<text x="{WIDTH_M - 14}" y="18" text-anchor="middle">N</text>'
        f'<path d="M{WIDTH_M - 14} 22v16m-3 -12l3 -4l3 4" fill="none" stroke="{INK}"/>'
    )
