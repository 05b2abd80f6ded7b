"""What is said about opening hours that cannot be read."""

from types import MappingProxyType

SENTENCES = MappingProxyType(
    {
        "empty": "There are no opening hours in this text.",
        "too_long": "Opening hours may have at most %(limit)s characters.",
        "unknown_word": "“%(text)s” is not understood. Write for example: Mo-Fr 09:00-18:00; Sa 10:00-14:00.",
        "unexpected": "“%(text)s” is not expected at this place. Write for example: Mo-Fr 09:00-18:00; Sa 10:00-14:00.",
        "ends_early": "Something is missing at the end. Write for example: Mo-Fr 09:00-18:00; Sa 10:00-14:00.",
        "open_quote": "A quotation mark is opened but not closed.",
        "no_end": "“%(text)s” has no closing time. Write 18:00-22:00, or 18:00+ if the end is open.",
        "impossible_time": "“%(text)s” is not a time of day. Hours go from 00:00 to 24:00.",
        "too_many_midnights": "“%(text)s” lasts longer than until the next evening. Check the two times.",
        "impossible_date": "“%(text)s” is not a date in the calendar.",
        "impossible_week": "“%(text)s” is not a calendar week. They go from 1 to 53.",
        "points_in_time": "“%(text)s” names single moments. Opening hours need a beginning and an end.",
        "days_twice": "It is not clear to which days “%(text)s” belongs. Separate the rules with a semicolon.",
        "working_days": "“%(text)s” may or may not include Saturday. Write Mo-Fr or Mo-Sa.",
        "region": "“%(text)s” is not a German state. Write for example DE-BE.",
    }
)
"""Code to English sentence; the placeholders are the keys of `HoursError.params`."""


class HoursError(ValueError):
    """Opening hours nobody can read: a code, its English sentence, and what to fill in.

    code: a key of `SENTENCES`; a translation is looked up by it.
    params: values for the named placeholders of the sentence, taken from the person's own text.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(SENTENCES[code] % params)
