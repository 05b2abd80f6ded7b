"""What areas above want to hear of districts; filled at start-up, called inside the action's transaction."""

from collections.abc import Callable

from kiezkontor.districts.models import District

# Called with a district whose boundary or parts have changed.
areas_changed: list[Callable[[District], object]] = []


def tell_areas_changed(district: District) -> None:
    for listener in areas_changed:
        listener(district)
