"""For whom the closed part of a meeting is: one rule for agenda, room, minutes, papers, mail and tasks."""

from kiezkontor.calendar.rules.kinds import Kind


def reads_closed(kind: str, *, is_inside: bool, is_member: bool, is_in_body: bool, came_for_one: bool) -> bool:
    """Whether it is for somebody: of the circle that meets, or on its lists for one of it.

    is_inside: of the office or the board. is_member: of the network, the circle of all meetings but those of bodies.
    is_in_body: of the body that meets, on that day. came_for_one: invited or noted as there for one of
    the circle, also in their place. Nobody notes who left the room for that part; guests do.
    """
    return is_inside or came_for_one or (is_in_body if kind == Kind.BODY else is_member)
