"""Which line, for example of a street, a point lies nearest to."""

import math
from collections.abc import Sequence

import numpy as np
import shapely

from kiezkontor.methods.geo import METRES_PER_DEGREE, Point

type Lines = Sequence[Sequence[Sequence[float]]]
"""Each line a row of [longitude, latitude]."""


def nearest_lines(groups: Sequence[Lines], points: Sequence[Point], *, within_m: float) -> list[int | None]:
    """For each point the place of the group with the nearest line; None where none lies within so many metres.

    groups: one a street; lines of less than two places count for nothing. Equally near: the earlier group. Measured on
    a plane that fits at the first point; good for a town.
    """
    if not points:
        return []
    across = METRES_PER_DEGREE * math.cos(math.radians(points[0][0]))
    scale = np.array([across, METRES_PER_DEGREE])
    owners = [(place, line) for place, lines in enumerate(groups) for line in lines if len(line) > 1]
    drawn = [shapely.LineString(np.array(line, dtype=float)[:, :2] * scale) for _place, line in owners]
    tree = shapely.STRtree(drawn)
    spots = [shapely.Point(lon * across, lat * METRES_PER_DEGREE) for lat, lon in points]
    found: list[int | None] = [None] * len(points)
    for spot, line in sorted(tree.query_nearest(spots, max_distance=within_m).T.tolist(), reverse=True):
        found[spot] = owners[line][0]
    return found
