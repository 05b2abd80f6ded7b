"""Whom an office talks to at an organisation, and who must not be talked to."""

from collections.abc import Set
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.actions.consents import consents_about, withdraw_consents
from kiezkontor.districts.changes import tell_changed
from kiezkontor.districts.models import Consent, District
from kiezkontor.organisations.access_contacting import quiet_addresses
from kiezkontor.organisations.actions.holds import refuse_while_held
from kiezkontor.organisations.models import Contact, Organisation
from kiezkontor.organisations.released import FIELDS, PREFIX
from kiezkontor.shared.errors import ActionRefused

QUIET = ("do_not_contact_since", "do_not_contact_note", "do_not_contact_in")


@transaction.atomic
def save_contact(
    organisation: Organisation, contact: Contact | None, *, values: dict[str, Any], district: District, by: Viewer
) -> Contact:
    """Note or change somebody at an organisation; values: fields of a Contact.

    What somebody released of themselves is released no more where another one changes it.
    """
    kept = contact or Contact(organisation=organisation, district=district)
    quiet_before = quiet_addresses(kept)
    if contact is not None and contact.person_id is not None and contact.person != by.person:
        changed = [PREFIX + name for name in FIELDS if name in values and getattr(contact, name) != values[name]]
        withdraw_consents(changed, contact, channel=Consent.Channel.TALK, district=district, by=by)
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save()
    record("contact.changed" if contact else "contact.noted", kept, by=by, district=district, name=organisation.name)
    tell_quiet(quiet_before, quiet_addresses(kept), district)
    return kept


def tell_quiet(before: Set[str], after: Set[str], district: District) -> None:
    """Who asked for quiet shows on no page, but whether a profile offers to write a message follows from it."""
    if before != after:
        tell_changed([district.pk])


@transaction.atomic
def remove_contact(contact: Contact, *, by: Viewer) -> None:
    """Forget somebody; what they consented to ends with it and stays as proof. Refuses while a hold forbids it."""
    refuse_while_held(contact.organisation, contact.district)
    forget_contact(contact, by=by)


def forget_contact(contact: Contact, *, by: Viewer) -> None:
    """As `remove_contact`, for whoever has asked about holds already."""
    record("contact.removed", contact, by=by, district=contact.district, name=contact.organisation.name)
    valid = consents_about(contact, contact.district).values_list("purpose", flat=True)
    withdraw_consents(list(valid), contact, channel=Consent.Channel.ONLINE, district=contact.district, by=by)
    tell_quiet(quiet_addresses(contact), frozenset(), contact.district)
    contact.delete()


@transaction.atomic
def stop_contact(pk: int, *, since: date, note: str, district: District, by: Viewer) -> Organisation:
    """Note that nobody at an organisation wants to be spoken to or written to. It beats everything, everywhere.

    Said again, it holds from the earlier day on, with the later word; the log has both.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=pk)
    organisation.do_not_contact_since = min(since, organisation.do_not_contact_since or since)
    organisation.do_not_contact_note, organisation.do_not_contact_in = note, district
    organisation.save(update_fields=[*QUIET, "changed_at"])
    record("organisation.contact_stopped", organisation, by=by, district=district, since_on=since.isoformat())
    return organisation


@transaction.atomic
def allow_contact(pk: int, *, note: str, district: District, by: Viewer) -> Organisation:
    """Note that an organisation may be spoken to again. Refuses without a word on who said so."""
    if not note:
        raise ActionRefused(_("Please note who allowed it and how, so that it can be proven."), field="note")
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=pk)
    organisation.do_not_contact_since = None
    organisation.do_not_contact_note, organisation.do_not_contact_in = note, district
    organisation.save(update_fields=[*QUIET, "changed_at"])
    record("organisation.contact_allowed", organisation, by=by, district=district)
    return organisation
