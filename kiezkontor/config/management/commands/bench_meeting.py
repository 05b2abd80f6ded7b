from typing import Any

from kiezkontor.config.bench.meeting import measured
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Let sixty telephones and a projector follow a meeting in an empty installation while minutes are written."
    internal = True

    def handle(self, *args: Any, **options: Any) -> None:
        self.write_json(measured())
