from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from kiezkontor.accounts.viewer import VISITOR
from kiezkontor.districts import office
from kiezkontor.districts.brand import brand_of
from kiezkontor.districts.funding import funding_line
from kiezkontor.districts.models import District


def district(request: HttpRequest) -> dict[str, Any]:
    """What every template may use; what needs the database is fetched only when a page prints it."""
    viewer = getattr(request, "viewer", VISITOR)
    current = getattr(request, "district", None)
    return {
        "district": current,
        "viewer": viewer,
        "funding_line": SimpleLazyObject(lambda: funding_line(current)) if current else None,
        "brand_stylesheet": SimpleLazyObject(lambda: brand_stylesheet(current)) if current else None,
        "office_sections": SimpleLazyObject(lambda: office.sections(request)),
        "office_districts": SimpleLazyObject(lambda: office.offices(viewer, current)),
        "way_in": SimpleLazyObject(lambda: office.way_in(request)),
        "shows_mail": settings.SHOW_MAIL,
    }


def brand_stylesheet(district: District) -> str:
    """The address of the district's colours; it changes with them, so that it may be kept for long."""
    args = [brand_of(district).version]
    return reverse("districts:brand_css", urlconf=settings.DISTRICT_URLCONF, args=args)
