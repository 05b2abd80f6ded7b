import os
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import CommandParser
from django.db import connections

from kiezkontor.config import setup, web_server
from kiezkontor.config.bench import content, questions
from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop(
        "Serve a table of organisations with every page made anew, to be measured beside other programs."
    )
    developers_only = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help=gettext_noop("CSV as `kontor import table` reads it, with a column text")
        )
        parser.add_argument(
            "--paths", type=Path, required=True, help=gettext_noop("folder for a file of addresses for each kind")
        )
        parser.add_argument(
            "--words", type=Path, help=gettext_noop("file with a search a line (those of kontor bench)")
        )
        parser.add_argument("--rows", type=int, default=20, help=gettext_noop("entries on a page of JSON (20)"))
        parser.add_argument("--pid", type=Path, help=gettext_noop("file for the number of the server's process"))
        parser.add_argument("--port", type=int, default=web_server.PORT, help=gettext_noop("port to listen at (8000)"))
        parser.add_argument(
            "--only-prepare", action="store_true", help=gettext_noop("fill and write the paths, start nothing")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        words = read_words(options["words"]) if options["words"] else questions.WORDS
        self.write_json(content.fill_from(options["file"], say=self.say))
        content.write_paths(options["paths"], words=words, rows=options["rows"])
        if options["only_prepare"]:
            return
        self.stdout.flush()
        if options["pid"]:
            options["pid"].write_text(f"{os.getpid()}\n")
        web_server.require_free(web_server.HOST, options["port"])
        setup.frontend(setup.in_english(self.say))
        setup.collected(setup.in_english(self.say))
        connections.close_all()
        # A process of its own: this one has read its settings already, and would send the pages it keeps.
        program = web_server.arguments(web_server.HOST, options["port"])
        os.execve(program[0], program, {**os.environ, "KONTOR_PUBLISHED": "0"})


def read_words(file: Path) -> list[str]:
    words = [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    if not words:
        raise CommandError(f"{file} holds no words to search for.")
    return words
