"""Opening hours in the words of a language, in a form that is read back to the same."""

import re
from functools import lru_cache
from itertools import zip_longest
from types import MappingProxyType

from kiezkontor.methods.opening_hours.errors import HoursError
from kiezkontor.methods.opening_hours.meaning import normalise
from kiezkontor.methods.opening_hours.words import QUOTED

WORDS = MappingProxyType(
    {
        "de": {
            "Tu": "Di",
            "We": "Mi",
            "Th": "Do",
            "Su": "So",
            "PH": "feiertags",
            "SH": "Schulferien",
            "Mar": "März",
            "May": "Mai",
            "Oct": "Okt",
            "Dec": "Dez",
            "week": "KW",
            "easter": "Ostern",
            "off": "geschlossen",
            "closed": "geschlossen",
            "open": "geöffnet",
            "unknown": "unbekannt",
            "sunrise": "Sonnenaufgang",
            "sunset": "Sonnenuntergang",
            "24/7": "rund um die Uhr",
        },
        "en": {"PH": "holidays", "off": "closed"},
    }
)
WORD = re.compile(r"24/7|[A-Za-z]+")
TIMES = re.compile(r"\d\d:\d\d(?:-\d\d:\d\d)?\+?(?:,\d\d:\d\d(?:-\d\d:\d\d)?\+?)*")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DATE = re.compile(rf"(?:(\d{{4}}) )?\b({'|'.join(MONTHS)}) (\d\d)\b(?!:)")
FULL_HOUR = re.compile(r"\b0?(\d{1,2}):00\b")
FROM = re.compile(r"([\d:]+)\+")


@lru_cache(maxsize=20_000)
def in_words(expression: str, language: str) -> str:
    """Opening hours as people of a language write them: "Mo-Do 9-18 Uhr; feiertags geschlossen".

    language: de or en. What cannot be read, or would not be read back to the same, stays as it is.
    """
    try:
        meant = normalise(expression)
        parts = QUOTED.split(meant)
        for with_dates in (True, False):
            worded = [said(part, language, with_dates=with_dates) for part in parts[::2]]
            words = "".join(part for pair in zip_longest(worded, parts[1::2], fillvalue="") for part in pair)
            if reads_the_same(words, meant):
                return words
    except HoursError:
        pass
    return expression


def reads_the_same(words: str, meant: str) -> bool:
    try:
        return normalise(words) == meant
    except HoursError:
        return False


def said(text: str, language: str, *, with_dates: bool) -> str:
    """with_dates: "27.11." instead of "Nov 27", where the language is German."""
    words = WORDS[language]
    if with_dates and language == "de":
        text = DATE.sub(german_date, text)
    text = WORD.sub(lambda match: words.get(match.group(), match.group()), text)
    text = text.removesuffix(" || ") + "; " if text.endswith(" || ") else text
    return TIMES.sub(german_times, text) if language == "de" else text


def german_date(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{int(day)}.{MONTHS.index(month) + 1}.{year or ''}"


def german_times(match: re.Match[str]) -> str:
    """ "09:00-12:00,14:30-18:00" as "9-12, 14:30-18:00 Uhr"; "18:00+" as "ab 18 Uhr"."""
    return ", ".join(map(german_span, match.group().split(","))) + " Uhr"


def german_span(span: str) -> str:
    if span.count(":00") == span.count(":"):
        span = FULL_HOUR.sub(r"\1", span)
    return span if "-" in span else FROM.sub(r"ab \1", span)
