"""Rent models of the office: the list, one of them with a calculation, and uses that are paid by one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.files import download
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access_lettings
from kiezkontor.vacancies import access_rents as access
from kiezkontor.vacancies import presenting_rents as shown
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.actions import rents as actions
from kiezkontor.vacancies.forms.rents import ModelFileForm, ModelForm, SubsidyForm, TryForm
from kiezkontor.vacancies.models import RentModel
from kiezkontor.vacancies.rules import rent_files
from kiezkontor.vacancies.rules.rent_models import RentModel as Terms

MODEL, MODELS, LETTING = "vacancies:rent_model", "vacancies:rent_models", "vacancies:letting"


@require_safe
@office_page(*KEEPERS)
def rent_models(request: DistrictRequest) -> HttpResponse:
    found = access.counted(request.viewer, request.district)
    offered = [model for model in found if model.retired_at is None]
    retired = [model for model in found if model.retired_at is not None]
    return render(request, "vacancies/rents/list.html", {"offered": offered, "retired": retired})


@require_safe
@office_page(*KEEPERS)
def rent_model(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = TryForm(request.GET, model=found.rules)
    uses = access.uses_of(found)
    context = {
        "model": found,
        "facts": shown.facts_of(found.rules),
        "form": form,
        "paid": shown.paid(found.rules, **form.cleaned_data) if form.is_valid() else None,
        "rows": shown.use_rows(uses),
        "columns": shown.use_columns(),
        "newest": access.newest_of(found),
    }
    return render(request, "vacancies/rents/model.html", context, status=422 if form.errors else 200)


@require_safe
@office_page(*KEEPERS)
def file(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    name = slugify(found.name) or "mietmodell"
    return download(rent_files.as_file(found.rules), f"{name}.toml", "application/toml; charset=utf-8")


def asked(request: DistrictRequest, form: ModelForm, title: str, back: str, lead: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "lead": lead}
    return render(request, "vacancies/rents/form.html", context, status=422 if form.errors else 200)


def added(request: DistrictRequest, form: ModelForm) -> HttpResponse | None:
    def save() -> HttpResponse:
        made = actions.add(form.model(), district=request.district, by=request.viewer)
        messages.success(request, _("The model is saved."))
        return go_to(request, MODEL, made.pk)

    return done_once(request, form, save)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def new(request: DistrictRequest) -> HttpResponse:
    form = ModelForm(request.POST or None)
    return added(request, form) or asked(request, form, _("New rent model"), reverse(MODELS))


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def copy(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    name = _("%(name)s, copy") % {"name": found.name}
    form = ModelForm(request.POST or None, model=found.rules, initial={"name": name[: rent_files.LONGEST_NAME]})
    title = _("Copy “%(name)s”") % {"name": found.name}
    return added(request, form) or asked(request, form, title, reverse(MODEL, args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def edit(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = ModelForm(request.POST or None, model=found.rules)
    if form.is_valid():
        with refusals_shown_on(form):
            changed = actions.change(pk, form.model(), by=request.viewer)
            is_new = changed.pk != pk
            said = _("A new version is saved. Uses that have the old one keep it.") if is_new else _("It is saved.")
            messages.success(request, said)
            return go_to(request, MODEL, changed.pk)
    lead = ""
    if access.is_in_use(found):
        lead = _("Uses have this model. What you change becomes a new version; they keep this one.")
    title = _("Change “%(name)s”") % {"name": found.name}
    return asked(request, form, title, reverse(MODEL, args=[pk]), lead)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files(rent_files.MOST_BYTES)
@office_page(*KEEPERS)
def upload(request: DistrictRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = ModelFileForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid():
        read: Terms = form.cleaned_data["file"]
        with refusals_shown_on(form):
            made: RentModel = actions.add(read, district=request.district, by=request.viewer)
            messages.success(request, _("The model is saved."))
            return go_to(request, MODEL, made.pk)
    return render(request, "vacancies/rents/upload.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@office_page(*KEEPERS)
def retire(request: DistrictRequest, pk: int) -> HttpResponse:
    access.or_404(request.viewer, request.district, pk)
    try:
        actions.retire(pk, by=request.viewer)
        messages.success(request, _("The model is retired. Uses that have it keep it."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, MODEL, pk)


@require_POST
@office_page(*KEEPERS)
def offer_again(request: DistrictRequest, pk: int) -> HttpResponse:
    access.or_404(request.viewer, request.district, pk)
    try:
        actions.offer_again(pk, by=request.viewer)
        messages.success(request, _("The model is offered again."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, MODEL, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def support(request: DistrictRequest, pk: int) -> HttpResponse:
    viewer, district = request.viewer, request.district
    letting = access_lettings.or_404(viewer, district, pk)
    known = access.subsidy_of(letting)
    offered = access.models_for(viewer, district, known)
    form = SubsidyForm(request.POST or None, letting=letting, known=known, offered=offered)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.support(pk, form.cleaned_data["model"].pk, form.subsidy(), by=viewer)
            messages.success(request, _("It is noted who pays what of this rent."))
            return go_to(request, LETTING, pk)
    context = {"form": form, "letting": letting, "known": known, "has_models": offered.exists()}
    return render(request, "vacancies/rents/support.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*KEEPERS)
def support_no_more(request: DistrictRequest, pk: int) -> HttpResponse:
    access_lettings.or_404(request.viewer, request.district, pk)
    actions.support_no_more(pk, by=request.viewer)
    messages.success(request, _("This rent is paid by no model any more."))
    return go_to(request, LETTING, pk)
