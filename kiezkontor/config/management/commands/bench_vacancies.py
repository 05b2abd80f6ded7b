from typing import Any

from django.core.management.base import CommandParser

from kiezkontor.config.bench.vacancies import measured
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Fill an empty installation with vacancies and seekers, and measure the proposals."
    internal = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--vacancies", type=int, default=1_000)
        parser.add_argument("--seekers", type=int, default=10_000)

    def handle(self, *args: Any, **options: Any) -> None:
        self.write_json(measured(options["vacancies"], options["seekers"]))
