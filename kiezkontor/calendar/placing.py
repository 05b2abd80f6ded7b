"""Where an event takes place: in whose rooms, and where on the map."""

from collections.abc import Collection, Mapping
from typing import Any

from kiezkontor.calendar.access_inviting import streets_of
from kiezkontor.calendar.models import Event, Series, StepFree
from kiezkontor.districts.models import District
from kiezkontor.methods.geo import Point
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.models import Organisation, Wheelchair
from kiezkontor.organisations.rules.addresses import number_key, split_address
from kiezkontor.premises.access import houses_at

STEPS = {Wheelchair.YES: StepFree.YES, Wheelchair.LIMITED: StepFree.LIMITED, Wheelchair.NO: StepFree.NO}
LONGEST_PLACE = 160


def house_of(district: District, address: str) -> Point | None:
    """The house with this street and number in the district; None where there is none or no number is said."""
    street, number = split_address(address)
    if not number:
        return None
    for found in houses_at(district, street_key=street_key(street), number_key=number_key(number))[:1]:
        return found.building.lat, found.building.lon
    return None


def placed(district: District, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an event with its place on the map, where an address is said and no place."""
    if "address" not in values or values.get("lat") is not None:
        return dict(values)
    lat, lon = house_of(district, values["address"]) or (None, None)
    return {**values, "lat": lat, "lon": lon}


def placed_anew(before: Event | Series, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values it is changed to, with its place on the map; a pin stays where neither it nor the address is said."""
    if "lat" not in values and values.get("address", before.address) == before.address:
        return dict(values)
    return placed(before.district, {"address": before.address, **values})


def pin_of(before: Event | Series, district: District) -> Point | None:
    """Where somebody pointed; None where its place on the map is that of its house, which it follows."""
    if before.lat is None or before.lon is None or house_of(district, before.address) == (before.lat, before.lon):
        return None
    return before.lat, before.lon


def rooms_of(hosts: Collection[Organisation], district: District) -> dict[int, dict[str, Any]]:
    """Name, street, way in and house of the rooms of members, by their key, as fields of an event."""
    streets = streets_of(hosts, district)
    return {
        host.pk: placed(district, {"address": streets.get(host.pk, "")[:LONGEST_PLACE]})
        | {
            "place": str(host)[:LONGEST_PLACE],
            "step_free": STEPS.get(Wheelchair(host.wheelchair), StepFree.UNKNOWN).value,
            "access_note": host.access_note[:300],
        }
        for host in {host.pk: host for host in hosts}.values()
    }


def place_in_series(series: Series, host: Organisation | None, rooms: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    """Where an event of a series is: at the place it names, else in the rooms of the host.

    What nobody noted of the way into these rooms is as the series says.
    """
    names = ("place", "address", "lat", "lon", "step_free")
    named: dict[str, Any] = {name: getattr(series, name) for name in names} | {"access_note": ""}
    if series.place or series.address or host is None:
        return named
    found = rooms[host.pk]
    return found | {"step_free": found["step_free"] or series.step_free}


def at_host(district: District, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new event, in the rooms of its host where nothing says where it is."""
    host = values.get("host")
    if host is None or any(values.get(name) for name in ("place", "address", "online_url")):
        return dict(values)
    found = rooms_of([host], district)[host.pk]
    # Asked for by a form that left them empty, or not at all; what it says of them counts.
    return {**values, **{name: value for name, value in found.items() if values.get(name) in (None, "")}}


def following_host(event: Event, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a changed event, in the rooms of its new host where it was in those of the one before.

    What was said of place or way in along with the change counts instead.
    """
    is_said = any(values.get(name, getattr(event, name)) != getattr(event, name) for name in ("place", "address"))
    if "host" not in values or values["host"] == event.host or is_said:
        return dict(values)
    if event.online_url and not event.place:
        return dict(values)
    is_somewhere = bool(event.place or event.address)
    if is_somewhere and (event.host is None or event.place != str(event.host)[:LONGEST_PLACE]):
        return dict(values)
    host = values["host"]
    found = place_in_series(event.series or Series(), host, rooms_of([host] if host else [], event.district))
    kept = {name for name in found if values.get(name, getattr(event, name)) != getattr(event, name)}
    kept |= {"lat", "lon"} if kept & {"lat", "lon"} else set()
    return {**values, **{name: value for name, value in found.items() if name not in kept}}
