"""What a calendar from elsewhere says takes place, whatever is wrong with it; every fault is named once."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from kiezkontor.calendar.rules.foreign_lines import LONGEST_EVENT, Block, When, blocks, decoded, length, unescaped, when
from kiezkontor.calendar.rules.recurrence import Stride, checked, moments

MOST_ENTRIES = 5_000
# Of one that comes again; and how far rules are followed in one calendar altogether, however far back they begin.
MOST_TIMES, MOST_SERIES, MOST_STEPS = 400, 400, 300_000
USUAL_LENGTH = timedelta(hours=2)
TITLE, PLACE, TOPIC, TEXT, KEY = 160, 160, 60, 10_000, 255
STREET_AND_NUMBER = re.compile(r"[^\W\d][^,]*\s\d{1,4}\s?[a-zA-Z]?(?:\s?[-–/]\s?\d{1,4}\s?[a-zA-Z]?)?")
POSTCODE = re.compile(r"(?:D-?\s?)?\d{5}(?:\s.*)?")
COUNTRY = frozenset({"deutschland", "germany", "de"})


class Fault(StrEnum):
    """What was wrong and what was made of it."""

    LETTERS = "letters"
    BROKEN = "broken"
    NO_KEY = "no_key"
    NO_BEGIN = "no_begin"
    NO_END = "no_end"
    ENDS_BEFORE = "ends_before"
    NO_TITLE = "no_title"
    NO_PLACE = "no_place"
    ZONE = "zone"
    RULE = "rule"
    TWICE = "twice"
    SAME_KEY = "same_key"
    TOO_MANY = "too_many"
    KNOWN = "known"
    CUT = "cut"


@dataclass(frozen=True)
class Note:
    """about: the title of the entry, "" for the whole calendar."""

    fault: Fault
    about: str = ""


@dataclass(frozen=True)
class Entry:
    """One date of something. key: the same at each reading, of one that comes again with the date it stands for.

    ends_at: of whole days the last minute of the last one. url: of its page, "" for none.
    """

    key: str
    title: str
    text: str
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    place: str
    address: str
    lat: float | None
    lon: float | None
    topic: str
    url: str
    is_cancelled: bool


@dataclass
class Foreign:
    """entries: in the order of their beginning. covers: the first and last moment it speaks of; None without any.

    series, steps: how many rules were followed, and how often altogether.
    """

    name: str = ""
    entries: list[Entry] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    covers: tuple[datetime, datetime] | None = None
    series: int = 0
    steps: int = 0

    def note(self, fault: Fault, about: str = "") -> None:
        self.notes.append(Note(fault, about))


@dataclass(frozen=True)
class Part:
    """What one block says. repeats: of RFC 5545; instead_of: the date of the series it stands for."""

    entry: Entry
    begins: When
    rule: str
    more: Sequence[When]
    without: Sequence[When]
    instead_of: When | None


def read_calendar(body: bytes, *, zone: ZoneInfo, since: datetime, until: datetime) -> Foreign:
    """What ends after `since` and begins before `until`. Raises ValueError for what is no calendar at all."""
    text, has_old_letters = decoded(body)
    if "BEGIN:VCALENDAR" not in text.upper():
        raise ValueError("no calendar")
    found = Foreign(name=name_of(text))
    if has_old_letters:
        found.note(Fault.LETTERS)
    families: dict[str, list[Part]] = defaultdict(list)
    for number, block in enumerate(blocks(text)):
        if number >= MOST_ENTRIES:
            found.note(Fault.TOO_MANY)
            break
        part = part_of(block, zone, found)
        if part is not None:
            families[part.entry.key].append(part)
    entries = [entry for family in families.values() for entry in dates_of(family, until, found)]
    entries.sort(key=lambda entry: (entry.starts_at, entry.key))
    # Of half a calendar nobody can tell what is gone.
    if "END:VCALENDAR" not in text.upper():
        found.note(Fault.CUT)
    elif entries:
        found.covers = (entries[0].starts_at, entries[-1].starts_at)
    within = [entry for entry in entries if entry.ends_at >= since and entry.starts_at < until]
    if len(within) > MOST_ENTRIES:
        found.note(Fault.TOO_MANY)
    found.entries = within[:MOST_ENTRIES]
    return found


def name_of(text: str) -> str:
    named = re.search(r"^(?:X-WR-CALNAME|NAME)(?:;[^:\r\n]*)?:(.*)$", text, re.MULTILINE)
    return unescaped(named[1].strip())[:TITLE] if named else ""


def part_of(block: Block, zone: ZoneInfo, found: Foreign) -> Part | None:
    title = one_line(block.text("SUMMARY"))[:TITLE]
    line = block.get("DTSTART")
    begins = when(line, zone) if line else None
    if begins is None:
        found.note(Fault.NO_BEGIN, title)
        return None
    if block.is_broken:
        found.note(Fault.BROKEN, title)
    if not title:
        found.note(Fault.NO_TITLE, f"{begins.at:%Y-%m-%d}")
        return None
    if begins.is_guessed:
        found.note(Fault.ZONE, title)
    place, address = place_and_address(block.text("LOCATION"))
    if not place and not address:
        found.note(Fault.NO_PLACE, title)
    lat, lon = point(block)
    entry = Entry(
        key=key_of(block, title, begins, found),
        title=title,
        text=block.text("DESCRIPTION")[:TEXT],
        starts_at=begins.moment,
        ends_at=end_of(block, begins, zone, title, found),
        is_all_day=begins.is_day,
        place=place[:PLACE],
        address=address[:PLACE],
        lat=lat,
        lon=lon,
        topic=first_topic(block)[:TOPIC],
        url=web_address(block),
        is_cancelled=block.text("STATUS").upper() == "CANCELLED",
    )
    instead_of = block.get("RECURRENCE-ID")
    return Part(
        entry,
        begins,
        rule=rule.value if (rule := block.get("RRULE")) else "",
        more=times(block, "RDATE", zone),
        without=times(block, "EXDATE", zone),
        instead_of=when(instead_of, begins.zone) if instead_of else None,
    )


def one_line(text: str) -> str:
    return " ".join(text.split())


def key_of(block: Block, title: str, begins: When, found: Foreign) -> str:
    line = block.get("UID")
    if line and line.value:
        return line.value[-KEY + 40 :]
    found.note(Fault.NO_KEY, title)
    return f"{begins.at:%Y%m%dT%H%M}-{title}"[: KEY - 40]


def end_of(block: Block, begins: When, zone: ZoneInfo, title: str, found: Foreign) -> datetime:
    """Without an end a day lasts that day, anything else two hours; a day named as the end is not part of it."""
    a_minute, a_day = timedelta(minutes=1), timedelta(days=1)
    usual = begins.moment + (a_day - a_minute if begins.is_day else USUAL_LENGTH)
    line, lasts = block.get("DTEND"), block.get("DURATION")
    ends = when(line, begins.zone if "TZID" not in (line.params if line else {}) else zone) if line else None
    if ends is None and lasts is not None and (duration := length(lasts)) is not None:
        return max(begins.moment, begins.moment + duration - (a_minute if begins.is_day else timedelta()))
    if ends is None:
        if not begins.is_day:
            found.note(Fault.NO_END, title)
        return usual
    at = ends.moment - a_minute if ends.is_day else ends.moment
    if at < begins.moment:
        if not (begins.is_day and ends.at == begins.at):
            found.note(Fault.ENDS_BEFORE, title)
        return usual
    return min(at, begins.moment + LONGEST_EVENT)


def place_and_address(text: str) -> tuple[str, str]:
    """“Café Muster, Karlstraße 9, 76133, Karlsruhe” in its two parts; postcode and town are left out where a street is
    said.
    """
    parts = [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]
    parts = [part for part in parts if part.lower() not in COUNTRY]
    for number, part in enumerate(parts):
        if STREET_AND_NUMBER.fullmatch(part):
            return ", ".join(parts[:number]), part
    first_code = next((number for number, part in enumerate(parts) if POSTCODE.fullmatch(part)), len(parts))
    return ", ".join(parts[:first_code] or parts), ""


def point(block: Block) -> tuple[float, float] | tuple[None, None]:
    line = block.get("GEO")
    numbers = re.fullmatch(r"(-?\d{1,2}\.\d+)[;,]\s?(-?\d{1,3}\.\d+)", line.value.replace("\\", "")) if line else None
    if numbers is None:
        return None, None
    lat, lon = float(numbers[1]), float(numbers[2])
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0, 0) else (None, None)


def first_topic(block: Block) -> str:
    line = block.get("CATEGORIES")
    return one_line(unescaped(re.split(r"(?<!\\),", line.value)[0])) if line else ""


def web_address(block: Block) -> str:
    line = block.get("URL")
    value = line.value if line else ""
    return value if re.fullmatch(r"https?://[^\s\"<>]{3,480}", value) else ""


def times(block: Block, name: str, zone: ZoneInfo) -> list[When]:
    written = (replace(line, value=each) for line in block.all(name) for each in line.value.split(","))
    return [found for each in islice(written, MOST_ENTRIES) if (found := when(each, zone)) is not None]


def dates_of(family: list[Part], until: datetime, found: Foreign) -> Iterator[Entry]:
    """The dates of all parts that share a key: a series with what replaces single dates, or one written twice."""
    plain = [part for part in family if part.instead_of is None]
    instead = {part.instead_of.at: part for part in family if part.instead_of is not None}
    if any(part.rule or part.more for part in plain):
        yield from dates_of_series(plain[-1], instead, until, found)
        return
    by_begin = {part.begins.at: part for part in plain}
    if len(by_begin) < len(plain):
        found.note(Fault.TWICE, plain[0].entry.title)
    if len(by_begin) > 1:
        found.note(Fault.SAME_KEY, plain[0].entry.title)
    for at, part in by_begin.items():
        yield part.entry if len(by_begin) == 1 else replace(part.entry, key=key_on(part.entry.key, at))
    for at, part in instead.items():
        yield replace(part.entry, key=key_on(part.entry.key, at))


def key_on(key: str, at: datetime) -> str:
    return f"{key}/{at:%Y%m%dT%H%M}"


def dates_of_series(part: Part, instead: dict[datetime, Part], until: datetime, found: Foreign) -> Iterator[Entry]:
    lasts = part.entry.ends_at - part.entry.starts_at
    zone, without = part.begins.zone, {each.at for each in part.without}
    days_without = {each.at.date() for each in part.without if each.is_day}
    moments = {*repeated(part, until, found), *(each.at for each in part.more)}
    for at in sorted(moments | set(instead))[-MOST_TIMES:]:
        if at in instead:
            other = instead[at].entry
            yield replace(other, key=key_on(other.key, at))
        elif at not in without and at.date() not in days_without:
            begins = at.replace(tzinfo=zone)
            # The end keeps its time of day as well when the clocks change.
            ends = (at + lasts).replace(tzinfo=zone)
            yield replace(part.entry, key=key_on(part.entry.key, at), starts_at=begins, ends_at=ends)


def repeated(part: Part, until: datetime, found: Foreign) -> list[datetime]:
    """Its dates on the clock of its place, the last MOST_TIMES of them before `until`; of a rule nobody may follow the
    first alone.
    """
    begin = part.begins.at
    if not part.rule:
        return [begin]
    found.series += 1
    try:
        if found.series > MOST_SERIES or found.steps > MOST_STEPS:
            raise ValueError(part.rule)
        rule = checked(local_until(part.rule, part.begins.zone))
        days: list[datetime] = []
        stride = Stride.of(rule)
        for at in moments(rule, begin, stride):
            if at.replace(tzinfo=part.begins.zone) >= until:
                break
            days.append(at)
            found.steps, stride.steps = found.steps + stride.steps, 0
            if found.steps > MOST_STEPS:
                raise ValueError(part.rule)
    except (ValueError, TypeError, OverflowError, KeyError, IndexError):
        found.note(Fault.RULE, part.entry.title)
        return [begin]
    return days[-MOST_TIMES:]


def local_until(rule: str, zone: ZoneInfo) -> str:
    """The end of a rule on the clock its dates are on."""

    def local(match: re.Match[str]) -> str:
        at = datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo("UTC"))
        return f"UNTIL={at.astimezone(zone):%Y%m%dT%H%M%S}"

    return re.sub(r"UNTIL=(\d{8}T\d{6})Z", local, rule.upper())
