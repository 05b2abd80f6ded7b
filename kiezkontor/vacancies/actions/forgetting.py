"""What is forgotten of vacancies once their time is over."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kiezkontor.shared.media import drop_once_certain
from kiezkontor.vacancies.models import (
    CaseStep,
    EarlyWarning,
    Expose,
    ExposePicture,
    FollowUp,
    Handover,
    Letting,
    NegotiationNote,
    Owner,
    OwnerLetter,
    OwnerTalk,
    VacancyCase,
    VacancyReport,
    Viewing,
)


def texts_over(before: datetime) -> QuerySet[VacancyCase]:
    """Cases closed before that moment that still hold what somebody wrote."""
    written = CaseStep.objects.filter(case=OuterRef("pk")).exclude(words="")
    seen = Viewing.objects.filter(case=OuterRef("pk")).exclude(words="", attends="")
    said = NegotiationNote.objects.filter(negotiation__case=OuterRef("pk")).exclude(words="", term="")
    texts = Q(Exists(written)) | Q(Exists(seen)) | Q(Exists(said)) | ~Q(note="")
    return VacancyCase.objects.filter(texts, closed_at__lt=before)


def tenants_over(before: datetime) -> QuerySet[Letting]:
    """Uses that ended before that moment and still say who had them, or in which state a unit was handed over."""
    day = timezone.localdate(before)
    said = Handover.objects.filter(letting=OuterRef("pk")).exclude(present="", meters="", condition="")
    told = FollowUp.objects.filter(letting=OuterRef("pk")).exclude(words="")
    written = ~Q(tenant="") | ~Q(who_pays="") | ~Q(insurance="") | ~Q(change_of_use_note="") | Q(request__isnull=False)
    return Letting.objects.filter(written | Q(Exists(said)) | Q(Exists(told)), ended_on__lt=day)


def forget_tenants(rows: QuerySet[Letting]) -> int:
    """Keep that a unit was used, how, how long and for how much, and drop by whom; returns of how many uses."""
    ids = list(rows.values_list("pk", flat=True))
    Handover.objects.filter(letting__in=ids).update(present="", meters="", condition="")
    FollowUp.objects.filter(letting__in=ids).update(words="")
    found = Letting.objects.filter(pk__in=ids)
    return found.update(tenant="", who_pays="", insurance="", change_of_use_note="", request=None)


def forget_texts(rows: QuerySet[VacancyCase]) -> int:
    """Keep where, how long and how it went on, and drop what was written; returns of how many cases."""
    ids = list(rows.values_list("pk", flat=True))
    CaseStep.objects.filter(case__in=ids).update(words="")
    Viewing.objects.filter(case__in=ids).update(words="", attends="")
    NegotiationNote.objects.filter(negotiation__case__in=ids).update(words="", term="")
    return VacancyCase.objects.filter(pk__in=ids).update(note="")


def exposes_over(before: datetime) -> QuerySet[Expose]:
    """Exposés of cases that were closed before that moment."""
    return Expose.objects.filter(case__closed_at__lt=before)


def forget_exposes(rows: QuerySet[Expose]) -> int:
    """Delete exposés with their pictures and with who released what; returns how many."""
    for picture in ExposePicture.objects.filter(expose__in=rows):
        drop_once_certain(picture.image, picture.thumbnail)
    return rows.delete()[1].get(Expose._meta.label, 0)


def reporters_over(before: datetime) -> QuerySet[VacancyReport]:
    """Reports decided before that moment that still tell who reported it."""
    return VacancyReport.objects.filter(~Q(name="") | ~Q(email=""), decided_at__lt=before)


def forget_reporters(rows: QuerySet[VacancyReport]) -> int:
    """Keep what was reported, and drop who did."""
    return rows.update(name="", email="")


def reports_over(before: datetime) -> QuerySet[VacancyReport]:
    """Reports decided before that moment."""
    return VacancyReport.objects.filter(decided_at__lt=before)


def forget_reports(rows: QuerySet[VacancyReport]) -> int:
    """Delete reports with their photos; returns how many."""
    for report in rows.exclude(image=""):
        drop_once_certain(report.image, report.thumbnail)
    return rows.delete()[1].get(VacancyReport._meta.label, 0)


def warnings_over(before: datetime) -> QuerySet[EarlyWarning]:
    """Signs that were dealt with, or whose day passed, before that moment; those without a day by when they came."""
    over = Q(settled_at__lt=before) | Q(settled_at=None, on__lt=before.date())
    return EarlyWarning.objects.filter(over | Q(settled_at=None, on=None, noted_at__lt=before))


def owners_over(before: datetime) -> QuerySet[Owner]:
    """Owners noted before that moment, without a talk or a letter since, and without an open case."""
    talked = OwnerTalk.objects.filter(owner=OuterRef("pk"), on__gte=before.date())
    written = OwnerLetter.objects.filter(owner=OuterRef("pk"), made_at__gte=before)
    worked_on = VacancyCase.objects.open().filter(unit__owned__owner=OuterRef("pk"), district=OuterRef("district"))
    found = Owner.objects.filter(noted_at__lt=before)
    return found.filter(~Exists(talked), ~Exists(written), ~Exists(worked_on))
