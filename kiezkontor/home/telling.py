"""What is stored about somebody, as people read it: on a page and as a file to take along or to send."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _

from kiezkontor.audit.changes import label_of, value_of
from kiezkontor.home.held_words import COLUMNS, TABLES, TECHNICAL, VALUES
from kiezkontor.home.own_data import Held
from kiezkontor.shared.paper import pdf_from

NOTHING: tuple[Any, ...] = (None, "", [], {})
ONLY_COUNTED = {
    "others": gettext_lazy(
        "These are things you did for others; they are about them, so only their number stands here."
    ),
    "office": gettext_lazy(
        "This was noted about you, in the office or in the log. You get what it says from the office, which looks at "
        "the rights of others, too."
    ),
}
# What a table is called where its rows are only counted.
COUNTED_AS = {"others": gettext_lazy("%(name)s, your deeds for others"), "office": gettext_lazy("%(name)s about you")}
TEMPLATE = Path(__file__).parent / "paper" / "held.typ"


@dataclass(frozen=True, slots=True)
class Part:
    """One table. rows: for each record what its columns are called and what stands there; keys: of the records."""

    title: str
    note: str
    rows: list[list[tuple[str, str]]]
    table: str
    keys: list[str]

    @property
    def records(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return list(zip(self.keys, self.rows, strict=True))


def parts_of(held: Sequence[Held]) -> list[Part]:
    """In the active language; columns that are empty are left out."""
    return [part_of(each) for each in held]


def part_of(held: Held) -> Part:
    title = ngettext("%(name)s: %(count)s record", "%(name)s: %(count)s records", held.count) % {
        "name": table_name(held),
        "count": held.count,
    }
    return Part(title, note_of(held), [lines_of(held.table, row) for row in held.rows], held.table, held.keys)


def table_name(held: Held) -> str:
    """In the active language, whatever language the table's own name is in."""
    name = str(TABLES.get(held.table, held.name))
    counted_as = COUNTED_AS.get(held.told)
    return str(counted_as) % {"name": name} if counted_as else name


def named_row(row: models.Model) -> str:
    """A record in one line, in the active language."""
    meta = row._meta
    return f"{TABLES.get(meta.label_lower, meta.verbose_name)}: {row}"


def named_for_the_office(row: models.Model) -> str:
    with override(settings.LANGUAGE_CODE):
        return named_row(row)


def note_of(held: Held) -> str:
    return str(ONLY_COUNTED.get(held.told, ""))


def lines_of(table: str, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    told = ((name, value) for name, value in row.items() if name not in TECHNICAL and value not in NOTHING)
    return [(name_of(table, name), said(table, name, value)) for name, value in told]


def said(table: str, column: str, value: Any) -> str:
    words = VALUES.get(f"{table}:{column}") or VALUES.get(column) or {}
    is_named = isinstance(value, str) and value in words
    return str(words[value]) if is_named else value_of(table, column, readable(value))


def name_of(table: str, column: str) -> str:
    return str(COLUMNS.get(column) or label_of(table, column))


def readable(value: Any) -> Any:
    """A moment as people write it; everything else as it is."""
    if not isinstance(value, str) or "T" not in value:
        return value
    try:
        return date_format(localtime(datetime.fromisoformat(value)), "SHORT_DATETIME_FORMAT")
    except ValueError:
        return value


def as_pdf(held: Sequence[Held], *, title: str, sender: str, intro: Sequence[str], now: datetime) -> HttpResponse:
    data = {
        "title": title,
        "sender": sender,
        "foot": f"{sender} · {date_format(localtime(now), 'SHORT_DATETIME_FORMAT')}",
        "language": get_language(),
        "intro": list(intro),
        "parts": [{"title": part.title, "note": part.note, "rows": part.rows} for part in parts_of(held)],
    }
    return HttpResponse(pdf_from(TEMPLATE, data, made_at=now), content_type="application/pdf", headers=named("pdf"))


def as_json(held: Sequence[Held], *, about: str, now: datetime) -> HttpResponse:
    """Keys are those of the tables and always the same; what they are called and mean is in the active language."""
    data = {
        "person": about,
        "made_at": now.isoformat(),
        "language": get_language(),
        "held": [machine_part(each) for each in held],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=named("json"))


def machine_part(held: Held) -> dict[str, Any]:
    columns = dict.fromkeys(name for row in held.rows for name in row)
    return {
        "table": held.table,
        "name": table_name(held),
        "by": held.by,
        "count": held.count,
        "note": note_of(held),
        "columns": {column: name_of(held.table, column) for column in columns if column not in TECHNICAL},
        "rows": held.rows,
    }


def named(ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{_("my-data")}.{ending}"'}
