from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from kiezkontor.config.bench import search_quality
from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop(
        "Ask the search what people ask and print how well it answers; fills an empty data folder by itself."
    )
    developers_only = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--misses", action="store_true", help=gettext_noop("name the questions not answered in full")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from tests.search_quality.questions import DATA, FILES, questions

        search_quality.import_extracts({name: DATA / file for name, file in FILES.items()}, say=self.say)
        call_command("reindex", stdout=self.stderr)
        asked = search_quality.ask(questions())
        if options["misses"]:
            for line in search_quality.misses(asked):
                self.say(line)
        self.write_json(search_quality.report(asked))
