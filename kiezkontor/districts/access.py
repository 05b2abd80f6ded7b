from datetime import date

from django.db.models import QuerySet

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, VISITOR, Viewer
from kiezkontor.districts.models import District, Project, Role


def by_slug(slug: str) -> District | None:
    return District.objects.defer("boundary").filter(slug=slug).first()


def by_host(host: str) -> District | None:
    return District.objects.defer("boundary").filter(hosts__host=host).first()


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


def can_edit_district(viewer: Viewer, district: District) -> bool:
    return viewer.has_role(district, COORDINATOR)


def projects_of(district: District) -> QuerySet[Project]:
    return Project.objects.filter(districts=district)
