"""When what an owner released is no longer public: taken back, or because the unit is no longer offered."""

from collections.abc import Collection, Sequence

from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.changes import tell_changed
from kiezkontor.vacancies.models import Expose, ExposeRelease, Letting, VacancyCase
from kiezkontor.vacancies.rules import exposes as rules


def in_force(expose: Expose) -> list[ExposeRelease]:
    return list(ExposeRelease.objects.in_force().filter(expose=expose).order_by("pk"))


def touch(expose: Expose, *, is_shown: bool) -> None:
    """Note that it is changed; where everybody is shown something else, its pages are made anew.

    Of a public one everybody reads when that was, which must not tell of changes to what is not released.
    """
    if is_shown or not in_force(expose):
        expose.changed_at = timezone.now()
        expose.save(update_fields=["changed_at"])
    if is_shown:
        tell_changed([expose.case.district_id])


def tell_offers(units: Collection[int], district_id: int) -> None:
    """Have pages made anew where these units are on offer: their texts must not name whose they are."""
    offered = ExposeRelease.objects.in_force().filter(group=rules.PAGE, expose__case__district=district_id)
    if offered.filter(expose__case__unit__in=units).exists():
        tell_changed([district_id])


def end_releases(expose: Expose, rows: Sequence[ExposeRelease], how: str, *, by: Viewer) -> None:
    """End releases that are in force; nothing where there are none."""
    if not rows:
        return
    ExposeRelease.objects.filter(pk__in=[row.pk for row in rows]).update(
        withdrawn_at=timezone.now(), withdrawn_by=by.person, ended_how=how
    )
    touch(expose, is_shown=True)
    parts = [group for group in rules.GROUPS if group in {row.group for row in rows}]
    record("expose.withdrawn", expose, by=by, district=expose.case.district, parts=parts, how=how)


def follow_case(case: VacancyCase, *, is_over: bool = False, by: Viewer) -> None:
    """Take the exposé of a case back where its unit can no longer be had.

    is_over: whatever the stage says, because the case is closed or goes on with another unit.
    """
    expose = Expose.objects.filter(case=case).first()
    if expose is None or (rules.is_offered(case.stage, expose.kind) and not is_over):
        return
    expose.case = case
    end_releases(expose, in_force(expose), ExposeRelease.Ended.OVER, by=by)


def follow_use(letting: Letting, *, by: Viewer) -> None:
    """Have the exposé of a case say no day on which its unit is free before the end of a use that goes on there."""
    expose = Expose.objects.filter(case=letting.case).first()
    if expose is None or not rules.is_free_too_early(expose.free_from, letting.ends_on):
        return
    expose.case, expose.free_from = letting.case, letting.ends_on
    expose.save(update_fields=["free_from"])
    touch(expose, is_shown=rules.TERMS in {row.group for row in in_force(expose)})
    record("vacancy.expose_changed", expose, by=by, district=letting.case.district, fields=["free_from"])
