"""Who reads leases and interim uses: whoever keeps the vacancies of the district, and nobody else."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk import access as desk
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District
from kiezkontor.premises.access import uses_on
from kiezkontor.premises.models import Occupancy
from kiezkontor.vacancies import access_seekers
from kiezkontor.vacancies.access import may_keep
from kiezkontor.vacancies.models import (
    Expose,
    ExposeRelease,
    FollowUp,
    Handover,
    Letting,
    LettingRent,
    Negotiation,
    SeekerStep,
    SpaceRequest,
    VacancyCase,
    Viewing,
)
from kiezkontor.vacancies.rules import lettings as rules
from kiezkontor.vacancies.rules.exposes import TERMS
from kiezkontor.vacancies.rules.seekers import GIVEN_UP

TABLE = Letting._meta.label_lower
# How the kinds of tasks begin that help whoever moves in; the step follows.
MOVING_IN = "vacancies.moving_in."


def visible_to(viewer: Viewer, district: District) -> QuerySet[Letting]:
    found = Letting.objects.filter(case__district=district)
    return found if may_keep(viewer, district) else found.none()


def with_cases(found: QuerySet[Letting]) -> QuerySet[Letting]:
    return found.select_related("case__unit__address__street", "case__unit__building")


def or_404(viewer: Viewer, district: District, pk: int) -> Letting:
    letting = get_object_or_404(with_cases(visible_to(viewer, district)).select_related("request"), pk=pk)
    letting.case.district = district
    return letting


def free_day_told(case: VacancyCase) -> tuple[date | None] | None:
    """From when everybody reads that the unit is free, in it None for at once; None where its owner released no day."""
    released = ExposeRelease.objects.in_force().filter(expose=OuterRef("pk"), group=TERMS)
    return Expose.objects.filter(Exists(released), case=case).values_list("free_from").first()


def about(letting: Letting) -> Q:
    """The condition that a task helps whoever moves in with this use."""
    return Q(about_type=TABLE, about_id=letting.pk, kind__startswith=MOVING_IN)


def moving_in(viewer: Viewer, letting: Letting) -> list[Task]:
    """With what the office helps or helped, by day."""
    return list(desk.in_order(desk.visible_to(viewer, letting.case.district).filter(about(letting))))


def of_case(viewer: Viewer, case: VacancyCase) -> list[Letting]:
    """The latest first."""
    return list(visible_to(viewer, case.district).filter(case=case))


def of_request(viewer: Viewer, request: SpaceRequest) -> list[Letting]:
    """What a seeker has found, the latest first."""
    return list(with_cases(visible_to(viewer, request.district)).filter(request=request))


def seekers_of(viewer: Viewer, case: VacancyCase) -> QuerySet[SpaceRequest]:
    """Who may have found the unit of a case: whoever it was proposed to, viewed it or negotiated about it, and has not
    given up.
    """
    viewed = Viewing.objects.filter(case=case, request=OuterRef("pk"))
    talked = Negotiation.objects.filter(case=case, request=OuterRef("pk"))
    told = SeekerStep.objects.filter(case=case, request=OuterRef("pk"))
    found = access_seekers.visible_to(viewer, case.district).filter(Exists(viewed) | Exists(talked) | Exists(told))
    return found.exclude(status__in=GIVEN_UP).exclude(name="").order_by("name", "pk")


def lease_after(letting: Letting) -> Letting | None:
    """The lease that a use for a time became; for whoever reads that use."""
    return Letting.objects.filter(follows=letting).first()


@dataclass(frozen=True)
class Due:
    """What somebody has to see to. months: after which a follow-up is due; None where a use ends soon.

    is_unchecked: nobody has said whether a change of use needs permission.
    """

    letting: Letting
    since: date
    months: int | None = None
    is_unchecked: bool = False


def may_be_due(*, on: date) -> Q:
    """The condition that somebody may have to see to a use.

    What is older than a year beyond the last follow-up is not asked about any more, nor is whoever is gone.
    """
    latest = max(rules.FOLLOWED_MONTHS)
    soon = Q(ends_on__lte=rules.after_months(max(rules.REMINDED_MONTHS) + 1, on=on))
    young = Q(begins_on__lt=on, begins_on__gt=rules.after_months(-2 * latest, on=on))
    over_lately = Q(ended_on__gt=rules.after_months(-rules.AFTER_END_MONTHS - latest, on=on))
    gone = FollowUp.objects.filter(letting=OuterRef("pk"), result=FollowUp.Result.GONE)
    over = Q(~Exists(gone), ending__in=rules.OPEN_ENDS, ended_on__lte=on)
    unchecked = Q(change_of_use=Letting.ChangeOfUse.UNCHECKED)
    return Q(soon | young | unchecked, ending="") | (over & (young | over_lately))


def due(viewer: Viewer, district: District, *, on: date) -> list[Due]:
    """Uses that end soon or have ended without a word, follow-ups that nobody made, and changes of use that nobody has
    checked, which have to be by the first day; the longest waiting first.

    One query.
    """
    found = with_cases(visible_to(viewer, district)).filter(may_be_due(on=on))
    waiting = []
    for letting in found.annotate(asked=Coalesce(Max("follow_ups__months"), 0)):
        since = rules.reminded_on(letting.ends_on, on=on) if letting.is_running and letting.ends_on else None
        if since is not None:
            waiting.append(Due(letting, since))
        if letting.is_running and letting.change_of_use == Letting.ChangeOfUse.UNCHECKED:
            waiting.append(Due(letting, letting.begins_on, is_unchecked=True))
        questions = rules.follow_ups(letting.begins_on, letting.ended_on)
        if missed := rules.question_due(questions, asked=letting.asked, on=on):
            waiting.append(Due(letting, missed[1], missed[0]))
    return sorted(waiting, key=lambda one: (one.since, one.letting.pk))


def handovers_of(letting: Letting) -> list[Handover]:
    """For whoever reads the use."""
    return list(letting.handovers.all())


def handover_or_404(letting: Letting, pk: int) -> Handover:
    return get_object_or_404(Handover, letting=letting, pk=pk)


def rent_or_404(letting: Letting, pk: int) -> LettingRent:
    return get_object_or_404(LettingRent, letting=letting, pk=pk)


def is_missing_in_register(letting: Letting) -> bool:
    """Whether a running use that has begun is one of which the register does not know yet."""
    if not letting.is_running or not letting.has_begun or letting.case.unit.exists_until is not None:
        return False
    use = uses_on([letting.case.unit], on=timezone.localdate()).get(letting.case.unit_id)
    used = {Occupancy.INTERIM_USE} if letting.kind == rules.INTERIM else {Occupancy.OCCUPIED}
    return use is None or use.occupancy not in used


def permanence(viewer: Viewer, district: District) -> tuple[int, int]:
    """Uses for a time that ended: how many became permanent, how many there are; not those that never came about."""
    ended = visible_to(viewer, district).exclude(ending__in=["", Letting.Ending.MISTAKE]).exclude(kind=rules.PERMANENT)
    counts = ended.aggregate(stayed=Count("pk", filter=Q(ending=Letting.Ending.CONVERTED)), ended=Count("pk"))
    return counts["stayed"], counts["ended"]
