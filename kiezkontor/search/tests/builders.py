"""A small street with everything people type wrongly."""

from kiezkontor.search import index
from kiezkontor.search.texts import SearchText

KIND = "place"
HERE = 7
ELSEWHERE = 8

STREET: dict[str, tuple[str, str, str]] = {
    "Schuhreparatur Schmidt": ("Schuhreparatur, Schuster", "Karl-Marx-Straße 12a", ""),
    "Schuh Meier": ("Schuhgeschäft, Schuhladen", "Karl-Marx-Straße 14", ""),
    "Bäckerei Müller": ("Bäckerei, Brot, Brötchen", "Hauptstr. 3", "Frisches Brot am Sonntag"),
    "Rad & Tat": ("Fahrradladen, Fahrradwerkstatt, Fahrradreparatur", "Hauptstraße 5-9", ""),
    "Praxis Dr. Öztürk": ("Zahnarzt, dentist", "Am Markt 1", ""),
    "L'Osteria": ("Restaurant, italienisch", "Am Markt 2", ""),
    "Kuaför Işıl": ("Friseur, hairdresser", "Am Markt 3", "Çiçek ve saç"),
    "H&M": ("Bekleidung", "Hauptstraße 20", ""),
    "Physio am Markt": ("Physiotherapie", "Am Markt 4", ""),
    "Müllabfuhr": ("Entsorgung", "Hofweg 1", ""),
}
NAMES = list(STREET)


def object_id(name: str) -> int:
    return NAMES.index(name) + 1


def text(name: str, *, scope: int = HERE, kind: str = KIND, **fields: str) -> SearchText:
    terms, address, description = STREET.get(name, ("", "", ""))
    number = object_id(name) if name in STREET else 1_000 + len(name)
    return SearchText(
        kind=kind,
        object_id=number,
        scope=scope,
        a=fields.get("a", name),
        b=fields.get("b", terms),
        c=fields.get("c", f"{address} {description}"),
    )


def fill_the_street() -> None:
    index.put(text(name) for name in STREET)


def found(query: str, *, scope: int = HERE, kind: str = KIND) -> list[str]:
    """Names of what a search finds, best first."""
    return [NAMES[number - 1] for number in index.matches(kind, scope, query).ranked]
