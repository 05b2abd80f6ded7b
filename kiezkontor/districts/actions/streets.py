"""The streets of a district: which ones, and where they run."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.actions.profile import area_sentence
from kiezkontor.districts.hooks import tell_areas_changed
from kiezkontor.districts.models import District, Street
from kiezkontor.methods.areas import AreaError, lines_from_geojson
from kiezkontor.methods.street_names import street_key, street_name
from kiezkontor.shared.errors import ActionRefused

# A street begins in a district and may lead far out of it, but not into another part of the country.
FAR_M = 20_000

type Lines = list[list[list[float]]]


@transaction.atomic
def change_streets(district: District, *, remove: Sequence[Street], add: Sequence[str], by: Viewer) -> None:
    """Take streets out of the district and put others in, by their names; all of it or nothing.

    Streets taken out stay in the installation, with their houses. Names new to the municipality become streets of it;
    repeated and empty names count for nothing.
    """
    for street in remove:
        street.districts.remove(district)
    if remove:
        record("district.streets_removed", district, by=by, district=district, streets=[each.name for each in remove])
    wanted = {key: street_name(name)[:160] for name in add if (key := street_key(name))}
    added = []
    for key, name in wanted.items():
        street, _new = Street.objects.get_or_create(
            municipality=district.municipality, key=key, defaults={"name": name}
        )
        if not street.districts.filter(pk=district.pk).exists():
            street.districts.add(district)
            added.append(street.name)
    if added:
        record("district.streets_added", district, by=by, district=district, streets=added)


@transaction.atomic
def set_street_lines(district: District, *, street: Street, geojson: Any, by: Viewer) -> None:
    """Where a street runs, in every district it belongs to; None takes its lines away."""
    street = Street.objects.select_for_update(no_key=True).get(pk=street.pk)
    street.lines = [] if geojson is None else readable_lines(geojson, district)
    street.save(update_fields=["lines"])
    verb = "district.street_drawn" if street.lines else "district.street_undrawn"
    record(verb, district, by=by, district=district, street=street.name)
    tell_areas_changed(district)


def readable_lines(geojson: Any, district: District) -> Lines:
    """The lines of GeoJSON as `Street.lines` has them; refuses what is none, or far from the district."""
    try:
        lines = lines_from_geojson(geojson)
    except AreaError as error:
        raise ActionRefused(area_sentence(error), field="drawn") from None
    if is_far(lines, district):
        raise ActionRefused(
            _("This line lies more than 20 km away from the district; longitude and latitude may be swapped."),
            field="drawn",
        )
    return lines


def is_far(lines: Lines, district: District) -> bool:
    """Whether a point lies further than `FAR_M` from the district's box; never where the box is not known."""
    if district.box is None:
        return False
    near = district.box.wider(FAR_M)
    return not all(near.contains(lat, lon) for line in lines for lon, lat in line)
