from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts import access
from kiezkontor.districts.actions import reports as actions
from kiezkontor.districts.forms.public import AnswerForm, BarrierForm, ContentForm, OwnDataAnswerForm
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.models import PublicReport
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.rules.clock import urgency_on
from kiezkontor.shared.guard import GuardedForm
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on

_SALT = "districts.report"
FORMS: dict[str, type[GuardedForm]] = {
    PublicReport.Kind.BARRIER: BarrierForm,
    PublicReport.Kind.CONTENT: ContentForm,
}
BADGES = {"overdue": "danger", "due_soon": "warning", "answered": "success", "open": "info"}


@require_http_methods(["GET", "HEAD", "POST"])
def report_publicly(request: DistrictRequest, kind: str) -> HttpResponse:
    form = FORMS[kind](request.POST or None, initial={"page_url": page_before(request)})

    def receive() -> HttpResponse:
        report = actions.receive_report(request.district, kind=kind, by=request.viewer, **form.cleaned_data)
        return go_to(request, "districts:report_received", signing.dumps(report.pk, salt=_SALT, compress=True))

    if done := done_once(request, form, receive):
        return done
    form.renew_when_too_old()
    context = {"form": form, "kind": kind}
    return render(request, "districts/report.html", context, status=422 if form.errors else 200)


def page_before(request: DistrictRequest) -> str:
    """The page a report is about: named in the address, else the one the visitor came from on this host."""
    named = request.GET.get("seite", "")
    came_from = request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}/"
    return (named or (came_from if came_from.startswith(here) else ""))[:500]


@require_safe
def received(request: DistrictRequest, token: str) -> HttpResponse:
    try:
        pk = signing.loads(token, salt=_SALT, max_age=7 * 24 * 60 * 60)
    except signing.BadSignature:
        raise Http404 from None
    report = access.report_or_404(request.district, pk)
    return render(request, "districts/report_received.html", {"report": report})


@require_safe
@office_page(COORDINATOR)
def reports(request: DistrictRequest) -> HttpResponse:
    today = timezone.localdate()
    found = access.reports_of(request.district).select_related("answered_by")
    rows = [row_of(report, urgency_on(report.due_on, answered=bool(report.answered_at), on=today)) for report in found]
    context = {
        "open": [row for row in rows if row["urgency"] != "answered"],
        "answered": [row for row in reversed(rows) if row["urgency"] == "answered"],
    }
    return render(request, "districts/office/reports.html", context)


def row_of(report: PublicReport, urgency: str) -> dict[str, Any]:
    labels = {
        "overdue": _("overdue"),
        "due_soon": _("due soon"),
        "answered": _("answered"),
        "open": _("open"),
    }
    return {"report": report, "urgency": urgency, "label": labels[urgency], "badge": BADGES[urgency]}


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def report(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.report_or_404(request.district, pk)
    form = (OwnDataAnswerForm if found.is_about_own_data else AnswerForm)(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.answer_report(found, by=request.viewer, **form.cleaned_data)
            return go_to(request, "districts:reports")
    urgency = urgency_on(found.due_on, answered=bool(found.answered_at), on=timezone.localdate())
    is_here = url_has_allowed_host_and_scheme(found.page_url, {request.get_host()})
    context = {"row": row_of(found, urgency), "form": form, "is_here": is_here}
    return render(request, "districts/office/report.html", context, status=422 if form.errors else 200)
