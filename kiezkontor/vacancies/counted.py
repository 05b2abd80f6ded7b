"""The cases behind each figure of the results, as rows that lead to them; for whoever keeps the vacancies."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.vacancies import access, access_lettings, access_owners, access_reports, access_seekers
from kiezkontor.vacancies.models import Letting, OwnerTalk
from kiezkontor.vacancies.rules.results import Duration, Known, Results


@dataclass(frozen=True)
class Counted:
    """One row: what it is, where it leads, its day, and what counts of it."""

    label: str
    url: str
    on: date | None
    detail: str = ""


def cases(viewer: Viewer, district: District, found: Results, known: Known) -> list[Counted]:
    rows = access.with_units(access.visible_to(viewer, district)).in_bulk(found.cases)
    opened = {case.pk: case.opened_on for case in known.cases}
    placed = set(found.placed)
    return [
        Counted(
            str(rows[pk]),
            reverse("vacancies:office_case", args=[pk]),
            opened[pk],
            _("somebody moved in") if pk in placed else "",
        )
        for pk in found.cases
    ]


def owners(viewer: Viewer, district: District, found: Results, known: Known) -> list[Counted]:
    rows = access_owners.visible_to(viewer, district).in_bulk(found.owners)
    counted = set(found.talks)
    talks = [talk for talk in known.talks if talk.pk in counted]
    times, last = Counter(talk.owner for talk in talks), {talk.owner: talk.on for talk in talks}
    return sorted(
        (
            Counted(
                rows[pk].name,
                reverse("vacancies:office_owner", args=[pk]),
                last.get(pk),
                ngettext("%(count)s talk", "%(count)s talks", times[pk]) % {"count": times[pk]}
                if pk in times
                else _("not reached"),
            )
            for pk in found.owners
        ),
        key=lambda row: (row.on is None, row.label),
    )


def talks(viewer: Viewer, district: District, found: Results, known: Known) -> list[Counted]:
    readable = access_owners.visible_to(viewer, district)
    rows = OwnerTalk.objects.filter(owner__in=readable).select_related("owner").in_bulk(found.talks)
    return [
        Counted(
            row.owner.name,
            reverse("vacancies:office_owner", args=[row.owner_id]),
            row.on,
            capfirst(str(row.get_channel_display())),
        )
        for row in (rows[pk] for pk in found.talks)
    ]


def uses(viewer: Viewer, district: District, pks: Collection[int], told: Mapping[int, str]) -> list[Counted]:
    rows = access_lettings.with_cases(access_lettings.visible_to(viewer, district)).in_bulk(pks)
    return sorted((use_row(rows[pk], told.get(pk, "")) for pk in pks), key=lambda row: (row.on or date.min, row.url))


def use_row(letting: Letting, detail: str) -> Counted:
    url = reverse("vacancies:letting", args=[letting.pk])
    kind = capfirst(str(letting.get_kind_display()))
    said = f"{kind}; {detail}" if detail else kind
    return Counted(f"{letting} · {letting.case}", url, letting.begins_on, said)


def placements(viewer: Viewer, district: District, found: Results, known: Known) -> list[Counted]:
    return uses(viewer, district, found.placements, {})


def permanence(viewer: Viewer, district: District, found: Results, known: Known) -> list[Counted]:
    told = {
        **dict.fromkeys(found.stayed, _("stayed")),
        **dict.fromkeys(found.moved, _("moved within the district")),
        **dict.fromkeys(found.gone, _("gone")),
        **dict.fromkeys(found.untold, _("nobody has said")),
    }
    return uses(viewer, district, found.ended, told)


def jobs(viewer: Viewer, district: District, found: Results, known: Known) -> list[Counted]:
    told = {
        pk: ngettext("%(count)s job", "%(count)s jobs", count) % {"count": count} for pk, count in found.jobs.items()
    }
    return uses(viewer, district, list(found.jobs), told)


def days_of(duration: Duration) -> dict[int, str]:
    """In whole days, by the key of what waited."""
    counts = {wait.pk: wait.days or 0 for wait in duration.waits}
    return {pk: ngettext("%(count)s day", "%(count)s days", days) % {"count": days} for pk, days in counts.items()}


def reporters(viewer: Viewer, district: District, found: Results, known: Known) -> list[Counted]:
    days = days_of(found.to_reporter)
    rows = access_reports.visible_to(viewer, district).select_related("street").in_bulk(days)
    return [
        Counted(
            rows[wait.pk].where or str(rows[wait.pk]),
            reverse("vacancies:office_report", args=[wait.pk]),
            wait.until,
            days[wait.pk],
        )
        for wait in found.to_reporter.waits
    ]


def seekers(viewer: Viewer, district: District, found: Results, known: Known) -> list[Counted]:
    return requests(viewer, district, found.to_seeker)


def viewings(viewer: Viewer, district: District, found: Results, known: Known) -> list[Counted]:
    return requests(viewer, district, found.to_viewing)


def requests(viewer: Viewer, district: District, duration: Duration) -> list[Counted]:
    days = days_of(duration)
    rows = access_seekers.visible_to(viewer, district).in_bulk(days)
    return [
        Counted(str(rows[wait.pk]), reverse("vacancies:seeker", args=[wait.pk]), wait.until, days[wait.pk])
        for wait in duration.waits
    ]


def leases(viewer: Viewer, district: District, found: Results, known: Known) -> list[Counted]:
    days = days_of(found.to_lease)
    rows = access.with_units(access.visible_to(viewer, district)).in_bulk(days)
    return [
        Counted(str(rows[wait.pk]), reverse("vacancies:office_case", args=[wait.pk]), wait.until, days[wait.pk])
        for wait in found.to_lease.waits
    ]


LISTS: Mapping[str, Callable[[Viewer, District, Results, Known], list[Counted]]] = {
    "cases": cases,
    "owners": owners,
    "talks": talks,
    "placements": placements,
    "permanence": permanence,
    "jobs": jobs,
    "reporters": reporters,
    "seekers": seekers,
    "viewings": viewings,
    "leases": leases,
}
