from dataclasses import dataclass

from django.db import transaction

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.actions import profile, projects
from kiezkontor.districts.content.source_projects import (
    DISTRICTS,
    OPERATORS,
    PROGRAMMES,
    PROJECTS,
    SourceDistrict,
    SourceProject,
)
from kiezkontor.districts.models import District, Operator, Programme, Project


@dataclass(frozen=True)
class Loaded:
    """How many districts and projects were new; 0 and 0 when all were there."""

    districts: int
    projects: int


@transaction.atomic
def load_source_projects(*, by: Viewer) -> Loaded:
    """The districts and projects of the sources; what is there already, and was perhaps changed, stays as it is."""
    known = set(District.objects.values_list("slug", flat=True))
    begun = set(Project.objects.values_list("slug", flat=True))
    new_districts = [each for each in DISTRICTS if each.slug not in known]
    new_projects = [each for each in PROJECTS if each.slug not in begun]
    for each in new_districts:
        load_district(each, by=by)
    for project in new_projects:
        load_project(project, by=by)
    return Loaded(len(new_districts), len(new_projects))


def load_district(source: SourceDistrict, *, by: Viewer) -> None:
    whole = District.objects.filter(slug=source.part_of).first() if source.part_of else None
    district = profile.create_district(source.slug, by=by, part_of=whole, **source.values)
    if source.office:
        profile.change_office(district, by=by, **source.office)


def load_project(source: SourceProject, *, by: Viewer) -> None:
    districts = list(District.objects.filter(slug__in=source.districts))
    operator = operator_named(source.operator) if source.operator else None
    project = projects.create_project(
        districts=districts, slug=source.slug, by=by, **{"operator": operator, **source.values}
    )
    payers = [
        projects.Payer(kind, name, social_city() if nested else None, position)
        for position, (kind, name, nested) in enumerate(source.payers)
    ]
    members = [projects.Member(**member, position=position) for position, member in enumerate(source.team)]
    if payers:
        projects.set_funding(project, payers=payers, by=by)
    if members:
        projects.set_team(project, members=members, by=by)


def operator_named(name: str) -> Operator:
    return Operator.objects.get_or_create(name=name, defaults=OPERATORS[name])[0]


def social_city() -> Programme:
    initiative, programme = PROGRAMMES
    parent = Programme.objects.get_or_create(name=initiative)[0]
    return Programme.objects.get_or_create(name=programme, defaults={"parent": parent})[0]
