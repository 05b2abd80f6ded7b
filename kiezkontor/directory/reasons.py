"""Why an entry was found, where neither its name nor its category shows it."""

from django.utils.translation import gettext as _

from kiezkontor.directory.models import Entry
from kiezkontor.search import analysis, queries
from kiezkontor.search.analysis import SearchWord
from kiezkontor.search.queries import Group

MOST_SHOWN = 3
# What the reason is read from, beside the columns of every list.
COLUMNS = ["organisation__keywords", "category__terms_de", "category__terms_en"]


class Reasons:
    """Explains the entries a query found; they must come with COLUMNS."""

    def __init__(self, query: str) -> None:
        self.groups = [queries.group(word, begins=True) for word in analysis.query_words(query)]

    def __call__(self, entry: Entry) -> str:
        """A sentence with the words that led here; empty where name, category or address show them already."""
        plain = analysis.words_of(" ".join([entry.name, entry.category_de, entry.category_en, entry.address]))
        missing = [group for group in self.groups if not any(hits(group, word) for word in plain)]
        if not missing:
            return ""
        terms = [entry.category.terms_de, entry.category.terms_en] if entry.category else []
        hidden = analysis.words_of(" ".join([*terms, entry.organisation.keywords]))
        shown = [word.shown for group in missing for word in hidden if hits(group, word)]
        if not shown:
            return _("Found in the description")
        return _("Found by: %(words)s") % {"words": ", ".join(list(dict.fromkeys(shown))[:MOST_SHOWN])}


def hits(group: Group, word: SearchWord) -> bool:
    """Would the index give this word for one word of the query?"""
    found = analysis.analyse(word.shown)
    tokens = {*found.tokens, *found.parts}
    return any(
        all(
            term.token in tokens or (term.begins and any(token.startswith(term.token) for token in tokens))
            for term in alternative
        )
        for alternative in group
    )
