"""What was and what is, field by field, in the active language."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kiezkontor.audit.models import AuditEntry
from kiezkontor.audit.rules.excerpts import excerpts
from kiezkontor.audit.sentences import EMPTY, in_words, vocabulary


@dataclass(frozen=True)
class Change:
    """before: None where nobody noted it. Empty values are said in a word."""

    label: str
    before: str | None
    after: str


def changes_of(entry: AuditEntry) -> list[Change]:
    """What an entry noted of before and after, in the order of its form; empty for deeds that change no field."""
    turn = vocabulary.turns.get(entry.verb)
    if turn is not None:
        label, before, after = (str(words) for words in turn)
        return [Change(label, before, after)]
    told = dict(entry.detail.get("changes") or {})
    if "before" in entry.detail and "after" in entry.detail:
        told |= turned(entry)
    found = [change(entry.subject_type, name, value) for name, value in told.items()]
    return [each for each in found if each.before != each.after]


def turned(entry: AuditEntry) -> dict[str, Any]:
    """A deed's before and after by field where it noted fields, those of its object alone; else as one change."""
    before, after = entry.detail["before"], entry.detail["after"]
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return {entry.verb: {"before": before, "after": after}}
    names = [name for name in after if field_of(entry.subject_type, name) is not None]
    return {name: {"before": before.get(name), "after": after[name]} for name in names}


def change(subject_type: str, name: str, told: Any) -> Change:
    label = label_of(subject_type, name)
    if not isinstance(told, dict):
        return Change(label, None, value_of(subject_type, name, told))
    before, after = excerpts(*(value_of(subject_type, name, told.get(when)) for when in ("before", "after")))
    return Change(label, before, after)


def label_of(subject_type: str, name: str) -> str:
    """What the field is called on the screen; a verb's own word where a deed changes a list as a whole."""
    field = field_of(subject_type, name)
    said = vocabulary.fields.get(f"{subject_type}:{name}") or vocabulary.fields.get(name)
    return str(said or capfirst(str(field.verbose_name if field is not None else name)))


def value_of(subject_type: str, name: str, value: Any) -> str:
    if value in EMPTY:
        return _("empty")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    field = field_of(subject_type, name)
    choices = dict(getattr(field, "flatchoices", None) or ())
    if isinstance(value, str | int) and value in choices:
        return str(choices[value])
    return in_words(subject_type, name, value)


def field_of(subject_type: str, name: str) -> "Field[Any, Any] | None":
    try:
        field = apps.get_model(subject_type)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist, ValueError):
        return None
    return field if isinstance(field, Field) else None
