"""What the pages of members offer of this area."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.members import access
from kiezkontor.organisations.hooks import Way


def ways_of(viewer: Viewer, district: District) -> Iterable[Way]:
    if access.may_read(viewer, district):
        yield Way(_("Notice board"), reverse("members:board"), "speech")
