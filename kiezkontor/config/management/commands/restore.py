from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kiezkontor.config import backups, setup
from kiezkontor.config.folders import PRIVATE_FOLDER
from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop("Make this installation what a backup holds, whichever database it came from.")
    needs_data = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=gettext_noop("a file that `kontor backup` wrote"))
        parser.add_argument(
            "--replace", action="store_true", help=gettext_noop("throw away what this installation holds")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        setup.private_database()
        rows = backups.restore(options["file"].resolve(), replace=options["replace"])
        self.say(_("Restored; restart the web server and the worker."))
        self.write_json({"file": str(options["file"]), "tables": len(rows), "rows": sum(rows.values())})
