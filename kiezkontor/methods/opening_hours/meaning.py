"""What people mean by opening hours where the OSM rules take them at their word.

By the letter, `Mo-Fr 09:00-18:00; "by appointment"` is by appointment all the time, and in
`Mo-Th 18:00-02:00; Fr,Sa 18:00-04:00` the night from Thursday to Friday ends at midnight.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kiezkontor.methods.opening_hours.errors import HoursError
from kiezkontor.methods.opening_hours.evaluating import crosses_midnight
from kiezkontor.methods.opening_hours.model import Joint, Rule, State, Weekdays, write
from kiezkontor.methods.opening_hours.reading import read


@lru_cache(maxsize=20_000)
def normalise(expression: str) -> str:
    """Opening hours as OSM writes them, from OSM syntax or plain German ("Mo-Fr 9-18 Uhr, Sa 10-14 Uhr").

    The result says by the letter what was meant (see above) and stays as it is when normalised again.
    Raises HoursError.
    """
    return write(as_meant(read(expression)))


def as_typed(expression: str) -> str:
    """As `normalise`, of what people type: a day they name by its date has its own hours, also behind a comma.

    "Mo-Fr 9-18 Uhr, 24.12. 9-12 Uhr" is closed on Christmas Eve from noon on. Raises HoursError.
    """
    rules = as_meant(read(expression))
    return write(tuple(replace(rule, joint=Joint.REPLACES) if adds_to_a_date(rule) else rule for rule in rules))


def adds_to_a_date(rule: Rule) -> bool:
    return rule.joint is Joint.ADDS and bool(rule.periods) and all(period.start.day for period in rule.periods)


def explain_problem(expression: str) -> HoursError | None:
    """What keeps this text from being read, or None where it can be."""
    try:
        read(expression)
    except HoursError as error:
        return error
    return None


def as_meant(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The same rules with their joints put right: lone comments fill the rest, nights outlast midnight."""
    late = any(map(crosses_midnight, rules))
    ordered = sorted(rules, key=lambda rule: not is_closed_day(rule, rules)) if late else rules
    found = [replace(ordered[0], joint=Joint.REPLACES)]
    for rule in ordered[1:]:
        if is_lone_comment(rule):
            rule = replace(rule, joint=Joint.FILLS)
        elif rule.joint is Joint.ADDS and rule.state is State.CLOSED:
            rule = replace(rule, joint=Joint.REPLACES)
        elif rule.joint is not Joint.FILLS and adds_other_days(rule, found):
            rule = replace(rule, joint=Joint.ADDS if any(map(crosses_midnight, found)) else Joint.REPLACES)
        found.append(rule)
    return tuple(found)


def is_lone_comment(rule: Rule) -> bool:
    return rule.state is State.UNKNOWN and bool(rule.comment) and not rule.times and not rule.is_dated


def adds_other_days(rule: Rule, earlier: list[Rule]) -> bool:
    """Does the rule speak of weekdays no rule before it has touched?"""
    days = weekdays_of(rule)
    others = [weekdays_of(other) for other in earlier]
    return bool(days) and rule.state is not State.CLOSED and all(other and not other & days for other in others)


def is_closed_day(rule: Rule, rules: Sequence[Rule]) -> bool:
    """ "Su off" among rules that do not open on Sunday: said first, it leaves Saturday night alone."""
    days = weekdays_of(rule)
    others = [weekdays_of(other) for other in rules if other is not rule and other.state is not State.CLOSED]
    return rule.state is State.CLOSED and bool(days) and all(other and not other & days for other in others)


def weekdays_of(rule: Rule) -> frozenset[int]:
    """The weekdays of a rule that names nothing else; empty for any other rule."""
    if rule.years or rule.periods or rule.weeks or len(rule.days) != 1:
        return frozenset()
    found: set[int] = set()
    for entry in rule.days[0]:
        if not isinstance(entry, Weekdays) or entry.nth or entry.offset:
            return frozenset()
        found |= entry.days
    return frozenset(found)
