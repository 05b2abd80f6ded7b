"""The formats a new district begins with until its office changes them."""

from dataclasses import dataclass
from datetime import time

from kiezkontor.calendar.rules.kinds import Audience, Kind


@dataclass(frozen=True)
class First:
    """remind_hours: before it begins, None reminds nobody."""

    name: str
    kind: Kind
    begins_at: time
    minutes: int
    audience: Audience = Audience.PUBLIC
    capacity: int | None = None
    remind_hours: int | None = 48


FIRST = (
    First("Gewerberunde", Kind.ROUND, time(19), 120, Audience.MEMBERS),
    First("Händlerfrühstück", Kind.BREAKFAST, time(7, 30), 90, Audience.MEMBERS, 20),
    First("Salon", Kind.SALON, time(19), 150, Audience.PUBLIC, 40),
    First("Workshop", Kind.WORKSHOP, time(17), 180, Audience.PUBLIC, 16),
    First("Kurs", Kind.COURSE, time(18), 120, Audience.PUBLIC, 12),
    First("Runder Tisch", Kind.ROUND_TABLE, time(18), 120, Audience.INVITED),
    First("Gremiensitzung", Kind.BODY, time(18), 120, Audience.INVITED, None, 72),
    First("Öffentliche Veranstaltung", Kind.PUBLIC, time(14), 240),
)
