"""A location in figures, for everybody: page, paper and JSON of the whole district or of one street."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.models import District, Street
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.files import pdf_to_read
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to
from kiezkontor.vacancies import access_location as access
from kiezkontor.vacancies import location_words as words
from kiezkontor.vacancies.actions import enquiries as actions
from kiezkontor.vacancies.forms.location import AskForm
from kiezkontor.vacancies.location_paper import location_pdf
from kiezkontor.vacancies.rules.locations import street_slug


def asked_for(request: DistrictRequest, street: str) -> tuple[Street | None, list[words.Group]]:
    found = access.street_or_404(request.district, street) if street else None
    return found, words.groups_of(access.location_of(request, found))


def address(name: str, street: str) -> str:
    return (
        reverse(f"vacancies:location_street{name}", args=[street]) if street else reverse(f"vacancies:location{name}")
    )


@require_safe
@public_page
def location(request: DistrictRequest, street: str = "") -> HttpResponse:
    found, groups = asked_for(request, street)
    streets = [] if found else access.streets_with_entries(request.district)
    context: dict[str, Any] = {
        "street": found,
        "groups": groups,
        "streets": [(each.name, address("", street_slug(each.name)), count) for each, count in streets],
        "pdf": address("_pdf", street),
        "json": address("_json", street),
        "crumbs": crumbs(),
    }
    return render(request, "vacancies/location/page.html", context)


def crumbs() -> list[dict[str, str]]:
    return [{"label": _("Location in figures"), "url": reverse("vacancies:location")}]


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: DistrictRequest) -> HttpResponse:
    form = AskForm(request.POST or None)

    def take_in() -> HttpResponse:
        actions.ask(**form.values(), district=request.district, by=request.viewer)
        return go_to(request, "vacancies:location_asked")

    if done := done_once(request, form, take_in):
        return done
    form.renew_when_too_old()
    context = {"form": form, "crumbs": crumbs()}
    return render(request, "vacancies/location/ask.html", context, status=422 if form.errors else 200)


@require_safe
@public_page
def asked(request: DistrictRequest) -> HttpResponse:
    return render(request, "vacancies/location/asked.html", {"crumbs": crumbs()})


@require_safe
@public_page
def as_pdf(request: DistrictRequest, street: str = "") -> HttpResponse:
    found, groups = asked_for(request, street)
    url = request.build_absolute_uri(address("", street))
    made = location_pdf(groups, district=request.district, street=found.name if found else "", url=url)
    name = "-".join([_("location-in-figures"), request.district.slug, *([street] if street else [])])
    return pdf_to_read(made, name)


@require_safe
@public_page
def as_json(request: DistrictRequest, street: str = "") -> HttpResponse:
    found, groups = asked_for(request, street)
    name = found.name if found else ""
    data = words.as_data(groups, district=request.district, street=name, contact=contact_of(request.district))
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def contact_of(district: District) -> dict[str, str]:
    """As the page of contact has it, as far as it is known."""
    said = {
        "name": district.office_name or district.name,
        "street": district.office_street,
        "postcode": district.office_postcode,
        "city": district.office_city,
        "phone": district.office_phone,
        "email": district.office_email,
    }
    return {name: value for name, value in said.items() if value}
