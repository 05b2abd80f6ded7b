"""What areas above want to hear of deeds; filled at start-up, called inside the action's transaction."""

from collections.abc import Callable

# Called with a deed ("project.changed") and the key of the district it was done in, None outside of districts.
recorded: list[Callable[[str, int | None], None]] = []


def tell_recorded(verb: str, district_id: int | None) -> None:
    for listener in recorded:
        listener(verb, district_id)
