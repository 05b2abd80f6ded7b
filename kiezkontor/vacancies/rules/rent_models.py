"""Subsidised letting: who pays what of a rent, month by month.

Source: the models of towns in the programmes of the Land Nordrhein-Westfalen for their centres (Herten, Herne): the
owner lets for a part of the rent, the tenant pays a smaller one, public payers what lies between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from kiezkontor.shared.readable import readable

CENT = Decimal("0.01")
OWNER, TENANT = "owner", "tenant"
HIGHEST_RENT, MOST_MONTHS, LARGEST_AREA = Decimal(1_000_000), 600, Decimal(100_000)
LONGEST_PAYER = 80
# More digits than any share or limit needs, before or after the point: longer numbers take minutes to reckon with.
MOST_DIGITS, FARTHEST_DIGIT = 20, 12


class Base(StrEnum):
    """Which rent the shares are of: that of the last lease, or the one without utilities that is asked for now."""

    FORMER_RENT = "former_rent"
    COLD_RENT = "cold_rent"


class Of(StrEnum):
    """What the share of a public payer is of: what lies between owner and tenant, or the base."""

    GAP = "gap"
    BASE = "base"


class Refusal(StrEnum):
    SHARES = "shares"
    MONTHS = "months"
    AREA = "area"


class WrongModel(ValueError):
    """What is written is no rent model. field: where it is wrong, as it is written."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class PublicPayer:
    """Who pays a share of the gap or of the rent for the public."""

    name: str
    share: Decimal
    of: Of


@dataclass(frozen=True)
class RentModel:
    """owner_receives, tenant_pays: shares of the base, from 0 to 1. area_sqm, months: at most; None without a limit."""

    name: str
    base: Base
    owner_receives: Decimal
    tenant_pays: Decimal
    public: tuple[PublicPayer, ...]
    area_sqm: Decimal | None = None
    months: int | None = None


@dataclass(frozen=True)
class Shares:
    """Euros by payer, in the order owner (what they get), tenant, public payers; none where it is refused."""

    month: Mapping[str, Decimal]
    total: Mapping[str, Decimal]
    refused: Refusal | None = None


def model_of(written: Mapping[str, Any]) -> RentModel:
    """The model in a file that was read. Raises WrongModel."""
    caps = written.get("caps", {})
    payers = written.get("public", [])
    if not isinstance(caps, Mapping):
        raise WrongModel("caps")
    if not isinstance(payers, Sequence) or isinstance(payers, str) or not payers:
        raise WrongModel("public")
    public = tuple(payer_of(each, f"public {number}") for number, each in enumerate(payers, 1))
    names = [each.name for each in public]
    if len({OWNER, TENANT, *names}) < len(names) + 2:
        raise WrongModel("public name")
    return RentModel(
        name=text_in(written, "name"),
        base=one_of(Base, written, "base"),
        owner_receives=share_in(written, "owner_receives"),
        tenant_pays=share_in(written, "tenant_pays"),
        public=public,
        area_sqm=limit_in(caps, "area_sqm", LARGEST_AREA),
        months=whole(limit_in(caps, "months", Decimal(MOST_MONTHS))),
    )


def payer_of(written: Any, where: str) -> PublicPayer:
    if not isinstance(written, Mapping):
        raise WrongModel(where)
    try:
        name = text_in(written, "name")
        if len(name) > LONGEST_PAYER:
            raise WrongModel("name")
        return PublicPayer(name, share_in(written, "share"), one_of(Of, written, "of"))
    except WrongModel as wrong:
        raise WrongModel(f"{where} {wrong.field}") from None


def text_in(written: Mapping[str, Any], name: str) -> str:
    said = written.get(name)
    text = readable(said).strip() if isinstance(said, str) else ""
    if not text:
        raise WrongModel(name)
    return text


def one_of[Kind: StrEnum](kind: type[Kind], written: Mapping[str, Any], name: str) -> Kind:
    said = text_in(written, name)
    if said not in set(kind):
        raise WrongModel(name)
    return kind(said)


def number_in(written: Mapping[str, Any], name: str) -> Decimal:
    """Of a text or a number without a rounding error: a float is taken as it is written."""
    said = written.get(name)
    if isinstance(said, bool) or not isinstance(said, str | int | float | Decimal):
        raise WrongModel(name)
    try:
        found = Decimal(said) if isinstance(said, int) else Decimal(str(said).strip())
    except ArithmeticError:
        raise WrongModel(name) from None
    if not found.is_finite() or len(found.as_tuple().digits) > MOST_DIGITS or abs(found.adjusted()) > FARTHEST_DIGIT:
        raise WrongModel(name)
    return found


def share_in(written: Mapping[str, Any], name: str) -> Decimal:
    found = number_in(written, name)
    if not 0 <= found <= 1:
        raise WrongModel(name)
    return found


def limit_in(caps: Mapping[str, Any], name: str, most: Decimal) -> Decimal | None:
    if name not in caps:
        return None
    found = number_in(caps, name)
    if not 0 < found <= most:
        raise WrongModel(f"caps {name}")
    return found


def whole(limit: Decimal | None) -> int | None:
    """Months as a whole number."""
    if limit is not None and limit != int(limit):
        raise WrongModel("caps months")
    return None if limit is None else int(limit)


def adds_up(model: RentModel) -> bool:
    """Whether tenant and public payers give together what the owner gets, exactly."""
    gap = model.owner_receives - model.tenant_pays
    public = sum((each.share * (gap if each.of is Of.GAP else 1) for each in model.public), Decimal(0))
    return gap >= 0 and public == gap


def shares_of(model: RentModel, rent: Decimal, *, months: int, area_sqm: Decimal | None = None) -> Shares:
    """What each gives in a month and in all months.

    rent: of a month in euros, from 0 on; months: from 1 on; area_sqm: None where it is not known, which no limit
    refuses. Each share is rounded half up to the cent; a cent that is over or missing is that of the largest public
    payer, the first of equal ones. Refused: shares that do not add up, more months or more area than the model allows.
    """
    refused = refusal_of(model, months=months, area_sqm=area_sqm)
    if refused is not None:
        return Shares({}, {}, refused)
    gap = rent * (model.owner_receives - model.tenant_pays)
    month = {OWNER: to_the_cent(rent * model.owner_receives), TENANT: to_the_cent(rent * model.tenant_pays)}
    exact = {each.name: each.share * (gap if each.of is Of.GAP else rent) for each in model.public}
    month |= {name: to_the_cent(share) for name, share in exact.items()}
    largest = max(exact, key=lambda name: exact[name])
    month[largest] += month[OWNER] - month[TENANT] - sum(month[name] for name in exact)
    return Shares(month, {name: share * months for name, share in month.items()})


def refusal_of(model: RentModel, *, months: int, area_sqm: Decimal | None) -> Refusal | None:
    """The first of `refusals_of`, None where there is none."""
    return next(iter(refusals_of(model, months=months, area_sqm=area_sqm)), None)


def refusals_of(model: RentModel, *, months: int, area_sqm: Decimal | None) -> list[Refusal]:
    """All that stands against it, the shares first."""
    found = [] if adds_up(model) else [Refusal.SHARES]
    if model.months is not None and months > model.months:
        found.append(Refusal.MONTHS)
    if model.area_sqm is not None and area_sqm is not None and area_sqm > model.area_sqm:
        found.append(Refusal.AREA)
    return found


def to_the_cent(euros: Decimal) -> Decimal:
    return euros.quantize(CENT, ROUND_HALF_UP)
