"""Why an entry was found, where neither its name nor its category shows it."""

from django.utils.translation import gettext as _

from kiezkontor.directory.languages import names_to_find
from kiezkontor.directory.models import Entry
from kiezkontor.search.reasons import why_found

MOST_SHOWN = 3
# What the reason is read from, beside the columns of every list.
COLUMNS = ["organisation__keywords", "organisation__languages", "category__terms_de", "category__terms_en"]


def reason(entry: Entry, *, query: str) -> str:
    """A sentence with the words that led here; empty where name, category or address show them already.

    entry: must come with COLUMNS. query: as it was understood.
    """
    terms = [entry.category.terms_de, entry.category.terms_en] if entry.category else []
    found = why_found(
        query,
        shown=" ".join([entry.name, entry.category_de, entry.category_en, entry.address]),
        hidden=" ".join([*terms, entry.organisation.keywords, *names_to_find(entry.organisation.languages or [])]),
    )
    if all(each is not None and each.text == "shown" for each in found):
        return ""
    words = dict.fromkeys(each.found for each in found if each is not None and each.text == "hidden")
    if not words:
        return _("Found in the description")
    return _("Found by: %(words)s") % {"words": ", ".join(list(words)[:MOST_SHOWN])}
