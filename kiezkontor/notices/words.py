"""What kinds of mail are called, and how the deeds of this area read in the log."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words
from kiezkontor.notices.models import AddressMark, OutgoingMail
from kiezkontor.notices.rules.kinds import Kind

KINDS: dict[Kind, Promise] = {
    Kind.OWN_DEED: _("Answers to what you did yourself"),
    Kind.LETTER: _("Letters to one person"),
    Kind.NEWS: _("News of the network"),
    Kind.REMINDER: _("Reminders"),
    Kind.BOARD: _("Mail about the notice board of the network"),
    Kind.VOICES: _("Mail about what becomes of your ideas and hints"),
    Kind.INVITATION: _("Invitations to events"),
    Kind.OFFERS: _("Mail about rooms on offer"),
}
SENTENCES = {
    "address.not_to_contact": _("%(actor)s noted that %(subject)s wishes no contact."),
    "address.bounced": _("Mail to %(subject)s came back. Nothing more is sent there."),
    "address.left": _("%(subject)s unsubscribed from a kind of mail."),
    "address.came_back": _("%(subject)s wants a kind of mail again."),
    "address.mark_lifted": _("%(actor)s lets mail go to %(subject)s again (%(reason)s): %(note)s"),
}
SUBJECTS = {"notices.addressmark": _("E-mail address")}


def reason_in_words(reason: str) -> str:
    return str(dict(AddressMark.Why.choices).get(reason, reason))


def kind_in_words(kind: str) -> str:
    return str(KINDS[Kind(kind)]) if kind else ""


def what_became_of(mail: OutgoingMail) -> str:
    """Why a mail did not arrive, as far as we know."""
    if mail.withheld:
        return gettext("Not written, because this address: %(reason)s.") % {"reason": reason_in_words(mail.withheld)}
    if mail.bounce == OutgoingMail.Bounce.PERMANENT:
        return gettext("It came back: there is no such address, or its mailbox is closed.")
    if mail.bounce == OutgoingMail.Bounce.TEMPORARY:
        return gettext("It came back: the mailbox took no mail at that moment.")
    if mail.next_try_at is None:
        return gettext("The mail server did not take it for five days. It is not tried again.")
    return gettext("The mail server has not taken it yet. It is tried again.")


def register() -> None:
    add_words(SENTENCES, subjects=SUBJECTS, details={"notices.addressmark:reason": reason_in_words})
