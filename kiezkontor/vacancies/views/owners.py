"""Owners of units in the office: the list, one of them, talks and letters."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.files import pdf_to_save
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access, access_owners, access_reports, letters
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.actions import owners as actions
from kiezkontor.vacancies.forms.owners import FindOwnerForm, LetterForm, OwnerForm, TalkForm
from kiezkontor.vacancies.presenting import owned_rows

PER_PAGE = 50
OWNERS, OWNER, CASE = "vacancies:office_owners", "vacancies:office_owner", "vacancies:office_case"


@require_safe
@office_page(*KEEPERS)
def owners(request: DistrictRequest) -> HttpResponse:
    viewer, district = request.viewer, request.district
    form = FindOwnerForm(request.GET)
    found = access_owners.listed(viewer, district, q=form.asked())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "reached": access_owners.reached_in(viewer, district)}
    return render(request, "vacancies/office/owners.html", context)


@require_safe
@office_page(*KEEPERS)
def owner(request: DistrictRequest, pk: int) -> HttpResponse:
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    found = access_owners.or_404(viewer, district, pk)
    units = access_owners.units_of(found)
    cases = access.of_units(viewer, district, [unit.pk for unit in units])
    context = {
        "owner": found,
        "units": owned_rows(units, district, cases, on=today),
        "talks": access_owners.talks_of(found),
        "letters": access_owners.letters_of(found),
    }
    return render(request, "vacancies/office/owner.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def add(request: DistrictRequest) -> HttpResponse:
    form = OwnerForm(request.POST or None)

    def note() -> HttpResponse:
        made = actions.add_owner(form.cleaned_data, unit=None, district=request.district, by=request.viewer)
        return go_to(request, OWNER, made.pk)

    if done := done_once(request, form, note):
        return done
    return render(request, "vacancies/office/owner_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def of_case(request: DistrictRequest, pk: int) -> HttpResponse:
    """Whose the unit of a case is: one that is known, or a new one."""
    viewer, district = request.viewer, request.district
    case = access.or_404(viewer, district, pk)
    search = FindOwnerForm(request.GET)
    told = access_reports.told_by_owner(viewer, district, case)
    form = OwnerForm(request.POST or None, initial=told)

    def note() -> HttpResponse:
        actions.add_owner(form.cleaned_data, unit=case.unit, district=district, by=viewer)
        return go_to(request, CASE, pk)

    if done := done_once(request, form, note):
        return done
    found = access_owners.listed(viewer, district, q=search.asked())[:PER_PAGE] if search.asked() else []
    context = {"form": form, "search": search, "found": found, "case": case, "is_told": bool(told)}
    return render(request, "vacancies/office/owner_of_case.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*KEEPERS)
def link(request: DistrictRequest, pk: int, owner: int) -> HttpResponse:
    case = access.or_404(request.viewer, request.district, pk)
    actions.give_unit(access_owners.or_404(request.viewer, request.district, owner), case.unit, by=request.viewer)
    return go_to(request, CASE, pk)


@require_POST
@office_page(*KEEPERS)
def unlink(request: DistrictRequest, pk: int, owner: int) -> HttpResponse:
    case = access.or_404(request.viewer, request.district, pk)
    actions.take_unit(access_owners.or_404(request.viewer, request.district, owner), case.unit, by=request.viewer)
    messages.success(request, _("The unit no longer belongs to this owner. What is noted of them stays."))
    return go_to(request, CASE, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def edit(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_owners.or_404(request.viewer, request.district, pk)
    form = OwnerForm(request.POST or None, instance=found)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.change_owner(pk, form.cleaned_data, by=request.viewer)
            messages.success(request, _("It is saved."))
            return go_to(request, OWNER, pk)
    context = {"form": form, "owner": found}
    return render(request, "vacancies/office/owner_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def talk(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_owners.or_404(request.viewer, request.district, pk)
    cases = access_owners.cases_of(request.viewer, request.district, found)
    form = TalkForm(request.POST or None, cases=cases, asked=request.GET.get("case", ""))

    def note() -> HttpResponse:
        actions.note_talk(found, form.talk(), by=request.viewer)
        messages.success(request, _("The talk is noted."))
        return go_to(request, OWNER, pk)

    if done := done_once(request, form, note):
        return done
    context = {"form": form, "owner": found}
    return render(request, "vacancies/office/owner_talk.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def letter(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_owners.or_404(request.viewer, request.district, pk)
    cases = access_owners.cases_of(request.viewer, request.district, found)
    written = set(access_owners.letters_of(found).values_list("step", flat=True))
    form = LetterForm(request.POST or None, cases=cases, written=written)

    def make() -> HttpResponse:
        actions.write_letter(found, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("The letter is made. You can print it now."))
        return go_to(request, OWNER, pk)

    if done := done_once(request, form, make):
        return done
    context = {"form": form, "owner": found}
    return render(request, "vacancies/office/owner_letter.html", context, status=422 if form.errors else 200)


@require_safe
@office_page(*KEEPERS)
def letter_pdf(request: DistrictRequest, pk: int, letter: int) -> HttpResponse:
    found = access_owners.or_404(request.viewer, request.district, pk)
    made = access_owners.letter_or_404(found, letter)
    return pdf_to_save(letters.pdf(made, found, request.district), f"brief-{request.district.slug}-{made.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def remove(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_owners.or_404(request.viewer, request.district, pk)
    if request.method == "POST":
        actions.remove_owner(pk, by=request.viewer)
        messages.success(request, _("All that was noted of this owner is deleted."))
        return go_to(request, OWNERS)
    return render(request, "vacancies/office/owner_remove.html", {"owner": found})
