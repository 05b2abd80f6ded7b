from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.districts.naming import district_named
from kiezkontor.premises.facts import facts
from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop("Print organisations, units and vacancies of a district on a day.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--district", required=True, metavar="SLUG", help=gettext_noop("short name of the district")
        )
        parser.add_argument("--on", metavar="YYYY-MM-DD", help=gettext_noop("the day (today)"))

    def handle(self, *args: Any, **options: Any) -> None:
        district = district_named(options["district"])
        self.write_json(facts(district, on=day_of(options["on"])))


def day_of(written: str | None) -> date:
    if not written:
        return timezone.localdate()
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise CommandError(_("%(text)s is not a day; write it like 2026-11-21.") % {"text": written}) from None
