"""Districts of any size out of real shops: names, categories and hours as they are, places on a grid of streets."""

import gzip
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOURCE = "berlin-mitte-handel-2026-04-29.overpass.json.gz"
DATED_AT = "2026-04-29T00:00:00Z"
SHOPS_A_HOUSE = 2
HOUSES_A_STREET = 40
METRES_BETWEEN_HOUSES = 18.0
LAT_METRE, LON_METRE = 1 / 111_320, 1 / 68_000
WEST, SOUTH, DISTRICT_DEGREES, DISTRICTS_A_ROW = 6.5, 47.6, 0.25, 30
"""Districts lie side by side on a grid over Germany, so that none contains another."""

type Element = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One district to fill."""

    slug: str
    shops: int


def districts(total: int) -> list[Wanted]:
    """Which districts an installation of this many organisations has.

    Up to 100,000 one district holds them all, so that lists and searches meet the whole number. A country (more) has
    one of 100,000 and others of 1,300 to 1,500.
    """
    if total <= 100_000:
        return [Wanted("bench-1", total)]
    rest = total - 100_000
    found = [Wanted("bench-1", 100_000)]
    while rest > 0:
        shops = min(rest, 1_300 + len(found) * 37 % 201)
        found.append(Wanted(f"bench-{len(found) + 1}", shops))
        rest -= shops
    return found


def real_shops(data: Path) -> list[Mapping[str, str]]:
    """The tags of the shops to draw from, in the order of the file, without what would make two of them one."""
    with gzip.open(data / SOURCE, "rt", encoding="utf-8") as file:
        elements = json.load(file)["elements"]
    return [
        {key: value for key, value in element["tags"].items() if not key.startswith(("addr:", "contact:"))}
        for element in elements
        if element.get("tags", {}).get("name")
    ]


def real_streets(data: Path) -> list[str]:
    with gzip.open(data / SOURCE, "rt", encoding="utf-8") as file:
        elements = json.load(file)["elements"]
    return sorted({street for element in elements if (street := element.get("tags", {}).get("addr:street"))})


def elements(wanted: Wanted, number: int, shops: list[Mapping[str, str]], streets: list[str]) -> Iterator[Element]:
    """The nodes of a district. number: its place on the grid, and what its draw begins with.

    Names, categories and hours are drawn from the real ones with the same frequency; opening hours stay with shops of
    their category, because a bakery keeps other hours than a bar.
    """
    draw = random.Random(f"bench {number}")  # noqa: S311 - a sample, no secret
    south = SOUTH + DISTRICT_DEGREES * (number // DISTRICTS_A_ROW)
    west = WEST + DISTRICT_DEGREES * (number % DISTRICTS_A_ROW)
    for position in range(wanted.shops):
        house, _shop = divmod(position, SHOPS_A_HOUSE)
        street, along = divmod(house, HOUSES_A_STREET)
        tags = dict(draw.choice(shops))
        tags["addr:street"] = street_name(streets, street)
        tags["addr:housenumber"] = str(2 * along + 1)
        tags["addr:postcode"], tags["addr:city"] = "10115", f"Musterstadt {number + 1}"
        yield {
            "type": "node",
            "id": number * 10_000_000 + position + 1,
            "lat": round(south + street * 60 * LAT_METRE + draw.uniform(0, 5) * LAT_METRE, 7),
            "lon": round(west + along * METRES_BETWEEN_HOUSES * LON_METRE + draw.uniform(0, 5) * LON_METRE, 7),
            "tags": tags,
        }


def street_name(streets: list[str], number: int) -> str:
    """A real street; where a town has more streets than there are names, they are numbered."""
    turn, place = divmod(number, len(streets))
    return streets[place] if not turn else f"{streets[place]} {turn + 1}"


def write_extract(path: Path, wanted: Wanted, number: int, data: Path) -> None:
    """Write the district as the map service answers a query."""
    nodes = list(elements(wanted, number, real_shops(data), real_streets(data)))
    answer = {"version": 0.6, "osm3s": {"timestamp_osm_base": DATED_AT}, "elements": nodes}
    path.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
