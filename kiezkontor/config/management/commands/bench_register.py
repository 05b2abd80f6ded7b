from typing import Any

from django.core.management.base import CommandParser

from kiezkontor.config.bench.register import measured
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Fill an empty installation with one district of many units and two rounds, and measure what it tells."
    internal = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--units", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        self.write_json(measured(options["units"]))
