"""What speaks for and against a proposal, in sentences of the active language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kiezkontor.districts.presenting import language
from kiezkontor.organisations.models import UseClass
from kiezkontor.organisations.rules.categories import category
from kiezkontor.vacancies.models import SpaceRequest
from kiezkontor.vacancies.rules.fit_reasons import Part, Reason

THINGS = dict(SpaceRequest.Equipment.choices)
CLASSES = dict(UseClass.choices)
SENTENCES = {
    "area_fits": gettext_lazy("The area fits: %(value)s m²."),
    "area_below": gettext_lazy("%(off)s m² too small."),
    "area_above": gettext_lazy("%(off)s m² too large."),
    "area_unknown": gettext_lazy("The area is not known."),
    "rent_fits": gettext_lazy("The rent fits: %(value)s € a month."),
    "rent_above": gettext_lazy("%(off)s € a month too dear."),
    "rent_unknown": gettext_lazy("The rent is not known."),
    "price_fits": gettext_lazy("The purchase price fits: %(value)s €."),
    "price_above": gettext_lazy("%(off)s € too dear to buy."),
    "price_unknown": gettext_lazy("The purchase price is not known."),
    "there": gettext_lazy("%(thing)s is there."),
    "missing": gettext_lazy("%(thing)s is missing."),
    "must_missing": gettext_lazy("%(thing)s is missing, which is a must."),
    "thing_unknown": gettext_lazy("Nobody has looked whether it is there: %(thing)s."),
    "thing_untold": gettext_lazy("Not known: %(thing)s."),
    "wanted_place": gettext_lazy("It lies where it is wanted."),
    "beside": gettext_lazy("It lies in the district, but not where it is wanted."),
    "elsewhere": gettext_lazy("It lies in another district."),
    "too_late": gettext_lazy("It is free from %(day)s, which is too late."),
    "free_later": gettext_lazy("It is free from %(day)s, later than wanted."),
    "free_in_time": gettext_lazy("It is free in time: wanted from %(day)s."),
    "use_excluded": gettext_lazy("%(use_class)s is excluded."),
    "use_wanted": gettext_lazy("%(use_class)s is wanted there."),
    "use_other": gettext_lazy("Another use is wanted there: %(uses)s."),
    "use_open": gettext_lazy("A certain use is wanted there: %(uses)s. What it would be used for is still open."),
    "interim_fits": gettext_lazy("It is let for a time, as wanted."),
    "interim_refused": gettext_lazy("It is let for good alone, and wanted for a time alone."),
    "interim_unknown": gettext_lazy("It is not known whether it is let for a time."),
    "permanent_fits": gettext_lazy("It is let for good, as wanted."),
    "permanent_refused": gettext_lazy("It is let for a time alone, and wanted for good."),
    "permanent_unknown": gettext_lazy("It is not known whether it is let for good."),
    "sale_fits": gettext_lazy("It is for sale, as wanted."),
    "sale_refused": gettext_lazy("It is let alone, and wanted to buy."),
    "sale_unknown": gettext_lazy("It is not known whether it is for sale."),
    "sale_only": gettext_lazy("It is for sale alone, and wanted to rent."),
    "no_area": gettext_lazy("No size is asked for."),
    "no_rent": gettext_lazy("No highest rent is asked for."),
    "no_price": gettext_lazy("No highest purchase price is asked for."),
    "no_things": gettext_lazy("No equipment is asked for."),
    "no_place": gettext_lazy("No place is asked for."),
    "no_time": gettext_lazy("No time is asked for."),
    "time_fits": gettext_lazy("Nothing stands against the time that is wanted."),
    "no_mix": gettext_lazy("No target mix of a street counts here."),
    "no_use": gettext_lazy("Nothing counts for or against the use."),
    "in_interim_use": gettext_lazy("An interim use is agreed there until %(day)s; after that it can be had."),
}
TONES = {"good": "check", "bad": "warning", "unknown": "help", "open": "check"}


@dataclass(frozen=True)
class Sentence:
    """One part of a score in words. icon: says the tone beside it."""

    text: str
    tone: str

    @property
    def icon(self) -> str:
        return TONES[self.tone]


@dataclass(frozen=True)
class PartSaid:
    """What one criterion gives, in words. points: "" of a condition alone, which gives none."""

    sentences: Sequence[Sentence]
    points: str


def part_in_words(part: Part, *, is_own: bool = True) -> PartSaid:
    """is_own: as with `in_words`."""
    points = _("%(points)s of %(of)s points") % {"points": plain_number(part.tenths / 10), "of": part.of}
    return PartSaid([in_words(reason, is_own=is_own) for reason in part.reasons], points if part.of else "")


def in_words(reason: Reason, *, is_own: bool = True) -> Sentence:
    """is_own: of a unit of the district; of others nobody says whether something was not looked at or not released."""
    key = "thing_untold" if reason.key == "thing_unknown" and not is_own else reason.key
    return Sentence(said(key, reason.values), reason.tone)


def said(key: str, values: Mapping[str, Any]) -> str:
    """The sentence of a key in the active language; raises KeyError for one that has none."""
    is_money = key.startswith(("rent_", "price_"))
    named = {name: plain_euros(value) if is_money else named_as(name, value) for name, value in values.items()}
    if key == "too_short":
        return (
            ngettext(
                "It is free for %(days)s day less than it is needed.",
                "It is free for %(days)s days less than it is needed.",
                values["days"],
            )
            % named
        )
    if key in {"mix_over", "mix_fits"}:
        return mix_said(key, values["count"], named)
    return str(SENTENCES[key]) % named


def mix_said(key: str, count: int, named: Mapping[str, str]) -> str:
    if key == "mix_over":
        sentence = ngettext(
            "Within 100 m there is %(count)s of “%(kind)s”: one more is over the street's target of %(most)s.",
            "Within 100 m there are %(count)s of “%(kind)s”: one more is over the street's target of %(most)s.",
            count,
        )
    else:
        sentence = ngettext(
            "Within 100 m there is %(count)s of “%(kind)s”: within the street's target of %(most)s.",
            "Within 100 m there are %(count)s of “%(kind)s”: within the street's target of %(most)s.",
            count,
        )
    return sentence % named


def named_as(name: str, value: Any) -> str:
    if isinstance(value, date):
        return str(date_format(value, "SHORT_DATE_FORMAT"))
    if name == "thing":
        return capfirst(str(THINGS[value]))
    if name == "uses":
        return ", ".join(str(CLASSES[use_class]) for use_class in value if use_class in CLASSES)
    if name == "use_class":
        return str(CLASSES[value])
    if name == "kind":
        return str(CLASSES[value]) if value in CLASSES else category_name(value)
    return plain_number(value)


def category_name(key: str) -> str:
    return category(key).named(language())


def plain_euros(value: float) -> str:
    """Whole euros where there are no cents, else with both digits of them."""
    cents = round(float(value), 2)
    return str(number_format(cents, decimal_pos=0 if cents.is_integer() else 2, force_grouping=True))


def plain_number(value: float) -> str:
    """Without a fraction where there is none, else with one digit of it."""
    rounded = round(float(value), 1)
    return str(number_format(int(rounded) if rounded.is_integer() else rounded, force_grouping=True))
