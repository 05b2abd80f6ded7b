"""Opening CSV, TSV and XLSX files safely as rows of text."""

import codecs
import csv
import io
import json
import struct
import tomllib
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kiezkontor.districts.osmfile import UnreadableFile, head_of
from kiezkontor.premises.rules.table_headings import KNOWN, ONLY_MAPPED, heading_key
from kiezkontor.shared.readable import readable

MAX_CSV_BYTES = 100 * 1024 * 1024
# A sheet is XML and packs about 10 to 1; openpyxl keeps all shared texts in memory.
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 100
ALWAYS_ALLOWED_BYTES = 32 * 1024 * 1024
MAX_PARTS = 2_000
MAX_DIRECTORY_BYTES = 1_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 200
_HEAD = 64 * 1024
_ARCHIVE, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# The end of a ZIP archive: mark, four numbers of volumes and parts, bytes of the directory; up to 64 kB of remark.
_END = struct.Struct("<4s4H2LH")
_END_MARK, _LARGE_MARK = b"PK\x05\x06", b"PK\x06\x07"


def read_table(path: Path) -> Iterator[list[str]]:
    """The rows of the first sheet or of the file, cells as text, the heading first.

    Dates become ISO text, whole numbers lose ".0". Raises UnreadableFile before the first row for everything
    that makes the file useless, later only when it turns out to be damaged or too long.
    """
    head = head_of(path)
    if head.startswith(_ARCHIVE):
        return _numbered(_sheet(path))
    _refuse_old_excel(head)
    return _numbered(_lines(path))


def heading_of(path: Path) -> list[str] | None:
    """The heading as far as the first block of the file holds it; None for a spreadsheet, of which nothing is unpacked.

    Raises UnreadableFile for what is no table, as far as its beginning tells.
    """
    head = head_of(path)
    if head.startswith(_ARCHIVE):
        _check_parts(path)
        return None
    _refuse_old_excel(head)
    _check_size(path)
    with path.open("rb") as file:
        block = file.read(_HEAD)
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(block)
    except UnicodeDecodeError:
        raise _not_utf8() from None
    _refuse_other_text(text, path)
    return next(iter(_parsed(text, delimiter_of(text))), [])


def _refuse_old_excel(head: bytes) -> None:
    if head.startswith(_OLD_EXCEL):
        raise UnreadableFile(_("Old Excel files (.xls) cannot be read; please save the table as .xlsx or .csv."))


def _refuse_other_text(text: str, path: Path) -> None:
    if not text.strip():
        raise UnreadableFile(_("The file %(name)s is empty.") % {"name": path.name})
    if text.lstrip()[:1] in {"<", "{"}:
        raise UnreadableFile(_("The file is not a table (.csv or .xlsx)."))


def _not_utf8() -> UnreadableFile:
    return UnreadableFile(_("The file is not written in UTF-8; please save it as “CSV UTF-8”."))


def _numbered(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for count, row in enumerate(rows):
        if count > MAX_ROWS:
            raise UnreadableFile(_("The table has more than %(limit)s rows; please divide it.") % {"limit": MAX_ROWS})
        yield [readable(cell) for cell in row]


def _check_size(path: Path) -> None:
    if path.stat().st_size > MAX_CSV_BYTES:
        raise UnreadableFile(
            _("The file is larger than %(limit)s MB; please divide it.") % {"limit": MAX_CSV_BYTES // 1024 // 1024}
        )


def _lines(path: Path) -> Iterator[list[str]]:
    _check_size(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _not_utf8() from None
    _refuse_other_text(text, path)
    return _parsed(text, delimiter_of(text))


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise UnreadableFile(_("The file is not a table: a quotation mark is never closed.")) from None


def delimiter_of(text: str) -> str:
    """The separator of a CSV text: the one that makes most of our column names, else the most frequent."""
    heading = text[:_HEAD].splitlines()[0]
    names = {*KNOWN, *ONLY_MAPPED}

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([heading], delimiter=delimiter), [])
        return sum(heading_key(cell) in names for cell in cells), len(cells)

    return max(",;\t", key=score)


def _damaged_sheet() -> UnreadableFile:
    return UnreadableFile(_("The spreadsheet is damaged or is not an .xlsx file; please save it again."))


def _check_parts(path: Path) -> None:
    """Look at the archive's directory alone. Raises UnreadableFile for what is no spreadsheet, or far too large."""
    too_much = UnreadableFile(_("The spreadsheet unpacks to far more than a table does; it was not read."))
    try:
        if not _has_small_directory(path):
            raise too_much
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise _damaged_sheet() from None
    allowed = min(MAX_UNPACKED_BYTES, max(ALWAYS_ALLOWED_BYTES, MAX_RATIO * path.stat().st_size))
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > allowed:
        raise too_much
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise UnreadableFile(_("The file is a ZIP archive, not a spreadsheet; please unpack it first."))


def _has_small_directory(path: Path) -> bool:
    """Whether reading the directory is quick, told by the end of the archive. Raises BadZipFile where it has none."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - _END.size - 2**16 - 20))
        tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0:
        raise zipfile.BadZipFile
    _mark, _disk, _first, _here, parts, directory_bytes, _offset, _remark = _END.unpack_from(tail, at)
    is_large = tail[max(0, at - 20) : at].startswith(_LARGE_MARK)
    return not is_large and parts <= MAX_PARTS and directory_bytes <= MAX_DIRECTORY_BYTES


def _sheet(path: Path) -> Iterator[list[str]]:
    _check_parts(path)
    damaged = _damaged_sheet()

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # To load it takes a quarter of a second, which most processes never need.
            book = import_module("openpyxl").load_workbook(path, read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
    except Exception:  # openpyxl raises whatever the broken part makes it stumble over
        raise damaged from None
    return _cells(sheet, damaged)


def _cells(sheet: Any, damaged: UnreadableFile) -> Iterator[list[str]]:
    try:
        for row in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS):
            yield [_as_text(value) for value in row]
    except UnreadableFile:
        raise
    except Exception:  # as above; the file is read while we iterate
        raise damaged from None


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read_mapping(path: Path) -> Mapping[str, str]:
    """A mapping of headings to our fields from JSON ({"Straße": "street"}) or TOML. Raises UnreadableFile."""
    wrong = UnreadableFile(_('The mapping must be JSON or TOML with pairs of heading and field: {"Straße": "street"}.'))
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except FileNotFoundError:
        raise UnreadableFile(_("There is no file %(name)s.") % {"name": path}) from None
    except (OSError, ValueError):
        raise wrong from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise wrong
    return found
