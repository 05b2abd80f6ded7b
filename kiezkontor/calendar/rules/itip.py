"""What a calendar answers to an invitation (iTIP REPLY, RFC 5546), as Outlook, Google and Apple write it."""

from dataclasses import dataclass

import icalendar

LONGEST = 200_000
REPLIES = {"ACCEPTED": "yes", "TENTATIVE": "maybe", "DECLINED": "no"}


@dataclass(frozen=True)
class CalendarReply:
    """uid, sequence: of the event as the answering calendar knows it. email: of who answers, in small letters.

    comment: what they wrote beside it, "" for nothing.
    """

    uid: str
    sequence: int
    email: str
    reply: str
    comment: str


def read_reply(raw: str) -> CalendarReply | None:
    """None for whatever is no answer with a yes, maybe or no of exactly one person to one event.

    A counter proposal (METHOD:COUNTER) is none: people read that.
    """
    if len(raw) > LONGEST:
        return None
    try:
        found = icalendar.Calendar.from_ical(raw)
        events = found.walk("VEVENT")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return None
    if str(found.get("METHOD", "")).upper() != "REPLY" or not events:
        return None
    event = events[0]
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    if len(attendees) != 1 or not event.get("UID"):
        return None
    who = attendees[0]
    said = REPLIES.get(str(getattr(who, "params", {}).get("PARTSTAT", "")).upper())
    if said is None:
        return None
    comment = event.get("COMMENT", "")
    comment = comment[0] if isinstance(comment, list) else comment
    return CalendarReply(
        uid=str(event["UID"]),
        sequence=number(event.get("SEQUENCE", 0)),
        email=str(who).partition(":")[2].strip().lower() if ":" in str(who) else str(who).strip().lower(),
        reply=said,
        comment=" ".join(str(comment).split())[:300],
    )


def number(value: object) -> int:
    try:
        return max(0, int(str(value)))
    except ValueError:
        return 0
