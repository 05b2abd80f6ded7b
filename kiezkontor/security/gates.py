"""Pages about the own sign-in: for whoever is signed in, some only after showing once more that it is they."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from kiezkontor.accounts.devices import is_confirmed
from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.security.access import lacks_second_step
from kiezkontor.shared.web import go_to


class OwnRequest(HttpRequest):
    """A request by somebody who is signed in."""

    viewer: Viewer


type View[**P] = Callable[Concatenate[OwnRequest, P], HttpResponse]


def person_of(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # the gate has seen to it
    return request.user


def own_page[**P](view: View[P]) -> Callable[..., Any]:
    """Open to everybody who is signed in; answers are kept by no cache."""
    return never_cache(login_required(view))


def confirmed_page[**P](view: View[P]) -> Callable[..., Any]:
    """As `own_page`, but only shortly after signing in or confirming; others are led to confirm and come back."""

    @wraps(view)
    def guarded(request: OwnRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_confirmed(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("security:overview")
        return HttpResponseRedirect(f"{reverse('security:confirm')}?{urlencode({'next': back})}")

    return own_page(cast("View[P]", guarded))


def for_operators[R: HttpRequest, **P](
    view: Callable[Concatenate[R, P], HttpResponse],
) -> Callable[Concatenate[R, P], HttpResponse]:
    """Refuse whoever does not administer the installation; lead to the second step where it asks for one."""

    @wraps(view)
    def guarded(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        viewer = cast(OwnRequest, request).viewer
        if not viewer.is_operator:
            raise PermissionDenied
        if lacks_second_step(viewer, frozenset()):
            return go_to(request, reverse("security:overview"))
        return view(request, *args, **kwargs)

    return cast("Callable[Concatenate[R, P], HttpResponse]", guarded)


def confirmed_operators_page[**P](view: View[P]) -> Callable[..., Any]:
    """As `confirmed_page`, for the operator of the installation alone."""
    return own_page(for_operators(cast("View[P]", confirmed_page(view))))


def safe_next(request: HttpRequest) -> str:
    """Where the request wants to go on to, if that is a path of this site; else empty."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_path = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_path else ""
