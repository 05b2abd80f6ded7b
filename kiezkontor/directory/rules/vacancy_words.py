"""Whether somebody who searches the directory looks for a vacant shop or room."""

import re

# Words that say it alone, by how they begin.
EMPTY = r"leer|leeres|leere[rnm]?|leersteh\w*|leerst[aä]nd\w*|vacan\w+|empty|unoccupied"
# Words that say it beside a word for a room: "Laden mieten", "freie Gewerbefläche", "shop to let".
FREE = r"frei|freie[srnm]?|miete?|mieten|vermiete\w*|pachten|rent|let|available"
ROOM = r"l[aä]den\w*|\w*r[aä]um(?:e|en)?|\w*fl[aä]chen?|shops?|units?|premises|rooms?|space"
_EMPTY, _FREE, _ROOM = (re.compile(words, re.IGNORECASE) for words in (EMPTY, FREE, ROOM))


def asks_for_vacancies(query: str) -> bool:
    """Does this search look for vacant units? "Leerstand", "leere Läden", "Laden mieten", "vacant shop"."""
    words = re.findall(r"\w+", query)
    if any(_EMPTY.fullmatch(word) for word in words):
        return True
    return any(_FREE.fullmatch(word) for word in words) and any(_ROOM.fullmatch(word) for word in words)
