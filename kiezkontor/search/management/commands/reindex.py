from typing import Any

from kiezkontor.search import upkeep
from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop("Make the search index anew from what is stored; others can search meanwhile, writers wait.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.write_json({"documents": upkeep.reindex()})
