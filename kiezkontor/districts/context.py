from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kiezkontor.accounts.viewer import VISITOR
from kiezkontor.districts import office
from kiezkontor.districts.funding import funding_line


def district(request: HttpRequest) -> dict[str, Any]:
    """What every template may use; what needs the database is fetched only when a page prints it."""
    viewer = getattr(request, "viewer", VISITOR)
    current = getattr(request, "district", None)
    return {
        "district": current,
        "viewer": viewer,
        "funding_line": SimpleLazyObject(lambda: funding_line(current)) if current else None,
        "office_sections": SimpleLazyObject(lambda: office.sections(request)),
        "office_districts": SimpleLazyObject(lambda: office.offices(viewer)),
        "shows_mail": settings.SHOW_MAIL,
    }
