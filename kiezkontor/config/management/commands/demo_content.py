from pathlib import Path
from typing import Any

from django.utils import translation

from kiezkontor.config import demo_content
from kiezkontor.config.folders import ROOT
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Fill this installation with the demo: three real districts, invented offices, people and members."
    internal = True

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = ROOT / "demo"
        with translation.override("de"):
            demo_content.load(folder, say=self.say)
