"""Who may open an office page: default deny, said once above the view."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Protocol, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from kiezkontor.accounts.viewer import OFFICE_ROLES
from kiezkontor.districts.requests import DistrictRequest, SiteRequest
from kiezkontor.security.access import lacks_second_step
from kiezkontor.security.gates import for_operators
from kiezkontor.shared.mounting import installation_path, on_installation_host
from kiezkontor.shared.web import go_to

type View[R: HttpRequest, **P] = Callable[Concatenate[R, P], HttpResponse]


class Gated(Protocol):
    """A view behind a gate; `gate` names the roles that pass it, for the whole-site test."""

    gate: frozenset[str]

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse: ...


def office_page[**P](*roles: str) -> Callable[[View[DistrictRequest, P]], Gated]:
    """Open a district's page to its office, or to some roles of it; the operator passes every gate.

    roles: names as in accounts.viewer; none means any office role.
    A visitor is sent to the sign-in and comes back after it. Who holds no role in the district gets 404, as if
    it did not exist; who holds another role than asked for gets 403. Whoever the installation asks for a second step
    is led to set one up. Answers are never kept by a cache.
    """
    allowed = frozenset(roles) or OFFICE_ROLES

    def decorate(view: View[DistrictRequest, P]) -> Gated:
        @wraps(view)
        def guarded(request: DistrictRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            response = answer(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        def answer(request: DistrictRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            viewer = request.viewer
            if viewer.is_visitor:
                return to_sign_in(request)
            if not viewer.is_operator and not viewer.roles_in(request.district):
                raise Http404
            if not viewer.has_role(request.district, *allowed):
                raise PermissionDenied
            if lacks_second_step(viewer, viewer.roles_in(request.district)):
                return go_to(request, installation_path("security:overview"))
            return view(request, *args, **kwargs)

        gated = cast(Gated, guarded)
        gated.gate = allowed
        return gated

    return decorate


def signed_in_page[**P](view: View[SiteRequest, P]) -> Gated:
    """Open a page of the installation to everyone who is signed in; a visitor is sent to the sign-in."""

    @wraps(view)
    def guarded(request: SiteRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = to_sign_in(request) if request.viewer.is_visitor else view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    gated = cast(Gated, guarded)
    gated.gate = frozenset()
    return gated


def operators_page[**P](view: View[SiteRequest, P]) -> Gated:
    """Open a page of the installation to whoever administers it, with a second step where the installation asks."""
    return signed_in_page(for_operators(view))


def opens_to(request: SiteRequest, view: Callable[..., Any]) -> bool:
    """Whether the gate of a view, if it has one, lets this viewer pass."""
    gate: frozenset[str] | None = getattr(view, "gate", None)
    if gate is None:
        return True
    if request.district is None or not gate:
        return not request.viewer.is_visitor
    return request.viewer.has_role(request.district, *gate)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the sign-in on the installation's host, and back here where the page can be asked for again."""
    path = installation_path("account_login")
    if request.method in {"GET", "HEAD"}:
        path += "?" + urlencode({"next": request.get_full_path()}, safe="/")
    return go_to(request, on_installation_host(path, request))
