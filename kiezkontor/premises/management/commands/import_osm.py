from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.premises.actions.imports import import_osm
from kiezkontor.premises.management.commands.facts import day_of
from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop(
        "Import OpenStreetMap data into a district: .osm.pbf, .osm(.gz|.bz2), Overpass JSON or GeoJSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=gettext_noop("file with the data"))
        parser.add_argument(
            "--district", required=True, metavar="SLUG", help=gettext_noop("short name; a new one makes a district")
        )
        parser.add_argument(
            "--boundary", type=Path, metavar="FILE", help=gettext_noop("GeoJSON polygon of the area that counts")
        )
        parser.add_argument(
            "--name", default="", help=gettext_noop("name of a new district (made from the short name)")
        )
        parser.add_argument(
            "--municipality", default="", help=gettext_noop("town of a new district (told from the addresses)")
        )
        parser.add_argument(
            "--state",
            default="",
            help=gettext_noop("federal state of a new district, such as BW (told from postcodes)"),
        )
        parser.add_argument(
            "--date",
            "--on",
            dest="on",
            metavar="YYYY-MM-DD",
            help=gettext_noop("the day the file speaks of (the one it names)"),
        )
        parser.add_argument("--round", type=int, metavar="N", help=gettext_noop("survey round that a first import is"))
        parser.add_argument(
            "--no-map", action="store_true", help=gettext_noop("leave the map of the district as it is")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = import_osm(
            options["file"],
            slug=options["district"],
            by=system_viewer("import"),
            boundary=options["boundary"],
            name=options["name"],
            municipality=options["municipality"],
            state=options["state"],
            round_number=options["round"],
            with_map=not options["no_map"],
            on=day_of(options["on"]) if options["on"] else None,
            say=self.say,
        )
        for sentence in report["remarks"]:
            self.say(sentence)
        if report["already_waiting"]:
            self.say(_("Decide on them with: kontor import decide --district %(slug)s") % {"slug": options["district"]})
        self.write_json(report)
