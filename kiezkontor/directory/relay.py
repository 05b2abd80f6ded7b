"""The first contact with an organisation without publishing anybody's address."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.audit.models import AuditEntry
from kiezkontor.directory import conversations
from kiezkontor.directory.models import Entry
from kiezkontor.districts.relay import address_towards
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices.access import why_withheld
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations.actions.stewards import ask_for_entry
from kiezkontor.organisations.models import EntryRequest
from kiezkontor.shared.errors import ActionRefused

CONTACTED, SAID_TO_BE_OWN = "entry.contacted", "entry.said_to_be_own"
MOST_AN_HOUR = 10
MOST_AN_HOUR_IN_A_DISTRICT = 60


def can_be_written_to(entry: Entry) -> bool:
    """Whether a message finds somebody: the office passes on what the organisation cannot get itself."""
    return bool(entry.district.office_email) or reaches_organisation(entry)


def reaches_organisation(entry: Entry) -> bool:
    """Whether a message goes straight to the organisation: it takes part, and its address may be written to."""
    organisation = entry.organisation
    if not conversations.takes_part(organisation, entry.district):
        return False
    return why_withheld(organisation.email, Kind.LETTER, scope_id=entry.district_id) is None


@transaction.atomic
def pass_on(entry: Entry, *, name: str, email: str, message: str, profile_url: str, language: str, by: Viewer) -> None:
    """Mail a visitor's message to the organisation or its district's office; the answer goes to the visitor.

    Where answers come in through us, neither sees the other's address, and the visitor's is kept for them. Else nothing
    of the visitor is stored. The message never is; the audit names the entry alone.
    Raises ActionRefused when nobody can be reached or too many messages came within an hour.
    """
    straight = reaches_organisation(entry)
    receiver = entry.organisation.email if straight else entry.district.office_email
    if not receiver:
        raise ActionRefused(_("This organisation cannot be reached through this page. Your message was not sent."))
    refuse_a_flood(entry)
    is_hidden = straight and conversations.are_possible()
    reply_to = email
    if is_hidden:
        conversation = conversations.begin(entry, name=name, email=email, language=language)
        reply_to = address_towards(conversations.TO_VISITOR, conversation.pk)
    mail = send_after_commit(
        receiver,
        "directory/mail/contact_subject.txt",
        "directory/mail/contact.txt",
        {
            "entry": entry,
            "name": name,
            "email": email,
            "message": message,
            "profile_url": profile_url,
            "to_office": not straight,
            "is_hidden": is_hidden,
        },
        sender=sender_of(entry.district, reply_to=reply_to),
        language=language,
    )
    refuse_where_nobody_reads(mail)
    record(CONTACTED, entry, by=by, district=entry.district)


@transaction.atomic
def say_it_is_own(
    entry: Entry,
    *,
    name: str,
    standing: str,
    email: str,
    phone: str,
    message: str,
    profile_url: str,
    office_url: str,
    entry_url: str = "",
    language: str = "de",
    by: Viewer,
) -> None:
    """Keep who says that an entry is theirs until the office decides, and mail it to the office; nothing else changes.

    The office reads German. Refused as in `pass_on`.
    """
    if not entry.district.office_email:
        raise ActionRefused(_("The office cannot be reached through this page. Your message was not sent."))
    refuse_a_flood(entry)
    said = {"name": name, "standing": standing, "email": email, "phone": phone, "message": message}
    ask_for_entry(entry.organisation, district=entry.district, by=by, language=language, **said)
    mail = send_after_commit(
        entry.district.office_email,
        "directory/mail/own_entry_subject.de.txt",
        "directory/mail/own_entry.de.txt",
        said
        | {"entry": entry, "standing": in_german(standing)}
        | {"profile_url": profile_url, "office_url": office_url, "entry_url": entry_url},
        sender=sender_of(entry.district, reply_to=email),
        language="de",
    )
    refuse_where_nobody_reads(mail)
    record(SAID_TO_BE_OWN, entry, by=by, district=entry.district)


def in_german(standing: str) -> str:
    with override("de"):
        return str(EntryRequest.Standing(standing).label)


def refuse_where_nobody_reads(mail: OutgoingMail) -> None:
    if mail.withheld:
        raise ActionRefused(_("Nobody can be reached there by mail at the moment. Your message was not sent."))


def refuse_a_flood(entry: Entry) -> None:
    verbs = (CONTACTED, SAID_TO_BE_OWN)
    recent = AuditEntry.objects.filter(verb__in=verbs, at__gt=timezone.now() - timedelta(hours=1))
    here = recent.filter(scope_id=entry.district_id)
    to_entry = here.filter(subject_type=entry._meta.label_lower, subject_id=entry.pk)
    if to_entry.count() >= MOST_AN_HOUR or here.count() >= MOST_AN_HOUR_IN_A_DISTRICT:
        raise ActionRefused(
            _("Very many messages are being sent at the moment. Your message was not sent; please try again later.")
        )
