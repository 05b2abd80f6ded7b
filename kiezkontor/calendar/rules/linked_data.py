"""What search engines read on the page of an event. Source: schema.org Event, EventStatusType, EventAttendanceMode."""

from collections.abc import Iterable, Mapping
from typing import Any

from kiezkontor.calendar.rules import stages

SCHEMA = "https://schema.org"


def status_of(stage: str, *, was_moved: bool) -> str:
    """An address of schema.org; an event with a new date is rescheduled, one without is postponed."""
    if stage == stages.CANCELLED:
        return f"{SCHEMA}/EventCancelled"
    if stage == stages.POSTPONED:
        return f"{SCHEMA}/EventPostponed"
    return f"{SCHEMA}/EventRescheduled" if was_moved else f"{SCHEMA}/EventScheduled"


def attendance_mode(*, has_place: bool, is_online: bool) -> str:
    if is_online:
        return f"{SCHEMA}/MixedEventAttendanceMode" if has_place else f"{SCHEMA}/OnlineEventAttendanceMode"
    return f"{SCHEMA}/OfflineEventAttendanceMode"


def linked_event(
    event: Mapping[str, Any], *, url: str, city: str, country: str = "DE", times: Iterable[tuple[str, str, str]] = ()
) -> dict[str, Any]:
    """event: fields by their names, moments as texts with an offset, or days of an event of whole days.

    times: name, beginning and end of each of several times.

    What nobody said is left out, and how many places are left, because pages are kept while people register.
    """
    places = [place_of(event, city, country), online_place(event)]
    found = {
        "@context": SCHEMA,
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": event["title"],
        "description": event["text"],
        "inLanguage": event["language"],
        "startDate": event["starts_at"],
        "endDate": event["ends_at"],
        "previousStartDate": event["moved_from"],
        "eventStatus": status_of(event["stage"], was_moved=bool(event["moved_from"])),
        "eventAttendanceMode": attendance_mode(has_place=places[0] is not None, is_online=bool(event["online_url"])),
        "location": one_or_all([place for place in places if place]),
        "organizer": {"@type": "Organization", "name": event["organiser"]} if event["organiser"] else None,
        "maximumAttendeeCapacity": event["capacity"],
        "subEvent": [sub_event(*each, places) for each in times],
    }
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def sub_event(name: str, begins: str, ends: str, places: list[Any]) -> dict[str, Any]:
    found = {"@type": "Event", "name": name, "startDate": begins, "endDate": ends}
    return found | {"location": one_or_all([place for place in places if place])}


def place_of(event: Mapping[str, Any], city: str, country: str) -> dict[str, Any] | None:
    if not (event["place"] or event["address"]):
        return None
    found: dict[str, Any] = {"@type": "Place", "name": event["place"] or event["address"]}
    address = {"@type": "PostalAddress", "streetAddress": event["address"], "addressLocality": city}
    found["address"] = {name: value for name, value in (address | {"addressCountry": country}).items() if value}
    if event["lat"] is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": event["lat"], "longitude": event["lon"]}
    if event["step_free"]:
        feature = {"@type": "LocationFeatureSpecification", "name": "step-free access"}
        found["amenityFeature"] = feature | {"value": {"yes": True, "no": False}.get(event["step_free"], "limited")}
    if event["access_note"]:
        found["description"] = event["access_note"]
    return found


def online_place(event: Mapping[str, Any]) -> dict[str, Any] | None:
    return {"@type": "VirtualLocation", "url": event["online_url"]} if event["online_url"] else None


def one_or_all(places: list[dict[str, Any]]) -> Any:
    return places[0] if len(places) == 1 else places
