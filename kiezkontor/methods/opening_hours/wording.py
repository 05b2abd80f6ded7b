"""Opening hours in the words of a language, in a form that is read back to the same."""

import re
from functools import lru_cache
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
        parts[::2] = [said(part, language) for part in parts[::2]]
        words = "".join(parts)
        return words if normalise(words) == meant else expression
    except HoursError:
        return expression


def said(text: str, language: str) -> str:
    words = WORDS[language]
    text = WORD.sub(lambda match: words.get(match.group(), match.group()), text)
    text = text.removesuffix(" || ") + "; " if text.endswith(" || ") else text
    return TIMES.sub(german_times, text) if language == "de" else text


def german_times(match: re.Match[str]) -> str:
    """ "09:00-12:00,14:30-18:00" as "9-12, 14:30-18:00 Uhr"; "18:00+" as "ab 18 Uhr"."""
    return ", ".join(map(german_span, match.group().split(","))) + " Uhr"


def german_span(span: str) -> str:
    if span.count(":00") == span.count(":"):
        span = FULL_HOUR.sub(r"\1", span)
    return span if "-" in span else FROM.sub(r"ab \1", span)
