import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kiezkontor.methods.opening_hours import HoursError, intervals
from kiezkontor.shared.commands import KontorCommand, gettext_noop

LOCAL = ZoneInfo("Europe/Berlin")
LONGEST = timedelta(days=3700)

GERMAN = {
    "empty": "Der Text enthält keine Öffnungszeiten.",
    "too_long": "Öffnungszeiten dürfen höchstens %(limit)s Zeichen haben.",
    "unknown_word": "„%(text)s“ ist nicht verständlich. Schreiben Sie zum Beispiel: Mo-Fr 09:00-18:00; Sa 10:00-14:00.",
    "unexpected": "„%(text)s“ passt hier nicht. Schreiben Sie zum Beispiel: Mo-Fr 09:00-18:00; Sa 10:00-14:00.",
    "ends_early": "Am Ende fehlt etwas. Schreiben Sie zum Beispiel: Mo-Fr 09:00-18:00; Sa 10:00-14:00.",
    "open_quote": "Ein Anführungszeichen wird geöffnet, aber nicht geschlossen.",
    "no_end": "„%(text)s“ hat kein Ende. Schreiben Sie 18:00-22:00, oder 18:00+ bei offenem Ende.",
    "impossible_time": "„%(text)s“ ist keine Uhrzeit. Stunden gehen von 00:00 bis 24:00.",
    "too_many_midnights": "„%(text)s“ dauert länger als bis zum nächsten Abend. Prüfen Sie die beiden Uhrzeiten.",
    "impossible_date": "„%(text)s“ steht nicht im Kalender.",
    "impossible_week": "„%(text)s“ ist keine Kalenderwoche. Sie gehen von 1 bis 53.",
    "points_in_time": "„%(text)s“ nennt einzelne Zeitpunkte. Öffnungszeiten brauchen Anfang und Ende.",
    "days_twice": "Es ist nicht klar, zu welchen Tagen „%(text)s“ gehört. Trennen Sie die Regeln mit einem Semikolon.",
    "working_days": "„%(text)s“ kann den Samstag einschließen oder nicht. Schreiben Sie Mo-Fr oder Mo-Sa.",
    "region": "„%(text)s“ ist kein deutsches Bundesland. Schreiben Sie zum Beispiel DE-BE.",
}


class BadLine(ValueError):
    """A line that asks for nothing that could be answered; the text is the German sentence to answer with."""


class Command(KontorCommand):
    help = gettext_noop("Answer opening hours, one JSON line each: what is open between two moments.")
    needs_data = False
    needs_house = False

    def handle(self, *args: Any, **options: Any) -> None:
        for line in lines_from_standard_input():
            self.write_json(answer(line))
            self.stdout.flush()


def lines_from_standard_input() -> Iterator[bytes]:
    for number, line in enumerate(sys.stdin.buffer):
        yield line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line


def answer(line: bytes) -> dict[str, Any]:
    """The answer to one line, as the format of `kontor hours` has it; never raises for what is in the line."""
    try:
        return {"offen": open_times(line), "fehler": None}
    except HoursError as error:
        return {"offen": [], "fehler": GERMAN[error.code] % error.params}
    except BadLine as error:
        return {"offen": [], "fehler": str(error)}


def open_times(line: bytes) -> list[list[str]]:
    question = question_in(line)
    start, end = moment(question, "von"), moment(question, "bis")
    if end < start:
        raise BadLine("„bis“ liegt vor „von“.")
    if end - start > LONGEST:
        raise BadLine("Zwischen „von“ und „bis“ dürfen höchstens zehn Jahre liegen.")
    found = intervals(
        text(question, "opening_hours"),
        region=text(question, "region"),
        lat=degrees(question, "lat", 90),
        lon=degrees(question, "lon", 180),
        start=start,
        end=end,
    )
    return [
        [begins.isoformat(timespec="minutes"), ends.isoformat(timespec="minutes"), *([] if certain else ["unbekannt"])]
        for begins, ends, certain in found
    ]


def question_in(line: bytes) -> dict[str, Any]:
    try:
        question = json.loads(line)
    except UnicodeDecodeError:
        raise BadLine("Die Zeile ist kein UTF-8.") from None
    except (ValueError, RecursionError):
        raise BadLine("Die Zeile ist kein gültiges JSON.") from None
    if not isinstance(question, dict):
        raise BadLine("Die Zeile ist kein JSON-Objekt.")
    return question


def text(question: dict[str, Any], name: str) -> str:
    value = question.get(name)
    if not isinstance(value, str):
        raise BadLine(f"„{name}“ fehlt oder ist kein Text.")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise BadLine(f"„{name}“ enthält Zeichen, die es nicht gibt.")
    return value


def degrees(question: dict[str, Any], name: str, limit: int) -> float | None:
    value = question.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -limit <= value <= limit:
        raise BadLine(f"„{name}“ ist keine Zahl zwischen -{limit} und {limit}.")
    return float(value)


def moment(question: dict[str, Any], name: str) -> datetime:
    """Local time; a moment with an offset is turned into it."""
    try:
        found = datetime.fromisoformat(text(question, name))
        if not 1900 <= found.year <= 2200:
            raise BadLine(f"„{name}“ liegt außerhalb der Jahre 1900 bis 2200.")
        return found.astimezone(LOCAL).replace(tzinfo=None) if found.tzinfo else found
    except BadLine:
        raise
    except ValueError:
        raise BadLine(f"„{name}“ ist kein Zeitpunkt wie 2026-06-01T00:00.") from None
