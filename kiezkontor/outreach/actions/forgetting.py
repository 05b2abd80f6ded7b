"""What an office knows of organisations it has not spoken to for long: texts and people go, what is counted stays."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.organisations.access_contacting import contactable
from kiezkontor.organisations.actions.people import forget_contact
from kiezkontor.organisations.models import Contact, Membership
from kiezkontor.outreach.models import Activation, ContactEntry, NeedsInterview, SupportRecord
from kiezkontor.outreach.rules.questions import QUESTIONS

BATCH = 500


def spoken_to(**when: Any) -> Exists:
    """Whether the latest contact of the same office with the same organisation was then."""
    same = Activation.objects.filter(district=OuterRef("district"), organisation=OuterRef("organisation"))
    return Exists(same.filter(**when))


def talks_over(before: datetime) -> QuerySet[ContactEntry]:
    """Contacts with organisations last contacted before that moment."""
    resting = spoken_to(last_contact_on__lt=timezone.localdate(before))
    return ContactEntry.objects.filter(resting, forgotten_at=None)


def forget_talks(old: QuerySet[ContactEntry]) -> int:
    return old.update(
        contact=None, entered_by=None, concerns="", wishes="", next_step=None, forgotten_at=timezone.now()
    )


def interviews_over(before: datetime) -> QuerySet[NeedsInterview]:
    """Interviews with organisations last contacted before that moment."""
    resting = spoken_to(last_contact_on__lt=timezone.localdate(before))
    return NeedsInterview.objects.filter(resting, forgotten_at=None)


def forget_interviews(old: QuerySet[NeedsInterview]) -> int:
    """Drop the texts of interviews and who entered them; what was chosen stays."""
    texts = [question.name for question in QUESTIONS if not question.answers]
    interviews = list(old)
    for interview in interviews:
        kept = {name: given for name, given in interview.answers.items() if name not in texts}
        interview.answers, interview.entered_by, interview.forgotten_at = kept, None, timezone.now()
    NeedsInterview.objects.bulk_update(interviews, ["answers", "entered_by", "forgotten_at"], batch_size=BATCH)
    return len(interviews)


def support_over(before: datetime) -> QuerySet[SupportRecord]:
    """Support before that moment, where no contact came later."""
    day = timezone.localdate(before)
    return SupportRecord.objects.exclude(spoken_to(last_contact_on__gte=day)).filter(on__lt=day, forgotten_at=None)


def forget_support(old: QuerySet[SupportRecord]) -> int:
    """Drop what was asked and done, and who did it; the minutes stay."""
    return old.update(request="", done="", done_by=None, forgotten_at=timezone.now())


def people_over(before: datetime) -> QuerySet[Contact]:
    """People noted before that moment at organisations that nobody spoke to since and that are no members.

    Who has an account is not among them, nor who asked for quiet: that has to be known to be kept.
    """
    day = timezone.localdate(before)
    members = Membership.objects.valid_on(timezone.localdate()).filter(
        district=OuterRef("district"), organisation=OuterRef("organisation")
    )
    silent = contactable(Contact.objects.exclude(spoken_to(last_contact_on__gte=day) | Exists(members)))
    return silent.filter(said_on__lt=day, person=None)


def forget_people(old: QuerySet[Contact]) -> int:
    people = list(old.select_related("organisation", "district"))
    for contact in people:
        forget_contact(contact, by=system_viewer("nightly"))
    return len(people)
