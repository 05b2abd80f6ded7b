from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kiezkontor.security.access import lacks_second_step

_opens = admin.site.has_permission


def has_permission(request: HttpRequest) -> bool:
    """The administration is the operator's office: it opens with a second step where the installation asks for one."""
    viewer: Any = getattr(request, "viewer", None)
    return _opens(request) and viewer is not None and not lacks_second_step(viewer, frozenset())


admin.site.has_permission = has_permission  # type: ignore[method-assign]  # of this one site
