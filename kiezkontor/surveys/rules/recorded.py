"""What a survey round says of a unit."""

from dataclasses import dataclass, field
from datetime import date

# Occupancies in which somebody uses a unit as a business, a carrier or an institution.
USED = frozenset({"occupied", "interim_use"})


@dataclass(frozen=True, slots=True)
class Recorded:
    """One unit as a round found it.

    unit: its id. places: ids of the unit and of those it came from by splitting or merging. street_key, sub_location:
    empty where unknown. former_ended: why the use before ended, empty where nobody knew. occupants: ids of
    organisations, as they are called today. chains: how many of them are chains. is_listed: it is vacant, and the open
    map showed that to everybody. begins_earliest, begins_latest: when this use began; earliest None: some time before.
    """

    unit: int
    occupancy: str
    use_class: str = ""
    category: str = ""
    occupants: frozenset[int] = frozenset()
    chains: int = 0
    begins_earliest: date | None = None
    begins_latest: date | None = None
    street: str = ""
    sub_location: str = ""
    places: frozenset[int] = field(default_factory=frozenset)
    is_listed: bool = False
    former_ended: str = ""

    @property
    def is_used(self) -> bool:
        return self.occupancy in USED

    @property
    def state(self) -> tuple[str, str, str, frozenset[int]]:
        return self.occupancy, self.use_class, self.category, self.occupants
