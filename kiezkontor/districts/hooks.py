"""What areas above want to hear of districts; filled at start-up, called inside the action's transaction."""

from collections.abc import Callable

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District

# Called with a district whose boundary or parts have changed.
areas_changed: list[Callable[[District], object]] = []

# Called with a district that was just made, and who made it.
district_made: list[Callable[[District, Viewer], object]] = []


def tell_district_made(district: District, by: Viewer) -> None:
    for listener in district_made:
        listener(district, by)


def tell_areas_changed(district: District) -> None:
    for listener in areas_changed:
        listener(district)
