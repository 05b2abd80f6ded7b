"""Invitations on paper: a letter with a code that answers, and a slip at its foot that comes back."""

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kiezkontor.calendar.models import Event, Invitation
from kiezkontor.calendar.shown import day_and_time
from kiezkontor.calendar.telling_invited import times_to_choose
from kiezkontor.districts.senders import head_of
from kiezkontor.notices.letters import Letter
from kiezkontor.notices.rules.codes import as_printed
from kiezkontor.organisations.letter_frame import Door, Receiver, letter
from kiezkontor.shared.mounting import district_address

# So much of what an event is about still fits on one page with the slip.
LONGEST_TEXT = 420
# So many times are ticked on the slip; of more the one that is meant is written on it.
MOST_TIMES, NO_BREAK = 6, "\N{NO-BREAK SPACE}"


def invitation_letter(invitation: Invitation, to: Receiver) -> Letter:
    event = invitation.event
    values = {"event": event.title, "office": to.district.office_name or to.district.name}
    return letter(
        to,
        subject=_("Invitation: %(event)s") % values,
        said=[
            _("we invite you to “%(event)s”:") % values,
            *facts(event),
            *([Truncator(event.text).chars(LONGEST_TEXT)] if event.text else []),
            until_when(event),
        ],
        more=[],
        door=Door(
            address=district_address(to.district.slug, "calendar:own_answer", to.made.token),
            qr_alt=_("Square code that leads to your answer"),
            label=_("Your code:"),
        ),
        slip=slip(invitation, to),
    )


def facts(event: Event) -> list[str]:
    """When, where, and how one gets in, a line each; what is not known is left out."""
    access = [str(event.get_step_free_display()) if event.step_free else "", event.access_note]
    lines = [
        (_("When: %(said)s"), day_and_time(event)),
        (_("Where: %(said)s"), ", ".join(filter(None, [event.place, event.address]))),
        (_("Access: %(said)s"), ", ".join(filter(None, access))),
    ]
    return [label % {"said": said} for label, said in lines if said]


def until_when(event: Event) -> str:
    if event.answers_until is None:
        return _("Please tell us whether you are coming: online with the code below, or with the slip.")
    until = date_format(event.answers_until, "DATE_FORMAT")
    said = _("Please tell us by %(until)s whether you are coming: online with the code below, or with the slip.")
    return said % {"until": until}


def slip(invitation: Invitation, to: Receiver) -> list[str]:
    """The numbers before the answers are what is typed in."""
    blank = 8 * "_"
    return [
        " · ".join([_("Answer"), invitation.invited_name, invitation.event.title, as_printed(to.made.code)]),
        "☐ 1 " + _("Yes, with so many people:") + f" {blank}   ☐ 2 " + _("Maybe") + "   ☐ 3 " + _("No"),
        *times_on_slip(invitation.event, blank=2 * blank),
        _("We need (interpreter, step-free way, food without meat …):") + " " + 3 * blank,
        _("Back to: %(office)s") % {"office": ", ".join(head_of(to.district))},
    ]


def times_on_slip(event: Event, *, blank: str) -> list[str]:
    """The times of an event to be ticked; nothing where there is one alone."""
    times = times_to_choose(event)
    if not times:
        return []
    label = _("At which time:")
    if len(times) > MOST_TIMES:
        return [f"{label} {blank}"]
    return [" ".join([label, "   ".join(f"☐ {name}".replace(" ", NO_BREAK) for name in times)])]
