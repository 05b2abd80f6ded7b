from typing import Any

from django.core.management.base import CommandParser

from kiezkontor.config.bench.calendar import measured
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Fill an empty installation with one district of many events, and measure its calendar."
    internal = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--events", type=int, default=10_000)

    def handle(self, *args: Any, **options: Any) -> None:
        self.write_json(measured(options["events"]))
