"""Why an entry was found, where neither its name nor its category shows it."""

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kiezkontor.directory.languages import names_to_find
from kiezkontor.directory.models import Entry
from kiezkontor.search.reasons import why_found
from kiezkontor.shared.spoken import Text, spoken

MOST_SHOWN = 3
# What the reason is read from, beside the columns of every list.
COLUMNS = ["organisation__keywords", "organisation__languages", "category__terms_de", "category__terms_en"]


def reason(entry: Entry, *, query: str) -> str:
    """A sentence as HTML with the words that led here; empty where name, category or address show them already.

    entry: must come with COLUMNS. query: as it was understood.
    """
    german, english = (entry.category.terms_de, entry.category.terms_en) if entry.category else ("", "")
    found = why_found(
        query,
        shown=" ".join([entry.name, entry.category_de, entry.category_en, entry.address]),
        de=" ".join([german, entry.organisation.keywords]),
        en=english,
        names=" ".join(names_to_find(entry.organisation.languages or [])),
    )
    if all(each is not None and each.text == "shown" for each in found):
        return ""
    words = {each.found: each.text for each in found if each is not None and each.text != "shown"}
    if not words:
        return _("Found in the description")
    marked = [
        spoken(Text(word, where)) if where in {"de", "en"} else conditional_escape(word)
        for word, where in list(words.items())[:MOST_SHOWN]
    ]
    return SafeString(conditional_escape(_("Found by: %(words)s")) % {"words": ", ".join(marked)})
