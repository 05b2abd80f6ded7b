"""The log of what people ask the office about its location."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.once import done_once
from kiezkontor.shared.spreadsheet import csv_file, xlsx_file
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access_seekers as access
from kiezkontor.vacancies.access_seekers import READERS
from kiezkontor.vacancies.actions import enquiries as actions
from kiezkontor.vacancies.forms.seekers_office import AnswerForm, EnquiryFilter, EnquiryForm
from kiezkontor.vacancies.models import LocationEnquiry
from kiezkontor.vacancies.presenting_seekers import ENQUIRIES, enquiry_cells

PER_PAGE = 50
LIST = "vacancies:seeker_enquiries"


def wanted(request: DistrictRequest, form: EnquiryFilter) -> QuerySet[LocationEnquiry]:
    asked = form.asked()
    found = access.asked_in(request.viewer, request.district, since=asked.get("since"), until=asked.get("until"))
    if asked.get("waits"):
        found = found & access.unanswered(request.viewer, request.district)
    return found.filter(role=asked["role"]) if asked.get("role") else found


@require_safe
@office_page(*READERS)
def enquiries(request: DistrictRequest) -> HttpResponse:
    form = EnquiryFilter(request.GET)
    page = Paginator(wanted(request, form), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode()}
    return render(request, "vacancies/seekers/enquiries.html", context)


@require_safe
@office_page(*READERS)
def table(request: DistrictRequest, kind: str) -> HttpResponse:
    """The filtered log as a file. kind: "csv" or "xlsx"."""
    make = csv_file if kind == "csv" else xlsx_file
    name = f"{request.district.slug}-{timezone.localdate()}-anfragen"
    return make(name, ENQUIRIES, enquiry_cells(wanted(request, EnquiryFilter(request.GET))))


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*READERS)
def new(request: DistrictRequest) -> HttpResponse:
    form = EnquiryForm(request.POST or None)

    def write() -> HttpResponse:
        actions.note(form.said(), district=request.district, by=request.viewer)
        return go_to(request, LIST)

    if done := done_once(request, form, write):
        return done
    return render(request, "vacancies/seekers/enquiry_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*READERS)
def edit(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.enquiry_or_404(request.viewer, request.district, pk)
    if found.waits:
        return answer(request, found)
    form = EnquiryForm(request.POST or None, enquiry=found)
    if form.is_valid():
        actions.change(pk, form.said(), by=request.viewer)
        messages.success(request, _("It is saved."))
        return go_to(request, LIST)
    context = {"form": form, "enquiry": found}
    return render(request, "vacancies/seekers/enquiry.html", context, status=422 if form.errors else 200)


def answer(request: DistrictRequest, enquiry: LocationEnquiry) -> HttpResponse:
    """What came on the public page; once it is answered it is one as the others."""
    form = AnswerForm(request.POST or None, enquiry=enquiry)
    if form.is_valid():
        with refusals_shown_on(form):
            by_mail = not form.cleaned_data["is_settled"]
            actions.answer(enquiry.pk, form.said(), by_mail=by_mail, by=request.viewer)
            messages.success(request, _("The answer is on its way.") if by_mail else _("It is saved."))
            return go_to(request, LIST)
    context = {"form": form, "enquiry": enquiry}
    return render(request, "vacancies/seekers/enquiry_answer.html", context, status=422 if form.errors else 200)
