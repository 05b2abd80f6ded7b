"""Who votes at a meeting, as long as whoever leads it says nothing else."""

from kiezkontor.calendar.rules.kinds import As, Kind
from kiezkontor.calendar.rules.quarters import MEETINGS as MEMBER_MEETINGS

SPEAKS_ALONE = frozenset({As.GUEST, As.EXPERT})


def has_vote(kind: str, *, invited_as: str, is_member: bool, has_members: bool) -> bool:
    """Whether somebody who comes votes. invited_as: "" for members, and for whoever was not invited.

    In a body its members vote alone, who are invited as such; at other meetings this gives nobody a vote. There guests
    and experts speak and do not vote. At meetings of the members everybody else votes who comes for one, invited or
    not; a network that has no members yet lets all vote, as it does where it is founded. At workshops and courses
    whoever takes part votes.
    """
    if kind == Kind.BODY:
        return invited_as == As.BODY
    if invited_as in SPEAKS_ALONE:
        return False
    return is_member or not has_members if kind in MEMBER_MEETINGS else True
