"""Answers in both directions between a visitor and an organisation, neither of whom sees the other's address."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.actions import record
from kiezkontor.directory.models import Conversation, Entry, RelayedMessage
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import tokens
from kiezkontor.notices.hooks import Answer, answers
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.shared.errors import ActionRefused

# Purposes of reply addresses: what comes to them goes to the visitor, or to the organisation.
TO_VISITOR, TO_ENTRY = "visitor", "entry"
# Answers find their way, and addresses are kept for them, so long after the latest message.
KEPT = timedelta(days=30)
MOST_A_DAY = 20


def register() -> None:
    answers[TO_VISITOR] = pass_to_visitor
    answers[TO_ENTRY] = pass_to_entry


def are_possible() -> bool:
    """Without an address for answers (KONTOR_MAIL_REPLY) the organisation has to know the visitor's."""
    return bool(settings.MAIL_REPLY)


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


def address_towards(purpose: str, conversation: Conversation) -> str:
    return tokens.address_for(purpose, conversation.pk, last_on=timezone.localdate() + KEPT)


def pass_to_visitor(answer: Answer) -> None:
    conversation = running(answer.key)
    relay(conversation, answer, to=conversation.visitor_email, to_entry=False, writer=conversation.title)


def pass_to_entry(answer: Answer) -> None:
    conversation = running(answer.key)
    organisation = conversation.organisation
    receiver = organisation.email if organisation.is_confirmed else ""
    if not receiver:
        raise ActionRefused(_("This organisation can no longer be reached here. Your answer was not passed on."))
    relay(conversation, answer, to=receiver, to_entry=True, writer=conversation.visitor_name)


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
    """Write the words to the other side; of the answering mail nothing else goes along, neither address nor files."""
    now = timezone.now()
    today = RelayedMessage.objects.filter(conversation=conversation, to_entry=to_entry, at__gt=now - timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        raise ActionRefused(_("Very many messages went this way today. Yours was not passed on; please wait a day."))
    purpose = TO_VISITOR if to_entry else TO_ENTRY
    mail = send_after_commit(
        to,
        "directory/mail/relayed_subject.txt",
        "directory/mail/relayed.txt",
        {"title": conversation.title, "writer": writer, "words": answer.words, "files": answer.files},
        sender=sender_of(conversation.district, reply_to=address_towards(purpose, conversation) or None),
        language=conversation.language,
    )
    if mail.withheld:
        raise ActionRefused(_("The other side takes no mail at the moment. Your answer was not passed on."))
    RelayedMessage.objects.create(conversation=conversation, to_entry=to_entry)
    conversation.latest_at = now
    conversation.save(update_fields=["latest_at"])
    record("conversation.passed_on", conversation, by=system_viewer("mail"), district=conversation.district)


def conversations_over(before: datetime) -> QuerySet[Conversation]:
    """Conversations whose latest message is older; the visitor's name and address go with them."""
    return Conversation.objects.filter(latest_at__lt=before)
