"""Rent models as files and as what is stored of them: the format of `kontor rent-model`."""

import json
import tomllib
from decimal import Decimal
from typing import Any

from kiezkontor.vacancies.rules.rent_models import RentModel, model_of

MOST_BYTES, MOST_PAYERS, LONGEST_NAME = 20_000, 12, 120


class NoModelFile(ValueError):
    """It is no TOML, or no text at all."""


def read(written: bytes) -> RentModel:
    """Raises NoModelFile for what is no TOML, WrongModel for another table."""
    try:
        said = tomllib.loads(written.decode("utf-8-sig"), parse_float=Decimal)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise NoModelFile(str(error)) from error
    except ValueError as error:
        raise NoModelFile("a number has too many digits") from error
    return model_of(said)


def terms_of(model: RentModel) -> dict[str, Any]:
    """As it is stored: the table of the file, with shares and limits as texts."""
    caps = {"area_sqm": model.area_sqm and plain(model.area_sqm), "months": model.months}
    return {
        "name": model.name,
        "base": model.base.value,
        "owner_receives": plain(model.owner_receives),
        "tenant_pays": plain(model.tenant_pays),
        "public": [{"name": each.name, "share": plain(each.share), "of": each.of.value} for each in model.public],
        "caps": {name: limit for name, limit in caps.items() if limit is not None},
    }


def plain(number: Decimal) -> str:
    """Without an exponent and without zeros at the end: 0.7, 300."""
    said = format(number, "f")
    return said.rstrip("0").rstrip(".") if "." in said else said


def as_file(model: RentModel) -> str:
    """The model as TOML, which `read` takes back without a loss."""
    terms = terms_of(model)
    lines = [f"{name} = {quoted(terms[name])}" for name in ("name", "base", "owner_receives", "tenant_pays")]
    for payer in terms["public"]:
        lines += ["", "[[public]]", *(f"{name} = {quoted(said)}" for name, said in payer.items())]
    if terms["caps"]:
        lines += ["", "[caps]", *(f"{name} = {quoted(limit)}" for name, limit in terms["caps"].items())]
    return "\n".join(lines) + "\n"


def quoted(said: str | int) -> str:
    """A text or a whole number as TOML writes it; JSON escapes what a basic text of TOML does, but for one sign."""
    return json.dumps(said, ensure_ascii=False).replace("\x7f", "\\u007f")
