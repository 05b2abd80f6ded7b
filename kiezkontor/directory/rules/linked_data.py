"""What search engines read on a profile. Source: schema.org LocalBusiness, openingHoursSpecification."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

SCHEMA_TYPES = {
    "shop=bakery": "Bakery",
    "shop=books": "BookStore",
    "shop=florist": "Florist",
    "shop=hairdresser": "HairSalon",
    "shop=supermarket": "GroceryStore",
    "shop=clothes": "ClothingStore",
    "shop=shoes": "ShoeStore",
    "shop=bicycle": "BikeStore",
    "shop=jewelry": "JewelryStore",
    "amenity=restaurant": "Restaurant",
    "amenity=cafe": "CafeOrCoffeeShop",
    "amenity=bar": "BarOrPub",
    "amenity=pub": "BarOrPub",
    "amenity=fast_food": "FastFoodRestaurant",
    "amenity=pharmacy": "Pharmacy",
    "amenity=bank": "BankOrCreditUnion",
    "amenity=dentist": "Dentist",
    "amenity=library": "Library",
    "amenity=kindergarten": "ChildCare",
    "tourism=hotel": "Hotel",
}
WHOLE_DAY = timedelta(days=1)
MIDNIGHT = time()
LAST_MINUTE = timedelta(hours=23, minutes=59)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BY_KEY = {"shop": "Store", "tourism": "LodgingBusiness"}


def schema_type(category: str) -> str:
    """The schema.org type of an OSM category "key=value"; LocalBusiness where no finer one is certain."""
    return SCHEMA_TYPES.get(category) or BY_KEY.get(category.partition("=")[0], "LocalBusiness")


def local_business(
    *,
    category: str,
    name: str,
    url: str,
    street: str,
    postcode: str,
    city: str,
    lat: float,
    lon: float,
    phone: str,
    website: str,
    image: str,
    step_free: bool | None,
    openings: Iterable[tuple[datetime, datetime]],
    first_on: date,
    last_on: date,
) -> dict[str, Any]:
    """The JSON-LD object of a profile.

    openings: certain intervals as aware local datetimes; those of a day and more are told from first_on to last_on.
    """
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": schema_type(category),
        "@id": url,
        "name": name,
        "url": url,
        "geo": {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon},
    }
    address = {"streetAddress": street, "postalCode": postcode, "addressLocality": city}
    if street or city:
        kept = {key: value for key, value in address.items() if value}
        found["address"] = {"@type": "PostalAddress", **kept, "addressCountry": "DE"}
    if phone:
        found["telephone"] = phone
    if website:
        found["sameAs"] = website
    if image:
        found["image"] = image
    if step_free is not None:
        found["amenityFeature"] = {
            "@type": "LocationFeatureSpecification",
            "name": "wheelchairAccessible",
            "value": step_free,
        }
    hours = [row for opens, closes in openings for row in opening_hours(opens, closes, first_on, last_on)]
    if hours:
        found["openingHoursSpecification"] = hours
    return found


def opening_hours(opens: datetime, closes: datetime, first_on: date, last_on: date) -> list[dict[str, str]]:
    """An evening that ends after midnight is one row; what goes on for days has a row a day, whole ones until 23:59.

    Source: developers.google.com, local business: 00:00 to 00:00 would say that it is closed.
    """
    opens, closes = opens.replace(tzinfo=None), closes.replace(tzinfo=None)
    if closes - opens < WHOLE_DAY:
        return [row_of(opens, closes)]
    rows = []
    day = datetime.combine(max(opens.date(), first_on), MIDNIGHT)
    while day < closes and day.date() <= last_on:
        rows.append(row_of(max(opens, day), min(closes, day + LAST_MINUTE)))
        day += WHOLE_DAY
    return rows


def row_of(opens: datetime, closes: datetime) -> dict[str, str]:
    return {
        "@type": "OpeningHoursSpecification",
        "opens": f"{opens:%H:%M:%S}",
        "closes": f"{closes:%H:%M:%S}",
        "validFrom": opens.date().isoformat(),
        "validThrough": opens.date().isoformat(),
        "dayOfWeek": f"https://schema.org/{WEEKDAYS[opens.weekday()]}",
    }
