"""A hostile text in every column that holds one, found by the tables themselves, so that none is forgotten."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db import models

# It begins as a formula, ends what it may stand in, opens an element and, in an address, runs a script.
LONG = "=1+\"'></script></title></textarea><x-attack data-attack=1>"
SHORT = '"><x-a>'
SCRIPT = "javascript:x//\"'><x-attack data-attack=1>"
# It ends a line of a mail's head and begins another, ends the head, and brings markup along.
LINES_HEADER = "bcc"
LINES = "Gast\r\nBcc: opfer@example.org\r\n\r\n<x-attack>"
ELEMENTS = {"x-attack", "x-a"}
# What no person writes and no source says: keys, kinds, hashes, colours, words that are looked up in a table.
KEYS = frozenset(
    "about_type checksum code_hash colour colour_accent expression field key kind language message_id number_key"
    " occasion password place problem purpose ref region session_key slug subject_type token_hash verb version"
    " withheld".split()
)
DERIVED = {"search"}  # rebuilt of the others
# Texts that only some rows may hold.
HELD_BY = {"meetings.attendance.stood_for": {"state": "deputy"}}


def columns() -> Iterator[tuple[type[models.Model], "models.Field[Any, Any]"]]:
    """Every column that holds a text somebody wrote."""
    for model in apps.get_models():
        if not model.__module__.startswith("kiezkontor.") or model._meta.app_label in DERIVED:
            continue
        for column in model._meta.concrete_fields:
            is_text = isinstance(column, models.CharField | models.TextField) and not column.choices
            if is_text and column.name not in KEYS and (column.max_length or 99) > len(SHORT) + 3:
                yield model, column


def hostile(column: "models.Field[Any, Any]", nth: int) -> str:
    """Another text in each row, as far as the column has room."""
    text = SCRIPT if "website" in column.name or column.name.endswith("_url") else LONG
    room = (column.max_length or 5000) - 4
    return f"{text if len(text) <= room else SHORT}{nth % 1000}"


def rows_with(model: type[models.Model], column: "models.Field[Any, Any]") -> list[models.Model]:
    """All rows that may hold a text in this column."""
    held_by = HELD_BY.get(f"{model._meta.label_lower}.{column.name}", {})
    found = model._default_manager.filter(**held_by).exclude(**{column.name: None})
    return list(found.order_by("pk").only("pk"))


def taint_lines() -> None:
    """Lines of a mail's head in every name and title; addresses are checked before a mail is written."""
    for model, column in columns():
        if not isinstance(column, models.EmailField) and (column.max_length or 99) > len(LINES) and not column.unique:
            rows = rows_with(model, column)
            for nth, row in enumerate(rows):
                setattr(row, column.attname, f"{LINES}{nth % 1000}"[: column.max_length])
            model._default_manager.bulk_update(rows, [column.name])


def taint() -> None:
    """Put a hostile text into every text of every row."""
    for model, column in columns():
        rows = rows_with(model, column)
        for nth, row in enumerate(rows):
            setattr(row, column.attname, hostile(column, nth))
        model._default_manager.bulk_update(rows, [column.name])


class Hostile(HTMLParser):
    """What a browser would take for more than text. found: elements, attributes and addresses that run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ELEMENTS or any(name == "data-attack" for name, _value in attrs):
            self.found.append(f"<{tag}> at {self.getpos()}")
        for name, value in attrs:
            if name in {"href", "src", "action", "formaction"} and (value or "").strip().lower().startswith(
                "javascript:"
            ):
                self.found.append(f"{name}={value!r} of <{tag}>")
