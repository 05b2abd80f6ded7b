"""Streets that need a look early: much is vacant, or several closed within a year."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kiezkontor.surveys.rules.differences import Difference, What
from kiezkontor.surveys.rules.figures import Figures

# Some vacancy belongs to every change of tenants; from a tenth of the shops on it is taken for more than that, from a
# fifth on it shows in the street. Thresholds of our own, as the sources name none.
VACANCY_WATCH_PERCENT, VACANCY_ALERT_PERCENT = 10, 20
CLOSURES_WATCH, CLOSURES_ALERT = 2, 4
# A share of fewer units says little.
FEWEST_UNITS = 5
WITHIN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Warned:
    """level: 0 nothing, 1 watch, 2 alert. closures: within a year before the reference date, None without comparison.

    vacancy_level, closures_level: which of the two it comes from.
    """

    street: str
    vacant: int
    of: int
    percent: float | None
    closures: int | None
    vacancy_level: int
    closures_level: int

    @property
    def level(self) -> int:
        return max(self.vacancy_level, self.closures_level)


def warnings(by_street: Mapping[str, Figures], closures: Mapping[str, int] | None) -> list[Warned]:
    """Streets to watch, the most pressing first. closures: as of `lately_closed`, None without an earlier round."""
    found = [warned(street, figures, closures) for street, figures in by_street.items() if street]
    pressing = [each for each in found if each.level]
    return sorted(pressing, key=lambda each: (-each.level, -(each.percent or 0), -(each.closures or 0), each.street))


def warned(street: str, figures: Figures, closures: Mapping[str, int] | None) -> Warned:
    rate = figures.vacant_of_business
    share = 100 * rate.part / rate.of if rate.of >= FEWEST_UNITS else 0
    closed = closures.get(street, 0) if closures is not None else None
    return Warned(
        street,
        rate.part,
        rate.of,
        rate.percent,
        closed,
        (share >= VACANCY_WATCH_PERCENT) + (share >= VACANCY_ALERT_PERCENT),
        ((closed or 0) >= CLOSURES_WATCH) + ((closed or 0) >= CLOSURES_ALERT),
    )


def lately_closed(found: Iterable[Difference], *, on: date) -> dict[str, int]:
    """Street → closures that can have been within a year before the day `on`.

    A closure was no later than the day by which what came after it had begun; where that is not known it counts.
    """
    since = on - WITHIN
    lately: Counter[str] = Counter()
    for each in found:
        if each.what == What.CLOSURE and each.before is not None:
            latest = each.after.begins_latest if each.after is not None else None
            if latest is None or latest > since:
                lately[each.before.street] += 1
    return dict(lately)
