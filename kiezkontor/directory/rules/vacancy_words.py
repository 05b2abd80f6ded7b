"""Whether somebody who searches the directory looks for a vacant shop or room."""

import re

from kiezkontor.search.analysis import fold

# All words are folded: small, without accents, ä and ae as a.
# Words that say it alone, by how they begin.
ALONE = (
    r"leer(?:e[rmns]?)?|leersteh\w*|leerstand\w*|vacan\w+|empty|unoccupied"
    r"|ladenlokal\w*|(?:gewerbe|geschafts|miet)(?:raum|flache|immobilie|lokal)\w*"
)
# Words that say it beside a word for a room: "Laden mieten", "freie Werkstattfläche", "shop to let".
FREE = r"frei(?:e[rmns]?)?|(?:an)?miete?n?|vermiet\w*|(?:ver)?pachten|gesucht|rent|let|available"
ROOM = r"laden\w*|\w*raum(?:e|en)?|\w*flachen?|geschaft|buro\w*|atelier\w*|shops?|units?|premises|rooms?|space|office"
_ALONE, _FREE, _ROOM = (re.compile(words) for words in (ALONE, FREE, ROOM))


def asks_for_vacancies(query: str) -> bool:
    """Does this search look for vacant units? "Leerstand", "leere Läden", "Laden mieten", "vacant shop"."""
    words = [fold(word) for word in re.findall(r"\w+", query)]
    if any(_ALONE.fullmatch(word) for word in words):
        return True
    return any(_FREE.fullmatch(word) for word in words) and any(_ROOM.fullmatch(word) for word in words)
