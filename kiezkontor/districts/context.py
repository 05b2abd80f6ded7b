from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kiezkontor.accounts.viewer import VISITOR
from kiezkontor.districts.funding import funding_line


def district(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the district, the viewer, and the funding line (fetched when a page prints it)."""
    current = getattr(request, "district", None)
    return {
        "district": current,
        "viewer": getattr(request, "viewer", VISITOR),
        "funding_line": SimpleLazyObject(lambda: funding_line(current)) if current else None,
        "shows_mail": settings.SHOW_MAIL,
    }
