from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from kiezkontor.shared.fields import DayField

MOST_ON_A_PAGE = 200
FIRST_DAY, LAST_DAY = DayField.known
UseClass = Literal["retail", "gastronomy", "local_economy", "public_use"]


class DistrictOut(Schema):
    slug: str
    name: str
    claim: str
    kind: str
    municipality: str
    federal_state: str = Field(description="Two letters, as in ISO 3166-2:DE.")
    bounds: list[float] | None = Field(description="South, west, north, east in WGS 84 degrees.")
    licence: str


class EntryQuery(Schema):
    """The same names as in the addresses of the directory page."""

    q: str = Field("", description="Search words.")
    use: list[UseClass] = Field([], description="Use classes.")
    category: list[str] = Field([], description='Categories, such as "shop=bakery".')
    part: list[int] = Field([], description="Parts of the district, by their number.")
    open: bool = Field(False, description="Only what is certainly open now.")
    step_free: bool = False
    independent: bool = Field(False, description="Without chains.")
    member: bool = Field(False, description="Members of the network of the district.")
    sort: Literal["name", "fair", "best"] = "name"
    page: int = Field(1, ge=1, le=1_000_000)
    after: str = Field(
        "",
        pattern=r"^([0-9]{1,18}:[^\x00-\x1f]*)?$",
        description="Where the addresses in `next` go on; not to be made up.",
    )
    per_page: int = Field(100, ge=1, le=MOST_ON_A_PAGE)


class EntryOut(Schema):
    id: int = Field(description="The organisation; the same in every district of the installation.")
    slug: str
    name: str
    use_class: UseClass
    category: str | None = Field(description='OpenStreetMap key and value, such as "shop=bakery".')
    category_de: str
    category_en: str
    street: str
    number: str
    lat: float
    lon: float
    phone: str = Field(description="E.164, empty where none may be published.")
    website: str
    opening_hours: str = Field(description="OSM opening hours syntax.")
    wheelchair: Literal["yes", "limited", "no", "unknown"]
    is_chain: bool
    is_member: bool
    is_confirmed: bool
    changed_at: datetime
    url: str


class EntryPage(Schema):
    total: int
    is_at_least: bool = Field(description="The total is of the best hits only; there are more.")
    page: int
    pages: int
    next: str | None = Field(description="The address of what follows; null at the end and where it is not by name.")
    corrected_to: str | None = Field(description="What was searched for instead, where nothing was found as typed.")
    items: list[EntryOut]


class EventQuery(Schema):
    """The same names as in the addresses of the calendar. Without `from` what is over is left out."""

    q: str = Field("", description="Search words.", max_length=100)
    kind: str = Field("", description='A format, such as "workshop".')
    topic: str = ""
    begins: date | None = Field(
        None, alias="from", ge=FIRST_DAY, le=LAST_DAY, description="Only what ends on this day or later."
    )
    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(100, ge=1, le=MOST_ON_A_PAGE)


class EventTime(Schema):
    """One of several times of an event; people register for one of them."""

    label: str
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool


class EventDay(Schema):
    """Which day it is of a course of several; people register for all of them on the page of the first."""

    number: int
    count: int
    label: str = Field(description="As the calendar says it, in the language of the address.")


class EventOut(Schema):
    id: int
    uid: str = Field(description="As in the calendar feed.")
    title: str
    kind: str
    topic: str
    text: str
    language: str
    status: Literal["announced", "postponed", "cancelled"]
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool = Field(description="Only the days count, on the clock of the place.")
    moved_from: datetime | None = Field(description="When it would have begun, where it was moved.")
    place: str
    address: str
    lat: float | None
    lon: float | None
    step_free: Literal["yes", "limited", "no", ""]
    access_note: str
    online_url: str
    organiser: str
    takes_answers: bool = Field(description="People register under `url`.")
    target_groups: list[str] = Field(description="Whom it is for in particular; everybody may come.")
    times: list[EventTime] = Field(description="Empty where the event is at one time alone.")
    day: EventDay | None = Field(description="Null where the event is no day of several.")
    source_url: str = Field(description="The calendar it comes from, empty for the district's own.")
    changed_at: datetime
    url: str


class EventPage(Schema):
    total: int
    page: int
    pages: int
    items: list[EventOut]


class CategoryOut(Schema):
    key: str
    name: str
    count: int


class ProjectOut(Schema):
    slug: str
    short_name: str
    official_name: str
    operator: str | None
    from_on: date | None
    from_precision: Literal["day", "month", "year", "unknown"]
    until_on: date | None
    stage: str
    team: list[str]
    funding: list[str]
    url: str


class Problem(Schema):
    detail: str
