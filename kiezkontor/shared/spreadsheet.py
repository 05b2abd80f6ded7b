"""Tables for spreadsheets, whose cells are taken for what they say and never for formulas."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from importlib import import_module
from io import StringIO

from django.http import HttpResponse
from django.utils.formats import date_format

from kiezkontor.shared.files import download
from kiezkontor.shared.formulas import FORMULA_STARTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(value: object) -> str:
    """The text of a cell; text a spreadsheet would calculate gets an apostrophe in front, numbers stay as they are."""
    text = "" if value is None else str(value)
    if not isinstance(value, str) or not text.startswith(FORMULA_STARTS):
        return text
    return text if is_phone_number(text) else f"'{text}"


def is_phone_number(text: str) -> bool:
    """E.164: a plus sign and digits alone calculate to themselves and stay readable for machines."""
    return text.startswith("+") and text[1:].isdigit()


def csv_file(name: str, columns: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A file to download, with semicolons and a byte order mark, as spreadsheets in Germany expect it."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow([str(column) for column in columns])
    for row in rows:
        writer.writerow([harmless(in_words(cell)) for cell in row])
    return download("\ufeff" + file.getvalue(), f"{name}.csv", "text/csv; charset=utf-8")


def xlsx_file(name: str, columns: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A file to download; days are days in it, text is text whatever it begins with."""
    # What writes workbooks is loaded where one is asked for: it takes as long as a sixth of the start of the server.
    written: bytes = import_module("kiezkontor.shared.workbook").written(columns, rows)
    return download(written, f"{name}.xlsx", XLSX)


def in_words(value: object) -> object:
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else value
