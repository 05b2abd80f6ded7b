from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from kiezkontor.api.schemas import UseClass


class PictureOut(Schema):
    url: str
    small_url: str
    alt: str
    credit: str
    width: int
    height: int


class RoomOut(Schema):
    area_sqm: float | None
    sales_sqm: float | None
    side_sqm: float | None
    is_estimated: bool
    window_m: float | None
    steps: int | None = Field(description="At the door; 0 for a level entrance, null where nobody has noted it.")
    equipment: list[str]


class TermsOut(Schema):
    free_from: date | None = Field(description="Null where it is free at once.")
    longest_months: int | None
    wanted: list[UseClass]
    excluded: list[UseClass]


class RentOut(Schema):
    """A month's, in euros."""

    cold: float | None
    utilities: float | None
    includes: str
    deposit: float | None
    price: float | None = Field(description="To buy it, not a month's.")


class EnergyOut(Schema):
    """heat, power: kWh a square metre and year."""

    kind: Literal["demand", "consumption", "exempt", ""] = Field(description="Empty where there is no certificate yet.")
    house: Literal["homes", "other"]
    heat: float | None
    power: float | None
    carrier: str
    grade: str
    year: int | None


class ContactOut(Schema):
    name: str
    phone: str
    email: str


class OfferOut(Schema):
    """What the owner has not released is null or empty."""

    code: str
    url: str
    title: str
    words: str
    kind: Literal["permanent", "interim", "both", "sale"]
    part: str = Field(description="The sub-location it lies in.")
    address: str
    postcode: str
    lat: float
    lon: float
    is_exact: bool = Field(description="Else it lies within `within_m` metres of the point.")
    within_m: int
    room: RoomOut | None
    terms: TermsOut | None
    rent: RentOut | None
    energy: EnergyOut
    contact: ContactOut | None = Field(description="Null where the district office is to be asked.")
    photos: list[PictureOut]
    plans: list[PictureOut]
    changed_at: datetime


class OfferList(Schema):
    total: int
    items: list[OfferOut]
