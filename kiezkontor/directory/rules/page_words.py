"""Whether somebody who searches the directory looks for a page of the site instead."""

import re
from collections.abc import Mapping

from kiezkontor.search.analysis import fold

PHRASES: Mapping[str, str] = {
    "districts:imprint": "Impressum, Anbieterkennzeichnung, imprint, legal notice, site notice",
    "districts:privacy": "Datenschutz, Datenschutzerklärung, Datenschutzhinweise, DSGVO,"
    " privacy, data protection, GDPR",
    "districts:accessibility": "Barrierefreiheit, Barrierefreiheitserklärung, accessibility",
    "districts:contact": "Kontakt, Ansprechpartner, Ansprechpartnerin, Ansprechperson, Sprechzeiten, Sprechstunde,"
    " Öffnungszeiten, Quartiersbüro, Quartiersmanagement, contact, opening hours, opening times, office hours",
    "districts:projects": "Projekte, Förderung, Städtebauförderung, projects, funding",
    "calendar:events": "Kalender, Termine, Termin, Veranstaltungen, Veranstaltung, Veranstaltungskalender,"
    " Events, Event, calendar, what's on",
    "districts:easy_language": "Leichte Sprache, easy language, easy read",
    "districts:sign_language": "Gebärdensprache, DGS, sign language",
}
# Words that may stand beside: "Erklärung zur Barrierefreiheit", "Öffnungszeiten Büro", "contact the office".
BESIDE = (
    "der die das des dieser zu zur zum von vom für wo ist wann hat geöffnet seite website webseite erklärung hinweise"
    " büro quartier kiez the of to this is where when page site statement policy us district"
)


def words_of(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in re.findall(r"\w+", text))


_BESIDE = words_of(BESIDE)
_PAGES = {words_of(phrase): page for page, phrases in PHRASES.items() for phrase in phrases.split(", ")}


def page_asked_for(query: str) -> str | None:
    """The name of the page whose words the query consists of; "Öffnungszeiten Bäckerei" asks for an entry."""
    words = words_of(query)
    return _PAGES.get(words) or _PAGES.get(words - _BESIDE)
