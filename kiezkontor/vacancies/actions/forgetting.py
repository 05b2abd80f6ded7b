"""What is forgotten of vacancies once their time is over."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kiezkontor.vacancies.models import CaseStep, VacancyCase


def texts_over(before: datetime) -> QuerySet[VacancyCase]:
    """Cases closed before that moment that still hold what somebody wrote."""
    written = CaseStep.objects.filter(case=OuterRef("pk")).exclude(words="")
    return VacancyCase.objects.filter(Q(Exists(written)) | ~Q(note=""), closed_at__lt=before)


def forget_texts(rows: QuerySet[VacancyCase]) -> int:
    """Keep where, how long and how it went on, and drop what was written; returns of how many cases."""
    ids = list(rows.values_list("pk", flat=True))
    CaseStep.objects.filter(case__in=ids).update(words="")
    return VacancyCase.objects.filter(pk__in=ids).update(note="")
