from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.premises.actions.imports import import_table
from kiezkontor.premises.management.commands.facts import day_of
from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop("Import a table of units (CSV or XLSX) into a district; every row becomes an observation.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=gettext_noop("CSV, TSV or XLSX with headings in the first row"))
        parser.add_argument(
            "--district", required=True, metavar="SLUG", help=gettext_noop("short name of the district")
        )
        parser.add_argument(
            "--round", type=int, metavar="N", help=gettext_noop("survey round the observations belong to")
        )
        parser.add_argument("--mapping", type=Path, metavar="FILE", help=gettext_noop("JSON or TOML: heading = field"))
        parser.add_argument(
            "--on", "--date", dest="on", metavar="YYYY-MM-DD", help=gettext_noop("the day the table speaks of (today)")
        )
        parser.add_argument("--name", default="", help=gettext_noop("name of a new district"))
        parser.add_argument("--municipality", default="", help=gettext_noop("town of a new district"))
        parser.add_argument("--state", default="", help=gettext_noop("federal state of a new district, such as BW"))

    def handle(self, *args: Any, **options: Any) -> None:
        report = import_table(
            options["file"],
            slug=options["district"],
            by=system_viewer("import"),
            round_number=options["round"],
            mapping=options["mapping"],
            on=day_of(options["on"]) if options["on"] else None,
            name=options["name"],
            municipality=options["municipality"],
            state=options["state"],
            say=self.say,
        )
        for sentence in [*report["remarks"], *report["problems"]]:
            self.say(sentence)
        self.write_json(report)
