"""Why a vacancy suits a request for space, as keys; words are put to them in `fitting_words.py`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from math import floor
from typing import Any, Literal

import numpy as np

from kiezkontor.methods.matching import Finding, findings
from kiezkontor.vacancies.rules import exposes
from kiezkontor.vacancies.rules.fit import CLASSES, CRITERIA, THINGS, Offer, Wish, offer_side, vocabulary, wish_side

type Tone = Literal["good", "bad", "unknown", "open"]


@dataclass(frozen=True)
class Reason:
    """One part of a score. key: of a sentence; values: what it names, as the page's language says them."""

    key: str
    tone: Tone
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """What one criterion gives a pair, and why. tenths: of a point; of: points at best, 0 of a condition alone.

    All tenths of a pair are its score in thousandths, for there are a hundred points.
    """

    name: str
    tenths: int
    of: int
    reasons: tuple[Reason, ...]


def parts(offer: Offer, wish: Wish) -> list[Part]:
    """Every criterion with its points and what is said of it, of the very findings that count."""
    keys = vocabulary([offer])
    offered, wished = offer_side([offer], keys).row(0), wish_side([wish], keys).row(0)
    found = {finding.name: finding for finding in findings(CRITERIA, offered, wished)}
    tenths = dict(zip(found, in_tenths([finding.points for finding in found.values()]), strict=True))
    said = {
        "area": of_number(found["area"], offer.area_sqm, "area", wish.area_min, wish.area_max),
        "rent": of_cost(found["rent"], offer, wish),
        "things": of_things(offer, wish),
        "place": of_place(found["place"], wish),
        "time": chain(of_interim_use(offer, wish), of_time(found["time"], offer, wish)),
        "way": of_way(found["way"], offer, wish),
        "mix": of_mix(offer, wish),
        "use": of_use(offer, wish),
    }
    return [
        Part(name, tenths[name], found[name].of, tuple(those) or of_nothing(name, found[name], wish))
        for name, those in said.items()
    ]


def of_nothing(name: str, found: Finding, wish: Wish) -> tuple[Reason, ...]:
    """What is said of a criterion that gives its points because nothing stands against it; nothing of a condition."""
    if not found.of:
        return ()
    if name == "time" and (wish.from_day or wish.until_day or wish.term):
        return (Reason("time_fits", "open", {}),)
    return (Reason("no_price" if name == "rent" and wish.buys else f"no_{name}", "open", {}),)


def in_tenths(points: Sequence[float]) -> list[int]:
    """Points in tenths whose sum is that of the points, rounded once: what is left goes to the largest remainders."""
    whole = [floor(each * 10) for each in points]
    left = int(np.rint(sum(points) * 1000 / 100)) - sum(whole)
    order = sorted(range(len(points)), key=lambda nth: (whole[nth] - points[nth] * 10, nth))
    for nth in order[:left]:
        whole[nth] += 1
    return whole


def reasons(offer: Offer, wish: Wish) -> list[Reason]:
    """What speaks for and against a pair and what is not known; nothing of what is open."""
    return [reason for part in parts(offer, wish) for reason in part.reasons if reason.tone != "open"]


def of_number(found: Finding, value: float | None, name: str, *limits: float | None) -> Iterator[Reason]:
    """What speaks for or against a size or an amount. limits: what is wished, without any nothing is said."""
    if not any(limit is not None for limit in limits):
        return
    if value is None or found.off is None:
        yield Reason(f"{name}_unknown", "unknown", {})
    elif found.off == 0:
        yield Reason(f"{name}_fits", "good", {"value": value})
    else:
        yield Reason(f"{name}_{'above' if found.off > 0 else 'below'}", "bad", {"off": abs(found.off)})


def of_cost(found: Finding, offer: Offer, wish: Wish) -> Iterator[Reason]:
    if wish.buys:
        return of_number(found, offer.asked_eur, "price", wish.price_max)
    return of_number(found, offer.asked_eur, "rent", wish.rent_max)


def of_things(offer: Offer, wish: Wish) -> Iterator[Reason]:
    """What is there, missing or not known of what is wished, in the order of `THINGS`."""
    asked = [thing for thing in THINGS if thing in {*wish.needs, *wish.musts}]
    there = [thing for thing in asked if thing in offer.has]
    missing = [thing for thing in asked if thing in offer.lacks - offer.has]
    unknown = [thing for thing in asked if thing not in {*there, *missing}]
    for thing in there:
        yield Reason("there", "good", {"thing": thing})
    for thing in missing:
        yield Reason("must_missing" if thing in wish.musts else "missing", "bad", {"thing": thing})
    for thing in unknown:
        yield Reason("thing_unknown", "unknown", {"thing": thing})


def of_place(found: Finding, wish: Wish) -> Iterator[Reason]:
    """Where it lies. found.off: 0 where it is wanted, 1 elsewhere in the district, 2 in another one."""
    if found.off == 2:
        yield Reason("elsewhere", "bad", {})
    elif wish.places:
        yield Reason("beside", "bad", {}) if found.off else Reason("wanted_place", "good", {})


def of_interim_use(offer: Offer, wish: Wish) -> Iterator[Reason]:
    """Until when somebody else uses it."""
    if offer.used_until is not None:
        in_time = wish.from_day is not None and offer.used_until <= wish.from_day
        yield Reason("in_interim_use", "good" if in_time else "bad", {"day": offer.used_until - timedelta(days=1)})


def of_way(found: Finding, offer: Offer, wish: Wish) -> Iterator[Reason]:
    """Whether it is to be had as it is looked for: for a time, for good or to buy; nothing where several will do."""
    if offer.kind == exposes.SALE and not found.suits:
        yield Reason("sale_only", "bad", {})
        return
    for way in wish.ways if len(wish.ways) == 1 else ():
        if not offer.kind:
            yield Reason(f"{way}_unknown", "unknown", {})
        else:
            yield Reason(f"{way}_fits", "good", {}) if found.suits else Reason(f"{way}_refused", "bad", {})


def of_time(found: Finding, offer: Offer, wish: Wish) -> Iterator[Reason]:
    """Whether it is free in time, and for long enough."""
    if not found.suits:
        yield Reason("too_late", "bad", {"day": offer.begins})
    elif found.off:
        yield Reason("too_short", "bad", {"days": round(abs(found.off))})
    elif offer.begins is not None and wish.from_day is not None and offer.begins > wish.from_day:
        yield Reason("free_later", "bad", {"day": offer.begins})
    elif wish.from_day is not None:
        yield Reason("free_in_time", "good", {"day": wish.from_day})


def of_mix(offer: Offer, wish: Wish) -> Iterator[Reason]:
    """Whether the street's targets take one more of the use: of its class, and of its very category."""
    for kind in wish.kinds:
        if offer.limits and kind in offer.limits:
            said = {"count": (offer.around or {}).get(kind, 0), "most": offer.limits[kind], "kind": kind}
            yield Reason("mix_over", "bad", said) if offer.left(kind) < 0 else Reason("mix_fits", "good", said)


def of_use(offer: Offer, wish: Wish) -> Iterator[Reason]:
    """What the owner says of the use; also where the seeker has named none and the owner wants certain ones."""
    if wish.use_class not in CLASSES:
        if offer.wanted:
            yield Reason("use_open", "unknown", {"uses": offer.wanted})
    elif wish.use_class in offer.excluded:
        yield Reason("use_excluded", "bad", {"use_class": wish.use_class})
    elif wish.use_class in offer.wanted:
        yield Reason("use_wanted", "good", {"use_class": wish.use_class})
    elif offer.wanted:
        yield Reason("use_other", "bad", {"uses": offer.wanted})
