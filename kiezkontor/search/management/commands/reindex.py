from collections.abc import Iterator
from typing import Any

from kiezkontor.search import hooks, index
from kiezkontor.search.texts import SearchText
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Make the search index anew from what is stored; others can search meanwhile, writers wait."

    def handle(self, *args: Any, **options: Any) -> None:
        self.write_json({"documents": index.rebuild(everything())})


def everything() -> Iterator[SearchText]:
    for documents in hooks.documents:
        yield from documents()
