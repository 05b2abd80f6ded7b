"""How the deeds of this area read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words

SENTENCES = {
    "entry.contacted": _("Somebody wrote to %(subject)s through the form."),
    "conversation.passed_on": _("An answer in a conversation with %(subject)s was passed on."),
    "entry.said_to_be_own": _("Somebody wrote to the office that %(subject)s is theirs."),
}
SUBJECTS = {"directory.conversation": _("Conversation"), "directory.entry": _("Entry in the directory")}


def register() -> None:
    add_words(SENTENCES, subjects=SUBJECTS)
