"""How the deeds of this area read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words

SENTENCES = {
    "board.posted": _("%(actor)s hung “%(subject)s” up on the notice board."),
    "board.replied": _("%(actor)s replied to “%(subject)s” on the notice board."),
    "board.changed": _("%(actor)s changed “%(subject)s” on the notice board."),
    "board.done": _("%(actor)s marked “%(subject)s” on the notice board as done."),
    "board.reopened": _("%(actor)s opened “%(subject)s” on the notice board again."),
    "board.taken_down": _("%(actor)s took “%(subject)s” down from the notice board."),
    "board.topics_chosen": _("%(actor)s chose which mail about the notice board they get."),
    "board.topics_begun": _("%(actor)s gave the notice board its first topics."),
    "board.topic_added": _("%(actor)s added the topic “%(subject)s” to the notice board."),
    "board.topic_renamed": _("%(actor)s renamed the topic “%(before)s” of the notice board to “%(subject)s”."),
    "board.topic_moved": _("%(actor)s moved the topic “%(subject)s” of the notice board up."),
    "board.topic_removed": _("%(actor)s removed the topic “%(subject)s” of the notice board."),
    "board.reported": _("%(actor)s reported something about “%(subject)s” on the notice board."),
    "board.hidden": _("%(actor)s hid “%(subject)s” or a reply to it on the notice board."),
    "board.shown_again": _("%(actor)s shows “%(subject)s” or a reply to it on the notice board again."),
    "board.kept": _("%(actor)s decided that “%(subject)s” stays on the notice board as it is."),
    "board.reply_taken_back": _("%(actor)s took back a reply to “%(subject)s”."),
    "firstcontact.started": _("A first contact was begun: %(subject)s."),
    "firstcontact.passed_on": _("A message of a first contact was passed on: %(subject)s."),
    "firstcontact.declined": _("A first contact ended, because one side has no interest: %(subject)s."),
}
SUBJECTS = {
    "members.firstcontact": _("First contact"),
    "members.side": _("Name shown in a first contact"),
    "members.post": _("Post on the notice board"),
    "members.topic": _("Topic of the notice board"),
}


def purpose_name(_value: str) -> str:
    return str(_("show name and address to the other side of a first contact"))


def register() -> None:
    add_words(SENTENCES, subjects=SUBJECTS, details={"members.side:purpose": purpose_name})
