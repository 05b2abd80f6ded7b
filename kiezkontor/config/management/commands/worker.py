from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop("Run background work: imports, opening times, mail, what is due each night.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help=gettext_noop("tasks at the same time (2)"))

    def handle(self, *args: Any, **options: Any) -> None:
        self.say(_("Working on background tasks (Ctrl-C stops)."))
        call_command("ox_worker", concurrency=options["concurrency"])
