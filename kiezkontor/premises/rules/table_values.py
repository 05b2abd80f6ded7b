"""Single cells of an imported table: dates with gaps, decimal commas, words for occupancy and use."""

import calendar
import re
from datetime import date
from decimal import Decimal, InvalidOperation

from kiezkontor.organisations.rules.use_classes import USE_CLASSES, UseClass

# The earliest and the latest day something can have begun; earliest None: "some time before".
type Since = tuple[date | None, date]

OCCUPANCIES = ("occupied", "vacant", "interim_use", "used_as_housing", "under_works", "unknown")
_OCCUPANCY_WORDS = {
    "belegt": "occupied", "genutzt": "occupied", "besetzt": "occupied", "leer": "vacant", "leerstand": "vacant",
    "leerstehend": "vacant", "zwischennutzung": "interim_use", "wohnen": "used_as_housing",
    "wohnnutzung": "used_as_housing",
    "umbau": "under_works", "baustelle": "under_works", "unbekannt": "unknown", "nicht erkennbar": "unknown",
}  # fmt: skip
_USE_CLASS_WORDS: dict[str, UseClass] = {
    "einzelhandel": "retail", "handel": "retail", "gastronomie": "gastronomy",
    "lokale dienstleistungen": "local_economy", "dienstleistung": "local_economy",
    "dienstleistungen": "local_economy", "lokale ökonomie": "local_economy",
    "öffentlich und sozial": "public_use", "öffentliche nutzung": "public_use",
}  # fmt: skip
POSITIONS = ("left", "right", "middle", "corner", "courtyard")
_POSITION_WORDS = {
    "links": "left", "rechts": "right", "mitte": "middle", "ecke": "corner", "hof": "courtyard",
    "hinterhof": "courtyard",
}  # fmt: skip
FIRST_YEAR = 1500
MAX_AREA_SQM = Decimal("999999.9")


class BadValue(ValueError):
    """The cell cannot be understood."""


def since(written: str) -> Since | None:
    """When something began: "2019", "2019-05", "2019-05-31", "before 2019" (also German forms); None when empty.

    Raises BadValue for anything else and for days that do not exist.
    """
    text = " ".join(written.split()).lower()
    if not text:
        return None
    if match := re.fullmatch(r"(?:before|vor|until|bis)\s+(.+)", text):
        earliest, _latest = _period(match[1])
        if match[0].startswith(("until", "bis")):
            return None, _latest
        return None, date.fromordinal(earliest.toordinal() - 1)
    return _period(text)


def _period(text: str) -> tuple[date, date]:
    patterns = (
        (r"(?P<y>\d{4})", "y"),
        (r"(?P<y>\d{4})-(?P<m>\d{1,2})", "ym"),
        (r"(?P<m>\d{1,2})[./](?P<y>\d{4})", "ym"),
        (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[t ]00:00(?::00)?)?", "ymd"),
        (r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})", "ymd"),
    )
    for pattern, parts in patterns:
        if not (match := re.fullmatch(pattern, text)):
            continue
        year = int(match["y"])
        if year < FIRST_YEAR:
            break
        try:
            if parts == "y":
                return date(year, 1, 1), date(year, 12, 31)
            month = int(match["m"])
            if parts == "ym":
                return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
            day = date(year, month, int(match["d"]))
        except (ValueError, calendar.IllegalMonthError):
            break
        return day, day
    raise BadValue(text)


def decimal(written: str) -> Decimal | None:
    """A number with decimal point or comma, thousands apart by the other sign or a blank; None when empty."""
    text = re.sub(r"[\s\u00a0\u202f']", "", written).removesuffix("m²").removesuffix("qm")
    if not text:
        return None
    if "," in text and "." in text:
        thousands = "." if text.rindex(",") > text.rindex(".") else ","
        text = text.replace(thousands, "")
    text = text.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?", text):
        raise BadValue(written)
    try:
        return Decimal(text)
    except InvalidOperation:
        raise BadValue(written) from None


def area_sqm(written: str) -> Decimal | None:
    """A floor area in square metres, rounded to one decimal; None when empty. Raises BadValue unless above 0."""
    area = decimal(written)
    if area is None:
        return None
    if not 0 < area <= MAX_AREA_SQM:
        raise BadValue(written)
    return area.quantize(Decimal("0.1"))


def floor(written: str) -> int:
    """The floor, 0 for the ground floor ("EG") and for an empty cell, negative below ground."""
    text = written.strip().lower()
    if text in {"", "eg", "erdgeschoss", "ground"}:
        return 0
    if match := re.fullmatch(r"([+-]?\d{1,2})(?:[.,]0+)?|(\d)\.?\s?(og|ug)", text):
        if match[3]:
            return int(match[2]) * (1 if match[3] == "og" else -1)
        return int(match[1])
    raise BadValue(written)


def occupancy(written: str) -> str:
    """One of OCCUPANCIES; empty for an empty cell. Raises BadValue for another word."""
    text = " ".join(written.lower().split())
    if text in OCCUPANCIES or not text:
        return text
    if text in _OCCUPANCY_WORDS:
        return _OCCUPANCY_WORDS[text]
    raise BadValue(written)


def use_class(written: str) -> UseClass | None:
    """One of the four use classes; None for an empty cell. Raises BadValue for another word."""
    text = " ".join(written.lower().split())
    if not text:
        return None
    for known in USE_CLASSES:
        if text == known:
            return known
    if text in _USE_CLASS_WORDS:
        return _USE_CLASS_WORDS[text]
    raise BadValue(written)


def position(written: str) -> str:
    """left, right, middle, corner, courtyard (German words too); any other text stays as it is written."""
    text = " ".join(written.split())
    folded = text.lower()
    return folded if folded in POSITIONS else _POSITION_WORDS.get(folded, text[:60])
