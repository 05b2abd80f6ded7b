"""Hours that can be read but are more often a slip than meant."""

from kiezkontor.methods.opening_hours.errors import HoursError
from kiezkontor.methods.opening_hours.model import MINUTES_A_DAY, TimeSpan
from kiezkontor.methods.opening_hours.reading import read

# Bars and clubs close before; what goes on into the morning is more often two times in the wrong order.
NIGHT_ENDS = 6 * 60
# "9-6" from nine in the morning to six the next morning is more often nine to six in the evening.
LONGEST = 12 * 60


def long_nights(expression: str) -> list[str]:
    """The spans that go on over night until the morning or for more than half a day ("18:00-09:00"), each once.

    Empty where there are none and for what cannot be read.
    """
    try:
        rules = read(expression)
    except HoursError:
        return []
    return list(dict.fromkeys(str(span) for rule in rules for span in rule.times if is_long_night(span)))


def is_long_night(span: TimeSpan) -> bool:
    if span.end is None or span.end.event or span.start.event or span.end.minutes <= MINUTES_A_DAY:
        return False
    until_morning = span.end.minutes - MINUTES_A_DAY >= NIGHT_ENDS
    return until_morning or span.end.minutes - span.start.minutes > LONGEST
