"""What areas above want to hear of organisations; filled at start-up, called inside the action's transaction."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations.journal import Journal
from kiezkontor.organisations.models import Merge, Organisation

# Called with the ids of organisations whose public picture may have changed: fields, photos, place, use, membership.
organisations_changed: list[Callable[[Collection[int]], None]] = []

# Called after those with the ids of organisations a person edited: brand, languages, own words may have changed, too.
organisations_edited: list[Callable[[Collection[int]], None]] = []

# Called with an organisation whose category a person changed, the day it was said, where, and who: its units follow.
category_changed: list[Callable[[Organisation, date, District, Viewer], None]] = []

# Called with who asks, an organisation and a district: the address of its public page there, empty where it has none.
public_pages: list[Callable[[Viewer, Organisation, District], str]] = []


@dataclass(frozen=True)
class Public:
    """How many organisations everybody sees in a district, and where."""

    count: int
    url: str


# Called with who asks and a district: what everybody sees there.
public_lists: list[Callable[[Viewer, District], Public]] = []

# Called with who asks for the office's page of an entry: what an area above shows there.
entry_panels: list[Callable[[DistrictRequest, Organisation], SafeString]] = []

# The same, after everything else the page tells.
closing_panels: list[Callable[[DistrictRequest, Organisation], SafeString]] = []

# Called with who asks for the page of an entry they look after: what an area above shows there.
own_panels: list[Callable[[DistrictRequest, Organisation], SafeString]] = []


@dataclass(frozen=True)
class Way:
    """A page for members among themselves."""

    label: str
    url: str
    icon: str


# Called with who looks after entries, and where: what areas above offer to members of the network.
member_ways: list[Callable[[Viewer, District], Iterable[Way]]] = []


# Called with who reads the contact list, and where: by member, the page on which they write to it.
contact_pages: list[Callable[[Viewer, District], Mapping[int, str]]] = []


def ways_of_members(viewer: Viewer, district: District) -> list[Way]:
    return [way for find in member_ways for way in find(viewer, district)]


def contact_page_of_each(viewer: Viewer, district: District) -> dict[int, str]:
    return {pk: url for find in contact_pages for pk, url in find(viewer, district).items()}


def public_page_of(viewer: Viewer, organisation: Organisation, district: District) -> str:
    return next((url for ask in public_pages if (url := ask(viewer, organisation, district))), "")


def tell_organisations_changed(organisation_ids: Collection[int]) -> None:
    for listener in organisations_changed:
        listener(organisation_ids)


def tell_organisations_edited(organisation_ids: Collection[int]) -> None:
    """Those who hear of changes hear of it first."""
    tell_organisations_changed(organisation_ids)
    for listener in organisations_edited:
        listener(organisation_ids)


def tell_category_changed(organisation: Organisation, *, on: date, district: District, by: Viewer) -> None:
    for listener in category_changed:
        listener(organisation, on, district, by)


# Called with the kept and the absorbed organisation when two entries became one, and again when that was undone: what
# follows from other rows is derived anew.
organisations_merged: list[Callable[[int, int], None]] = []

# Called with a merge that was just undone and who did it: what was refused of the merged one since holds for both.
merges_undone: list[Callable[[Merge, Viewer], None]] = []

# "app.model.column" of a foreign key → how a merge treats its rows where moving them is not enough. Every column under
# a unique constraint needs one. Called with the journal, the kept and the absorbed organisation.
merge_rules: dict[str, Callable[[Journal, int, int], None]] = {}

# As those, for columns that hold the keys of organisations without being foreign keys.
loose_merge_rules: list[Callable[[Journal, int, int], None]] = []


def tell_organisations_merged(kept: int, absorbed: int) -> None:
    for listener in organisations_merged:
        listener(kept, absorbed)


def tell_merge_undone(made: Merge, by: Viewer) -> None:
    for listener in merges_undone:
        listener(made, by)
