from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kiezkontor.districts.models import District


def front(request: HttpRequest) -> HttpResponse:
    return render(request, "home/front.html", {"districts": District.objects.published()})


def district(request: HttpRequest) -> HttpResponse:
    return render(request, "home/district.html", {})
