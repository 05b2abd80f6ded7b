from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.urls import set_script_prefix
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from kiezkontor.accounts.devices import note_use
from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import VISITOR, Viewer
from kiezkontor.districts import access, gates
from kiezkontor.districts.requests import SiteRequest
from kiezkontor.shared.bodies import refusal


class ViewerMiddleware:
    """Sets `request.viewer`; a reading visitor without a session cookie costs no query."""

    def __init__(self, get_response: Callable[[SiteRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: SiteRequest) -> HttpResponse:
        request.viewer = cast(Viewer, SimpleLazyObject(lambda: viewer_of(request)))
        if request.district is not None and not access.visible_to(request.viewer, request.district):
            leave_district(request)
            if not request.on_installation_host:
                raise Http404
        return self.get_response(request)

    def process_view(
        self, request: SiteRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Before a form is read, which the check against forged ones does: refuse what is too large for the page."""
        may_send_files = gates.opens_to(request, view)
        refused = refusal(request, getattr(view, "most_bytes", 0) if may_send_files else 0)
        if refused is not None and not may_send_files and request.viewer.is_visitor:
            return gates.to_sign_in(request)
        return refused


def leave_district(request: SiteRequest) -> None:
    """The answer must not tell that the district exists, so the address is looked up as if it did not."""
    request.district = None
    set_script_prefix("/")
    request.path_info = request.path
    request.urlconf = settings.ROOT_URLCONF
    translation.activate(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE)
    request.LANGUAGE_CODE = translation.get_language()


def viewer_of(request: SiteRequest) -> Viewer:
    user = request.user
    if isinstance(user, AnonymousUser) or not isinstance(user, Person):
        # request.user is itself lazy; isinstance sees through it
        return VISITOR
    note_use(request)
    return access.viewer_for(user, on=timezone.localdate())
