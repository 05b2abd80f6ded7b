"""What areas above want to hear of mail that comes in; filled at start-up, called while it is treated."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What somebody answered by mail.

    key: what the answered mail was about, as the area named it. words: without quotes and signature, never empty.
    sender: the address it says it is from, which anybody can write; the way in was the address it went to.
    files: how many were attached; they are not kept. calendar: what their calendar answered (text/calendar), mostly "";
    then words may be empty.
    """

    key: int
    words: str
    sender: str
    sender_name: str
    files: int = 0
    calendar: str = ""


# Purpose of a reply address (tokens.address_for) → who takes what comes to it. Raises ActionRefused with a sentence
# for the sender where it is not taken.
answers: dict[str, Callable[[Answer], None]] = {}

# Of these purposes those whose answers calendars write by themselves, without words and marked as automatic.
by_calendar: set[str] = set()

# Purpose of a personal link → name of the page it opens, which takes its token; whoever types a code is led there.
pages_of_links: dict[str, str] = {}
