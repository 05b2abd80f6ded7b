"""Tables for spreadsheets, whose cells are taken for what they say and never for formulas."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

# Source: OWASP, CSV injection: a leading sign of these makes common spreadsheets calculate.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
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
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    head = [WriteOnlyCell(sheet, str(column)) for column in columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([cell_of(sheet, value) for value in row])
    file = BytesIO()
    book.save(file)
    return download(file.getvalue(), f"{name}.xlsx", XLSX)


def cell_of(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not value.startswith(FORMULA_STARTS):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def in_words(value: object) -> object:
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else value


def download(body: str | bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
