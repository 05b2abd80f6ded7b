"""What people do with sources: import a file, decide on what changed."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.basemap import BasemapFailed, build_basemap
from kiezkontor.districts.changes import tell_changed
from kiezkontor.districts.models import District
from kiezkontor.districts.osmfile import UnreadableFile, format_of, read_json
from kiezkontor.methods.areas import AreaError, area_from_geojson
from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises import access
from kiezkontor.premises.imports import decisions, first, osm, places, runs, tables
from kiezkontor.premises.imports.places import NewDistrict
from kiezkontor.premises.imports.plan import Area
from kiezkontor.premises.imports.progress import Say
from kiezkontor.premises.models import ImportProposal
from kiezkontor.premises.problems_in_words import translated
from kiezkontor.premises.rules.table_headings import BadTable
from kiezkontor.premises.tablefile import read_mapping
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.turns import one_after_the_other


def quietly(message: str) -> None:
    del message


# Imports of districts that overlap store the same houses, and one that breaks takes its new district away.
IMPORT = 1


def import_osm(
    path: Path,
    *,
    slug: str,
    by: Viewer,
    boundary: Path | None = None,
    name: str = "",
    municipality: str = "",
    state: str = "",
    round_number: int | None = None,
    with_map: bool = False,
    today: date | None = None,
    on: date | None = None,
    say: Say = quietly,
    run: SourceRun | None = None,
) -> dict[str, Any]:
    """Import a file with OpenStreetMap data into the district `slug`, which is made where it is missing.

    The first import of a district stores what it finds; each later one leaves proposals. Interrupted, the same call
    goes on where it stopped; repeated, it changes nothing. Opening hours, boundary, streets and houses come along.
    boundary: GeoJSON file of the area that counts; without it the boundary is the stored one or derived from the file.
    with_map: also draw the district's map from the file; a map that fails is reported and does no harm.
    round_number: the survey round that a first import is, made where it is missing.
    on: the day the file speaks of; without it the one it names, else today.
    run: a row made before (status waiting), whose progress a page shows.
    Returns the report of the command. Raises ActionRefused with one sentence. What a district had before stays then,
    and what was stored by then, too; of a district this import made nothing is left.
    """
    try:
        refuse_days_to_come(on)
        area = read_boundary(boundary) if boundary is not None else None
        with one_after_the_other(IMPORT), first.nothing_left_of_a_broken_one(slug):
            report = osm.import_osm(
                path,
                slug=slug,
                told=NewDistrict(name, municipality, state),
                boundary=area,
                round_number=round_number,
                today=today or timezone.localdate(),
                on=on,
                by=by,
                say=say,
                run=run,
            )
    except (UnreadableFile, ActionRefused) as error:
        if run is not None:
            runs.fail(run, str(error))
        raise ActionRefused(str(error)) from None
    report["map"] = draw_map(path, slug, say) if with_map else None
    return report


def import_table(
    path: Path,
    *,
    slug: str,
    by: Viewer,
    round_number: int | None = None,
    mapping: Path | Mapping[str, str] | None = None,
    on: date | None = None,
    name: str = "",
    municipality: str = "",
    state: str = "",
    say: Say = quietly,
    run: SourceRun | None = None,
) -> dict[str, Any]:
    """Import a table of units (docs/formats.md) into a district; every row becomes an observation.

    Units are found again by ref, by door and by the name on it; a row nobody knows makes a new unit. Of organisations
    already known only what is missing is filled in. Rows that cannot be used are named in "problems", the rest
    goes in. A second table of one round corrects the first. Interrupted, the same call goes on; repeated, it
    changes nothing.
    round_number: attach the observations to this survey round, made where it is missing. on: the day the table speaks
    of (today). mapping: heading to field, or a JSON or TOML file of it.
    Returns the report of the command. Raises ActionRefused with one sentence; of a district this import made nothing
    is left then.
    """
    try:
        refuse_days_to_come(on)
        with one_after_the_other(IMPORT), first.nothing_left_of_a_broken_one(slug):
            district = places.find_or_make(slug, NewDistrict(name, municipality, state), None, by=by)
            return tables.import_table(
                path,
                district,
                mapping=read_mapping(mapping) if isinstance(mapping, Path) else mapping,
                round_number=round_number,
                on=on or (run.reference_on if run is not None else timezone.localdate()),
                is_dated=on is not None,
                by=by,
                say=say,
                run=run,
            )
    except (UnreadableFile, BadTable, ActionRefused) as error:
        sentence = translated(error.sentence) if isinstance(error, BadTable) else str(error)
        if run is not None:
            runs.fail(run, sentence)
        raise ActionRefused(sentence) from None


def draw_map(extract: Path, slug: str, say: Say) -> str | None:
    """Draw the map of a district; returns the file's name, None where the extract holds no map or drawing failed."""
    say(_("Drawing the map …"))
    target = Path(settings.DATA) / "tiles" / f"{slug}.pmtiles"
    try:
        drawn = build_basemap(extract, target)
    except (BasemapFailed, UnreadableFile, OSError) as error:
        say(str(error))
        return None
    tell_changed(District.objects.filter(slug=slug).values_list("pk", flat=True))
    return drawn.name if drawn else None


def decide(
    district: District,
    decision: ImportProposal.Decision,
    *,
    by: Viewer,
    only: Collection[int] | None = None,
    kind: str = "",
) -> int:
    """Accept or decline open proposals of a district, all of them or those in `only` or of one kind.

    Returns how many were decided; those decided meanwhile are passed over. What a person gave or confirmed of an
    organisation is never overwritten. Interrupted, the rest stays open.
    """
    if decision not in {ImportProposal.Decision.ACCEPTED, ImportProposal.Decision.DECLINED}:
        raise ValueError(f"Not a decision: {decision}")
    chosen = access.open_differences_in(district)
    if kind:
        chosen = chosen.filter(kind=kind)
    ids = list(chosen.values_list("pk", flat=True))
    if only is not None:
        wanted = set(only)
        ids = [pk for pk in ids if pk in wanted]
    return decisions.decide(ids, decision, by=by)


def read_boundary(path: Path) -> Area:
    """The area of a GeoJSON file. Raises UnreadableFile, whose sentence names the file."""
    no_area = UnreadableFile(
        _("The boundary in %(file)s is not an area of a district; it must be a GeoJSON polygon in WGS 84.")
        % {"file": path}
    )
    try:
        if format_of(path) != "json":
            raise no_area
        return area_from_geojson(read_json(path))
    except AreaError:
        raise no_area from None
    except UnreadableFile as error:
        if str(path) in str(error):
            raise
        raise UnreadableFile(
            _("The boundary in %(file)s cannot be read: %(reason)s") % {"file": path, "reason": error}
        ) from None


def refuse_days_to_come(on: date | None) -> None:
    if on is not None and on > timezone.localdate():
        raise ActionRefused(_("This day is still to come. Please give today or an earlier day."))
