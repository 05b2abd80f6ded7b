"""Reads the questions and, for checking them, which objects of an extract count as businesses."""

import csv
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import osmium

from kiezkontor.premises.rules.counting import CATEGORY_KEYS, kind_of

QUESTIONS = Path(__file__).with_name("questions.tsv")
DATA = Path(__file__).resolve().parents[2] / "demo" / "data"
FILES = {
    "karlsruhe-karlstrasse": "karlsruhe-karlstrasse.osm.pbf",
    "garmisch-partenkirchen": "garmisch-partenkirchen.osm.pbf",
    "berlin-borsigwalde-wittenau": "berlin-borsigwalde-wittenau.osm.pbf",
    "berlin-mitte-handel-2026-04-29": "berlin-mitte-handel-2026-04-29.overpass.json.gz",
}
TYPES = {"n": "node", "w": "way", "r": "relation"}
BLOCK = 3


@dataclass(frozen=True, slots=True)
class Question:
    """best and good are OSM refs such as "node/1" in the extract, told apart in README.md; part is tune or kept."""

    id: str
    extract: str
    language: str
    kind: str
    question: str
    best: tuple[str, ...]
    good: tuple[str, ...]
    part: str
    note: str


@cache
def questions() -> tuple[Question, ...]:
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    return tuple(
        Question(
            id=row["id"],
            extract=row["extract"],
            language=row["language"],
            kind=row["kind"],
            question=row["question"],
            best=tuple(row["best"].split()),
            good=tuple(row["good"].split()),
            part=row["part"],
            note=row["note"],
        )
        for row in rows
    )


def part_of(number: int, kind: str) -> str:
    """Of each three questions of a kind the one whose id has the smallest hash is kept aside."""
    first = number - (number - 1) % BLOCK
    kept = min((f"{kind}-{one:02d}" for one in range(first, first + BLOCK)), key=_hash)
    return "kept" if kept == f"{kind}-{number:02d}" else "tune"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def businesses(extract: str) -> frozenset[str]:
    """The refs of all objects of the extract that count as a business."""
    path = DATA / FILES[extract]
    objects = _of_overpass(path) if path.name.endswith(".json.gz") else _of_pbf(path)
    return frozenset(ref for ref, tags in objects if kind_of(tags) == "business")


def _of_pbf(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    for item in osmium.FileProcessor(path).with_filter(osmium.filter.KeyFilter(*CATEGORY_KEYS)):
        yield f"{TYPES[item.type_str()]}/{item.id}", dict(item.tags)


def _of_overpass(path: Path) -> Iterable[tuple[str, Mapping[str, str]]]:
    elements = json.loads(gzip.decompress(path.read_bytes()))["elements"]
    return ((f"{item['type']}/{item['id']}", item.get("tags", {})) for item in elements)
