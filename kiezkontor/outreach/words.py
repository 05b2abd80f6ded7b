"""How the deeds of this area read in the log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words
from kiezkontor.outreach.models import Channel, Status

SENTENCES = {
    "activation.moved": _("%(actor)s moved %(subject)s from “%(before)s” to “%(after)s”."),
    "talk.noted": _("%(actor)s noted a contact with %(subject)s on %(on)s: %(channel)s."),
    "talk.read": _("%(actor)s read what was said in confidence by %(subject)s."),
    "support.noted": _("%(actor)s noted %(minutes)s minutes of support for %(subject)s on %(on)s."),
    "interview.noted": _("%(actor)s noted a needs interview with %(subject)s on %(on)s."),
    "interview.answered": _("%(actor)s answered the questions about needs of %(subject)s online on %(on)s."),
    "interview.taken_back": _("%(actor)s deleted the answers of %(subject)s to the needs interview (%(count)s)."),
    "filter.saved": _("%(actor)s saved the filter %(subject)s."),
    "filter.removed": _("%(actor)s removed the filter %(subject)s."),
}
SUBJECTS = {"outreach.savedfilter": _("Saved filter")}


def status_name(value: Any) -> str:
    if not isinstance(value, str):
        return str(value)  # other deeds note several fields under these names
    return str(dict(Status.choices).get(value, value))


def channel_name(value: Any) -> str:
    return str(dict(Channel.choices).get(value, value))


def register() -> None:
    details = {
        "organisations.organisation:before": status_name,
        "organisations.organisation:after": status_name,
        "channel": channel_name,
    }
    add_words(SENTENCES, subjects=SUBJECTS, details=details, fields={"activation.moved": _("Status")})
