"""How the deeds of this area read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words
from kiezkontor.voices.models import Voice

SENTENCES = {
    "voice.received": _("An idea or a hint came in: “%(subject)s” (%(kind)s)."),
    "voice.mail_confirmed": _("The address for mail about “%(subject)s” was confirmed."),
    "voice.published": _("%(actor)s published “%(subject)s”."),
    "voice.wording_changed": _("%(actor)s changed what is public of “%(subject)s”."),
    "voice.taken_back": _("%(actor)s took “%(subject)s” back from the public."),
    "voice.sorted": _("%(actor)s sorted “%(subject)s”."),
    "voice.space_planned": _("%(actor)s noted what is known of the space of “%(subject)s”."),
    "voice.moved": _("%(actor)s decided on “%(subject)s”: %(status)s."),
    "voice.acted_on": _("%(actor)s noted that “%(event)s” came of “%(subject)s”."),
    "voice.acted_on_no_more": _("%(actor)s took back that “%(event)s” came of “%(subject)s”."),
    "voice.news_told": _("%(actor)s told what is new about “%(subject)s”."),
    "voice.carried_over": _("%(actor)s carried “%(subject)s” over to the next meeting."),
    "voice.supported": _("“%(subject)s” has one more supporter."),
    "voice.comment_received": _("A comment on “%(subject)s” came in."),
    "voice.commented": _("%(actor)s commented on “%(subject)s”."),
    "voice.comment_released": _("%(actor)s released a comment on “%(subject)s”."),
    "voice.comment_hidden": _("%(actor)s hid a comment on “%(subject)s”."),
    "voice.topics_begun": _("%(actor)s gave ideas and hints their first topics."),
    "voice.topic_added": _("%(actor)s added the topic “%(subject)s” to ideas and hints."),
    "voice.topic_closed": _("%(actor)s closed the topic “%(subject)s” of ideas and hints."),
}
SUBJECTS = {
    "voices.voice": _("Idea or hint"),
    "voices.topic": _("Topic of ideas and hints"),
}


def kind_name(value: str) -> str:
    return str(dict(Voice.Kind.choices).get(value, value))


def status_name(value: str) -> str:
    return str(dict(Voice.Status.choices).get(value, value))


def register() -> None:
    details = {"voices.voice:kind": kind_name, "voices.voice:status": status_name}
    add_words(SENTENCES, subjects=SUBJECTS, details=details)
