"""Where the middle of a street is."""

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from kiezkontor.methods.geo import Point

type Lines = Sequence[Sequence[Sequence[float]]]
"""Each line a row of [longitude, latitude]."""


def halfway(lines: Lines, *, within: BaseGeometry | None) -> Point | None:
    """The place halfway along the longest piece these lines form inside an area; it lies on the street.

    within: WGS 84; None for everywhere. None where no line lies inside. Lines of less than two places count for
    nothing. Halfway is meant in degrees, which is near enough for a marker. Equally long: the piece that is first from
    west to east.
    """
    drawn = shapely.MultiLineString([[spot[:2] for spot in line] for line in lines if len(line) > 1])
    inside = drawn if within is None else shapely.intersection(drawn, within)
    pieces = [piece for piece in shapely.get_parts(shapely.line_merge(inside)) if piece.length > 0]
    if not pieces:
        return None
    longest = max(sorted(pieces, key=lambda piece: piece.bounds), key=lambda piece: piece.length)
    middle = longest.interpolate(0.5, normalized=True)
    return float(middle.y), float(middle.x)
