"""What search engines read on the page of an exposé. Source: schema.org RealEstateListing, Offer, GeoCircle."""

from typing import Any

from kiezkontor.districts.models import District
from kiezkontor.vacancies.offers import Shown
from kiezkontor.vacancies.rules.exposes import BLUR_M

SCHEMA = "https://schema.org"
SELL = "http://purl.org/goodrelations/v1#Sell"
LEASE_OUT = "http://purl.org/goodrelations/v1#LeaseOut"


def listing(shown: Shown, district: District, url: str, place: str) -> dict[str, Any]:
    """place: where it is in words. What is not released is left out, a blurred place is a circle."""
    found = {
        "@context": SCHEMA,
        "@type": "RealEstateListing",
        "@id": url,
        "url": url,
        "name": shown.title,
        "description": shown.words,
        "datePosted": shown.made_at.date().isoformat(),
        "provider": {"@type": "Organization", "name": district.office_name or district.name},
        "about": place_of(shown, place),
        "offers": offer_of(shown),
    }
    return {name: value for name, value in found.items() if value}


def place_of(shown: Shown, place: str) -> dict[str, Any]:
    point = {"@type": "GeoCoordinates", "latitude": shown.lat, "longitude": shown.lon}
    if not shown.is_exact:
        circle = {"@type": "GeoCircle", "geoMidpoint": point, "geoRadius": str(BLUR_M)}
        return {"@type": "Place", "name": place, "geo": circle}
    address = {
        "@type": "PostalAddress",
        "streetAddress": shown.address,
        "postalCode": shown.postcode,
        "addressLocality": shown.city,
    }
    known = {name: value for name, value in address.items() if value}
    return {"@type": "Place", "name": place, "address": known, "geo": point}


def offer_of(shown: Shown) -> dict[str, Any] | None:
    if shown.rent is not None and shown.rent.price is not None:
        return {"@type": "Offer", "businessFunction": SELL, "price": float(shown.rent.price), "priceCurrency": "EUR"}
    if shown.rent is None or shown.rent.cold is None:
        return None
    price = {
        "@type": "UnitPriceSpecification",
        "price": float(shown.rent.cold),
        "priceCurrency": "EUR",
        "unitCode": "MON",
    }
    return {"@type": "Offer", "businessFunction": LEASE_OUT, "priceSpecification": price}
