from typing import Any

from django.core.management.base import CommandParser

from kiezkontor.config.bench import office
from kiezkontor.districts.models import District
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Let eight people work in the office of the largest district of a measurement, and print letters."
    internal = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=float, default=30.0)

    def handle(self, *args: Any, **options: Any) -> None:
        district = District.objects.get(slug="bench-1")
        self.write_json(
            {
                "filled": office.fill_office(district),
                "letters": office.letters(district),
                "work": office.served_at_work(district, seconds=options["seconds"]),
            }
        )
