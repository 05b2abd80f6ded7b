"""Which key figures of a round may stand beside its public numbers without telling what those hide."""

from collections.abc import Collection, Iterable, Mapping

from kiezkontor.directory.rules.suppression import SMALLEST_SHOWN, Key, is_small
from kiezkontor.surveys.rules.figures import Figures, Rate, row_name
from kiezkontor.surveys.rules.recorded import Recorded
from kiezkontor.surveys.rules.supply import Supply, supplies
from kiezkontor.surveys.rules.suppression import WHOLE, PublicEvents, tells_no_line
from kiezkontor.surveys.rules.survival import Survival


def splits_safely(part: int, of: int) -> bool:
    """Whether neither a part of a whole nor the rest of it is a total under three; none at all is no such total."""
    return not is_small(part) and not is_small(of - part) and of >= SMALLEST_SHOWN


def public_chains(
    found: Figures, recorded: Iterable[Recorded], shown: Mapping[Key, int], *, used: Collection[str]
) -> Rate | None:
    """The chains among those recorded by name, whose number is close to that of the units in use.

    used: the lines of units in use.
    """
    in_use = [row for row in recorded if row.is_used]
    nameless = sum(not row.occupants for row in in_use)
    is_told = tells_no_line(shown, used) and not is_small(nameless)
    return found.chains if is_told and splits_safely(found.chains.part, found.chains.of) else None


def public_established(found: Figures, shown: Mapping[Key, int], *, used: Collection[str]) -> Rate | None:
    """Those there for long among the uses of known beginning, whose number is close to that of the units in use."""
    known = found.ages.established + found.ages.between + found.ages.new
    is_told = tells_no_line(shown, used) and not is_small(found.ages.unknown)
    return Rate(found.ages.established, known) if is_told and splits_safely(found.ages.established, known) else None


def public_supply(recorded: Iterable[Recorded], shown: Mapping[Key, int]) -> list[Supply]:
    """What units of the shown lines provide: each function of a hidden line would tell of a unit in it."""
    return supplies(row.category for row in recorded if row.is_used and (WHOLE, row_name(row)) in shown)


def public_survival(found: Survival, events: PublicEvents, earlier_chains: Rate | None) -> tuple[Rate | None, ...]:
    """Who is still in the district and at the same place; None where either would tell on few.

    earlier_chains: of how many recorded by name the earlier round tells.
    """
    there, same = found.still_in_district, found.still_at_same_place
    if events.closures is None or not splits_safely(there.part, there.of):
        return None, None
    nameless, silent = (
        events.closures - (there.of - there.part),
        (earlier_chains.of - there.of) if earlier_chains else 0,
    )
    if is_small(nameless) or is_small(silent):
        return None, None
    is_told = events.moves is not None and splits_safely(same.part, there.part) and splits_safely(same.part, same.of)
    return there, same if is_told else None
