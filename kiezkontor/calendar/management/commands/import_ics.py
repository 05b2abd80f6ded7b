from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.calendar.actions.imports import import_file
from kiezkontor.calendar.models.feeds import FaultWords
from kiezkontor.districts.naming import district_named
from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop("Take over events from a calendar file (iCal); the same name again follows what has changed.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=gettext_noop("file with the calendar (.ics)"))
        parser.add_argument(
            "--district", required=True, metavar="SLUG", help=gettext_noop("short name of the district")
        )
        parser.add_argument(
            "--name", default="", help=gettext_noop("name of the calendar (its own, or that of the file)")
        )
        parser.add_argument("--topic", default="", help=gettext_noop("topic of all its events (each keeps its own)"))
        parser.add_argument(
            "--everywhere", action="store_true", help=gettext_noop("also what takes place outside of the district")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        district = district_named(options["district"])
        file: Path = options["file"]
        values = {"topic": options["topic"], "only_here": not options["everywhere"]}
        done = import_file(
            district,
            name=options["name"],
            other_name=file.stem,
            body=file.read_bytes(),
            values=values,
            by=system_viewer("import"),
        )
        for note in done.notes:
            fault = str(FaultWords(note.fault.value).label)
            self.say(f"{note.about}: {fault}" if note.about else fault)
        plan = done.plan
        counts = {"new": len(plan.new), "changed": len(plan.changed), "cancelled": len(plan.gone)}
        self.write_json(counts | {"elsewhere": plan.elsewhere, "faults": len(done.notes)})
