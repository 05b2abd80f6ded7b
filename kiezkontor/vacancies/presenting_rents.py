"""Rent models as pages show them: in words, and who pays what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.vacancies.forms.rents import BASES
from kiezkontor.vacancies.models import FollowUp, Letting, LettingSubsidy
from kiezkontor.vacancies.presenting_lettings import day, in_euros, state_of
from kiezkontor.vacancies.refused_rents import in_percent, in_words
from kiezkontor.vacancies.rules import rent_models as rules
from kiezkontor.vacancies.rules.lettings import after_months


def facts_of(model: rules.RentModel) -> list[dict[str, Any]]:
    """For components/definition_list.html."""
    months = ngettext("%(count)s month", "%(count)s months", model.months or 0) % {"count": model.months}
    area = _("%(area)s m²") % {"area": number_format(model.area_sqm)} if model.area_sqm is not None else ""
    return [
        {"term": _("The shares are of"), "value": dict(BASES)[model.base.value]},
        {"term": _("The owner gets"), "value": in_percent(model.owner_receives)},
        {"term": _("The tenant pays"), "value": in_percent(model.tenant_pays)},
        *({"term": payer.name, "value": payer_in_words(payer)} for payer in model.public),
        {"term": _("Months at most"), "value": months if model.months is not None else _("no limit")},
        {"term": _("Area at most"), "value": area or _("no limit")},
    ]


def payer_in_words(payer: rules.PublicPayer) -> str:
    share = {"share": in_percent(payer.share)}
    return _("%(share)s of the gap") % share if payer.of is rules.Of.GAP else _("%(share)s of the rent") % share


@dataclass(frozen=True)
class Paid:
    """Who pays what. refusals: sentences on what stands against it; rows is empty then. last_on: of the support."""

    rows: list[dict[str, Any]]
    columns: list[dict[str, Any]]
    refusals: list[str]
    last_on: date
    afterwards: str = ""


def supported_until(begins_on: date, months: int, ends_on: date | None) -> date:
    """The last day: of the months, or of the use where that is over before. ends_on: the day after its last one."""
    before = after_months(months, on=begins_on)
    return min(before, ends_on or before) - timedelta(days=1)


def paid(
    model: rules.RentModel,
    rent: Decimal,
    *,
    months: int,
    area_sqm: Decimal | None,
    begins_on: date,
    ends_on: date | None = None,
) -> Paid:
    shares = rules.shares_of(model, rent, months=months, area_sqm=area_sqm)
    refused = rules.refusals_of(model, months=months, area_sqm=area_sqm)
    columns = [
        {"label": _("Who"), "numeric": False},
        {"label": _("A month"), "numeric": True},
        {"label": ngettext("In %(count)s month", "In %(count)s months", months) % {"count": months}, "numeric": True},
    ]
    rows = [
        {"cells": [called(name), in_euros(euros), in_euros(shares.total[name])]} for name, euros in shares.month.items()
    ]
    return Paid(
        rows,
        columns,
        [in_words(each, model) for each in refused],
        supported_until(begins_on, months, ends_on),
        afterwards(shares.month) if not refused else "",
    )


def called(name: str) -> str:
    """A payer of the table; those of the model by the name they have there."""
    return {rules.OWNER: _("The owner gets"), rules.TENANT: _("The tenant pays")}.get(name, name)


def afterwards(month: Mapping[str, Decimal]) -> str:
    """What changes for the tenant once nobody else pays."""
    more = in_euros(month[rules.OWNER] - month[rules.TENANT])
    return _("Whoever stays after that pays %(more)s more a month if the owner is to get as much as before.") % {
        "more": more
    }


def of_letting(subsidy: LettingSubsidy | None, letting: Letting) -> Paid | None:
    if subsidy is None:
        return None
    return paid(
        subsidy.model.rules,
        subsidy.rent,
        months=subsidy.months,
        area_sqm=subsidy.area_sqm,
        begins_on=letting.begins_on,
        ends_on=end_of(letting),
    )


def end_of(letting: Letting) -> date | None:
    return letting.ended_on or letting.ends_on


def use_rows(found: list[LettingSubsidy]) -> list[dict[str, Any]]:
    """The uses that a model pays for: until when it does, how they stand, and who stayed. For data_table.html."""
    return [
        {
            "cells": [
                {
                    "text": f"{subsidy.letting} · {subsidy.letting.case}",
                    "url": reverse("vacancies:letting", args=[subsidy.letting_id]),
                },
                in_euros(subsidy.rent),
                day(supported_until(subsidy.letting.begins_on, subsidy.months, end_of(subsidy.letting))),
                state_of(subsidy.letting),
                stayed(subsidy.letting),
            ]
        }
        for subsidy in found
    ]


def stayed(letting: Letting) -> str:
    if letting.ending == Letting.Ending.CONVERTED:
        return _("stayed")
    heard = sorted(letting.follow_ups.all(), key=lambda each: each.months)
    return str(FollowUp.Result(heard[-1].result).label) if heard else "–"


def use_columns() -> list[dict[str, Any]]:
    labels = (_("Use"), _("Rent"), _("Supported until"), _("How it stands"), _("Who stays"))
    return [{"label": label, "numeric": False} for label in labels]
