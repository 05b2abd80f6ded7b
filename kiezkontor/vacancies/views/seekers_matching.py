"""Proposals: for one vacancy those who look, for one who looks the vacancies, each with the reasons; and the mix."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.districts.access import streets_of
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to
from kiezkontor.vacancies import access, access_exposes, access_seekers, fitting
from kiezkontor.vacancies.access_seekers import READERS
from kiezkontor.vacancies.actions import enquiries as actions
from kiezkontor.vacancies.actions import proposing
from kiezkontor.vacancies.forms.seekers_office import MixForm


@require_safe
@office_page(*READERS)
def for_case(request: DistrictRequest, pk: int) -> HttpResponse:
    case = access.or_404(request.viewer, request.district, pk)
    fits = fitting.best_requests(case, on=timezone.localdate())
    context = {
        "case": case,
        "fits": fits,
        "told": access_seekers.told_of(case),
        "is_public": access_exposes.published_in(request.district).filter(case=case).exists(),
    }
    return render(request, "vacancies/seekers/for_case.html", context)


@require_POST
@office_page(*READERS)
def propose(request: DistrictRequest, pk: int, sought: int) -> HttpResponse:
    case = access.or_404(request.viewer, request.district, pk)
    seeker = access_seekers.or_404(request.viewer, request.district, sought)
    try:
        proposing.propose(case.pk, seeker.pk, by=request.viewer)
        messages.success(request, _("A mail about this room goes to %(name)s.") % {"name": seeker})
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, "vacancies:office_case_seekers", pk)


@require_safe
@office_page(*READERS)
def for_seeker(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_seekers.or_404(request.viewer, request.district, pk)
    context = {
        "sought": found,
        "fits": fitting.best_vacancies(found, on=timezone.localdate()),
        "says_something": fitting.says_something(found),
        "asks_elsewhere": found.elsewhere and access_seekers.agreed_to_pass_on(found) is None,
    }
    return render(request, "vacancies/seekers/for_seeker.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*READERS)
def mixes(request: DistrictRequest) -> HttpResponse:
    form = MixForm(request.POST or None, streets=streets_of(request.district).order_by("name"))

    def set_it() -> HttpResponse:
        actions.set_mix(request.district, by=request.viewer, **form.cleaned_data)
        return go_to(request, "vacancies:seeker_mixes")

    if done := done_once(request, form, set_it):
        return done
    context = {"form": form, "mixes": access_seekers.mixes_for(request.viewer, request.district)}
    return render(request, "vacancies/seekers/mixes.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*READERS)
def drop_mix(request: DistrictRequest, pk: int) -> HttpResponse:
    mix = access_seekers.mix_or_404(request.viewer, request.district, pk)
    mix.district = request.district
    actions.drop_mix(mix, by=request.viewer)
    messages.success(request, _("There is no target any more."))
    return go_to(request, "vacancies:seeker_mixes")
