"""A day of viewings: who sees which unit when, so that it suits as well as it can, and who sees none and why."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.days import moment
from kiezkontor.districts.models import District
from kiezkontor.methods.visits import visits
from kiezkontor.vacancies import access
from kiezkontor.vacancies.fitting import Fit, offered, suited, wishes_of
from kiezkontor.vacancies.fitting_words import Sentence
from kiezkontor.vacancies.models import ExposeRelease, OwnedUnit, Owner, SpaceRequest, VacancyCase
from kiezkontor.vacancies.rules.exposes import PAGE
from kiezkontor.vacancies.rules.seekers import ADVISING, CHECKED, PROPOSED

# Who views: those the office has spoken with and who are not busy with one place already.
SEEKERS = (CHECKED, ADVISING, PROPOSED)
# A day has no room for more, and an office no keys.
MOST_UNITS = 30
MOST_SEEKERS = 100
# A unit and a seeker, by their ids.
type Pair = tuple[int, int]


@dataclass(frozen=True)
class Wanted:
    """What is asked for. begins: of the first slot; per_seeker: viewings at most; per_slot: at once in a unit."""

    on: date
    begins: time
    slots: int
    minutes: int
    per_seeker: int
    per_slot: int
    cases: tuple[int, ...]
    statuses: tuple[str, ...] = SEEKERS
    left_out: frozenset[Pair] = frozenset()

    def starts_at(self, slot: int) -> datetime:
        first = moment(self.on, self.begins)
        return first + timedelta(minutes=slot * self.minutes)


@dataclass(frozen=True)
class Planned:
    """One viewing of the plan. fit: how well it suits, and why."""

    case: VacancyCase
    fit: Fit
    slot: int
    starts_at: datetime

    @property
    def request(self) -> SpaceRequest:
        found: SpaceRequest = self.fit.about
        return found

    @property
    def reasons(self) -> list[Sentence]:
        """What speaks for and against it, without what nobody knows."""
        return [each for each in self.fit.sentences if each.tone != "unknown"]

    @property
    def pair(self) -> str:
        return f"{self.case.pk}-{self.fit.id}"


@dataclass(frozen=True)
class Without:
    """A unit or a seeker without a viewing, and why."""

    about: VacancyCase | SpaceRequest
    why: str


@dataclass(frozen=True)
class Plan:
    """points: of all viewings together. left_out: pairs the office does not want, each with its unit and its seeker."""

    viewings: Sequence[Planned]
    units: Sequence[Without] = ()
    seekers: Sequence[Without] = ()
    left_out: Sequence[tuple[VacancyCase, SpaceRequest]] = field(default=())

    @property
    def points(self) -> int:
        return sum(each.fit.percent for each in self.viewings)

    @property
    def key(self) -> str:
        """Names the plan: the same viewings at the same times have the same."""
        said = ";".join(f"{each.pair}-{each.starts_at.isoformat()}" for each in self.viewings)
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def units_to_show(viewer: Viewer, district: District) -> list[VacancyCase]:
    """The open cases that wait for somebody, by address."""
    found = access.visible_to(viewer, district).filter(pk__in=offered([district.pk]).values("pk"))
    return sorted(access.with_units(found).select_related("expose"), key=lambda case: (str(case), case.pk))


def free_from(case: VacancyCase) -> date | None:
    """From when its unit can be had as the office or its exposé says, the later of both; None for at once."""
    expose = getattr(case, "expose", None)
    return max(filter(None, (case.expected_from, expose and expose.free_from)), default=None)


def chosen_at_first(district: District, units: Iterable[VacancyCase], *, on: date) -> list[int]:
    """Of these, which are free on the day: those that are on offer with their owner's release, and those whose owner
    wants to let, perhaps on conditions.
    """
    free = [case.pk for case in units if (free_from(case) or on) <= on]
    released = ExposeRelease.objects.in_force().filter(expose__case=OuterRef("pk"), group=PAGE)
    willing = OwnedUnit.objects.filter(
        unit=OuterRef("unit"),
        owner__district=district,
        owner__willing__in=(Owner.Willing.YES, Owner.Willing.CONDITIONAL),
    )
    found = offered([district.pk]).filter(Exists(released) | Exists(willing), pk__in=free)
    return list(found.values_list("pk", flat=True)[:MOST_UNITS])


def plan_of(district: District, cases: Iterable[VacancyCase], wanted: Wanted, *, on: date) -> Plan:
    """The plan for these units; the same data and wishes give the same plan. on: the day on which offers are judged.

    Of each unit so many of the best seekers are looked at as there are viewings altogether: in any plan with one
    further down, one of these is free and suits as well. Of very large days MOST_SEEKERS at most.
    """
    cases = sorted(cases, key=lambda case: case.pk)
    by_key = {case.pk: case for case in cases}
    most = min(len(cases) * wanted.slots * wanted.per_slot + len(wanted.left_out), MOST_SEEKERS)
    found = suited(district, by_key, statuses=wanted.statuses, most=most, on=on)
    scores = {pair: score for pair, score in found.scores.items() if pair[::-1] not in wanted.left_out}
    planned = [
        Planned(by_key[each.host], found.fit(each.guest, each.host), each.slot, wanted.starts_at(each.slot))
        for each in visits(scores, slots=wanted.slots, per_guest=wanted.per_seeker, per_slot=wanted.per_slot)
    ]
    return Plan(
        planned,
        units=units_without(cases, scores, planned, wanted),
        seekers=seekers_without(found.requests, scores, planned),
        left_out=[
            (by_key[case], found.requests[request])
            for case, request in sorted(wanted.left_out)
            if case in by_key and request in found.requests
        ],
    )


def units_without(
    cases: Iterable[VacancyCase], scores: Collection[Pair], planned: Iterable[Planned], wanted: Wanted
) -> list[Without]:
    shown, wished = {each.case.pk for each in planned}, {host for _guest, host in scores}
    several = ngettext(
        "Whoever it suits sees one other unit that suits better.",
        "Whoever it suits sees %(count)s other units that suit better.",
        wanted.per_seeker,
    ) % {"count": wanted.per_seeker}
    nobody = _("It suits none of these seekers, or you left them out.")
    return [Without(case, several if case.pk in wished else nobody) for case in cases if case.pk not in shown]


def seekers_without(
    seekers: Mapping[int, SpaceRequest], scores: Collection[Pair], planned: Iterable[Planned]
) -> list[Without]:
    seeing, wishing = {each.fit.id for each in planned}, {guest for guest, _host in scores}
    full, out = _("All slots of the units that suit go to others whom they suit better."), _("You left them out.")
    rest = [pk for pk in sorted(seekers) if pk not in seeing]
    return [Without(seekers[pk], full if pk in wishing else out) for pk in rest]


def seekers_for(
    district: District, cases: Iterable[VacancyCase], *, invited: Collection[int], on: date
) -> dict[SpaceRequest, int]:
    """Who may be invited to a tour of these units, with how many of them suit, most first; invited: who is already."""
    keys = [case.pk for case in cases]
    found = suited(district, keys, statuses=SEEKERS, most=MOST_SEEKERS, on=on, read=wishes_of)
    counts = Counter(request for request, _case in found.scores if request not in invited)
    return {found.requests[pk]: counts[pk] for pk in sorted(counts, key=lambda pk: (-counts[pk], pk))}
