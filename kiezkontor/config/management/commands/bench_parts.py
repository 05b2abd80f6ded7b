from typing import Any

from kiezkontor.config.bench.parts import measure
from kiezkontor.districts.models import District
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Time search, the numbers beside filters and a map's box in the largest district of a measurement."
    internal = True

    def handle(self, *args: Any, **options: Any) -> None:
        self.write_json(measure(District.objects.get(slug="bench-1")))
