from typing import Any

from kiezkontor.config import setup
from kiezkontor.config.bench.walk import measured
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Fill an empty installation with a round in the field, and measure a walk through it in a browser."
    internal = True

    def handle(self, *args: Any, **options: Any) -> None:
        setup.frontend(setup.in_english(self.say))
        setup.collected(setup.in_english(self.say))
        self.write_json(measured())
