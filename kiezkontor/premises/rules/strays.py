"""Places that cannot belong to a district whose boundary nobody has drawn: elsewhere, or far from all others."""

from collections.abc import Callable, Iterable
from statistics import median

from kiezkontor.methods.geo import Box, Point, distance_m
from kiezkontor.premises.rules.sentences import Sentence, gettext_noop

# No district reaches that far, and neither does the largest city: Berlin measures 45 km across.
FAR_M = 50_000.0
# Of fewer places nobody can say which is the stray.
ENOUGH = 5

# The outermost points of each federal state, islands included, rounded outwards to a twentieth of a degree.
STATES = {
    "BW": Box(47.50, 7.50, 49.80, 10.50),
    "BY": Box(47.25, 8.95, 50.60, 13.85),
    "BE": Box(52.30, 13.05, 52.70, 13.80),
    "BB": Box(51.35, 11.25, 53.60, 14.80),
    "HB": Box(53.00, 8.45, 53.65, 9.00),
    "HH": Box(53.35, 8.40, 54.05, 10.35),
    "HE": Box(49.35, 7.75, 51.70, 10.25),
    "MV": Box(53.10, 10.55, 54.70, 14.45),
    "NI": Box(51.25, 6.60, 54.00, 11.60),
    "NW": Box(50.30, 5.85, 52.55, 9.50),
    "RP": Box(48.95, 6.10, 50.95, 8.55),
    "SL": Box(49.10, 6.35, 49.65, 7.45),
    "SN": Box(50.15, 11.85, 51.70, 15.05),
    "ST": Box(50.90, 10.55, 53.05, 13.20),
    "SH": Box(53.35, 7.80, 55.10, 11.35),
    "TH": Box(50.15, 9.85, 51.70, 12.70),
}
GERMANY = Box(
    min(box.south for box in STATES.values()),
    min(box.west for box in STATES.values()),
    max(box.north for box in STATES.values()),
    max(box.east for box in STATES.values()),
)

type Astray = Callable[[float, float], Sentence | None]


def middle_of(points: Iterable[Point]) -> Point | None:
    """The median of latitudes and of longitudes, which a few strays do not move; None for fewer than ENOUGH points."""
    listed = list(points)
    if len(listed) < ENOUGH:
        return None
    return median(lat for lat, _lon in listed), median(lon for _lat, lon in listed)


def astray(state: str, state_name: str, middle: Point | None) -> Astray:
    """A question about a latitude and longitude: why that place is left out, None where it may belong.

    state: two letters; where most places lie elsewhere in Germany, it is the state that is wrong and sets no limit.
    middle: that of all places, None where there is none.
    """
    box = STATES.get(state, GERMANY)
    if middle is not None and not box.contains(*middle):
        box = GERMANY

    def why(lat: float, lon: float) -> Sentence | None:
        written = {"lat": f"{lat:.4f}", "lon": f"{lon:.4f}"}
        if not GERMANY.contains(lat, lon):
            return Sentence(OUTSIDE_GERMANY, written)
        if not box.contains(lat, lon):
            return Sentence(OUTSIDE_STATE, written | {"state": state_name})
        if middle is not None and (far := distance_m((lat, lon), middle)) > FAR_M:
            return Sentence(FAR_AWAY, written | {"km": round(far / 1000)})
        return None

    return why


OUTSIDE_GERMANY = gettext_noop("The coordinates %(lat)s, %(lon)s do not lie in Germany; nothing of it went in.")
OUTSIDE_STATE = gettext_noop(
    "The coordinates %(lat)s, %(lon)s do not lie in the federal state of the district (%(state)s); nothing of it went "
    "in."
)
FAR_AWAY = gettext_noop(
    "The coordinates %(lat)s, %(lon)s lie %(km)s km away from the middle of all others; nothing of it went in."
)
