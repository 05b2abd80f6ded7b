"""Points and boxes on the globe, in WGS 84 degrees, measured on planes of a town's size."""

import re
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Self

METRES_PER_DEGREE = 111_320.0
"""Of latitude; a degree of longitude has as many, times the cosine of the latitude."""
# Keeps boxes at the poles finite.
NARROWEST = 0.01

type Point = tuple[float, float]
"""Latitude, longitude."""


DEGREES = r"(-?\d{1,3}(?:\.\d{1,12})?)"
A_BOX = re.compile(",".join([DEGREES] * 4))


@dataclass(frozen=True)
class Box:
    """A bounding box in WGS 84 degrees."""

    south: float
    west: float
    north: float
    east: float

    def __post_init__(self) -> None:
        if self.south > self.north or self.west > self.east:
            raise ValueError("A box needs south <= north and west <= east.")

    @classmethod
    def around(cls, lat: float, lon: float, *, north_m: float, east_m: float) -> Self:
        """The box that reaches so many metres from a point, as far south as north and as far west as east."""
        north = north_m / METRES_PER_DEGREE
        east = east_m / METRES_PER_DEGREE / max(cos(radians(lat)), NARROWEST)
        return cls(south=lat - north, north=lat + north, west=lon - east, east=lon + east)

    def wider(self, metres: float) -> "Box":
        """The box with so many metres more on every side."""
        north = metres / METRES_PER_DEGREE
        east = north / max(cos(radians((self.south + self.north) / 2)), NARROWEST)
        return Box(self.south - north, self.west - east, self.north + north, self.east + east)

    def contains(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east


def box_in(text: str) -> Box | None:
    """The box of "west,south,east,north" in degrees.

    None for whatever is no box; addresses are passed on by hand, so that nothing in them is an error.
    """
    numbers = A_BOX.fullmatch(text)
    if numbers is None:
        return None
    west, south, east, north = map(float, numbers.groups())
    return Box(south=south, west=west, north=north, east=east) if west < east and south < north else None


def distance_m(one: Point, other: Point) -> float:
    """Metres between two points of a town, on a flat earth (error below 0.1 percent within 10 km)."""
    north = (one[0] - other[0]) * METRES_PER_DEGREE
    east = (one[1] - other[1]) * METRES_PER_DEGREE * cos(radians((one[0] + other[0]) / 2))
    return hypot(north, east)
