"""What stands against a rent model or its use, in sentences."""

from decimal import Decimal
from typing import IO

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.rules.rent_files import MOST_BYTES, NoModelFile, plain, read
from kiezkontor.vacancies.rules.rent_models import Of, Refusal, RentModel, WrongModel


def model_in(file: IO[bytes]) -> RentModel:
    """The model in a file somebody gave. Refuses any other file."""
    written = file.read(MOST_BYTES + 1)
    if len(written) > MOST_BYTES:
        raise ActionRefused(_("This file is too large to be a rent model."))
    try:
        return read(written)
    except NoModelFile as error:
        raise ActionRefused(_("This is no TOML file: %(reason)s") % {"reason": error}) from error
    except WrongModel as wrong:
        raise ActionRefused(
            _("This is no rent model: what is written at “%(field)s” is missing or wrong.") % {"field": wrong.field}
        ) from wrong


def in_words(refused: Refusal, model: RentModel) -> str:
    if refused is Refusal.MONTHS:
        return _("“%(model)s” supports at most %(most)s months.") % {"model": model.name, "most": model.months}
    if refused is Refusal.AREA:
        return _("“%(model)s” supports at most %(most)s m².") % {"model": model.name, "most": model.area_sqm}
    return _("The shares of “%(model)s” do not add up: tenant and public payers do not give what the owner gets.") % {
        "model": model.name
    }


def not_adding_up(model: RentModel) -> str:
    """With what the owner would get and what is given, in percent of the rent."""
    gap = model.owner_receives - model.tenant_pays
    if gap < 0:
        return _("The tenant would pay more than the owner gets. Please look at both shares again.")
    public = sum((each.share * (gap if each.of is Of.GAP else 1) for each in model.public), Decimal(0))
    return _(
        "The shares do not add up: the owner gets %(owner)s of the rent, tenant and public payers give %(given)s."
    ) % {"owner": in_percent(model.owner_receives), "given": in_percent(model.tenant_pays + public)}


def in_percent(share: Decimal) -> str:
    """Of a share from 0 to 1, with as many decimals as it has: “70 %”, “33,5 %”."""
    return f"{number_format(plain(share * 100))} %"
