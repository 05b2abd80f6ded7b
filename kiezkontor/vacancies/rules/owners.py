"""How many owners were reached, and how often one speaks with them (I-VAC-1 and I-VAC-2 of the handbook)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reached:
    """owners: known ones of units with an open case; reached: those of them with a talk; talks: with all of these."""

    owners: int
    reached: int
    talks: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where no owner is known."""
        return self.reached / self.owners if self.owners else None

    @property
    def talks_per_owner(self) -> float | None:
        """Per owner reached; None where nobody was."""
        return self.talks / self.reached if self.reached else None
