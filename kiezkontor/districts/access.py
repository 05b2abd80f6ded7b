from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from shapely.geometry import MultiPolygon, Polygon, shape

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, VISITOR, Viewer
from kiezkontor.districts.models import (
    BrandDraft,
    District,
    DistrictHost,
    DistrictText,
    FundingSource,
    Project,
    PublicReport,
    Role,
    SignLanguageVideo,
    Street,
    SubLocation,
)
from kiezkontor.methods.areas import AreaError, area_from_geojson, relation
from kiezkontor.shared.prepared import Prepared

# With every district its own host, if it has one: the address that counts for its pages.
OWN_HOST = DistrictHost.objects.filter(district=OuterRef("pk"), is_primary=True).order_by("pk").values("host")[:1]
TO_SHOW = District.objects.defer("boundary").annotate(own_host=Subquery(OWN_HOST))
OF_SLUG = Prepared(lambda slug: TO_SHOW.filter(slug=slug))
OF_HOST = Prepared(lambda host: TO_SHOW.filter(hosts__host=host))


def by_slug(slug: str) -> District | None:
    return next(iter(OF_SLUG(slug=slug)), None)


def by_host(host: str) -> District | None:
    return next(iter(OF_HOST(host=host)), None)


def viewer_for(person: Person | None, *, on: date) -> Viewer:
    """The viewer behind a signed-in person with the roles held on a day; a visitor for None."""
    if person is None:
        return VISITOR
    roles: dict[int, set[str]] = {}
    for district_id, name in Role.objects.held_on(on).filter(person=person).values_list("district_id", "name"):
        roles.setdefault(district_id, set()).add(name)
    return Viewer(person=person, roles={key: frozenset(names) for key, names in roles.items()})


def visible_to(viewer: Viewer, district: District) -> bool:
    """Unpublished districts are seen by their office alone."""
    return district.is_published or viewer.is_office_of(district)


def offices_of(viewer: Viewer) -> QuerySet[District]:
    """The districts in whose office the viewer works, by name."""
    districts = District.objects.defer("boundary")
    if viewer.is_operator:
        return districts
    return districts.filter(pk__in=[pk for pk in viewer.roles if viewer.is_office_of(District(pk=pk))])


def taking_part(viewer: Viewer) -> QuerySet[District]:
    """The districts in which the viewer holds a role outside of the office, by name."""
    ids = [pk for pk in viewer.roles if not viewer.is_office_of(District(pk=pk))]
    return District.objects.defer("boundary").filter(pk__in=ids)


def published() -> QuerySet[District]:
    """The districts everybody sees, by name."""
    return District.objects.published().defer("boundary")


def projects_of(district: District) -> QuerySet[Project]:
    return Project.objects.filter(districts=district)


def project_or_404(district: District, slug: str) -> Project:
    projects = (
        projects_of(district)
        .select_related("operator")
        .prefetch_related(
            "team",
            Prefetch("districts", District.objects.defer("boundary")),
            Prefetch("funding_sources", FundingSource.objects.select_related("programme__parent__parent__parent")),
        )
    )
    return get_object_or_404(projects, slug=slug)


def related_projects(project: Project, district: District) -> QuerySet[Project]:
    """More projects of the same district, and of the same operator in published districts."""
    here = Project.objects.filter(districts=district)
    if project.operator_id is not None:
        here |= Project.objects.filter(operator=project.operator_id, districts__is_published=True)
    return here.exclude(pk=project.pk).distinct()


def sub_locations_of(district: District) -> QuerySet[SubLocation]:
    return SubLocation.objects.filter(district=district)


def streets_of(district: District) -> QuerySet[Street]:
    return Street.objects.filter(districts=district)


def street_or_404(district: District, pk: int) -> Street:
    return get_object_or_404(streets_of(district), pk=pk)


def districts_of_street(street: Street) -> QuerySet[District]:
    """Every district the street runs through, by name, published or not: offices see each other's names."""
    return District.objects.defer("boundary").filter(streets=street)


def boundary_of(district: District) -> dict[str, object] | None:
    """The boundary as GeoJSON; pages carry their district without it, because it may be large."""
    found: dict[str, object] | None = District.objects.values_list("boundary", flat=True).get(pk=district.pk)
    return found


def area_of(place: District | SubLocation) -> Polygon | MultiPolygon | None:
    """What the boundary encloses; None where none is stored, or one that encloses nothing."""
    if not place.boundary:
        return None
    try:
        return area_from_geojson(place.boundary)
    except AreaError:
        return None


@dataclass(frozen=True)
class Surroundings:
    """Published districts by how they lie to one of them; each list by name, none when nothing is known."""

    within: list[District]
    contains: list[District]
    overlaps: list[District]
    adjacent: list[District]

    @property
    def is_empty(self) -> bool:
        return not (self.within or self.contains or self.overlaps or self.adjacent)


def surroundings_of(district: District) -> Surroundings:
    """What the boundaries say, and where they say nothing the entries "part of"."""
    found: dict[str, list[District]] = {"within": [], "contains": [], "overlaps": [], "adjacent": []}
    seen = {district.pk}
    box, boundary = district.box, boundary_of(district)
    if box is not None and boundary is not None:
        area = shape(boundary)
        for other in District.objects.published().touching(box).exclude(pk=district.pk):
            lies = relation(area, shape(other.boundary)) if other.boundary else "apart"
            if lies != "apart":
                found["overlaps" if lies == "same" else lies].append(other)
                seen.add(other.pk)
    for name, others in (("within", District.objects.filter(parts=district)), ("contains", district.parts.all())):
        found[name] += [other for other in others.defer("boundary") if other.is_published and other.pk not in seen]
    return Surroundings(**{name: sorted(others, key=lambda other: other.name) for name, others in found.items()})


def reports_of(district: District) -> QuerySet[PublicReport]:
    return PublicReport.objects.filter(district=district)


def report_or_404(district: District, pk: int) -> PublicReport:
    return get_object_or_404(reports_of(district), pk=pk)


def sign_language_video_of(district: District) -> SignLanguageVideo | None:
    return SignLanguageVideo.objects.filter(district=district).first()


def brand_drafts_for(viewer: Viewer, district: District) -> QuerySet[BrandDraft]:
    """Drafts of its logo, for who may change it."""
    found = BrandDraft.objects.filter(district=district)
    return found.select_related("added_by") if viewer.has_role(district, COORDINATOR) else found.none()


def brand_draft_or_404(viewer: Viewer, district: District, pk: int) -> BrandDraft:
    return get_object_or_404(brand_drafts_for(viewer, district), pk=pk)


def district_again(district: District) -> District:
    """A copy of the row for a form to write on, so that the page around it keeps what is stored."""
    return District.objects.defer("boundary").get(pk=district.pk)


def own_text(district: District, kind: str, language: str) -> DistrictText | None:
    return DistrictText.objects.filter(district=district, kind=kind, language=language).first()


def districts_to_choose(viewer: Viewer, project: Project | None = None) -> QuerySet[District]:
    """Where a viewer may put a project: the districts they coordinate, and those it belongs to already."""
    districts = District.objects.defer("boundary")
    if viewer.is_operator:
        return districts
    own = [pk for pk, names in viewer.roles.items() if COORDINATOR in names]
    kept = list(project.districts.values_list("pk", flat=True)) if project is not None else []
    return districts.filter(pk__in=[*own, *kept])


def wholes_to_choose(viewer: Viewer, district: District) -> QuerySet[District]:
    """What a district may be called a part of: others that are public or the viewer's own, and what it says already."""
    others = District.objects.defer("boundary").exclude(pk=district.pk)
    if viewer.is_operator:
        return others
    own = [pk for pk in viewer.roles if viewer.is_office_of(District(pk=pk))]
    return others.filter(Q(is_published=True) | Q(pk__in=own) | Q(parts=district.pk)).distinct()
