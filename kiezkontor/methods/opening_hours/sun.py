"""When the sun rises and sets, good to a minute or two in Germany."""

from datetime import UTC, date, datetime, timedelta
from math import acos, asin, cos, degrees, floor, radians, sin
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
MIDDLE_OF_GERMANY = (51.16, 10.45)
ALTITUDES = {"sunrise": -0.833, "sunset": -0.833, "dawn": -6.0, "dusk": -6.0}
J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


def sun_minutes(event: str, day: date, lat: float, lon: float) -> int:
    """Minutes after local midnight (Europe/Berlin) of sunrise, sunset, dawn or dusk (civil twilight).

    lat, lon: WGS 84 degrees. Where the event does not happen on that day, noon is its limit: the answer is
    the middle of the day for an endless night, midnight for an endless day.
    Source: Meeus 1991, low precision solar coordinates.
    """
    number = floor((datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - J2000) / timedelta(days=1) + 0.5)
    noon = number + 0.0009 - lon / 360
    anomaly = radians((357.5291 + 0.98560028 * noon) % 360)
    centre = 1.9148 * sin(anomaly) + 0.02 * sin(2 * anomaly) + 0.0003 * sin(3 * anomaly)
    longitude = radians((degrees(anomaly) + centre + 282.9372) % 360)
    transit = noon + 0.0053 * sin(anomaly) - 0.0069 * sin(2 * longitude)
    declination = asin(sin(longitude) * sin(radians(23.4397)))
    cosine = (sin(radians(ALTITUDES[event])) - sin(radians(lat)) * sin(declination)) / (
        cos(radians(lat)) * cos(declination)
    )
    half_day = degrees(acos(max(-1.0, min(1.0, cosine)))) / 360
    moment = J2000 + timedelta(days=transit + (-half_day if event in ("sunrise", "dawn") else half_day))
    local = moment.astimezone(BERLIN)
    return local.hour * 60 + local.minute
