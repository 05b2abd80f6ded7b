"""Reminding the office of what is due soon."""

from datetime import datetime, timedelta

from django.utils import timezone

from kiezkontor.districts.actions.reports import addresses_of_office, send
from kiezkontor.districts.models import PublicReport
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.notices.rules.spans import Span
from kiezkontor.notices.runs import catch_up

DAYS_BEFORE = timedelta(days=2)
A_STEP = 50


def remind_of_reports(*, now: datetime) -> int:
    """Write to the office about reports that are due in two days and not answered; returns the steps it took."""
    return catch_up("reports that are due", remind_of_next, now=now)


def remind_of_next(span: Span, after: int) -> int | None:
    """The next reports of a span. Days that were missed are made up for, except of what was answered meanwhile."""
    first, last = (timezone.localdate(moment) + DAYS_BEFORE for moment in (span.start, span.end))
    waiting = PublicReport.objects.filter(answered_at=None, due_on__gt=first, due_on__lte=last, pk__gt=after)
    reports = list(waiting.select_related("district").order_by("pk")[:A_STEP])
    for report in reports:
        for address in addresses_of_office(report.district):
            occasion = f"report-due-{report.pk}-{address}"
            send(report, "report_due", to=address, language="de", kind=Kind.REMINDER, message_id=occasion)
    return reports[-1].pk if reports else None
