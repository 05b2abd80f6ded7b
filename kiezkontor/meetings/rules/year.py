"""What a year of the network came to (I-NET-1 to I-NET-3): meetings, who came, joint actions, what was agreed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import chain, count

TARGET_A_YEAR = 4


class Light(StrEnum):
    """Of a quarter. GREEN: met; YELLOW: not yet, and it is not over; RED: over without a meeting."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who was at a meeting. account, name: None and "" where there is none, or it is forgotten; shop: the shop
    or institution they came for, "" for none.
    """

    account: int | None
    name: str
    shop: str


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting that took place. people, shops: who was there, each once."""

    on: date
    people: frozenset[str]
    shops: frozenset[str]


@dataclass(frozen=True, slots=True)
class Turnout:
    """people, shops: different ones; first: people who came to none before the period; again: those who came to more
    than one in it.
    """

    meetings: int
    people: int
    shops: int
    first: int
    again: int

    @property
    def first_share(self) -> float | None:
        """Of the people, 0 to 1; None where nobody came."""
        return self.first / self.people if self.people else None

    @property
    def again_share(self) -> float | None:
        return self.again / self.people if self.people else None


def people_in(meetings: Mapping[int, Sequence[Came]]) -> dict[int, frozenset[str]]:
    """Who was at each of them, each once: by their account, else by name.

    A name that one account alone has used is that account's. Several of one name at a meeting are as many people, and
    whose name is forgotten is somebody else each time.
    """
    accounts: defaultdict[str, set[int]] = defaultdict(set)
    for each in chain.from_iterable(meetings.values()):
        if each.name and each.account is not None:
            accounts[each.name].add(each.account)

    def keys(name: str) -> Iterator[str]:
        if len(accounts.get(name, ())) == 1:
            yield f"account {min(accounts[name])}"
        yield from (f"name {name} {nth}" for nth in count(1))

    def there(pk: int, came: Sequence[Came]) -> frozenset[str]:
        found = {f"account {each.account}" for each in came if each.account is not None}
        for number, each in enumerate(came):
            if each.account is None:
                own = keys(each.name) if each.name else iter([f"unknown {pk}-{number}"])
                found.add(next(key for key in own if key not in found))
        return frozenset(found)

    return {pk: there(pk, came) for pk, came in meetings.items()}


def turnout(meetings: Sequence[Met], *, before: Iterable[Met]) -> Turnout:
    """meetings: of the period; before: all earlier ones, by which it is told who came for the first time."""
    known = frozenset().union(*(each.people for each in before))
    times = Counter(chain.from_iterable(each.people for each in meetings))
    return Turnout(
        meetings=len(meetings),
        people=len(times),
        shops=len(frozenset().union(*(each.shops for each in meetings))),
        first=sum(each not in known for each in times),
        again=sum(each > 1 for each in times.values()),
    )


@dataclass(frozen=True, slots=True)
class Joint:
    """A joint action that took place. people: with a place in it; members: keys of theirs among them; cost, own_share:
    in euros, None where nobody noted it.
    """

    people: int
    members: frozenset[int]
    cost: Decimal | None
    own_share: Decimal | None


@dataclass(frozen=True, slots=True)
class Together:
    """What joint actions came to. people: once at each action; members: different ones; cost: None where none is noted;
    costed: how many it is noted of.
    """

    actions: int
    people: int
    members: int
    costed: int
    cost: Decimal | None
    own_share: Decimal | None
    share: float | None


def together(actions: Collection[Joint]) -> Together:
    """share: the own share of the cost of those both are noted of, 0 to 1."""
    costs = [each.cost for each in actions if each.cost is not None]
    both = [(each.cost, each.own_share) for each in actions if each.cost is not None and each.own_share is not None]
    of_cost, own = sum((cost for cost, _own in both), Decimal(0)), sum((own for _cost, own in both), Decimal(0))
    return Together(
        actions=len(actions),
        people=sum(each.people for each in actions),
        members=len(frozenset().union(*(each.members for each in actions))),
        costed=len(costs),
        cost=sum(costs, Decimal(0)) if costs else None,
        own_share=own if both else None,
        share=float(own / of_cost) if of_cost else None,
    )


@dataclass(frozen=True, slots=True)
class Learned:
    """A workshop or course that took place. signed_up: places taken; people: who was there, each once."""

    signed_up: int
    people: frozenset[str]


def light_of(next_on: date, *, held: int, today: date) -> Light:
    """Of the quarter before next_on. held: meetings in it that took place."""
    if held:
        return Light.GREEN
    return Light.RED if next_on <= today else Light.YELLOW


@dataclass(frozen=True, slots=True)
class Agreed:
    """Something a meeting asked somebody to do; done_on: None while it is open."""

    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """in_time, late: done by their day or after it; without a day they are done in time. overdue: open after their day;
    open: open and not overdue.
    """

    in_time: int
    late: int
    overdue: int
    open: int

    @property
    def in_time_share(self) -> float | None:
        """Of those that are done or should be, 0 to 1; None where there are none."""
        decided = self.in_time + self.late + self.overdue
        return self.in_time / decided if decided else None


def kept(agreed: Iterable[Agreed], *, today: date) -> Kept:
    numbers = {"in_time": 0, "late": 0, "overdue": 0, "open": 0}
    for each in agreed:
        numbers[fate(each, today)] += 1
    return Kept(**numbers)


def fate(agreed: Agreed, today: date) -> str:
    if agreed.done_on is not None:
        return "in_time" if agreed.due_on is None or agreed.done_on <= agreed.due_on else "late"
    return "overdue" if agreed.due_on is not None and agreed.due_on < today else "open"
