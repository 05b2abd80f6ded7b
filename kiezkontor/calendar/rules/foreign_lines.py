"""The lines of a calendar as other programs really write them: folded wrongly, in old letters, with HTML in texts.

Source: RFC 5545, 3.1 (folding), 3.3 (values); what is tolerated beyond it was seen in feeds of towns.
"""

import html
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import nh3
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from kiezkontor.shared.readable import readable

# Names that begin a line of an entry; anything else at the beginning of a line goes on with the line before.
NAMES = frozenset(
    "ACTION ATTACH ATTENDEE BEGIN CALSCALE CATEGORIES CLASS COLOR COMMENT CONFERENCE CONTACT CREATED DESCRIPTION DTEND"
    " DTSTAMP DTSTART DURATION END EXDATE EXRULE GEO IMAGE LAST-MODIFIED LOCATION METHOD NAME ORGANIZER PRIORITY PRODID"
    " RDATE RECURRENCE-ID REFRESH-INTERVAL RELATED-TO REPEAT REQUEST-STATUS RESOURCES RRULE SEQUENCE SOURCE STATUS"
    " SUMMARY TRANSP TRIGGER TZID TZNAME TZOFFSETFROM TZOFFSETTO TZURL UID URL VERSION".split()
)
NAME = re.compile(r"([A-Z][A-Z0-9-]*)[;:]")
# A line at least so long was folded; its rest follows without the blank that should mark it.
FOLDED = 70
# Up to the first colon that stands in no quotation marks.
HEAD = re.compile(r'(?:[^":]++|"[^"]*+")*+:')
# What stands between semicolons that stand in no quotation marks.
PARAMETER = re.compile(r'(?:[^";]++|"[^"]*+")++')
# No text of ours is a quarter as long. The time cleaning takes grows with the square of how deep tags are nested.
LONGEST_TEXT, MOST_TAGS = 40_000, 1_000
# Moments near the first and last year of all cannot be reckoned with.
YEARS = range(1970, 2201)
# Ten years: exhibitions are shown for years, and what is longer is a slip of the pen.
LONGEST_EVENT = timedelta(days=3653)
MOMENT = re.compile(r"(\d{8})(?:T(\d{4})(\d{2})?(Z)?)?")
LENGTH = re.compile(r"\+?P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
NEW_LINE = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|tr)>", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    name: str
    params: dict[str, str]
    value: str


@dataclass
class Block:
    """The lines of one entry. is_broken: some could not be read or stood where none may."""

    lines: list[Line] = field(default_factory=list)
    is_broken: bool = False

    def get(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def text(self, name: str) -> str:
        found = self.get(name)
        return plain(unescaped(found.value[:LONGEST_TEXT])) if found else ""


def decoded(body: bytes) -> tuple[str, bool]:
    """The readable text, and whether it was not UTF-8, as calendars must be."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return readable(body.decode("utf-16", errors="replace")), True
    try:
        return readable(body.decode("utf-8-sig")), False
    except UnicodeDecodeError:
        return readable(body.decode("cp1252", errors="replace")), True


def unfolded(text: str) -> Iterator[tuple[str, bool]]:
    """Whole lines, each with whether it was put together from what was folded wrongly."""
    whole, is_wrong, last = "", False, ""
    for line in re.split(r"\r\n|\r|\n", text):
        if line[:1] in {" ", "\t"}:
            whole += line[1:]
        elif (match := NAME.match(line)) and (match[1] in NAMES or match[1].startswith("X-")):
            if whole:
                yield whole, is_wrong
            whole, is_wrong = line, False
        elif line.strip() and whole:
            whole += line if len(last.encode()) >= FOLDED else f"\\n{line}"
            is_wrong = True
        last = line
    if whole:
        yield whole, is_wrong


def blocks(text: str) -> Iterator[Block]:
    """Every entry; what stands in alarms and in the rules of time zones is left out. An entry without an end ends
    where the next one begins.
    """
    block: Block | None = None
    inside = ""
    for written, is_wrong in unfolded(text):
        line = read_line(written)
        if block is None:
            block = Block() if line and (line.name, line.value.upper()) == ("BEGIN", "VEVENT") else None
        elif line is None:
            block.is_broken = True
        elif line.name == "BEGIN" and line.value.upper() == "VEVENT":
            yield Block(block.lines, is_broken=True)
            block, inside = Block(), ""
        elif line.name == "BEGIN":
            inside = line.value
        elif line.name == "END" and line.value.upper() == "VEVENT":
            yield block
            block, inside = None, ""
        elif line.name == "END":
            inside = ""
        elif not inside:
            block.lines.append(line)
            block.is_broken |= is_wrong
    if block is not None:
        yield Block(block.lines, is_broken=True)


def read_line(written: str) -> Line | None:
    """None for what has no name and value."""
    head = HEAD.match(written)
    name, *params = PARAMETER.findall(head[0].removesuffix(":")) if head else [""]
    if head is None or not re.fullmatch(r"[A-Za-z0-9-]+", name):
        return None
    said = (part.partition("=") for part in params)
    one = {key.strip().upper(): value.strip().strip('"') for key, _sign, value in said}
    return Line(name.upper(), one, written[head.end() :].strip())


def unescaped(value: str) -> str:
    return re.sub(r"\\([\\;,nN])", lambda match: "\n" if match[1] in "nN" else match[1], value)


def plain(text: str) -> str:
    """Without tags and signs of HTML, without control characters, with at most one empty line at a time."""
    if text.count("<") > MOST_TAGS:
        text = TAG.sub(" ", text)
    if TAG.search(text):
        text = html.unescape(nh3.clean(NEW_LINE.sub("\n", text), tags=set()))
    text = "".join(letter for letter in text.replace("\xa0", " ") if letter == "\n" or letter.isprintable())
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def zone_named(name: str) -> ZoneInfo | None:
    """By its name, also those of Windows ("W. Europe Standard Time") and with a path before; None for no zone."""
    wanted = name.strip().strip('"')
    tail = "/".join(wanted.split("/")[-2:])
    for each in (wanted, WINDOWS_TO_OLSON.get(wanted, ""), tail):
        if each in zone_names():
            return ZoneInfo(each)
    return None


@cache
def zone_names() -> Set[str]:
    return available_timezones()


@dataclass(frozen=True)
class When:
    """A moment on a clock, or a whole day. at: without a zone. is_guessed: the zone that was named does not exist."""

    at: datetime
    zone: ZoneInfo
    is_day: bool = False
    is_guessed: bool = False

    @property
    def moment(self) -> datetime:
        return self.at.replace(tzinfo=self.zone)


def when(line: Line, zone: ZoneInfo) -> When | None:
    """zone: of the place, for times that name none. None for what is no time."""
    found = MOMENT.fullmatch(re.sub(r"[-: ]", "", line.value.split(",")[0]))
    if found is None or int(found[1][:4]) not in YEARS:
        return None
    try:
        day = date(int(found[1][:4]), int(found[1][4:6]), int(found[1][6:]))
        at = time(int(found[2][:2]), int(found[2][2:])) if found[2] else time.min
    except ValueError:
        return None
    if found[2] is None:
        return When(datetime.combine(day, at), zone, is_day=True)
    if found[4]:
        utc = datetime.combine(day, at, tzinfo=ZoneInfo("UTC"))
        return When(utc.astimezone(zone).replace(tzinfo=None), zone)
    named = zone_named(line.params["TZID"]) if "TZID" in line.params else zone
    return When(datetime.combine(day, at), named or zone, is_guessed=named is None)


def length(line: Line) -> timedelta | None:
    found = LENGTH.fullmatch(line.value.upper())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups())
    lasts = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return lasts if lasts <= LONGEST_EVENT else None
