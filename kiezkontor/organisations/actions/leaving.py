"""Deleting one's own account, with all that hangs on it and without what others need as proof."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, OFFICE_ROLES, VISITOR, Viewer
from kiezkontor.audit.actions import forget_name, record_rows
from kiezkontor.districts.actions.consents import consents_about, withdraw_consents
from kiezkontor.districts.actions.roles import lock_roles_of, refuse_without_coordination
from kiezkontor.districts.models import Consent, Role
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations.access_contacting import quiet_addresses
from kiezkontor.organisations.actions.holds import refuse_while_held
from kiezkontor.organisations.actions.people import tell_quiet
from kiezkontor.organisations.models import Contact
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def delete_account(person: Person) -> None:
    """Delete a person's account, roles, devices and own lines in contact lists, at once and for good.

    What they wrote into entries stays, without their name; so do consents, as proof, and the log, in which the names of
    an office's staff are kept. Refuses where a district would be left without coordination, the last who
    administers the installation, and while an office has to keep what it knows of them.
    """
    today = timezone.localdate()
    if (
        person.is_operator
        and not Person.objects.filter(is_operator=True, is_active=True).exclude(pk=person.pk).exists()
    ):
        raise ActionRefused(_("Nobody else administers this installation. Please let somebody else do so first."))
    for role in Role.objects.held_on(today).filter(person=person, name=COORDINATOR).select_related("district"):
        lock_roles_of(role.district)
        refuse_without_coordination(role, today)
    for contact in Contact.objects.filter(person=person).select_related("district", "organisation"):
        refuse_while_held(contact.organisation, contact.district)
        purposes = list(consents_about(contact, contact.district).values_list("purpose", flat=True))
        channel = Consent.Channel.ONLINE
        withdraw_consents(purposes, contact, channel=channel, district=contact.district, by=Viewer(person=person))
        tell_quiet(quiet_addresses(contact), frozenset(), contact.district)
        contact.delete()
    links.withdraw(PersonalLink.objects.filter(email__iexact=person.email))
    was_office = person.is_operator or Role.objects.filter(person=person, name__in=OFFICE_ROLES).exists()
    if not was_office:
        forget_name(person)
    record_rows("person.deleted", Person, [(person.pk, "", {})], by=VISITOR)
    person.delete()
