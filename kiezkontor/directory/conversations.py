"""Answers in both directions between a visitor and an organisation, neither of whom sees the other's address."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.actions import record
from kiezkontor.directory.models import Conversation, Entry, RelayedMessage
from kiezkontor.districts.models import District
from kiezkontor.districts.relay import ANSWERED_FOR, address_towards, pass_words, refuse_beyond_a_day
from kiezkontor.notices.hooks import Answer, answers
from kiezkontor.organisations.access_contacting import has_asked_for_quiet, may_be_contacted
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused

# Purposes of reply addresses: what comes to them goes to the visitor, or to the organisation.
TO_VISITOR, TO_ENTRY = "visitor", "entry"
# Addresses are kept as long as answers find their way.
KEPT = ANSWERED_FOR


def register() -> None:
    answers[TO_VISITOR] = pass_to_visitor
    answers[TO_ENTRY] = pass_to_entry


def are_possible() -> bool:
    """Without an address for answers (KONTOR_MAIL_REPLY) the organisation has to know the visitor's."""
    return bool(settings.MAIL_REPLY)


def takes_part(organisation: Organisation, district: District) -> bool:
    """Whether messages are for it rather than for its district's office; its address may be of somebody quiet."""
    if not organisation.is_confirmed or not organisation.email or not may_be_contacted(organisation):
        return False
    return not has_asked_for_quiet(organisation.email, organisation, district)


def begin(entry: Entry, *, name: str, email: str, language: str) -> Conversation:
    conversation = Conversation.objects.create(
        district=entry.district,
        organisation=entry.organisation,
        title=entry.title[:200],
        visitor_name=name,
        visitor_email=email,
        language=language[:5],
        latest_at=timezone.now(),
    )
    RelayedMessage.objects.create(conversation=conversation, to_entry=True)
    return conversation


def pass_to_visitor(answer: Answer) -> None:
    conversation = running(answer.key)
    relay(conversation, answer, to=conversation.visitor_email, to_entry=False, writer=conversation.title)


def pass_to_entry(answer: Answer) -> None:
    conversation = running(answer.key)
    organisation = conversation.organisation
    if not takes_part(organisation, conversation.district):
        raise ActionRefused(_("This organisation can no longer be reached here. Your answer was not passed on."))
    relay(conversation, answer, to=organisation.email, to_entry=True, writer=conversation.visitor_name)


def running(pk: int) -> Conversation:
    conversation = (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("district", "organisation")
        .filter(pk=pk, latest_at__gt=timezone.now() - KEPT)
        .first()
    )
    if conversation is None:
        raise ActionRefused(_("This conversation has ended. Please use the form on the page of the organisation."))
    return conversation


def relay(conversation: Conversation, answer: Answer, *, to: str, to_entry: bool, writer: str) -> None:
    """Write the words to the other side, at most so many a day."""
    refuse_beyond_a_day(RelayedMessage.objects.filter(conversation=conversation, to_entry=to_entry), "at")
    pass_words(
        answer.words,
        to=to,
        writer=writer,
        title=conversation.title,
        reply_to=address_towards(TO_VISITOR if to_entry else TO_ENTRY, conversation.pk) or None,
        district=conversation.district,
        language=conversation.language,
        files=answer.files,
    )
    RelayedMessage.objects.create(conversation=conversation, to_entry=to_entry)
    conversation.latest_at = timezone.now()
    conversation.save(update_fields=["latest_at"])
    record("conversation.passed_on", conversation, by=system_viewer("mail"), district=conversation.district)


def conversations_over(before: datetime) -> QuerySet[Conversation]:
    """Conversations whose latest message is older; the visitor's name and address go with them."""
    return Conversation.objects.filter(latest_at__lt=before)
