"""People without an organisation take part: they ask for an access themselves, and give it back themselves."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import VISITOR, Viewer
from kiezkontor.districts.actions.roles import end_role, invite, lock_roles_of
from kiezkontor.districts.models import District, Invitation, Role
from kiezkontor.shared.errors import ActionRefused

# So many mails a district sends in an hour to people who asked for one: an evening event, and no flood.
MOST_AN_HOUR = 60


def ask_to_take_part(district: District, *, email: str, name: str, language: str) -> None:
    """Send a link with which the holder of the mailbox takes part as a resident.

    Nothing is sent, and nothing said, to whoever does so already, has an open link, or takes no mail from us, for that
    is nobody else's business. Refuses where very many asked within an hour.
    """
    with transaction.atomic():
        lock_roles_of(district)
        lately = Invitation.objects.filter(
            district=district,
            role=Role.Name.RESIDENT,
            invited_by=None,
            invited_at__gt=timezone.now() - timedelta(hours=1),
        )
        if lately.count() >= MOST_AN_HOUR:
            raise ActionRefused(_("Very many people asked within this hour. Please try again later."))
    try:
        invite(email, district=district, role=Role.Name.RESIDENT, name=name, language=language, by=VISITOR)
    except ActionRefused:
        return


def stop_taking_part(role: Role, person: Person) -> None:
    """A resident gives the access to a district back, at once. Raises ActionRefused for a role that ended meanwhile."""
    end_role(role.pk, until_on=timezone.localdate(), by=Viewer(person=person))
