from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kiezkontor.config.bench.fill import fill
from kiezkontor.config.folders import ROOT
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Fill an empty installation with sampled districts for a measurement."
    internal = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisations", type=int, required=True)
        parser.add_argument("--data", type=Path, default=ROOT / "demo" / "data")

    def handle(self, *args: Any, **options: Any) -> None:
        self.write_json(fill(options["organisations"], data=options["data"], say=self.say))
