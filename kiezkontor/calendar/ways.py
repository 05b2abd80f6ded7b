"""What the pages of members offer of this area."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar import access_inviting
from kiezkontor.districts.models import District
from kiezkontor.organisations.hooks import Way
from kiezkontor.organisations.members import is_member


def ways_of(viewer: Viewer, district: District) -> Iterable[Way]:
    if access_inviting.writes_for(viewer, district).exists():
        yield Way(_("Invitations"), reverse("calendar:own_invitations"), "calendar_today")
    if is_member(viewer, district):
        yield Way(_("Events in my calendar"), reverse("calendar:own_feed"), "download")
