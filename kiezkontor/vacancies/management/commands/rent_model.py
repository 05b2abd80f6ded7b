from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from kiezkontor.shared.commands import KontorCommand, gettext_noop
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.refused_rents import in_words, model_in
from kiezkontor.vacancies.rules import rent_models
from kiezkontor.vacancies.rules.rent_models import RentModel, Shares


class Command(KontorCommand):
    help = gettext_noop("Compute who pays what of a subsidised rent, by the rent model in a TOML file.")
    needs_data = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help=_("the rent model"))
        parser.add_argument("--rent", required=True, metavar="EUROS", help=_("rent of a month, such as 1000 or 812.50"))
        parser.add_argument("--months", required=True, type=int, metavar="N", help=_("how long the letting lasts"))
        parser.add_argument("--area", metavar="SQM", help=_("area of the unit, where the model has a limit"))

    def handle(self, *args: Any, **options: Any) -> None:
        model = read_model(options["file"])
        rent = amount_in(options["rent"])
        if rent is None or rent > rent_models.HIGHEST_RENT:
            raise CommandError(_("The rent is an amount of euros such as 1000 or 812.50."))
        area = amount_in(options["area"]) if options["area"] else None
        if options["area"] and area is None:
            raise CommandError(_("The area is a number of square metres such as 85 or 85.5."))
        if not 1 <= options["months"] <= rent_models.MOST_MONTHS:
            raise CommandError(_("A letting lasts from 1 to %(most)s months.") % {"most": rent_models.MOST_MONTHS})
        shares = rent_models.shares_of(model, rent, months=options["months"], area_sqm=area)
        self.write_json(as_data(shares, model, options["months"]))


def read_model(file: Path) -> RentModel:
    try:
        with file.open("rb") as opened:
            return model_in(opened)
    except ActionRefused as refused:
        raise CommandError(f"{file}: {refused}") from refused


def amount_in(written: str) -> Decimal | None:
    """A number from 0 on; None for anything else."""
    try:
        found = Decimal(written.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and found >= 0 else None


def as_data(shares: Shares, model: RentModel, months: int) -> dict[str, Any]:
    if shares.refused is not None:
        return {"month": None, "total": None, "months": months, "refused": in_words(shares.refused, model)}
    month, total = ({name: str(euros) for name, euros in each.items()} for each in (shares.month, shares.total))
    return {"month": month, "total": total, "months": months, "refused": None}
