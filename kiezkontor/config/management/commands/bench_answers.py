from typing import Any

from kiezkontor.config.bench.answers import measured
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Let many people answer to one event at once in an empty installation, beside a bare page."
    internal = True

    def handle(self, *args: Any, **options: Any) -> None:
        self.write_json(measured())
