"""The log in words: each area says at start-up how its deeds read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.audit.models import AuditEntry
from kiezkontor.audit.rules.people import TELLS_OF_PEOPLE, WORDS_OF_MINUTES

type Words = str | Promise


@dataclass
class Vocabulary:
    """sentences: verb → sentence with %(actor)s, %(subject)s and names of the entry's detail.

    subjects: "app.model" → what such an object is called. details: name in the detail, or
    "app.model:name" for one kind of object → how its value reads. fields: "app.model:name", or the verb of a deed that
    changes a list as a whole → what that is called. turns: verb → what turned from which state into which.
    """

    sentences: dict[str, Words] = field(default_factory=dict)
    subjects: dict[str, Words] = field(default_factory=dict)
    details: dict[str, Callable[[Any], str]] = field(default_factory=dict)
    fields: dict[str, Words] = field(default_factory=dict)
    turns: dict[str, tuple[Words, Words, Words]] = field(default_factory=dict)


vocabulary = Vocabulary()
# Who acted where no person did, by the name of the command or job.
SYSTEMS: dict[str, Words] = {
    "calendar": gettext_lazy("The calendar"),
    "content": gettext_lazy("The installation"),
    "demo": gettext_lazy("The demo"),
    "import": gettext_lazy("The import"),
    "mail": gettext_lazy("Incoming mail"),
    "kontor operator": gettext_lazy("The installation"),
    "nightly": gettext_lazy("The nightly run"),
}
DAY_AT_END = re.compile(r"\((\d{4}-\d\d-\d\d)\)$")
EMPTY: tuple[Any, ...] = (None, "", [])


def add_words(
    sentences: Mapping[str, Words],
    *,
    subjects: Mapping[str, Words] | None = None,
    details: Mapping[str, Callable[[Any], str]] | None = None,
    fields: Mapping[str, Words] | None = None,
    turns: Mapping[str, tuple[Words, Words, Words]] | None = None,
) -> None:
    """For the start-up of areas; a later word replaces an earlier one."""
    vocabulary.sentences.update(sentences)
    vocabulary.subjects.update(subjects or {})
    vocabulary.details.update(details or {})
    vocabulary.fields.update(fields or {})
    vocabulary.turns.update(turns or {})


class Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "–"


def sentence_of(entry: AuditEntry, *, names_people: bool = True) -> str:
    """What an entry says, in the active language; a plain line for a verb nobody gave words to.

    names_people: without it an object named after a person, an address or an inner text is called by its number, and
    details that tell of people, or of what minutes say, are left out.
    """
    is_nameless = entry.is_named_after_people and not names_people
    label = "" if is_nameless else with_readable_day(entry.subject_label)
    values = Values(actor=actor_of(entry), subject=label or f"#{entry.subject_id}")
    for name, value in entry.detail.items():
        is_inner = name in TELLS_OF_PEOPLE or (entry.subject_type, name) in WORDS_OF_MINUTES
        is_left_out = value in EMPTY or (is_inner and not names_people)
        values[name] = "–" if is_left_out else in_words(entry.subject_type, name, value)
    words = vocabulary.sentences.get(entry.verb)
    if words is None:
        values["verb"] = entry.verb
        return _("%(actor)s: %(verb)s, %(subject)s") % values
    return str(words) % values


def with_readable_day(label: str) -> str:
    """A name that ends with its day in brackets, as imports and rounds are called, with that day as people write it."""
    return DAY_AT_END.sub(lambda found: f"({day(found[1])})", label)


def actor_of(entry: AuditEntry) -> str:
    known = SYSTEMS.get(entry.actor_label) if entry.actor_id is None else None
    return str(known or entry.actor_label or _("Somebody"))


def in_words(subject_type: str, name: str, value: Any) -> str:
    """How a value of an entry's detail reads that is not empty."""
    plainly: Callable[[Any], str] = day if name == "on" or name.endswith("_on") else listed
    say = vocabulary.details.get(f"{subject_type}:{name}") or vocabulary.details.get(name, plainly)
    return say(value)


def listed(value: Any) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def day(value: Any) -> str:
    """An ISO date as it is written in the active language; anything else as it is."""
    try:
        return date_format(date.fromisoformat(str(value)), "SHORT_DATE_FORMAT")
    except ValueError:
        return str(value)


def last_day_in_words(value: Any) -> str:
    """The last day of a period that is noted half-open, from its end as an ISO date."""
    return date_format(date.fromisoformat(str(value)) - timedelta(days=1), "SHORT_DATE_FORMAT")


def subject_name(subject_type: str) -> str:
    """What objects of this type are called; the type itself where nobody gave it a word."""
    return str(vocabulary.subjects.get(subject_type, subject_type))
