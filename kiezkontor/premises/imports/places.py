"""The district an import is for: found, or made with what the file tells of it."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.access import area_of
from kiezkontor.districts.hooks import tell_areas_changed
from kiezkontor.districts.models import District
from kiezkontor.districts.models.district import FederalState
from kiezkontor.methods.areas import area_from_geojson, box_of, geojson_of
from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises.imports import inventory, runs
from kiezkontor.premises.imports.plan import Area, derived_boundary, guessed_municipality, guessed_state
from kiezkontor.premises.osm.extract import OsmExtract
from kiezkontor.shared.errors import ActionRefused

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
BoundarySource = Literal["given", "derived", "stored"]


@dataclass(frozen=True, slots=True)
class NewDistrict:
    """What a person said of a district that may not exist yet; empty where the file is to tell."""

    name: str = ""
    municipality: str = ""
    state: str = ""


def find_or_make(slug: str, told: NewDistrict, extract: OsmExtract | None, *, by: Viewer) -> District:
    """The district with this short name; a new one is named after it. Refuses without a federal state."""
    found = District.objects.filter(slug=slug).first()
    if found is not None:
        return found
    if not SLUG.match(slug) or len(slug) > 50:
        raise ActionRefused(_("The short name of a district has only small letters a to z, digits and hyphens."))
    state = told.state.upper() or (extract and guessed_state(extract)) or ""
    if state not in FederalState.values:
        raise ActionRefused(
            _("The federal state of the district is not known; add it with --state, for example --state BW.")
        )
    name = told.name or slug.replace("-", " ").title()
    municipality = told.municipality or (guessed_municipality(extract) if extract else "") or name
    with transaction.atomic():
        made = District.objects.create(
            slug=slug, name=name[:120], municipality=municipality[:120], federal_state=state, languages=["de", "en"]
        )
        record("district.created", made, by=by, district=made, slug=slug)
    return made


@dataclass(frozen=True, slots=True)
class Boundary:
    """What an import counts within. stored: the district's, smaller where the file reaches further than it.

    Then nothing grows before a person accepts what lies beyond.
    """

    area: Area
    source: BoundarySource
    stored: Area

    @property
    def grows(self) -> bool:
        return self.area is not self.stored

    def as_scope(self) -> dict[str, Any]:
        """What the run keeps of it: the mark of a derived boundary, and the one it would grow to."""
        if self.source != "derived":
            return {}
        value = geojson_of(self.area)
        return {"derived": runs.mark_of(value)} | ({"boundary": value} if self.grows else {})


def settle_boundary(
    district: District, extract: OsmExtract, given: Area | None, *, file: str, is_later: bool, by: Viewer
) -> Boundary:
    """The boundary an import counts within, stored with the district where it has none.

    What a person drew stays as it is; what the first import derived only grows by a decision.
    file: how the log calls the import.
    """
    if given is not None:
        _store(district, given, "district.boundary_set", by=by)
        return Boundary(given, "given", given)
    stored = area_of(district)
    derived = derived_boundary(extract)
    if stored is not None and has_drawn_boundary(district):
        return Boundary(stored, "stored", stored)
    if derived is None:
        if stored is None:
            raise ActionRefused(_("The file holds no place to tell the boundary from; add it with --boundary FILE."))
        return Boundary(stored, "stored", stored)
    area = derived if stored is None else _joined(stored, derived)
    if stored is not None and is_later:
        return Boundary(area, "derived", stored)
    _store(district, area, "district.boundary_derived", by=by, file=file)
    return Boundary(area, "derived", area)


def grow(run: SourceRun, *, by: Viewer) -> None:
    """Let a derived boundary grow to that of a run's file, because something beyond it was accepted.

    Inside the transaction of that decision. What a person drew meanwhile stays.
    """
    district = District.objects.select_for_update(no_key=True).get(pk=run.district_id)
    stored = area_of(district)
    if stored is None or "boundary" not in run.scope or has_drawn_boundary(district):
        return
    area = _joined(stored, area_from_geojson(run.scope["boundary"]))
    if area is stored:
        return
    run.scope["derived"] = runs.mark_of(geojson_of(area))
    run.save(update_fields=["scope"])
    _store(district, area, "district.boundary_grown", by=by, file=run.file_name)
    inventory.link_streets(district)
    tell_areas_changed(district)
    run.district = district


def _joined(stored: Area, derived: Area) -> Area:
    if stored.covers(derived):
        return stored
    joined = stored.union(derived)
    return joined if isinstance(joined, Polygon | MultiPolygon) else derived


def has_drawn_boundary(district: District) -> bool:
    """Whether a person set the boundary; one that an import derived may still grow."""
    if not district.boundary:
        return False
    runs_of_map_data = SourceRun.objects.filter(district=district, kind=SourceRun.Kind.OSM)
    return not runs_of_map_data.filter(scope__derived=runs.mark_of(district.boundary)).exists()


def _store(district: District, area: Area, verb: str, *, by: Viewer, **detail: str) -> None:
    value = geojson_of(area)
    if value == district.boundary:
        return
    box = box_of(area)
    with transaction.atomic():
        district.boundary = value
        district.south, district.north, district.west, district.east = box.south, box.north, box.west, box.east
        district.save(update_fields=["boundary", "south", "north", "west", "east", "changed_at"])
        record(verb, district, by=by, district=district, **detail)
