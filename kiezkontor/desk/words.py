"""How the deeds of this area read in the log."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.changes import label_of
from kiezkontor.audit.sentences import add_words

SENTENCES = {
    "task.added": _("%(actor)s noted the task %(subject)s."),
    "task.changed": _("%(actor)s changed the task %(subject)s: %(fields)s."),
    "task.done": _("%(actor)s did the task %(subject)s."),
    "task.reopened": _("%(actor)s opened the task %(subject)s again."),
}
SUBJECTS = {"desk.task": _("Task")}


def field_names(fields: Iterable[str]) -> str:
    return ", ".join(label_of("desk.task", name) for name in fields)


def register() -> None:
    add_words(SENTENCES, subjects=SUBJECTS, details={"desk.task:fields": field_names})
