"""Whether a certificate is genuine, for everybody who holds one in their hands."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings.forms.courses import CheckForm
from kiezkontor.meetings.proofs import confirmed


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: DistrictRequest) -> HttpResponse:
    form = CheckForm(request.POST or None)
    context = {"form": form, "is_answered": False}
    if form.is_valid():
        found = confirmed(request.district, **form.cleaned_data)
        context |= {"is_answered": True, "certificate": found, "said": form.cleaned_data}
    form.renew_when_too_old()
    return render(request, "meetings/certificate_check.html", context, status=422 if form.errors else 200)
