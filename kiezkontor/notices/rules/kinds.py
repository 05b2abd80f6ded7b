"""Which mail may go to an address that bounced, left a kind of mail, or must not be contacted."""

from collections.abc import Collection
from enum import StrEnum


class Kind(StrEnum):
    """OWN_DEED: the answer to what a person just did, or that their sign-in was changed. LETTER: somebody writes to
    this person. BOARD: what members of a network write on their notice board. VOICES: what becomes of an idea or a
    hint they gave. INVITATION: to an event, and what changes of one they are invited to. OFFERS: rooms on offer that
    somebody wanted to hear of. Others may be left.
    """

    OWN_DEED = "own_deed"
    LETTER = "letter"
    NEWS = "news"
    REMINDER = "reminder"
    BOARD = "board"
    VOICES = "voices"
    INVITATION = "invitation"
    OFFERS = "offers"


class Reason(StrEnum):
    """Why an address gets no mail, the strongest first."""

    DO_NOT_CONTACT = "do_not_contact"
    BOUNCED = "bounced"
    LEFT = "left"


MAY_BE_LEFT = frozenset({Kind.NEWS, Kind.REMINDER, Kind.BOARD, Kind.VOICES, Kind.INVITATION, Kind.OFFERS})


def withheld(kind: Kind, marks: Collection[tuple[Reason, str]]) -> Reason | None:
    """Why a mail of this kind is not written; None where it goes out.

    marks: reasons an address is marked with, each with the kind of mail it left, empty for the other reasons.
    What answers a person's own deed always goes out: they asked for it, and nobody's forged bounce locks them out.
    """
    if kind == Kind.OWN_DEED:
        return None
    holding = {reason for reason, left in marks if reason != Reason.LEFT or (kind in MAY_BE_LEFT and left == kind)}
    return next((reason for reason in Reason if reason in holding), None)
