"""Organisations from a table of somebody else's, so that other programs can be measured beside ours with the same."""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import batched
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer, system_viewer
from kiezkontor.config.bench import questions
from kiezkontor.districts.models import District
from kiezkontor.organisations.actions.editing import confirm_organisation, edit_organisation
from kiezkontor.organisations.models import FieldClaim, SourceRecord
from kiezkontor.premises.actions.imports import import_table
from kiezkontor.premises.tablefile import read_table
from kiezkontor.search import index
from kiezkontor.shared.errors import ActionRefused

SLUG = "bench"
TEXT = "text"
MAPPED = ("postcode", "city", "phone", "website", "opening_hours")
TEXTS_AT_ONCE = 200
# Name of a file with paths → kind of page.
FILES = {"list": "list", "search": "search", "detail": "profile", "json": "json", "feed": "atom"}


def fill_from(table: Path, *, say: Callable[[str], None]) -> dict[str, Any]:
    """Import a table into the one district of an installation that holds no other; repeatable.

    table: as `kontor import table` reads it in English, with MAPPED headings and TEXT, what an organisation says
    about itself. Returns the report of that import. Raises ActionRefused where there are other districts.
    """
    if District.objects.exclude(slug=SLUG).exists():
        raise ActionRefused("This installation is in use; set KONTOR_DATA to an empty folder.")
    by = system_viewer("bench")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as mapping:
        json.dump({name: name for name in MAPPED}, mapping)
        mapping.flush()
        report = import_table(table, slug=SLUG, mapping=Path(mapping.name), state="BE", by=by, say=say)
    district = District.objects.get(slug=SLUG)
    write_texts(texts_of(table), district, by=by, on=timezone.localdate(), say=say)
    District.objects.filter(pk=district.pk).update(is_published=True)
    index.settle()
    return report


def texts_of(table: Path) -> Mapping[int, str]:
    """Line of the table, the heading being line 1 → what the organisation says about itself."""
    rows = read_table(table)
    heading = next(rows, [])
    if TEXT not in heading:
        return {}
    column = heading.index(TEXT)
    return {line: row[column] for line, row in enumerate(rows, start=2) if len(row) > column and row[column]}


def write_texts(
    texts: Mapping[int, str], district: District, *, by: Viewer, on: date, say: Callable[[str], None]
) -> None:
    """As their owners would; only what is confirmed speaks for itself."""
    missing = [(pk, texts[line]) for line, pk in organisations_of(district) if line in texts]
    done = 0
    for part in batched(missing, TEXTS_AT_ONCE):
        with transaction.atomic():
            for pk, text in part:
                values = {"who_we_are_de": text}
                edit_organisation(
                    pk, values=values, seen={}, basis=FieldClaim.Basis.OWNER, said_on=on, district=district, by=by
                )
                confirm_organisation(pk, district=district, by=by)
        done += len(part)
        say(f"  {done} of {len(missing)} texts")


def organisations_of(district: District) -> Iterator[tuple[int, int]]:
    """Line of the table and organisation, of those that say nothing about themselves yet."""
    records = SourceRecord.objects.filter(source="table", last_run__district=district, organisation__who_we_are_de="")
    return ((tags["line"], pk) for tags, pk in records.values_list("tags", "organisation_id").order_by("pk"))


def write_paths(folder: Path, *, words: Sequence[str], rows: int) -> None:
    """A file for each kind of page, a path a line. words: to search for; rows: on a page of JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = questions.paths_of(District.objects.get(slug=SLUG), words=words, rows=rows)
    for file, kind in FILES.items():
        (folder / file).write_text("\n".join(paths[kind]) + "\n", encoding="utf-8")
