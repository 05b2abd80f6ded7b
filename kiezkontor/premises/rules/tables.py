"""Rows of an imported table: what a row says, what is wrong with it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from kiezkontor.methods.street_names import street_key, street_name
from kiezkontor.organisations.rules import addresses
from kiezkontor.organisations.rules.categories import category_key
from kiezkontor.organisations.rules.chains import folded
from kiezkontor.organisations.rules.use_classes import UseClass, default_use_class
from kiezkontor.premises.rules import reading, table_values
from kiezkontor.premises.rules.row_problems import RowProblem
from kiezkontor.premises.rules.sentences import Sentence, gettext_noop
from kiezkontor.premises.rules.strays import Astray
from kiezkontor.premises.rules.table_headings import Headings
from kiezkontor.premises.rules.table_values import BadValue, Since

EXAMPLE = {
    "street": "Musterstraße",
    "number": "12",
    "position": "links",
    "floor": "0",
    "name": "Bäckerei Beispiel",
    "use_class": "Einzelhandel",
    "category": "Bäckerei",
    "occupancy": "belegt",
    "since": "2019",
    "area_sqm": "85,5",
    "note": "Beispielzeile, bitte überschreiben",
}
MAX_TEXT = {"name": 200, "street": 160, "number": 20, "note": 2000, "ref": 60, "city": 120, "postcode": 10}
# What a sentence shows of a cell.
LONGEST_SHOWN = 80
NOBODY_THERE = frozenset({"vacant", "used_as_housing", "under_works"})


# About a row that goes in: the field it concerns, "" for the whole row.
type Note = tuple[str, Sentence]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row that can be used. line: as a spreadsheet counts, the heading is line 1.

    since: earliest and latest day, latest not after the day of the table. lat, lon: both or none.
    use_class: as written, else the default of the category; None when neither is known.
    former: the name on a door behind which nobody is any more.
    """

    line: int
    ref: str = ""
    street: str = ""
    number: str = ""
    postcode: str = ""
    city: str = ""
    position: str = ""
    floor: int = 0
    name: str = ""
    former: str = ""
    use_class: UseClass | None = None
    category: str = ""
    occupancy: str = "unknown"
    since: Since | None = None
    area_sqm: Decimal | None = None
    note: str = ""
    lat: float | None = None
    lon: float | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    opening_hours: str = ""
    wheelchair: str = "unknown"

    @property
    def on_the_door(self) -> str:
        return self.name or self.former


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """What the map of a district shows. streets: keys; houses: keys of street and number."""

    streets: Collection[str]
    houses: Collection[tuple[str, str]]


class _Wrong(Exception):
    """field: that of the cell which is wrong; "" where it is the whole row."""

    def __init__(self, text: str, *, field: str = "", **values: str | int) -> None:
        super().__init__(text)
        shown = {name: value[:LONGEST_SHOWN] if isinstance(value, str) else value for name, value in values.items()}
        self.sentence = Sentence(text, shown)
        self.field = field

    @classmethod
    def because(cls, sentence: Sentence) -> Self:
        wrong = cls(sentence.text)
        wrong.sentence = sentence
        return wrong

    def at(self, line: int, columns: Headings) -> RowProblem:
        column = columns.shown(self.field) if self.field else ""
        return RowProblem(line, self.sentence, column=column, is_own_matter=is_own_matter(self.sentence))


def read_rows(
    rows: Iterable[Sequence[str]],
    columns: Headings,
    *,
    on: date,
    inside: Callable[[float, float], bool] | None = None,
    astray: Astray | None = None,
    places: KnownPlaces | None = None,
    known_categories: Iterable[str] = (),
) -> Iterator[TableRow | RowProblem]:
    """Every row below the heading as a TableRow, as a problem, or as both (a note about a row that goes in).

    on: the day the table speaks of. inside: answers for (lat, lon) whether it lies in the district.
    astray: where no boundary is known, why (lat, lon) cannot belong to it.
    places: what streets and houses there are; None where nobody knows, then any street is taken.
    known_categories: keys beside the taxonomy. Empty rows are passed over in silence.
    """
    seen: dict[tuple[str, ...], int] = {}
    named: dict[tuple[str, ...], int] = {}
    known = frozenset(known_categories)
    for line, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            _check_width(cells, columns)
            values = {name: cells[column].strip() for column, name in columns.columns.items() if column < len(cells)}
            if _is_example(values):
                raise _Wrong(gettext_noop("This is the example of the template; it was left out."))
            row, notes = _row(line, values, on, known)
            if inside is not None and row.lat is not None and row.lon is not None and not inside(row.lat, row.lon):
                raise _Wrong(gettext_noop("The coordinates lie outside the district; correct or delete the row."))
            if astray is not None and row.lat is not None and row.lon is not None and (why := astray(row.lat, row.lon)):
                raise _Wrong.because(why)
            if places is not None and row.street and row.lat is None:
                notes += _unknown_house(row, places)
            identity = _identity(row)
            if identity and identity in seen:
                raise _Wrong(
                    gettext_noop("The row repeats line %(earlier)s; delete one of the two."), earlier=seen[identity]
                )
            if (same := _name_and_address(row, columns.address_in(cells))) and named.setdefault(same, line) != line:
                notes.append(("", Sentence(_SAME_ADDRESS, {"earlier": named[same]})))
        except _Wrong as wrong:
            yield wrong.at(line, columns)
            continue
        if identity:
            seen[identity] = line
        for field, note in notes:
            column = columns.shown(field) if field else ""
            yield RowProblem(line, note, left_out=False, column=column, is_own_matter=is_own_matter(note))
        yield row


def is_own_matter(sentence: Sentence) -> bool:
    """Whether a sentence names the one place or the one earlier line it is about."""
    return not {"lat", "earlier"}.isdisjoint(sentence.values)


def _is_example(values: Mapping[str, str]) -> bool:
    """The row that shows in the template how to fill it in, left as it was."""
    return all(values.get(name) == EXAMPLE[name] for name in ("street", "number", "name", "note"))


def _check_width(cells: Sequence[str], columns: Headings) -> None:
    if any(cell.strip() for cell in cells[columns.width :]):
        raise _Wrong(gettext_noop("The row has more cells than the heading; check quotes and separators."))


def _row(line: int, values: Mapping[str, str], on: date, known: frozenset[str]) -> tuple[TableRow, list[Note]]:
    address = addresses.postal_address(values.get("address", ""))
    street = street_name(values.get("street", "")) or address.street
    number = addresses.house_number(values.get("number", "")) or address.number
    if street and not number and "number" not in values:
        street, number = addresses.split_address(street)
    lat, lon = _position(values)
    ref, name = _text(values, "ref"), _text(values, "name")
    if not street and lat is None and not ref:
        raise _Wrong(gettext_noop("The row has neither street nor coordinates nor a ref; add one of them."))
    category = _category(values.get("category", ""), known)
    occupancy = _cell(table_values.occupancy, values, "occupancy", _OCCUPANCIES)
    occupancy = occupancy or ("occupied" if name or category else "unknown")
    former = name if occupancy in NOBODY_THERE else ""
    name, note, notes = _occupant(occupancy, name, _text(values, "note"))
    if street and not number and lat is None:
        notes.append(("number", Sentence(_WITHOUT_NUMBER)))
    written_class = _cell(table_values.use_class, values, "use_class", _USE_CLASSES)
    row = TableRow(
        line=line,
        ref=ref,
        street=_fitting("street", street),
        number=_fitting("number", number),
        postcode=_text(values, "postcode") or address.postcode,
        city=_text(values, "city") or address.city,
        position=table_values.position(values.get("position", "")),
        floor=_cell(
            table_values.floor,
            values,
            "floor",
            gettext_noop("The floor “%(value)s” is not a number; write 0 for the ground floor."),
        ),
        name=name,
        former=former,
        use_class=written_class or (default_use_class(category) if category else None),
        category=category,
        occupancy=occupancy,
        since=_since(values, on),
        area_sqm=_cell(
            table_values.area_sqm,
            values,
            "area_sqm",
            gettext_noop("The area “%(value)s” is not a number of square metres above 0."),
        ),
        note=note,
        lat=lat,
        lon=lon,
        phone=next(iter(addresses.phone_numbers(values.get("phone", ""))), ""),
        email=addresses.email(values.get("email", "")),
        website=addresses.website(values.get("website", "")),
        opening_hours=reading.opening_hours(values),
        wheelchair=reading.wheelchair(values.get("wheelchair", "")),
    )
    return row, notes


def _unknown_house(row: TableRow, places: KnownPlaces) -> list[Note]:
    """What to tell of a row whose house the map does not show. Raises _Wrong where it lacks the street."""
    street = street_key(row.street)
    if street not in places.streets:
        text = gettext_noop(
            "This district does not know the street %(street)s; correct its name, or add latitude and longitude."
        )
        raise _Wrong(text, field="street", street=row.street)
    if not row.number or (street, addresses.number_key(row.number)) in places.houses:
        return []
    return [("number", Sentence(_WITHOUT_HOUSE, {"street": row.street, "number": row.number}))]


def _occupant(occupancy: str, name: str, note: str) -> tuple[str, str, list[Note]]:
    """Name and note as they go in, and what to tell of it: the name of an empty unit moves into the note."""
    if name and occupancy in NOBODY_THERE:
        moved = Sentence(
            gettext_noop("The unit is not occupied but has a name; the name “%(name)s” went into the note."),
            {"name": name},
        )
        return "", f"{name}. {note}".strip(), [("name", moved)]
    if not name and occupancy in {"occupied", "interim_use"}:
        nameless = gettext_noop("The row has no name; it went in without one. Add the name on the sign.")
        return name, note, [("", Sentence(nameless))]
    return name, note, []


_SAME_ADDRESS = gettext_noop(
    "Name and address are the same as in line %(earlier)s; the row went in. Delete one of the two if they are one "
    "place."
)
_WITHOUT_NUMBER = gettext_noop(
    "The row has a street but no house number; it went in without a house. Add the number, so that its door is found."
)
_WITHOUT_HOUSE = gettext_noop(
    "We do not know the house %(street)s %(number)s; the row went in without a house. Correct the number, or add "
    "latitude and longitude."
)
_OCCUPANCIES = gettext_noop(
    "The word “%(value)s” is not understood. Possible are: occupied, vacant, interim_use, used_as_housing, "
    "under_works, unknown."
)
_USE_CLASSES = gettext_noop(
    "The word “%(value)s” is not understood. Possible are: retail, gastronomy, local_economy, public_use."
)


def _cell[Value](read: Callable[[str], Value], values: Mapping[str, str], field: str, text: str) -> Value:
    written = values.get(field, "")
    try:
        return read(written)
    except BadValue:
        raise _Wrong(text, field=field, value=written) from None


def points_in(rows: Iterable[Sequence[str]], columns: Headings) -> Iterator[tuple[float, float]]:
    """Latitude and longitude of all rows that have both."""
    for cells in rows:
        values = {name: cells[column].strip() for column, name in columns.columns.items() if column < len(cells)}
        try:
            lat, lon = _position(values)
        except _Wrong:
            continue
        if lat is not None and lon is not None:
            yield lat, lon


def _text(values: Mapping[str, str], column: str) -> str:
    return _fitting(column, " ".join(values.get(column, "").split()))


def _fitting(column: str, text: str) -> str:
    if len(text) > MAX_TEXT[column]:
        raise _Wrong(
            gettext_noop("The text has more than %(limit)s characters; shorten it."),
            field=column,
            limit=MAX_TEXT[column],
        )
    return text


def _position(values: Mapping[str, str]) -> tuple[float | None, float | None]:
    text = gettext_noop("The coordinate “%(value)s” is not a number of degrees; write it like 49.0069.")
    lat, lon = (_cell(table_values.decimal, values, column, text) for column in ("lat", "lon"))
    if lat is None and lon is None:
        return None, None
    if lat is None or lon is None:
        missing = "lat" if lat is None else "lon"
        raise _Wrong(gettext_noop("The other coordinate is given, this one is not; add it."), field=missing)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise _Wrong(gettext_noop("The coordinates do not exist on earth; check whether a decimal point is missing."))
    return float(lat), float(lon)


def _category(written: str, known: frozenset[str]) -> str:
    if not written:
        return ""
    key = category_key(written, known)
    if key is None:
        raise _Wrong(
            gettext_noop(
                "The category “%(value)s” is not known; write an OpenStreetMap tag (shop=bakery) or its German name."
            ),
            field="category",
            value=written,
        )
    return key


def _since(values: Mapping[str, str], on: date) -> Since | None:
    text = gettext_noop("The beginning “%(value)s” is not a date; write 2019, 2019-05, 2019-05-31 or before 2019.")
    found = _cell(table_values.since, values, "since", text)
    if found is None:
        return None
    earliest, latest = found
    if (earliest or date.min) > on:
        text = gettext_noop("The beginning %(value)s lies in the future; check the year.")
        raise _Wrong(text, field="since", value=values["since"])
    return earliest, min(latest, on)


def _name_and_address(row: TableRow, written: str) -> tuple[str, ...]:
    """What two rows have in common that may be one place written twice; empty where nothing suggests it.

    written: the whole address in one cell, as the file has it. Without one, only named rows can be told: two vacant
    shops in one house are no mistake, and neither are two doors.
    """
    if written.strip():
        return (folded(row.on_the_door), folded(written), row.position.lower(), str(row.floor))
    if row.on_the_door and row.street and row.number:
        place = street_key(row.street), addresses.number_key(row.number)
        return (folded(row.on_the_door), *place, row.position.lower(), str(row.floor))
    return ()


def _identity(row: TableRow) -> tuple[str, ...]:
    """What makes two rows the same; empty when nothing forbids two of a kind (two vacant shops in one house)."""
    if row.ref:
        return ("ref", row.ref)
    place = (
        (street_key(row.street), addresses.number_key(row.number))
        if row.street and row.number
        else (f"{row.lat:.5f}", f"{row.lon:.5f}")
        if row.lat is not None and row.lon is not None
        else ()
    )
    if not place or not (row.name or row.position):
        return ()
    return (*place, row.position.lower(), str(row.floor), folded(row.name), row.category)
