"""What the office's work on vacancies came to (I-VAC-1 to I-VAC-5 of the handbook, and how long things took).

Each figure is the keys of the rows it counts, so that what is counted can be opened one by one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from kiezkontor.vacancies.rules.lettings import INTERIM
from kiezkontor.vacancies.rules.periods import Period

MISTAKE, CONVERTED, CLOSED_DOWN = "mistake", "converted", "closed_down"
THERE, MOVED_NEAR, GONE = "there", "moved_near", "gone"


@dataclass(frozen=True, slots=True)
class Case:
    """known_on: opened, or reported before; until: closed on, None while it is open; owners: as far as known."""

    pk: int
    opened_on: date
    known_on: date
    until: date | None = None
    owners: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """One with an owner who answered. case: None where it was about none."""

    pk: int
    owner: int
    on: date


@dataclass(frozen=True, slots=True)
class Heard:
    """What a follow-up came to. jobs: None where nobody said."""

    on: date
    result: str
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A lease or an interim use. follows: the use it made permanent, None where it is a new one. heard: in order.

    ends_on: as agreed; None for good. supported_until: the day after its subsidy; None without one.
    """

    pk: int
    case: int
    kind: str
    begins_on: date
    agreed_on: date
    ending: str = ""
    ended_on: date | None = None
    follows: int | None = None
    jobs: int | None = None
    heard: tuple[Heard, ...] = ()
    ends_on: date | None = None
    supported_until: date | None = None

    @property
    def over_on(self) -> date | None:
        """From when on it shows whether it lasts: the end of an interim use, or of what a lease is subsidised for.

        None of what is no interim use and not subsidised, and of what is not over.
        """
        if self.kind == INTERIM or self.supported_until is None:
            return self.ended_on if self.kind == INTERIM else None
        return min(self.supported_until, self.ended_on or self.supported_until)

    @property
    def came_about(self) -> bool:
        return self.ending != MISTAKE

    def jobs_by(self, today: date) -> int | None:
        """As the tenant said last until today; None where they never did."""
        said = [self.jobs, *(each.jobs for each in self.heard if each.on <= today)]
        return next((jobs for jobs in reversed(said) if jobs is not None), None)


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody or something that waited from a day; until: None while it still does."""

    pk: int
    since: date
    until: date | None

    @property
    def days(self) -> int | None:
        return None if self.until is None else (self.until - self.since).days


@dataclass(frozen=True)
class Known:
    """All the office knows of a district. reporters, seekers: until they were first answered; viewers: seekers until
    they first saw a room.
    """

    cases: Sequence[Case] = ()
    talks: Sequence[Talk] = ()
    uses: Sequence[Use] = ()
    reporters: Sequence[Wait] = ()
    seekers: Sequence[Wait] = ()
    viewers: Sequence[Wait] = ()


@dataclass(frozen=True)
class Duration:
    """How long those took that came to an end in a period, in whole days."""

    waits: tuple[Wait, ...]

    @property
    def days(self) -> list[int]:
        return sorted((wait.until - wait.since).days for wait in self.waits if wait.until is not None)

    @property
    def median(self) -> float | None:
        """Halfway between the two in the middle of an even number; None of nothing."""
        return median(self.days) if self.waits else None

    @property
    def shortest(self) -> int | None:
        return min(self.days, default=None)

    @property
    def longest(self) -> int | None:
        return max(self.days, default=None)


@dataclass(frozen=True)
class Results:
    """Keys of what is counted. owners: known ones of the cases; untold: ended uses of which nobody said what came."""

    cases: tuple[int, ...]
    owners: tuple[int, ...]
    reached: tuple[int, ...]
    talks: tuple[int, ...]
    leases: tuple[int, ...]
    interim: tuple[int, ...]
    placed: tuple[int, ...]
    stayed: tuple[int, ...]
    moved: tuple[int, ...]
    gone: tuple[int, ...]
    untold: tuple[int, ...]
    jobs: Mapping[int, int] = field(default_factory=dict)
    to_reporter: Duration = Duration(())
    to_seeker: Duration = Duration(())
    to_viewing: Duration = Duration(())
    to_lease: Duration = Duration(())

    @property
    def placements(self) -> tuple[int, ...]:
        return self.leases + self.interim

    @property
    def ended(self) -> tuple[int, ...]:
        return self.stayed + self.moved + self.gone + self.untold


def results(known: Known, period: Period, *, today: date) -> Results:
    """What a period came to, as far as it has come; the day it is asked on counts with it."""
    cases = cases_of(known, period, today)
    with_owner = {owner for case in cases for owner in case.owners}
    talks = [talk for talk in known.talks if period.holds(talk.on) and talk.owner in with_owner]
    placed = placements(known.uses, period, today)
    after: dict[str, list[int]] = {fate: [] for fate in (THERE, MOVED_NEAR, GONE, "")}
    for use in known.uses:
        if use.came_about and period.holds(use.over_on) and is_past(use.over_on, today):
            after[fate_of(use, today)].append(use.pk)
    return Results(
        cases=tuple(case.pk for case in cases),
        owners=tuple(sorted(with_owner)),
        reached=tuple(sorted({talk.owner for talk in talks})),
        talks=tuple(talk.pk for talk in talks),
        leases=tuple(use.pk for use in placed if use.kind != INTERIM),
        interim=tuple(use.pk for use in placed if use.kind == INTERIM),
        placed=tuple(sorted({use.case for use in placed})),
        stayed=tuple(after[THERE]),
        moved=tuple(after[MOVED_NEAR]),
        gone=tuple(after[GONE]),
        untold=tuple(after[""]),
        jobs={use.pk: jobs for use in placed if (jobs := use.jobs_by(today)) is not None},
        to_reporter=ended_in(known.reporters, period),
        to_seeker=ended_in(known.seekers, period),
        to_viewing=ended_in(known.viewers, period),
        to_lease=ended_in(waits_for_a_lease(known), period),
    )


def cases_of(known: Known, period: Period, today: date) -> list[Case]:
    """Those that were open in the period, and those of which a use began in it."""
    used = {use.case for use in placements(known.uses, period, today)}
    found = known.cases if period.since <= today else ()
    return [case for case in found if case.pk in used or period.touches(case.opened_on, case.until)]


def placements(uses: Iterable[Use], period: Period, today: date) -> list[Use]:
    """New uses whose first day lies in the period and has come; one made permanent is no second one."""
    begun = (use for use in uses if use.begins_on <= today and period.holds(use.begins_on))
    return [use for use in begun if use.came_about and use.follows is None]


def is_past(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def fate_of(use: Use, today: date) -> str:
    """What became of a use that is over (`over_on`); "" where nobody said. What was heard since its end counts.

    A lease that went on after its subsidy is still there, unless its agreed end went by without a word.
    """
    if use.ending == CONVERTED:
        return THERE
    over_on = use.over_on
    later = [each.result for each in use.heard if over_on is not None and over_on <= each.on <= today]
    if later:
        return later[-1]
    lasted_until = use.ended_on or use.ends_on
    if over_on is not None and (lasted_until is None or lasted_until > (over_on if use.ended_on else today)):
        return THERE
    return GONE if use.ending == CLOSED_DOWN else ""


def waits_for_a_lease(known: Known) -> list[Wait]:
    """Of each case with a use that came about: from when it was known of to when the first one was agreed."""
    since = {case.pk: case.known_on for case in known.cases}
    agreed: dict[int, date] = {}
    for use in known.uses:
        if use.came_about and use.follows is None and use.case in since:
            agreed[use.case] = min(use.agreed_on, agreed.get(use.case, use.agreed_on))
    return [Wait(pk, since[pk], day) for pk, day in sorted(agreed.items())]


def ended_in(waits: Iterable[Wait], period: Period) -> Duration:
    """Those that ended in the period; nobody waited where the end was noted before the beginning."""
    return Duration(tuple(wait for wait in waits if period.holds(wait.until) and (wait.days or 0) >= 0))
