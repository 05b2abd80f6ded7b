import re
from typing import NamedTuple

from kiezkontor.methods.geo import Box
from kiezkontor.methods.opening_hours import HoursError, normalise

# Where nothing else is known the sun is taken to rise over the middle of Germany.
MIDDLE_LAT, MIDDLE_LON = 51.2, 10.4
SUN = re.compile(r"\b(sunrise|sunset|dawn|dusk)\b")


class PatternKey(NamedTuple):
    """What decides when a place is open: the expression, the state's holidays, and for hours by the sun the place.

    place: "" or "lat,lon" to a tenth of a degree (half a minute of sunrise).
    """

    expression: str
    region: str
    place: str = ""

    @property
    def lat(self) -> float:
        return float(self.place.split(",")[0]) if self.place else MIDDLE_LAT

    @property
    def lon(self) -> float:
        return float(self.place.split(",")[1]) if self.place else MIDDLE_LON


def middle_of(box: Box | None) -> tuple[float, float]:
    """Latitude and longitude of the middle of a district; that of Germany where its boundary is not known."""
    return ((box.south + box.north) / 2, (box.west + box.east) / 2) if box else (MIDDLE_LAT, MIDDLE_LON)


def pattern_key(expression: str, *, region: str, lat: float, lon: float) -> PatternKey:
    """The key of an expression at a place; region: "DE-BW".

    The expression is taken as meant, as the table of a profile shows it; one nobody can read stays as it is written.
    """
    try:
        tidy = normalise(expression)[:500]
    except HoursError:
        tidy = " ".join(expression.split())[:500]
    place = f"{lat:.1f},{lon:.1f}" if SUN.search(tidy) else ""
    return PatternKey(tidy, region, place)
