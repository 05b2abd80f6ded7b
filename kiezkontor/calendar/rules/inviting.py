"""Whom an invitation reaches and by which way, and how guests are written down."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# People keep an evening free when they know of it for so long.
NOTICE = timedelta(days=14)
MOST = 2_000


class Way(StrEnum):
    MAIL = "mail"
    LETTER = "letter"
    NONE = "none"


class Why(StrEnum):
    """Why somebody is not invited (the first three), or has to be told in person."""

    QUIET = "quiet"
    INVITED = "invited"
    SHARED = "shared"
    NO_MAIL = "no_mail"
    UNKNOWN = "unknown"


# With these nobody is invited at all; the others are, and hear of it by telephone.
NOT_INVITED = frozenset({Why.QUIET, Why.INVITED, Why.SHARED})


@dataclass(frozen=True)
class Known:
    """What is known of somebody who is to be invited.

    mailbox: the first that may be written to. has_mailbox: whether one is known from which no mail came back, also
    where it may not be written to. is_shared: whether this mailbox is invited already, for somebody else.
    """

    mailbox: str = ""
    has_mailbox: bool = False
    has_street: bool = False
    is_quiet: bool = False
    is_invited: bool = False
    is_shared: bool = False


def way_to(known: Known) -> tuple[Way, Why | None]:
    """Whoever wants no mail gets no letter instead."""
    if known.is_quiet:
        return Way.NONE, Why.QUIET
    if known.is_invited:
        return Way.NONE, Why.INVITED
    if known.mailbox:
        return (Way.NONE, Why.SHARED) if known.is_shared else (Way.MAIL, None)
    if known.has_mailbox:
        return Way.NONE, Why.NO_MAIL
    return (Way.LETTER, None) if known.has_street else (Way.NONE, Why.UNKNOWN)


@dataclass(frozen=True)
class Guest:
    name: str
    email: str = ""


IN_ANGLES = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>\s]+@[^<>\s]+)>$")
AT_THE_END = re.compile(r"^(?P<name>.*?)[,;\s]*(?P<email>[^\s,;<>]+@[^\s,;<>]+)$")
LONGEST_NAME = 120


def guests_in(text: str) -> list[Guest]:
    """One each line: “Gesa Gast, gesa@example.org”, as mail programs write it, or a name alone; each once.

    An address without a name is its own name.
    """
    found: dict[str, Guest] = {}
    for line in text.splitlines():
        written = " ".join(line.split()).strip(" ,;")
        if not written:
            continue
        parts = IN_ANGLES.match(written) or AT_THE_END.match(written)
        email = parts["email"] if parts else ""
        name = (parts["name"] if parts else written).strip(" ,;\"'") or email
        found.setdefault(email.lower() or name.casefold(), Guest(name[:LONGEST_NAME], email))
    return list(found.values())


def days_left(today: date, first_on: date) -> int | None:
    """How many days are left where they are fewer than people need to keep it free; None where there are enough."""
    left = first_on - today
    return max(0, left.days) if left < NOTICE else None
