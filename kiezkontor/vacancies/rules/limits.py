"""How much may come in, how long an office may take, and how long is kept who reported something."""

from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
# More than this within an hour from one district is a machine; no address is kept to tell who it is.
REPORTS_AN_HOUR = 20
# As with ideas and hints: three days.
LOOKED_AT_WITHIN = timedelta(hours=72)
# Whoever was told why may ask again for half a year.
PEOPLE_KEPT = timedelta(days=180)
# The link to how it stands lives as long as the report may take.
LINK_DAYS = 365
# Owners take back what they released for as long as a unit is usually offered.
OWNER_LINK_DAYS = 365
# Farther from the point another unit would be meant.
UNITS_WITHIN_M = 80.0
# In euros: what a room for sale costs, and what whoever wants to buy pays at most.
MOST_PRICE = 100_000_000


def look_until(received_at: datetime) -> datetime:
    """The moment until which somebody of the office looks at what came in."""
    return received_at + LOOKED_AT_WITHIN
