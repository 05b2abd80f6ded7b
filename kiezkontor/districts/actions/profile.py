"""What a coordinator changes about a district: names, boundary, brand, office, texts; and how a district begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.hooks import tell_areas_changed, tell_district_made
from kiezkontor.districts.images import Picture
from kiezkontor.districts.middleware import RESERVED_SLUGS
from kiezkontor.districts.models import District, DistrictHost, DistrictText, SubLocation
from kiezkontor.districts.rules.brand import Refusal, refusals
from kiezkontor.methods.areas import AreaError, area_from_geojson, box_of, geojson_of
from kiezkontor.methods.opening_hours import SENTENCES, HoursError, as_typed, explain_problem
from kiezkontor.shared.errors import ActionRefused

PROFILE = (
    *("name", "official_name", "claim_de", "claim_en", "about_de", "about_en", "kind", "municipality"),
    *("federal_state", "part_of", "languages", "is_published", "is_public_authority"),
)
OFFICE = (
    *("office_name", "office_street", "office_postcode", "office_city", "office_phone", "office_email"),
    *("office_hours", "office_note_de", "office_note_en", "freshness_months"),
)


def locked(district: District) -> District:
    return District.objects.select_for_update(no_key=True).get(pk=district.pk)


@transaction.atomic
def create_district(
    slug: str, *, name: str, municipality: str, federal_state: str, by: Viewer, **more: Any
) -> District:
    """A new district, in German and English, public unless said otherwise; `more` as the profile's fields.

    Refuses a slug that is taken or belongs to a page of the installation.
    """
    if slug in RESERVED_SLUGS:
        raise ActionRefused(_("This address is used by the installation itself. Please choose another."), field="slug")
    if District.objects.filter(slug=slug).exists():
        raise ActionRefused(_("There is a district with this address already."), field="slug")
    more = {"languages": ["de", "en"]} | more
    district = District.objects.create(
        slug=slug, name=name, municipality=municipality, federal_state=federal_state, **more
    )
    record("district.created", district, by=by, district=district, slug=slug)
    tell_district_made(district, by)
    return district


@transaction.atomic
def change_profile(district: District, *, by: Viewer, **values: Any) -> District:
    """Names, kind, place, languages and whether the district is public; refuses to make it a part of itself."""
    unknown = set(values) - set(PROFILE)
    if unknown:
        raise ValueError(f"Not part of the profile: {sorted(unknown)}")
    whole: District | None = values.get("part_of")
    steps = 0
    while whole is not None:
        if whole.pk == district.pk or steps > 20:
            raise ActionRefused(_("A district cannot lie within itself."), field="part_of")
        whole, steps = whole.part_of, steps + 1
    return change(locked(district), values, "district.changed", by)


@transaction.atomic
def change_office(district: District, *, by: Viewer, **values: Any) -> District:
    """Address, telephone, mail and hours of the office; hours are stored in OSM syntax, however they were written."""
    unknown = set(values) - set(OFFICE)
    if unknown:
        raise ValueError(f"Not part of the office: {sorted(unknown)}")
    if values.get("office_hours"):
        values["office_hours"] = readable_hours(values["office_hours"])
    return change(locked(district), values, "district.office_changed", by)


def readable_hours(written: str) -> str:
    problem: HoursError | None = explain_problem(written)
    if problem is not None:
        raise ActionRefused(hours_problem(problem), field="office_hours")
    return as_typed(written)


def hours_problem(problem: HoursError) -> str:
    return _(SENTENCES[problem.code]) % problem.params


@transaction.atomic
def change_brand(
    district: District,
    *,
    colour: str,
    colour_accent: str,
    logo: Picture | None = None,
    logo_alt: str = "",
    without_logo: bool = False,
    by: Viewer,
) -> District:
    """Colours and logo; refuses colours nobody could tell apart and names one that fits. logo None: stays as it is."""
    for refusal in refusals(colour, colour_accent):
        raise ActionRefused(brand_sentence(refusal), field=refusal.field)
    district = locked(district)
    if logo is not None and not logo_alt:
        raise ActionRefused(_("Please describe the logo for people who do not see it."), field="logo_alt")
    values: dict[str, Any] = {"colour": colour.lower(), "colour_accent": colour_accent.lower(), "logo_alt": logo_alt}
    if logo is not None:
        district.logo.save(logo.name or "logo.png", logo, save=False)
        values["logo"] = district.logo
    elif without_logo and district.logo:
        values |= {"logo": "", "logo_alt": ""}
    return change(district, values, "district.brand_changed", by, always=("logo",) if logo is not None else ())


def brand_sentence(refusal: Refusal) -> str:
    """What one would not see, and the nearest colour that fits."""
    sentence = (
        _(
            "This colour is almost as white as the page: nobody would see where the band at the top ends. "
            "The nearest colour that fits is %(proposal)s."
        )
        if refusal.field == "colour"
        else _(
            "This colour can hardly be told from the brand colour: nobody would see which page is open. "
            "The nearest colour that fits is %(proposal)s."
        )
    )
    return sentence % {"proposal": refusal.proposal}


@transaction.atomic
def set_boundary(district: District, *, geojson: Any, by: Viewer) -> District:
    """The area of the district from GeoJSON, with its box; None takes the boundary away."""
    district = locked(district)
    values: dict[str, Any] = {"boundary": None, "south": None, "north": None, "west": None, "east": None}
    if geojson is not None:
        area = readable_area(geojson)
        box = box_of(area)
        values = {
            "boundary": geojson_of(area),
            "south": box.south,
            "north": box.north,
            "west": box.west,
            "east": box.east,
        }
    for name, value in values.items():
        setattr(district, name, value)
    district.save(update_fields=[*values, "changed_at"])
    known = {name: value for name, value in values.items() if name != "boundary"}
    record("district.boundary_set", district, by=by, district=district, **known)
    tell_areas_changed(district)
    return district


def readable_area(geojson: Any) -> Any:
    try:
        return area_from_geojson(geojson)
    except AreaError as error:
        raise ActionRefused(area_sentence(error), field="drawn") from None


def area_sentence(error: AreaError) -> str:
    return {
        "not_geojson": _("This is not GeoJSON with coordinates. Please export it as GeoJSON (WGS 84)."),
        "no_area": _("There is no area in this file, only points or lines, or nothing at all."),
        "no_line": _("There is no line in this file, only points or areas, or nothing at all."),
        "outside_globe": _("These coordinates are not degrees. Please export them in WGS 84 (EPSG:4326)."),
        "too_large": _("This area is larger than 5,000 square kilometres; longitude and latitude may be swapped."),
        "too_many_points": _("This drawing has more than 50,000 points. Please simplify it."),
        "tangled": _("This boundary crosses itself in very many places. Please draw it again or simplify it."),
    }[error.problem]


@dataclass(frozen=True)
class Part:
    """One sub-location as the form gives it; boundary is GeoJSON."""

    name: str
    kind: str
    boundary: Any
    position: int


@transaction.atomic
def set_parts(district: District, *, parts: Sequence[Part], by: Viewer) -> None:
    """Exactly these sub-locations; one keeps its place in the data as long as it keeps its name."""
    district = locked(district)
    names = [part.name for part in parts]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ActionRefused(_("There are two parts with the name “%(name)s”.") % {"name": twice})
    before = sorted(SubLocation.objects.filter(district=district).values_list("name", flat=True))
    SubLocation.objects.filter(district=district).exclude(name__in=names).delete()
    for part in parts:
        area = geojson_of(readable_area(part.boundary))
        SubLocation.objects.update_or_create(
            district=district,
            name=part.name,
            defaults={"kind": part.kind, "boundary": area, "position": part.position},
        )
    record("district.parts_set", district, by=by, district=district, before=before, after=sorted(names))
    tell_areas_changed(district)


@transaction.atomic
def write_text(
    district: District, *, kind: str, language: str, body: str, reviewed_on: date | None, by: Viewer
) -> DistrictText | None:
    """The office's own text of a kind in a language; an empty one brings the default back."""
    body = body.strip()
    if not body:
        DistrictText.objects.filter(district=district, kind=kind, language=language).delete()
        record("district.text_removed", district, by=by, district=district, kind=kind, language=language)
        return None
    text, _new = DistrictText.objects.update_or_create(
        district=district, kind=kind, language=language, defaults={"body": body, "reviewed_on": reviewed_on}
    )
    record("district.text_written", district, by=by, district=district, kind=kind, language=language)
    return text


@transaction.atomic
def set_hosts(district: District, *, hosts: Sequence[str], by: Viewer) -> None:
    """The district's own host names, the preferred one first; refuses those of the installation and of others."""
    if not by.is_operator:
        raise ActionRefused(_("Host names are set by the operator of the installation."))
    taken = set(DistrictHost.objects.filter(host__in=hosts).exclude(district=district).values_list("host", flat=True))
    for host in hosts:
        if host in settings.INSTALLATION_HOSTS:
            raise ActionRefused(_("%(host)s belongs to the installation itself.") % {"host": host}, field="hosts")
        if host in taken:
            raise ActionRefused(_("%(host)s belongs to another district.") % {"host": host}, field="hosts")
    district = locked(district)
    before = list(district.hosts.values_list("host", flat=True))
    district.hosts.exclude(host__in=hosts).delete()
    for position, host in enumerate(hosts):
        DistrictHost.objects.update_or_create(host=host, defaults={"district": district, "is_primary": position == 0})
    record("district.hosts_set", district, by=by, district=district, before=before, after=list(hosts))


def change(
    district: District, values: Mapping[str, Any], verb: str, by: Viewer, *, always: Sequence[str] = ()
) -> District:
    """Save the fields that differ and say in one entry what they were; nothing happens when none does."""
    changes = {}
    for name, value in values.items():
        old = getattr(district, name)
        if old != value or name in always:
            changes[name] = {"before": as_text(old), "after": as_text(value)}
            setattr(district, name, value)
    if changes:
        district.save(update_fields=[*changes, "changed_at"])
        record(verb, district, by=by, district=district, changes=changes)
    return district


def as_text(value: Any) -> Any:
    return value if isinstance(value, bool | int | list) or value is None else str(value)
