"""Sentences of rules, translated where they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue without translating it; rules know no language."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence with named placeholders and their values."""

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text
