"""Who hears by mail that an event is off, and whom the office has to call because no address of theirs is known."""

from dataclasses import dataclass

from django.db.models import Q

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar import access
from kiezkontor.calendar.access_inviting import invitations_to
from kiezkontor.calendar.models import Answer, Event
from kiezkontor.calendar.rules.kinds import Reply
from kiezkontor.calendar.rules.stages import PLANNED
from kiezkontor.organisations.access_contacting import contactable, phones_of
from kiezkontor.organisations.models import Organisation


@dataclass(frozen=True)
class Called:
    """organisation, phone: "" where none is known."""

    name: str
    organisation: str
    phone: str


def count_of_mails(viewer: Viewer, event: Event) -> int:
    """How many would hear of it by mail: who comes, waits or may come, and who was invited and has not answered."""
    if event.stage == PLANNED:
        return 0
    answered = access.answers_to(viewer, event).exclude(email="").exclude(reply=Reply.NO)
    invited = invitations_to(viewer, event).filter(answer=None).exclude(email="").exclude(told_sequence=None)
    return answered.count() + invited.count()


def to_call(viewer: Viewer, event: Event) -> list[Called]:
    """The others, by name; who is invited and wants no contact is left alone."""
    answered = access.answers_to(viewer, event).select_related("invitation__organisation")
    found = [(each.name, organisation_of(each)) for each in answered.filter(email="").exclude(reply=Reply.NO)]
    may_be_called = Q(organisation=None) | Q(organisation__in=contactable(Organisation.objects.all()))
    invited = invitations_to(viewer, event).filter(may_be_called, email="", answer=None)
    found += [(each.name, each.organisation) for each in invited]
    phones = phones_of([each for _name, each in found if each], event.district)
    rows = [
        Called(name or str(organisation), str(organisation) if name and organisation else "", phone)
        for name, organisation in found
        for phone in [phones.get(organisation.pk, "") if organisation else ""]
    ]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.organisation.casefold()))


def organisation_of(answer: Answer) -> Organisation | None:
    return answer.organisation or (answer.invitation.organisation if answer.invitation else None)
