"""What the pages of members offer of this area."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.members import access, access_contacts
from kiezkontor.organisations.hooks import Way


def ways_of(viewer: Viewer, district: District) -> Iterable[Way]:
    if access.may_read(viewer, district):
        yield Way(_("Notice board"), reverse("members:board"), "speech")
    if access.writes_for(viewer, district).exists():
        yield Way(_("First contacts"), reverse("members:contacts"), "exchange")


def contact_pages(viewer: Viewer, district: District) -> Mapping[int, str]:
    """By member: where the viewer writes to it for the first time, or goes on."""
    known = {}
    own = set(access.writes_for(viewer, district).values_list("pk", flat=True))
    for contact in access_contacts.contacts_for(viewer, district):
        other = contact.trader_id if contact.carrier_id in own else contact.carrier_id
        known[other] = reverse("members:contact", args=[contact.pk])
    fresh = access_contacts.partners_for(viewer, district).values_list("pk", flat=True)
    return {pk: reverse("members:contact_new", args=[pk]) for pk in fresh} | known
