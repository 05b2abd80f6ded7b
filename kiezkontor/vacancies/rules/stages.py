"""How far the office is with a vacancy: the stages, which may follow which, and how each looks."""

from collections.abc import Mapping
from dataclasses import dataclass

OWNER_UNKNOWN, NO_CONTACT, IN_TALKS = "owner_unknown", "no_contact", "in_talks"
INTERIM_USE, LET, DILAPIDATED, WITHDRAWN = "interim_use", "let", "dilapidated", "withdrawn"

# From → to, in the order in which the office is offered them. A lease may fall through, an owner may come back.
MOVES: Mapping[str, tuple[str, ...]] = {
    OWNER_UNKNOWN: (NO_CONTACT, IN_TALKS, INTERIM_USE, LET, DILAPIDATED, WITHDRAWN),
    NO_CONTACT: (IN_TALKS, INTERIM_USE, LET, DILAPIDATED, WITHDRAWN, OWNER_UNKNOWN),
    IN_TALKS: (INTERIM_USE, LET, DILAPIDATED, WITHDRAWN, NO_CONTACT, OWNER_UNKNOWN),
    INTERIM_USE: (LET, IN_TALKS, DILAPIDATED, WITHDRAWN),
    LET: (IN_TALKS, INTERIM_USE),
    DILAPIDATED: (IN_TALKS, NO_CONTACT, OWNER_UNKNOWN, WITHDRAWN),
    WITHDRAWN: (IN_TALKS, NO_CONTACT),
}
# The unit is used although its case is open.
IN_USE = frozenset({INTERIM_USE, LET})


@dataclass(frozen=True)
class Look:
    """colour: of the map of the Wuppertal agency for interim use, as frontend/vacancies.css has it. icon: beside it."""

    colour: str
    icon: str


LOOKS: Mapping[str, Look] = {
    OWNER_UNKNOWN: Look("pink", "help"),
    NO_CONTACT: Look("black", "phone"),
    IN_TALKS: Look("blue", "speech"),
    INTERIM_USE: Look("green", "clock"),
    LET: Look("orange", "check"),
    DILAPIDATED: Look("grey", "warning"),
    WITHDRAWN: Look("white", "close"),
}


def may_move(before: str, after: str) -> bool:
    return after in MOVES[before]
