"""Contacts swapped at a meeting: given with consent, read by who gives as well, mailed once, and forgotten."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.models import Event
from kiezkontor.districts.actions.consents import Asked, give_consent, withdraw_consents
from kiezkontor.districts.models import Consent
from kiezkontor.districts.senders import sender_of
from kiezkontor.meetings.access_swapping import given_at
from kiezkontor.meetings.actions.agenda import locked_meeting
from kiezkontor.meetings.models import Attendance, SwappedContact
from kiezkontor.meetings.rules.attending import THERE
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.shared.errors import ActionRefused

PURPOSE = "meeting.contact_swap"
# Of the wording below; change it with the words.
VERSION = "2026-11"


def asked_for() -> Asked:
    text = _(
        "Whoever is at this meeting and gives a contact as well may read my name, where I am from and what I enter "
        "here, and is mailed it after the meeting. I can take it back until then; the office deletes it a week later."
    )
    return Asked(PURPOSE, text, VERSION)


@transaction.atomic
def give(row: Attendance, *, email: str, phone: str, words: str, channel: Consent.Channel, by: Viewer) -> None:
    """Give a contact to the others, or other words in its place. Refuses who is not there and who cannot be reached.

    channel: how the person agreed to asked_for(). email or phone may be empty, not both; phone: E.164.
    """
    event = row.meeting.event
    meeting = locked_meeting(event)
    here = Attendance.objects.filter(pk=row.pk, meeting=meeting, state__in=THERE).first()
    if here is None:
        raise ActionRefused(_("Who is not at the meeting swaps no contacts. Please check in first."))
    if not email and not phone:
        raise ActionRefused(_("Please give an e-mail address or a telephone number."), field="email")
    values = {"email": email, "phone": phone, "words": words}
    swapped, _is_new = SwappedContact.objects.update_or_create(attendance=here, defaults=values)
    give_consent(asked_for(), swapped, said_by=here.name, channel=channel, district=event.district, by=by)
    record("attendance.contact_swapped", meeting, by=by, district=event.district)


@transaction.atomic
def take_back(row: Attendance, *, by: Viewer) -> bool:
    """Whether there was something; the others read it no longer."""
    meeting = locked_meeting(row.meeting.event)
    swapped = SwappedContact.objects.filter(attendance=row).first()
    if swapped is None:
        return False
    swapped.attendance = row
    end(swapped, by=by)
    record("attendance.contact_taken_back", meeting, by=by, district=row.meeting.event.district)
    return True


def end(swapped: SwappedContact, *, by: Viewer) -> None:
    district = swapped.attendance.meeting.event.district
    withdraw_consents([PURPOSE], swapped, channel=Consent.Channel.ONLINE, district=district, by=by)
    swapped.delete()


@transaction.atomic
def mail_the_others(event: Event, *, by: Viewer) -> int:
    """Mail to everybody who gave an address what the others gave, once; returns how many got it."""
    meeting = locked_meeting(event)
    given, count = list(given_at(meeting)), 0
    for swapped in given:
        others = [each for each in given if each != swapped]
        if swapped.email and others and swapped.sent_at is None:
            send(event, swapped, others)
            count += 1
    SwappedContact.objects.filter(attendance__meeting=meeting, sent_at=None).update(sent_at=timezone.now())
    if count:
        record("attendance.contacts_mailed", meeting, by=by, district=event.district, count=count)
    return count


def send(event: Event, swapped: SwappedContact, others: list[SwappedContact]) -> None:
    language = event.language
    with translation.override(language):
        send_after_commit(
            swapped.email,
            "meetings/mail/swapped_subject.txt",
            "meetings/mail/swapped.txt",
            {"event": event, "others": others},
            sender=sender_of(event.district, reply_to=event.contact or None),
            language=language,
            message_id=f"swapped-{swapped.pk}",
        )
