"""The areas' catalogues: what sentences the sources contain, what is translated, and what is missing.

Only for developers: it reads sources with babel, which is not part of an installation.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

from kiezkontor.config.folders import PACKAGE

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
TEMPLATES = ("*.html", "*.txt", "*.xml", "*.svg")

Key = tuple[str | None, str, str | None]
"""Context, English sentence, English plural."""


def areas() -> list[str]:
    return sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists())


def catalogue_file(area: str) -> Path:
    return PACKAGE / area / "locale" / "de" / "LC_MESSAGES" / "django.po"


def sentences(area: str) -> dict[Key, list[str]]:
    """Every sentence to translate in an area's Python and templates, with the files it is in, sorted."""
    found: dict[Key, set[str]] = defaultdict(set)
    for file in sources(area):
        for key in in_file(file):
            found[key].add(str(file.relative_to(PACKAGE.parent)))
    return {key: sorted(files) for key, files in found.items()}


def sources(area: str) -> Iterator[Path]:
    folder = PACKAGE / area
    for file in sorted(folder.rglob("*.py")):
        if not {"tests", "migrations"} & set(file.relative_to(folder).parts):
            yield file
    for pattern in TEMPLATES:
        yield from sorted((folder / "templates").rglob(pattern))


def in_file(file: Path) -> Iterator[Key]:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        # The rest of a template becomes filler of the same shape; its indentation means nothing to Python.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(file)).splitlines())
    for _, message, _, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        if isinstance(message, tuple):
            singular, plural = message[0], message[1]
            yield context, str(singular), str(plural)
        else:
            yield context, str(message), None


def problems(area: str) -> list[str]:
    """One line for each sentence without a finished German translation in its area's catalogue, else one if it would
    look different after `kontor messages`."""
    wanted = sentences(area)
    if not wanted:
        return []
    file = catalogue_file(area)
    if not file.exists():
        return [f"{area}: has {len(wanted)} sentences to translate and no catalogue"]
    entries = {key_of(entry): entry for entry in polib.pofile(str(file)) if not entry.obsolete}
    lines = []
    for key in sorted(wanted, key=lambda key: key[1]):
        fault = fault_of(entries.get(key))
        if fault:
            lines.append(f"{area}: {fault}: {key[1]!r} ({wanted[key][0]})")
    if not lines and str(renewed(area, {})) != file.read_text(encoding="utf-8"):
        lines.append(f"{area}: the catalogue is not as ./kontor messages writes it")
    return lines


def fault_of(entry: polib.POEntry | None) -> str | None:
    if entry is None:
        return "not in the catalogue"
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not translations or not all(translations):
        return "not translated"
    if entry.fuzzy:
        return "marked fuzzy"
    known = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    if any(placeholders(text) - known for text in translations):
        return "has a placeholder the English sentence lacks"
    if not entry.msgid_plural and placeholders(entry.msgstr) != known:
        return "lacks a placeholder of the English sentence"
    return None


def placeholders(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text or "")}


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt or None, entry.msgid, entry.msgid_plural or None


def update(area: str, borrowed: dict[Key, polib.POEntry]) -> int:
    """Write the area's catalogue anew; returns how many translations are missing.

    borrowed: translations of all areas, used for sentences that moved here.
    """
    file = catalogue_file(area)
    new = renewed(area, borrowed)
    if not new and not file.exists():
        return 0
    if str(new) != (file.read_text(encoding="utf-8") if file.exists() else ""):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(str(new), encoding="utf-8")
    return sum(fault_of(entry) is not None for entry in new)


def renewed(area: str, borrowed: dict[Key, polib.POEntry]) -> polib.POFile:
    """The area's catalogue with the sentences of today, sorted, keeping translations."""
    wanted = sentences(area)
    file = catalogue_file(area)
    old = {key_of(entry): entry for entry in polib.pofile(str(file))} if file.exists() else {}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "de",
        "MIME-Version": "1.0",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for key in sorted(wanted, key=lambda key: (key[1].casefold(), key[1], key[0] or "", key[2] or "")):
        context, sentence, plural = key
        entry = polib.POEntry(msgctxt=context, msgid=sentence, occurrences=[(name, "") for name in wanted[key]])
        if "%(" in sentence or "%(" in (plural or ""):
            entry.flags = ["python-format"]
        source = old.get(key) or borrowed.get(key)
        if plural is not None:
            entry.msgid_plural = plural
            entry.msgstr_plural = dict(source.msgstr_plural) if source else {0: "", 1: ""}
        elif source:
            entry.msgstr = source.msgstr
        if source:
            entry.tcomment = source.tcomment
        new.append(entry)
    return new


def all_translations() -> dict[Key, polib.POEntry]:
    return {
        key_of(entry): entry
        for area in areas()
        if catalogue_file(area).exists()
        for entry in polib.pofile(str(catalogue_file(area)))
        if fault_of(entry) is None
    }
