from typing import Any

from kiezkontor.search import upkeep
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Make the search index anew from what is stored; others can search meanwhile, writers wait."

    def handle(self, *args: Any, **options: Any) -> None:
        self.write_json({"documents": upkeep.reindex()})
