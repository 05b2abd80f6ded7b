"""The index as a whole: made anew from what is stored when words are read otherwise than when it was made."""

import hashlib
import inspect
from collections.abc import Iterator

from kiezkontor.search import analysis, compounds, hooks, index, meant, texts, vocabulary
from kiezkontor.search.models import Document, WayOfReading
from kiezkontor.search.texts import SearchText

READ_BY = (analysis, compounds, index, meant, texts, vocabulary)
THE_ROW = 1


def way_of_reading() -> str:
    """Changes with the source of all that decides how texts become what the index holds."""
    sources = (inspect.getsource(module) for module in (*READ_BY, *hooks.sources))
    return hashlib.sha256("\0".join(sources).encode()).hexdigest()


def is_current() -> bool:
    return WayOfReading.objects.filter(pk=THE_ROW, mark=way_of_reading()).exists()


def holds_something() -> bool:
    return Document.objects.exists()


def reindex() -> int:
    """Make the whole index anew; returns how many documents it holds."""
    written = index.rebuild(everything())
    WayOfReading.objects.update_or_create(pk=THE_ROW, defaults={"mark": way_of_reading()})
    return written


def everything() -> Iterator[SearchText]:
    for documents in hooks.documents:
        yield from documents()
