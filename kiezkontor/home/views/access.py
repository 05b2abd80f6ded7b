from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiezkontor.districts.gates import signed_in_page
from kiezkontor.districts.requests import SiteRequest
from kiezkontor.home.my_access import places_of


@require_safe
@signed_in_page
def access(request: SiteRequest) -> HttpResponse:
    places = places_of(request.viewer, on=timezone.localdate())
    return render(request, "home/access.html", {"places": places})
