"""What areas above want to hear of organisations; filled at start-up, called inside the action's transaction."""

from collections.abc import Callable, Collection

# Called with the ids of organisations whose public picture may have changed: fields, photos, place, use, membership.
organisations_changed: list[Callable[[Collection[int]], None]] = []


def tell_organisations_changed(organisation_ids: Collection[int]) -> None:
    for listener in organisations_changed:
        listener(organisation_ids)
