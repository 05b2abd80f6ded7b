"""Reading a message (RFC 5322) as strangers send it: what it says, never what it wants; broken ones in part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from kiezkontor.notices.rules.automatic import is_automatic
from kiezkontor.notices.rules.html_text import text_of
from kiezkontor.notices.rules.own_words import own_words

MOST_PARTS = 200
LONGEST_HEADER = 4000
LONGEST_TEXT = 200_000
# More parts than this nobody writes; a parser would lose itself in them.
MOST_BOUNDARIES = 60
BOUNDARY = re.compile(rb"^content-type:[ \t]*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
# What mail programs write in. Other codecs of Python's are not meant for strangers' texts: punycode takes minutes.
CHARSETS = re.compile(
    r"utf-?8|(?:us-)?ascii|iso-?8859-\d{1,2}|latin-?\d|(?:windows-|cp)(?:125\d|874|936|949)|utf-16(?:le|be)?|koi8-[ru]"
    r"|gb(?:2312|k|18030)|big5|euc-(?:jp|kr)|shift_jis|iso-2022-(?:jp|kr)|macintosh"
)
ID = re.compile(r"<[^<>\s]{3,250}>")


@dataclass(frozen=True)
class Status:
    """What a delivery status says of one receiver."""

    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True)
class Read:
    """sender: an address, "" where none can be read. receivers: all addresses it went to, the surest first.

    words: what is new in it. mentioned: Message-IDs of earlier mails it names or brings back. files: how many were
    attached. calendar: its part for calendars, "" for none. is_whole: False for one that could be read in part only.
    """

    message_id: str
    sender: str
    sender_name: str
    subject: str
    receivers: tuple[str, ...]
    words: str = ""
    text: str = ""
    calendar: str = ""
    files: int = 0
    mentioned: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    return_path: str | None = None
    is_report: bool = False
    is_automatic: bool = True
    is_whole: bool = True


@dataclass
class _Parts:
    plain: str = ""
    html: str = ""
    calendar: str = ""
    files: int = 0
    statuses: list[Status] = field(default_factory=list)
    brought_back: list[str] = field(default_factory=list)


def read(raw: bytes) -> Read:
    """Never raises for whatever comes in."""
    try:
        if len(BOUNDARY.findall(raw)) > MOST_BOUNDARIES:
            raise RecursionError
        message = message_from_bytes(raw)
        parts = parts_of(message)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError):
        message, parts = BytesHeaderParser().parsebytes(raw[:100_000]), None
    return put_together(message, parts)


def put_together(message: Message, parts: _Parts | None) -> Read:
    found = parts or _Parts()
    senders = addresses(message, "From")
    name, sender = senders[0] if senders else ("", "")
    ids = ID.findall(" ".join(header(message, name) for name in ("In-Reply-To", "References")))
    is_report = message.get_content_type() == "multipart/report" or bool(found.statuses)
    returns = [str(value).strip() for value in message.get_all("Return-Path", [])]
    text = clean(found.plain or text_of(found.html))[:LONGEST_TEXT]
    return Read(
        message_id=next(iter(ID.findall(header(message, "Message-ID"))), ""),
        sender=sender,
        sender_name=name,
        subject=header(message, "Subject")[:255],
        receivers=tuple(dict.fromkeys(address for _name, address in receivers(message))),
        words=own_words(text),
        text=text,
        calendar=found.calendar,
        files=found.files,
        mentioned=tuple(dict.fromkeys([*found.brought_back, *ids]))[:20],
        statuses=tuple(found.statuses),
        return_path=returns[0].strip("<>") if returns else None,
        is_report=is_report,
        is_automatic=parts is None
        or is_automatic([(key, str(value)) for key, value in message.items()], sender=sender, is_report=is_report),
        is_whole=parts is not None,
    )


def receivers(message: Message) -> Iterator[tuple[str, str]]:
    for name in ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc"):
        yield from addresses(message, name)[:20]


def header(message: Message, name: str) -> str:
    """One line of readable text, "" where the header is missing or cannot be read."""
    value = str(message.get(name, ""))[:LONGEST_HEADER]
    try:
        value = str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError, TypeError):
        value = value.encode("ascii", "replace").decode()
    return " ".join(CONTROL.sub(" ", storable(value).replace("\n", " ")).split())


def addresses(message: Message, name: str) -> list[tuple[str, str]]:
    """Names and addresses in small letters; what is no plain address is left out."""
    found = []
    for value in [str(each)[:LONGEST_HEADER] for each in message.get_all(name, [])[:5]]:
        for who, address in getaddresses([value]):
            if re.fullmatch(
                r"[^@\s<>\x00-\x20\x7f-\x9f\ud800-\udfff]{1,64}@[^@\s<>\x00-\x20\x7f-\x9f\ud800-\udfff]{1,190}", address
            ):
                found.append((decoded(who), address.lower()))
    return found


def decoded(value: str) -> str:
    holder = Message()
    holder["Subject"] = " ".join(value.split())
    return header(holder, "Subject")[:120]


def parts_of(message: Message) -> _Parts:
    """What the parts of a message hold, without looking into messages that are attached."""
    found = _Parts()
    waiting = [message]
    for _count in range(MOST_PARTS):
        if not waiting:
            break
        part = waiting.pop()
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            found.statuses += statuses_in(part)
        elif kind in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            found.brought_back += ids_in(part)
        elif part.is_multipart():
            waiting += reversed([each for each in part.get_payload() if isinstance(each, Message)])
        elif kind in {"text/calendar", "application/ics"} and not found.calendar:
            found.calendar = text_in(part)
        elif part.get_filename() or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            found.files += 1
        elif kind == "text/html":
            found.html = found.html or text_in(part)
        else:
            found.plain = found.plain or text_in(part)
    return found


def text_in(part: Message) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    text = ""
    named = str(part.get_content_charset("utf-8")).lower()
    for charset in (named if CHARSETS.fullmatch(named) else "utf-8", "utf-8", "cp1252", "latin-1"):
        try:
            text = raw[: 4 * LONGEST_TEXT].decode(charset)
            break
        except (LookupError, ValueError):
            continue
    if str(part.get_param("format", "")).lower() == "flowed":
        text = unwrapped(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def unwrapped(text: str, *, delete_space: bool) -> str:
    """Lines that a mail program divided (RFC 3676), put together; quoted ones and the two dashes stay as they are."""
    lines: list[str] = []
    is_open = False
    for line in text.splitlines():
        is_quote = line.startswith(">")
        words = line.removeprefix(" ")
        if is_open and not is_quote and line != "-- ":
            lines[-1] += words
        else:
            lines.append(words)
        is_open = not is_quote and line.endswith(" ") and line != "-- "
        if is_open and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def statuses_in(part: Message) -> Iterator[Status]:
    payload = part.get_payload()
    for block in payload[:20] if isinstance(payload, list) else []:
        if isinstance(block, Message) and block.get("Action"):
            yield Status(header(block, "Action"), header(block, "Status"), header(block, "Diagnostic-Code"))


def ids_in(part: Message) -> list[str]:
    """The Message-ID of a mail that was brought back, whole or its head alone."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [
            found
            for each in payload[:1]
            if isinstance(each, Message)
            for found in ID.findall(header(each, "Message-ID"))
        ]
    text = part.get_payload(decode=True)
    head = BytesHeaderParser().parsebytes(text[:100_000]) if isinstance(text, bytes) else Message()
    return ID.findall(header(head, "Message-ID"))


def clean(text: str) -> str:
    """Without signs that hide or turn letters; line breaks stay."""
    return CONTROL.sub("", storable(text).replace("\r\n", "\n").replace("\r", "\n"))


def storable(text: str) -> str:
    """Halves of letters, which no database takes, as question marks."""
    return text.encode("utf-8", "replace").decode()
