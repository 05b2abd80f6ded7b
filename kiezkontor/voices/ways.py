"""What the pages of members offer of this area."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.organisations.hooks import Way
from kiezkontor.voices import access


def ways_of(viewer: Viewer, district: District) -> Iterable[Way]:
    if access.writes_for(viewer, district).exists():
        yield Way(_("Give a hint"), reverse("voices:give_own"), "add")
        yield Way(_("My ideas and hints"), reverse("voices:own"), "history")
