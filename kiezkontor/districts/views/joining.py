from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts import presenting
from kiezkontor.districts.actions.joining import ask_to_take_part
from kiezkontor.districts.forms.public import JoinForm
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: DistrictRequest) -> HttpResponse:
    form = JoinForm(request.POST or None)

    def ask() -> HttpResponse:
        ask_to_take_part(request.district, language=presenting.language(), **form.cleaned_data)
        return go_to(request, "districts:joined")

    if done := done_once(request, form, ask):
        return done
    form.renew_when_too_old()
    return render(request, "districts/join.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def joined(request: DistrictRequest) -> HttpResponse:
    return render(request, "districts/joined.html")
