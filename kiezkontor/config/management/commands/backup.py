from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kiezkontor.config import backups
from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop("Save database and files of this moment into one file, while people go on working.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=gettext_noop("the backup to write"))
        parser.add_argument("--force", action="store_true", help=gettext_noop("write over a file of that name"))

    def handle(self, *args: Any, **options: Any) -> None:
        rows = backups.write(options["file"].resolve(), replace=options["force"])
        self.write_json({"file": str(options["file"]), "tables": len(rows), "rows": sum(rows.values())})
