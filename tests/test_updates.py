"""What an installation does by itself after an update."""

import pytest

from kiezkontor.config import setup
from kiezkontor.search import hooks, index
from kiezkontor.search.models import Document
from kiezkontor.search.tests.builders import fill_the_street, found, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def street():
    fill_the_street()


def test_after_an_update_that_reads_words_otherwise_people_find_them_without_a_command(monkeypatch):
    monkeypatch.setattr(hooks, "documents", [lambda: [text("Rad & Tat")]])
    said: list[str] = []
    setup.search_index(said.append)
    assert len(said) == 1
    assert said[0].startswith("Making the search index anew")
    setup.search_index(said.append)
    assert len(said) == 1
    Document.objects.update(a="unsinn")
    monkeypatch.setattr(hooks, "sources", [*hooks.sources, index])
    setup.search_index(said.append)
    assert len(said) == 2
    assert found("Rad") == ["Rad & Tat"]


def test_an_empty_installation_says_nothing_of_its_index():
    said: list[str] = []
    Document.objects.all().delete()
    setup.search_index(said.append)
    assert said == []
