from dataclasses import dataclass

from django.utils import timezone

from kiezkontor.districts.models import District, FundingSource, Project


@dataclass(frozen=True)
class FundingLine:
    """Who pays for the district's project, in printed order; project None and no sources where nobody is named."""

    project: Project | None
    sources: list[FundingSource]


def funding_line(district: District) -> FundingLine:
    """The funding line of the project that runs today, of the latest one otherwise."""
    projects = Project.objects.filter(districts=district)
    project = projects.running_on(timezone.localdate()).first() or projects.first()
    if project is None:
        return FundingLine(None, [])
    return FundingLine(project, list(project.funding_sources.select_related("programme__parent")))
