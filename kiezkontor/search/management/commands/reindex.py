from collections.abc import Iterator
from typing import Any

from django.db import transaction

from kiezkontor.search import hooks, index
from kiezkontor.search.models import Document, Word
from kiezkontor.search.texts import SearchText
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Make the search index anew from what is stored."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            Document.objects.all().delete()
            Word.objects.all().delete()
            written = index.put(everything())
        index.settle()
        self.write_json({"documents": written})


def everything() -> Iterator[SearchText]:
    for documents in hooks.documents:
        yield from documents()
