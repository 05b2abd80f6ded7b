"""How invitations and the answers to them read, in lists and in tables."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kiezkontor.calendar.actions.inviting import Planned
from kiezkontor.calendar.models import Answer, Event, Invitation
from kiezkontor.calendar.rules.inviting import NOT_INVITED, Way, Why, days_left
from kiezkontor.calendar.rules.kinds import Reply
from kiezkontor.calendar.rules.places import Seat
from kiezkontor.calendar.shown import NEED_WORDS, name_of_time
from kiezkontor.calendar.telling_invited import address_now

WHY_WORDS = {
    Why.QUIET: gettext_lazy("wants no contact"),
    Why.INVITED: gettext_lazy("is invited already"),
    Why.SHARED: gettext_lazy("the same e-mail address is invited already"),
    Why.BODY: gettext_lazy("is invited already and now becomes a member of the body"),
    Why.NO_MAIL: gettext_lazy("wants no such mail, or mail comes back"),
    Why.UNKNOWN: gettext_lazy("neither e-mail address nor street is known"),
}
OPEN = "open"
STANDS = {
    "": gettext_lazy("invited"),
    OPEN: gettext_lazy("no answer yet"),
    Reply.YES.value: gettext_lazy("yes"),
    Reply.MAYBE.value: gettext_lazy("maybe"),
    Reply.NO.value: gettext_lazy("no"),
}
INVITED = (
    gettext_lazy("Invited"),
    gettext_lazy("Person"),
    gettext_lazy("As"),
    gettext_lazy("E-mail address"),
    gettext_lazy("How"),
)
ANSWERED = (
    gettext_lazy("Answer"),
    gettext_lazy("People"),
    gettext_lazy("Needs"),
    gettext_lazy("Note"),
    gettext_lazy("Answered on"),
    gettext_lazy("Time"),
)
COLUMNS = (*INVITED, *ANSWERED)


@dataclass(frozen=True)
class Preview:
    """What inviting would do. by_mail …: each who, and what else is said of them."""

    by_mail: list[Planned]
    by_letter: list[Planned]
    in_person: list[Planned]
    left_out: list[Planned]

    @property
    def count(self) -> int:
        return len(self.by_mail) + len(self.by_letter) + len(self.in_person)


def preview_of(rows: Sequence[Planned]) -> Preview:
    return Preview(
        by_mail=[each for each in rows if each.way == Way.MAIL],
        by_letter=[each for each in rows if each.way == Way.LETTER],
        in_person=[each for each in rows if each.is_invited and each.way == Way.NONE],
        left_out=[each for each in rows if each.why in NOT_INVITED],
    )


def groups_of(preview: Preview) -> list[dict[str, Any]]:
    """The parts of a preview that hold somebody: title, hint, rows (name, detail)."""
    groups = (
        (_("By mail"), _("The mails go out within a minute."), preview.by_mail),
        (_("By letter"), _("Print the letters afterwards; they bring a code for answering."), preview.by_letter),
        (_("In person"), _("Neither mail nor letter reaches them: please call or drop in."), preview.in_person),
        (_("Left out"), "", preview.left_out),
    )
    return [
        {"title": title, "hint": hint, "rows": [planned_row(each) for each in rows]}
        for title, hint, rows in groups
        if rows
    ]


def planned_row(planned: Planned) -> dict[str, str]:
    who = str(planned.organisation) if planned.organisation else planned.name
    address = ", ".join(filter(None, [planned.email, *planned.postal.splitlines()]))
    details = [planned.name if planned.organisation else "", address if planned.is_invited else ""]
    details.append(str(WHY_WORDS[planned.why]) if planned.why else "")
    details.append("" if planned.has_seat else _("has no seat in the body on the day of the event, and no vote"))
    return {"who": who, "detail": ", ".join(part for part in details if part)}


def hint_of(event: Event, today: date) -> str:
    """That it is late for inviting; "" where it is not."""
    first_on = timezone.localdate(event.starts_at)
    left = days_left(today, first_on)
    if left is None or first_on < today:
        return ""
    if left == 0:
        return _("It is today: whoever is to come for sure is better called.")
    return ngettext(
        "There is only %(days)d day left until then. Invitations are best out two weeks before; whoever is to come "
        "for sure is better called.",
        "There are only %(days)d days left until then. Invitations are best out two weeks before; whoever is to come "
        "for sure is better called.",
        left,
    ) % {"days": left}


def answer_to(invitation: Invitation) -> Answer | None:
    return getattr(invitation, "answer", None)


def stand_of(invitation: Invitation) -> str:
    found = answer_to(invitation)
    return found.reply if found else OPEN


def tiles_of(invitations: Sequence[Invitation], chosen: str) -> list[dict[str, Any]]:
    """How many there are of each stand, as ways to those alone."""
    counts = Counter(stand_of(each) for each in invitations)
    counts[""] = len(invitations)
    return [
        {"key": key, "label": label, "number": counts[key], "current": key == chosen} for key, label in STANDS.items()
    ]


def totals_of(answers: Iterable[Answer]) -> list[str]:
    """How many people come and what they need, one sentence each."""
    said_yes = [each for each in answers if each.reply == Reply.YES and each.slot.cancelled_at is None]
    coming = [each for each in said_yes if each.seat == Seat.SEATED]
    waiting = sum(each.people for each in said_yes if each.seat in {Seat.WAITING, Seat.OFFERED})
    people = sum(each.people for each in coming)
    said = [ngettext("%(count)d person said yes.", "%(count)d people said yes.", people) % {"count": people}]
    if waiting:
        words = ngettext("%(count)d more person waits for a place.", "%(count)d more people wait for a place.", waiting)
        said.append(words % {"count": waiting})
    needs = Counter(need for each in coming for need in each.needs if need in NEED_WORDS)
    if needs:
        listed = ", ".join(f"{NEED_WORDS[need]}: {count}" for need, count in needs.most_common())
        said.append(_("They need: %(needs)s.") % {"needs": listed})
    return said


def how_told(invitation: Invitation, *, by_letter: bool) -> str:
    """By which way somebody heard of the event, or will; "" for whoever answered before a mail or letter went out."""
    parts = []
    if invitation.mailed_at:
        parts.append(_("mail of %(day)s") % {"day": short(invitation.mailed_at)})
    if invitation.lettered_at:
        parts.append(_("letter of %(day)s") % {"day": short(invitation.lettered_at)})
    if not parts and invitation.untold:
        parts.append(_("the mail is on its way"))
    if not parts and answer_to(invitation) is None:
        parts.append(_("letter not printed yet") if by_letter else _("please call"))
    return ", ".join(parts)


def told_of_end(invitation: Invitation, *, is_told: bool) -> str:
    """How whoever is invited hears that they are not after all."""
    if is_told:
        said = _("A mail to %(address)s says so within a minute, and takes the event out of their calendar.")
        return said % {"address": address_now(invitation)}
    if invitation.lettered_at or invitation.mailed_at:
        return _("No mail can tell them. Please call or drop in.")
    return _("They have not heard of the invitation yet, and do not hear of this either.")


def short(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "MONTH_DAY_FORMAT")


def invited_row(invitation: Invitation, *, by_letter: bool) -> dict[str, Any]:
    found = answer_to(invitation)
    is_person = invitation.organisation is not None and invitation.name
    return {
        "invitation": invitation,
        "who": invitation.invited_name,
        "person": invitation.name if is_person else "",
        "as_what": invitation.get_as_what_display() if not invitation.organisation else "",
        "how": how_told(invitation, by_letter=by_letter),
        "answer": found,
        "reply": found.reply if found else "",
        "said": said_by(found) if found else [],
    }


def said_by(answer: Answer) -> list[str]:
    """How many come, what they need and what they wrote; a no says of people and needs nothing."""
    people = ngettext("%(people)s person", "%(people)s people", answer.people) % {"people": answer.people}
    waits = f" ({answer.get_seat_display()})" if answer.seat == Seat.WAITING else ""
    coming = [people + waits] if answer.reply != Reply.NO else []
    return [said for said in (*coming, needs_of(answer), answer.note) if said]


def needs_of(answer: Answer | None) -> str:
    return ", ".join(str(NEED_WORDS[need]) for need in answer.needs if need in NEED_WORDS) if answer else ""


def cells_of(rows: Iterable[dict[str, Any]], uninvited: Iterable[Answer]) -> Iterator[list[Any]]:
    """Rows of a table: everybody who is invited, then who answered without being so."""
    for row in rows:
        invitation = row["invitation"]
        head = [row["who"], row["person"], row["as_what"], invitation.email, row["how"]]
        yield [*head, *answer_cells(row["answer"])]
    for each in uninvited:
        yield [str(each.organisation or each.name), each.name, "", each.email, "", *answer_cells(each)]


def answer_cells(answer: Answer | None) -> list[Any]:
    if answer is None:
        return [""] * len(ANSWERED)
    people = answer.people if answer.reply != Reply.NO else ""
    reply, answered_on = answer.get_reply_display(), timezone.localdate(answer.answered_at)
    time = name_of_time(answer.slot) if answer.slot.starts_at else answer.slot.label
    return [str(reply), people, needs_of(answer), answer.note, answered_on, time]
