"""Projects of a district: their facts, who pays, who works in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.actions.shared import changed, set_logo
from kiezkontor.districts.images import Picture
from kiezkontor.districts.models import District, FundingSource, Programme, Project, TeamMember
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def create_project(*, districts: Sequence[District], slug: str, short_name: str, by: Viewer, **values: Any) -> Project:
    """A project of one or more districts; refuses an address that is taken and periods that cannot be."""
    if not districts:
        raise ActionRefused(_("A project belongs to at least one district."), field="districts")
    if Project.objects.filter(slug=slug).exists():
        raise ActionRefused(_("There is a project with this address already."), field="slug")
    values = values_with_fitting_start(values)
    project = Project.objects.create(slug=slug, short_name=short_name, **values)
    project.districts.set(districts)
    for district in districts:
        record("project.created", project, by=by, district=district, slug=slug)
    return project


@transaction.atomic
def change_project(project: Project, *, by: Viewer, districts: Sequence[District], **values: Any) -> Project:
    """The facts of a project and the districts it belongs to."""
    if not districts:
        raise ActionRefused(_("A project belongs to at least one district."), field="districts")
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    changes = changed(project, values_with_fitting_start(values))
    before = set(project.districts.values_list("pk", flat=True))
    after = {district.pk for district in districts}
    refuse_to_take_away(before - after, by)
    if before != after:
        project.districts.set(districts)
        old = District.objects.filter(pk__in=before).values_list("name", flat=True)
        changes["districts"] = {"before": sorted(old), "after": sorted(each.name for each in districts)}
    if changes:
        project.save()
        for district in District.objects.defer("boundary").filter(pk__in=before | after):
            record("project.changed", project, by=by, district=district, changes=changes)
    return project


def refuse_to_take_away(districts: set[int], by: Viewer) -> None:
    """A project leaves a district only by the hand of that district's coordination."""
    if not all(by.is_operator or COORDINATOR in by.roles.get(pk, ()) for pk in districts):
        raise ActionRefused(
            _("The project also belongs to a district you do not coordinate; only its own office can take it out."),
            field="districts",
        )


def values_with_fitting_start(values: Mapping[str, Any]) -> dict[str, Any]:
    """The first day as precise as it is known: of the month, of the year, or none; refuses what contradicts itself."""
    fitting = dict(values)
    precision, start, end = values.get("from_precision", "day"), values.get("from_on"), values.get("until_on")
    if precision == "unknown":
        fitting["from_on"] = None
    elif start is None:
        raise ActionRefused(_("Please give the first day, or say that it is not known."), field="from_on")
    elif precision == "month":
        fitting["from_on"] = start.replace(day=1)
    elif precision == "year":
        fitting["from_on"] = start.replace(month=1, day=1)
    if fitting.get("from_on") and end and end < fitting["from_on"]:
        raise ActionRefused(_("The project would end before it begins."), field="until_on")
    return fitting


@dataclass(frozen=True)
class Payer:
    """One funding source as the form gives it. pk: of the row it changes, None for a new one.

    logo None: stays as it is, unless without_logo takes it away.
    """

    kind: str
    name: str
    programme: Programme | None
    position: int
    pk: int | None = None
    logo: Picture | None = None
    logo_alt: str = ""
    without_logo: bool = False


@transaction.atomic
def set_funding(project: Project, *, payers: Sequence[Payer], by: Viewer) -> None:
    """Exactly these payers, in the order of their numbers; equal numbers keep the order given."""
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    before = list(project.funding_sources.values_list("name", flat=True))
    rows = {row.pk: row for row in project.funding_sources.all()}
    kept = set()
    for place, payer in enumerate(sorted(payers, key=lambda payer: payer.position), start=1):
        row = rows.get(payer.pk) if payer.pk else None
        row = row or FundingSource(project=project)
        row.kind, row.name, row.programme, row.position = payer.kind, payer.name, payer.programme, place
        set_logo(row, payer.logo, payer.logo_alt, without=payer.without_logo, of=payer.name)
        row.save()
        kept.add(row.pk)
    project.funding_sources.exclude(pk__in=kept).delete()
    after = list(project.funding_sources.values_list("name", flat=True))
    record_for(project, "project.funding_set", by, before=before, after=after)


@dataclass(frozen=True)
class Member:
    """One person of the team as the form gives it. pk: of the row it changes, None for a new one."""

    name: str
    qualification: str = ""
    role_de: str = ""
    role_en: str = ""
    competence: str = ""
    from_on: date | None = None
    until_on: date | None = None
    position: int = 0
    pk: int | None = None


@transaction.atomic
def set_team(project: Project, *, members: Sequence[Member], by: Viewer) -> None:
    """Exactly these people, in the order of their numbers; equal numbers keep the order given."""
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    before = list(project.team.values_list("name", flat=True))
    rows = {row.pk: row for row in project.team.all()}
    kept = set()
    for place, member in enumerate(sorted(members, key=lambda member: member.position), start=1):
        if member.from_on and member.until_on and member.until_on <= member.from_on:
            raise ActionRefused(_("%(name)s would leave before coming.") % {"name": member.name})
        row = rows.get(member.pk) if member.pk else None
        row = row or TeamMember(project=project)
        for name in ("name", "qualification", "role_de", "role_en", "competence", "from_on", "until_on"):
            setattr(row, name, getattr(member, name))
        row.position = place
        row.save()
        kept.add(row.pk)
    project.team.exclude(pk__in=kept).delete()
    after = list(project.team.values_list("name", flat=True))
    record_for(project, "project.team_set", by, before=before, after=after)


def record_for(project: Project, verb: str, by: Viewer, **detail: Any) -> None:
    for district in project.districts.defer("boundary"):
        record(verb, project, by=by, district=district, **detail)
