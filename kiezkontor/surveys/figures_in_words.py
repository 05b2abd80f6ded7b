"""The figures of a survey round as tables with words, for pages and papers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kiezkontor.organisations.models import UseClass
from kiezkontor.premises.models import Occupancy
from kiezkontor.surveys.rules.figures import Ages, Durations, Figures, Rate
from kiezkontor.surveys.rules.supply import Supply, supplies

LINES: dict[str, str | Promise] = {value: capfirst(label) for value, label in (*UseClass.choices, *Occupancy.choices)}
SUPPLIES: dict[Supply, Promise] = {
    Supply.GROCERIES: gettext_lazy("groceries"),
    Supply.BAKERY: gettext_lazy("bakery"),
    Supply.DRUGSTORE: gettext_lazy("drugstore"),
    Supply.PHARMACY: gettext_lazy("pharmacy"),
    Supply.DOCTOR: gettext_lazy("doctor or dentist"),
    Supply.POST: gettext_lazy("post office"),
    Supply.BANK: gettext_lazy("bank"),
    Supply.HAIRDRESSER: gettext_lazy("hairdresser"),
    Supply.GASTRONOMY: gettext_lazy("restaurant, café or pub"),
    Supply.CHILDCARE: gettext_lazy("childcare"),
    Supply.CULTURE: gettext_lazy("culture"),
    Supply.REPAIR: gettext_lazy("repairs"),
}
DAYS_A_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the use structure."""

    label: str | Promise
    units: int
    percent: int


@dataclass(frozen=True, slots=True)
class Measure:
    """value: None where there is nothing to measure. basis: of what, in words."""

    label: str
    value: str | None
    basis: str


def structure(found: Figures) -> list[Line]:
    return [Line(LINES[share.name], share.units, share.percent) for share in found.structure]


def measures(found: Figures) -> list[Measure]:
    """Every rate with its denominator in words."""
    lived_in_aside = _("%(part)s of %(of)s units without those lived in")
    return [
        rate(_("Vacancy"), found.vacant_of_all, _("%(part)s of %(of)s units")),
        rate(_("Vacancy among business premises"), found.vacant_of_business, lived_in_aside),
        rate(_("Not determinable"), Rate(found.unknown, found.units), _("%(part)s of %(of)s units")),
        rate(_("Interim uses"), Rate(found.interim, in_use(found)), _("%(part)s of %(of)s units in use")),
        rate(_("Chains"), found.chains, _("%(part)s of %(of)s businesses and institutions recorded by name")),
        *(ages(found.ages) if known_of(found.ages) else []),
        *([duration(found.vacancies)] if found.vacancies.known else []),
        diversity(found),
    ]


def not_known(found: Figures) -> str:
    """What no figure is told of because no beginning is known, in one sentence; "" where there is nothing such."""
    no_use = in_use(found) and not known_of(found.ages)
    no_vacancy = found.vacancies.of and not found.vacancies.known
    if no_use and no_vacancy:
        return _("How long uses and vacancies have lasted is not told, as no beginning is known well enough yet.")
    if no_use:
        return _("How long uses have lasted is not told, as no beginning is known well enough yet.")
    return _("How long units have been vacant is not told, as no beginning is known yet.") if no_vacancy else ""


def known_of(found: Ages) -> int:
    return found.established + found.between + found.new


def in_use(found: Figures) -> int:
    return sum(share.units for share in found.structure if share.name in UseClass.values)


def rate(label: str, found: Rate, basis: str, **more: int) -> Measure:
    """basis: a sentence with the placeholders part and of."""
    told = basis % {"part": found.part, "of": found.of, **more}
    return Measure(label, None if found.percent is None else percent(found.percent), told)


def percent(value: float) -> str:
    return _("%(number)s %%") % {"number": number_format(value, decimal_pos=1)}


def ages(found: Ages) -> list[Measure]:
    known = known_of(found)
    basis = _("%(part)s of %(of)s uses whose beginning is known well enough; of %(unknown)s it is not")
    return [
        rate(_("There for more than ten years"), Rate(found.established, known), basis, unknown=found.unknown),
        rate(_("There for less than three years"), Rate(found.new, known), basis, unknown=found.unknown),
    ]


def duration(found: Durations) -> Measure:
    basis = _("%(known)s of %(of)s vacancies, those of which the beginning is known") % {
        "known": found.known,
        "of": found.of,
    }
    if found.at_least is None or found.at_most is None:
        return Measure(_("Vacant for (median)"), None, basis)
    least, most = (round(days / DAYS_A_MONTH) for days in (found.at_least, found.at_most))
    if least == most:
        told = ngettext("%(count)s month", "%(count)s months", least) % {"count": least}
    else:
        told = _("%(least)s to %(most)s months") % {"least": least, "most": most}
    return Measure(_("Vacant for (median)"), told, basis)


def diversity(found: Figures) -> Measure:
    mix = found.diversity
    basis = ngettext("Shannon index over %(count)s category", "Shannon index over %(count)s categories", mix.categories)
    return Measure(
        _("Diversity"),
        number_format(mix.shannon, decimal_pos=1) if mix.categories else None,
        basis % {"count": mix.categories},
    )


def supplied(found: Iterable[Supply]) -> list[str]:
    return [str(SUPPLIES[supply]) for supply in found]


def supplied_sentence(categories: Iterable[str]) -> str:
    """What the uses of these categories supply; "" where it is nothing of the kind."""
    found = supplied(supplies(categories))
    return _("Supplied here: %(functions)s.") % {"functions": ", ".join(found)} if found else ""
