"""Filled at start-up by the areas that have something to be found.

An area appends a function that yields the documents of all its objects, in any order, with nothing left out:
what it does not yield is removed from the index by `reindex`.
"""

from collections.abc import Callable, Iterable
from types import ModuleType

from kiezkontor.search.texts import SearchText

documents: list[Callable[[], Iterable[SearchText]]] = []

sources: list[ModuleType] = []
"""Modules that decide what stands in those documents: when one of them changes, the index is made anew."""

real_words: list[Callable[[], Iterable[str]]] = []
"""Functions that yield texts whose words are spelt right, so that none of them is taken for a typing error."""
