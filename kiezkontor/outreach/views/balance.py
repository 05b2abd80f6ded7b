"""What came of the outreach within some days: where organisations went, what talks were about, what help it took."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.outreach import access_balance as access
from kiezkontor.outreach.access import OUTREACH_ROLES
from kiezkontor.outreach.forms import DaysForm
from kiezkontor.outreach.models import Channel, ContactEntry, NeedsInterview, Reason, Status, Topic
from kiezkontor.outreach.rules.balance import balance, reached

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Counted:
    """share: of 100, rounded."""

    label: str | Promise
    count: int
    share: int


def counted(numbers: Mapping[str, int], labels: Iterable[tuple[str, str | Promise]], *, of: int) -> list[Counted]:
    """Those that occur, the most frequent first."""
    rows = [Counted(label, numbers[key], round(100 * numbers[key] / of)) for key, label in labels if numbers.get(key)]
    return sorted(rows, key=lambda row: -row.count)


@require_safe
@office_page(*OUTREACH_ROLES)
def course(request: DistrictRequest) -> HttpResponse:
    """For the last year, or the days asked for."""
    today = timezone.localdate()
    last_year = {"since": today - YEAR, "until": today}
    form = DaysForm(request.GET if request.GET else last_year)
    days = form.cleaned_data if form.is_valid() else last_year
    viewer, district = request.viewer, request.district
    now = access.standing_now(viewer, district, on=today)
    found = balance(now, access.steps_of(viewer, district), known_on=access.known_on(viewer, district), **days)
    reasons = access.reasons_within(viewer, district, **days)
    interviews = access.interviews_within(viewer, district, **days)
    context = {
        "form": form,
        "days": days,
        "balance": found,
        "lines": [(Status(line.status).label, line) for line in found.lines],
        "reached": reached(found.lines),
        "reasons": counted(reasons, Reason.choices, of=sum(reasons.values())),
        "interviews": counted(interviews, NeedsInterview.Source.choices, of=sum(interviews.values())),
        "support": access.support_within(viewer, district, **days),
        **talks_counted(access.talks_within(viewer, district, **days)),
    }
    return render(request, "outreach/course.html", context, status=422 if form.errors else 200)


def talks_counted(talks: Iterable[ContactEntry]) -> dict[str, object]:
    """Contacts by their way, and what those were about of which that is noted; one may have several topics."""
    rows = list(talks)
    topics = Counter(topic for talk in rows for topic in talk.topics)
    worries = Counter(topic for talk in rows for topic in talk.worries)
    return {
        "contacts": len(rows),
        "contacted": len({talk.organisation_id for talk in rows}),
        "minutes": sum(talk.minutes or 0 for talk in rows),
        "channels": counted(Counter(talk.channel for talk in rows), Channel.choices, of=len(rows)),
        "topics": counted(topics, Topic.choices, of=sum(bool(talk.topics) for talk in rows)),
        "worries": counted(worries, Topic.choices, of=sum(bool(talk.worries) for talk in rows)),
    }
