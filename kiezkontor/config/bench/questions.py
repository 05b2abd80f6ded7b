"""What is asked of a filled installation, and the statements our pages send for it."""

import pickle
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from django.db import connection
from django.test import Client

from kiezkontor.directory.listing import PAGE_SIZE
from kiezkontor.directory.models import Entry
from kiezkontor.districts.models import District
from kiezkontor.methods.geo import Box
from kiezkontor.shared.remembered import HOLDS, forget_all

PATHS_A_KIND = 40
WORDS = (
    *(
        "schuh",
        "fahrrad reparieren",
        "bäckerei",
        "apotheke",
        "blumen",
        "friseur",
        "buch",
        "kaffee",
        "müller",
        "optiker",
    ),
    *("änderungsschneiderei", "spielzeug", "haushaltswaren", "kiosk", "supermarkt", "schmuck", "wein", "handy"),
    *("tierbedarf", "schlüsseldienst", "möbel", "sportgeschäft", "parfümerie", "elektro", "bekleidung"),
)
CATEGORIES = ("shop=clothes", "shop=bakery", "shop=hairdresser", "shop=supermarket", "shop=kiosk", "shop=shoes")
FILTERS = ("use=retail", "independent=1", "step_free=1", *(f"category={quote_plus(key)}" for key in CATEGORIES))
BOX_METRES = 500

type Statements = list[tuple[str, Any]]


def paths_of(district: District, *, words: Sequence[str] = WORDS, rows: int = PAGE_SIZE) -> dict[str, list[str]]:
    """Kind of page → addresses on the installation's own host, several of each so that no single page is cached.

    words: to search for. rows: on a page of JSON.
    """
    draw = random.Random(district.slug)  # noqa: S311 - a sample, no secret
    base = f"/{district.slug}"
    pages = max(1, Entry.objects.of(district).count() // PAGE_SIZE)
    slugs = list(Entry.objects.of(district).order_by("shuffle").values_list("slug", flat=True)[:PATHS_A_KIND])
    numbers = sorted({draw.randint(1, pages) for _ in range(PATHS_A_KIND)})
    return {
        "front": [f"{base}/{rest}" for rest in ("", "verzeichnis/", "karte/", "leerstand/", "en/verzeichnis/")],
        "list": [f"{base}/verzeichnis/?page={number}" for number in numbers],
        "filter": [f"{base}/verzeichnis/?{query}" for query in FILTERS],
        "search": [f"{base}/verzeichnis/?q={quote_plus(word)}" for word in words],
        "profile": [f"{base}/verzeichnis/{slug}/" for slug in slugs],
        "json": [f"{base}/api/v1/entries?per_page={rows}&page={number}" for number in numbers],
        "atom": [f"{base}/api/entries.atom"],
        "box": [f"{base}/karte/eintraege.geojson?box={box}" for box in boxes_of(district)],
    }


def boxes_of(district: District) -> Iterator[str]:
    """What a map of a street or two has in sight, around entries all over the district."""
    places = Entry.objects.of(district).order_by("shuffle").values_list("lat", "lon")[:PATHS_A_KIND]
    for lat, lon in places:
        box = Box.around(lat, lon, north_m=BOX_METRES / 2, east_m=BOX_METRES / 2)
        yield ",".join(f"{degrees:.6f}" for degrees in (box.west, box.south, box.east, box.north))


@contextmanager
def overheard() -> Iterator[Statements]:
    """The statements sent meanwhile, with their parameters in types that every program knows."""
    heard: Statements = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        heard.append((sql, [str(value) if isinstance(value, str) else value for value in params or ()]))
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(listen))
        yield heard


def write(folder: Path, district: District) -> dict[str, int]:
    """Write for each kind its paths, and for the bare pages the statements of each path.

    They are those of a server that runs for a while and remembers what pages share. Returns how many statements the
    longest page of each kind sends. Raises ValueError where a page does not answer.
    """
    nothing_changes: Any = {HOLDS: lambda _scope: "unchanged"}
    client = Client(headers={"accept-encoding": "gzip"}, **nothing_changes)
    forget_all()
    statements: dict[str, Statements] = {}
    most: dict[str, int] = {}
    for kind, paths in paths_of(district).items():
        for path in paths:
            client.get(path)
            with overheard() as heard:
                answer = client.get(path)
            if answer.status_code != 200:
                raise ValueError(f"{path} answered {answer.status_code}.")
            statements[path] = heard
            most[kind] = max(most.get(kind, 0), len(heard))
        (folder / f"{kind}.paths").write_text("\n".join(paths) + "\n", encoding="utf-8")
    (folder / "statements.pickle").write_bytes(pickle.dumps(statements))
    return most
