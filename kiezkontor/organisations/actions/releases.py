"""What members of a network release to each other, field by field."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.actions.consents import Asked, give_consent, withdraw_consents
from kiezkontor.districts.models import Consent, District
from kiezkontor.organisations.actions.people import save_contact
from kiezkontor.organisations.models import Contact, FieldClaim, Organisation
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def save_card(
    organisation: Organisation,
    *,
    values: Mapping[str, str],
    released: Collection[str],
    asked: Mapping[str, Asked],
    district: District,
    by: Viewer,
) -> Contact:
    """Keep the viewer's own line in the contact list. What is no longer released is gone from it at once.

    values: fields of a Contact. released, asked: names of fields, and what was agreed to for each.
    """
    if by.person is None:
        raise ActionRefused(_("Only a person with an access has a line of their own in the contact list."))
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=organisation.pk)
    known = Contact.objects.filter(organisation=organisation, district=district, person=by.person).first()
    origin = {"person": by.person, "basis": FieldClaim.Basis.OWNER, "said_on": timezone.localdate()}
    contact = save_contact(organisation, known, values={**values, **origin}, district=district, by=by)
    ended = [each.purpose for name, each in asked.items() if name not in released]
    withdraw_consents(ended, contact, channel=Consent.Channel.ONLINE, district=district, by=by)
    for name in sorted(released):
        give_consent(
            asked[name], contact, said_by=contact.name, channel=Consent.Channel.ONLINE, district=district, by=by
        )
    return contact
