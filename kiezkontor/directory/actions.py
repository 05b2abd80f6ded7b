"""The public read model: entries are written when what they show changes, inside the action that changes it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kiezkontor.directory import access
from kiezkontor.directory.known import Known, Says
from kiezkontor.directory.languages import names_to_find
from kiezkontor.directory.models import Entry, EntryQuerySet
from kiezkontor.directory.rules.search_texts import marks_of_entry, search_text, words_to_suggest
from kiezkontor.directory.rules.slugs import entry_slug
from kiezkontor.districts.changes import tell_changed
from kiezkontor.methods.sorting import sort_key
from kiezkontor.organisations.journal import Journal
from kiezkontor.organisations.models import Category, Membership, Photo
from kiezkontor.premises.models import DistrictBuilding, Occupancy, SpellOccupant, UseSpell, existing_on
from kiezkontor.search import index
from kiezkontor.search.texts import SearchText
from kiezkontor.shared.bulk import among, insert_rows

KIND = "entry"
BATCH = 1_600


class Spot(NamedTuple):
    """Where an organisation is today, read in one row: a unit with its address, and the use recorded there.

    street … city: of the linked address; the unit_… ones are as the source printed them.
    """

    organisation_id: int
    unit_id: int
    building_id: int
    use_class: str
    category_id: str | None
    lat: float
    lon: float
    unit_street: str
    unit_number: str
    unit_postcode: str
    unit_city: str
    street: str | None
    number: str | None
    postcode: str | None
    city: str | None


SPOT_COLUMNS = (
    "organisation_id",
    "spell__unit_id",
    "spell__unit__building_id",
    "spell__use_class",
    "spell__category_id",
    "spell__unit__lat",
    "spell__unit__lon",
    "spell__unit__street_name",
    "spell__unit__house_number",
    "spell__unit__postcode",
    "spell__unit__city",
    "spell__unit__address__street__name",
    "spell__unit__address__number",
    "spell__unit__address__postcode",
    "spell__unit__address__city",
)


class EntryRow(NamedTuple):
    """What an entry holds, column by column; only `changed_at` is not part of it."""

    district_id: int
    organisation_id: int
    unit_id: int
    sub_location_id: int | None
    category_id: str | None
    pattern_id: int | None
    slug: str
    name: str
    sort_name: str
    category_de: str
    category_en: str
    use_class: str
    street: str
    number: str
    postcode: str
    city: str
    lat: float
    lon: float
    phone: str
    website: str
    opening_hours: str
    wheelchair: str
    is_chain: bool
    is_member: bool
    is_confirmed: bool
    photo: str
    photo_alt: str
    shuffle: int


type Keyed = tuple[int, EntryRow]
"""An entry's own key and what it holds."""


@dataclass(frozen=True)
class Place:
    """Where an organisation is today within a district, and the use recorded there."""

    district_id: int
    sub_location_id: int | None
    spot: Spot


def refresh_entries(organisation_ids: Collection[int]) -> None:
    """Bring the entries and search texts of these organisations up to date, in all districts they are present in.

    Unchanged entries keep their changed_at; organisations that left a district lose their entry there.
    """
    ids = sorted(set(organisation_ids))
    today = timezone.localdate()
    with transaction.atomic(savepoint=False):
        for part in batched(ids, BATCH):
            refresh_batch(part, today=today)


def drop_entries(notes: Journal, kept: int, absorbed: int) -> None:
    """Who is nowhere any more loses its entries; they are derived, so that there is nothing to note."""
    del notes, kept
    refresh_entries([absorbed])


def refresh_batch(ids: Sequence[int], *, today: date) -> None:
    known = Known()
    wanted = list(rows_of(ids, known, today=today))
    there = {
        (row.district_id, row.organisation_id): (pk, row)
        for pk, row in keyed(Entry.objects.filter(among("organisation", ids)))
    }
    gone = there.keys() - {(row.district_id, row.organisation_id) for row in wanted}
    if gone:
        ids_gone = sorted(there[key][0] for key in gone)
        index.remove(KIND, ids_gone)
        Entry.objects.filter(pk__in=ids_gone).delete()
    tell_changed({row.district_id for row in wanted} | {district_id for district_id, _organisation_id in gone})
    new, changed = [], []
    for row in wanted:
        pk, before = there.get((row.district_id, row.organisation_id), (0, None))
        if before is None:
            new.append(row)
        elif row != before:
            changed.append((pk, row))
    written = [*_insert(new), *_update(changed)]
    if written:
        index.put(search_texts(written, known))


def refresh_search_texts(organisation_ids: Collection[int]) -> None:
    """Bring the search texts of these organisations up to date where their entries show nothing else than before.

    Brand, languages and own words are found and suggested without standing in the entry.
    """
    entries = list(keyed(Entry.objects.filter(organisation__in=organisation_ids).order_by("pk")))
    index.put(search_texts(entries, Known()))


def keyed(entries: EntryQuerySet) -> Iterator[Keyed]:
    for pk, *values in entries.values_list("pk", *EntryRow._fields).iterator(chunk_size=BATCH):
        yield pk, EntryRow(*values)


def _insert(rows: list[EntryRow]) -> list[Keyed]:
    now = timezone.now()
    keys = insert_rows(Entry, [*EntryRow._fields, "changed_at"], ((*row, now) for row in rows))
    return list(zip(keys, rows, strict=True))


def _update(changed: list[Keyed]) -> list[Keyed]:
    now = timezone.now()
    Entry.objects.bulk_create(
        [Entry(pk=pk, changed_at=now, **row._asdict()) for pk, row in changed],
        update_conflicts=True,
        unique_fields=["district", "organisation"],
        update_fields=[*EntryRow._fields[2:], "changed_at"],
        batch_size=BATCH,
    )
    return changed


def rows_of(ids: Sequence[int], known: Known, *, today: date) -> Iterator[EntryRow]:
    places = places_of(ids, today=today)
    known.load(places, keys={place.spot.category_id for found in places.values() for place in found.values()})
    photos = first_photos(places)
    members = set(
        Membership.objects.valid_on(today)
        .filter(among("organisation", places))
        .values_list("district_id", "organisation_id")
    )
    for organisation_id, found in places.items():
        organisation = known.organisations[organisation_id]
        for place in found.values():
            category = known.category(organisation, place.spot.category_id)
            is_member = (place.district_id, organisation_id) in members
            yield row_at(place, organisation, category, photos.get(organisation_id), is_member=is_member)


def places_of(ids: Sequence[int], *, today: date) -> dict[int, dict[int, Place]]:
    """Organisation id → district id → where it is today; of several units in a district the oldest one counts."""
    # Written as a condition on each row: as a subquery of all current spells it is computed anew for every batch.
    later = UseSpell.objects.filter(
        unit=OuterRef("spell__unit"), begins_latest__lte=today, begins_latest__gt=OuterRef("spell__begins_latest")
    )
    occupants = (
        SpellOccupant.objects.filter(among("organisation", ids), spell__begins_latest__lte=today)
        .filter(existing_on(today, "spell__unit__"), spell__occupancy__in=[Occupancy.OCCUPIED, Occupancy.INTERIM_USE])
        .filter(~Exists(later))
        .order_by("organisation_id", "spell__unit_id")
    )
    found = [Spot(*row) for row in occupants.values_list(*SPOT_COLUMNS)]
    in_districts: dict[int, list[tuple[int, int | None]]] = {}
    rows = DistrictBuilding.objects.filter(building__in={spot.building_id for spot in found})
    rows = rows.exclude(decided=DistrictBuilding.Decided.EXCLUDED)
    for building_id, *lies_in in rows.values_list("building_id", "district_id", "sub_location_id"):
        in_districts.setdefault(building_id, []).append((lies_in[0], lies_in[1]))
    places: dict[int, dict[int, Place]] = {}
    for spot in found:
        for district_id, sub_location_id in in_districts.get(spot.building_id, []):
            of_organisation = places.setdefault(spot.organisation_id, {})
            of_organisation.setdefault(district_id, Place(district_id, sub_location_id, spot))
    return places


def first_photos(ids: Collection[int]) -> dict[int, Photo]:
    photos: dict[int, Photo] = {}
    for photo in Photo.objects.filter(among("organisation", ids), is_public=True).order_by("position", "pk"):
        photos.setdefault(photo.organisation_id, photo)
    return photos


def row_at(
    place: Place, organisation: Says, category: Category | None, photo: Photo | None, *, is_member: bool
) -> EntryRow:
    spot = place.spot
    contact = access.public_contact_of(organisation)
    name = organisation.name or (category.name_de if category else "")
    return EntryRow(
        district_id=place.district_id,
        organisation_id=organisation.pk,
        unit_id=spot.unit_id,
        sub_location_id=place.sub_location_id,
        category_id=category.pk if category else None,
        pattern_id=organisation.hours_pattern_id,
        slug=entry_slug(name, organisation.pk),
        name=name,
        sort_name=sort_key(name)[:200],
        category_de=category.name_de if category else "",
        category_en=category.name_en if category else "",
        use_class=spot.use_class or (category.use_class if category else "local_economy"),
        street=spot.unit_street if spot.street is None else spot.street,
        number=spot.unit_number if spot.number is None else spot.number,
        postcode=spot.postcode or spot.unit_postcode,
        city=spot.city or spot.unit_city,
        lat=spot.lat,
        lon=spot.lon,
        phone=contact.phone,
        website=contact.website,
        opening_hours=organisation.opening_hours,
        wheelchair=organisation.wheelchair,
        is_chain=organisation.is_chain,
        is_member=is_member,
        is_confirmed=organisation.is_confirmed,
        photo=str(photo.thumbnail or photo.image) if photo else "",
        photo_alt=photo.alt if photo else "",
        shuffle=organisation.shuffle,
    )


def search_texts(entries: Collection[Keyed], known: Known) -> Iterator[SearchText]:
    known.load((entry.organisation_id for _pk, entry in entries), keys={entry.category_id for _pk, entry in entries})
    for pk, entry in entries:
        organisation = known.organisations[entry.organisation_id]
        category = known.category(organisation, entry.category_id)
        texts = search_text(
            name=entry.name,
            brand=organisation.brand,
            category_names=[category.name_de, category.name_en] if category else [],
            contact=[entry.phone, entry.website],
            address=[entry.street, entry.number, entry.postcode, entry.city],
            prompts=organisation.prompts if organisation.is_confirmed else [],
            languages=names_to_find(organisation.languages or []),
        )
        marks = marks_of_entry(category.key if category else None, organisation.keywords, entry.opening_hours)
        yield SearchText(
            kind=KIND,
            object_id=pk,
            scope=entry.district_id,
            marks=marks,
            suggested=words_to_suggest(tuple(mark for mark in marks if not mark.startswith("opening="))),
            **texts,
        )


def rebuild_search_texts() -> Iterator[SearchText]:
    """All search texts anew, for `kontor reindex` and a restored backup."""
    for entries in batched(keyed(Entry.objects.order_by("pk")), BATCH):
        yield from search_texts(entries, Known())


def refresh_what_the_day_changed(*, today: date, days_back: int = 40) -> int:
    """Entries change by the calendar too: spells and memberships that begin or end. Looks back over missed nights.

    Returns how many organisations were looked at.
    """
    since = today - timedelta(days=days_back)
    spells = UseSpell.objects.filter(begins_latest__gt=since, begins_latest__lte=today).values("unit")
    ids = set(SpellOccupant.objects.filter(spell__unit__in=spells).values_list("organisation_id", flat=True))
    edges = Q(from_on__gt=since, from_on__lte=today) | Q(until_on__gt=since, until_on__lte=today)
    ids |= set(Membership.objects.filter(edges).values_list("organisation_id", flat=True))
    refresh_entries(ids)
    return len(ids)
