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
    """Why somebody is not invited (the first four), or has to be told in person.

    BODY: they are invited already otherwise and become a member of the body, who votes in it.
    """

    QUIET = "quiet"
    INVITED = "invited"
    SHARED = "shared"
    BODY = "body"
    NO_MAIL = "no_mail"
    UNKNOWN = "unknown"


# With these nobody is invited at all; the others are, and hear of it by telephone.
NOT_INVITED = frozenset({Why.QUIET, Why.INVITED, Why.SHARED, Why.BODY})


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
    """postal: the lines of their postal address below the name, where there is no e-mail address."""

    name: str
    email: str = ""
    postal: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes two written guests one: their e-mail address, else name and postal address."""
        return (self.email.lower(), "") if self.email else (self.name.casefold(), "\n".join(self.postal).casefold())


IN_ANGLES = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>\s]+@[^<>\s]+)>$")
AT_THE_END = re.compile(r"^(?P<name>.*?)[,;\s]*(?P<email>[^\s,;<>]+@[^\s,;<>]+)$")
LONGEST_NAME = 120
# A line such as “12049 Berlin”, without which no letter arrives.
WITH_POSTCODE = re.compile(r"^(D-)?\d{5} \S")
# Below the name as many lines fit into the window of a letter, each as long as it is wide.
MOST_LINES, LONGEST_LINE = 5, 48


def guests_in(text: str) -> list[Guest]:
    """One each line: “Gesa Gast, gesa@example.org”, as mail programs write it, “Gesa Gast, Karlstraße 7, 12049 Berlin”,
    or a name alone; each once. An e-mail address without a name is its own name.
    """
    found: dict[tuple[str, str], Guest] = {}
    for line in text.splitlines():
        written = " ".join(line.split()).strip(" ,;")
        if not written:
            continue
        parts = IN_ANGLES.match(written) or AT_THE_END.match(written)
        email = parts["email"] if parts else ""
        head, *postal = [written] if parts else with_postal(written)
        name = (parts["name"] if parts else head).strip(" ,;\"'") or email
        guest = Guest(name[:LONGEST_NAME], email, tuple(postal))
        found.setdefault(guest.key, guest)
    return list(found.values())


def with_postal(written: str) -> list[str]:
    """The name, then the lines of the address; all as the name where no line holds a postcode and a place."""
    name, *lines = [part for part in (each.strip() for each in re.split("[,;]", written)) if part]
    has_place = bool(lines[1:]) and WITH_POSTCODE.match(lines[-1])
    fits = len(lines) <= MOST_LINES and all(len(line) <= LONGEST_LINE for line in lines)
    return [name, *lines] if has_place and fits else [written]


def days_left(today: date, first_on: date) -> int | None:
    """How many days are left where they are fewer than people need to keep it free; None where there are enough."""
    left = first_on - today
    return max(0, left.days) if left < NOTICE else None
