"""Answers that browsers may keep and ask about again."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

# Names in a request's environment: whether somebody keeps pages, and what the page may be kept under, which the answer
# repeats in its header: a district's key and the path it is mounted at.
PUBLISHES, PUBLISHABLE = "kontor.publishes", "kontor.publishable"
PUBLISHED_AS = "X-Kontor-Published-As"
MESSAGES = CookieStorage.cookie_name

type View[R: HttpRequest, **P] = Callable[Concatenate[R, P], HttpResponseBase]


def public_page[R: HttpRequest, **P](view: View[R, P]) -> View[R, P]:
    """Answer 304 where the browser already holds this very page; a changed page is seen at once.

    The tag is a hash of what was rendered, so it can never be stale. Answers that set a cookie or carry a form's
    secret are left alone. Where pages are published, it says of this one that everybody gets the same.
    """

    @wraps(view)
    def answered(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method not in {"GET", "HEAD"} or response.status_code != 200:
            return response
        if response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            return response
        signed_in = is_signed_in(request)
        publishes = request.META.get(PUBLISHES) and PUBLISHABLE in request.META
        if publishes and not signed_in and MESSAGES not in request.COOKIES:
            response.headers[PUBLISHED_AS] = request.META[PUBLISHABLE]
        if not isinstance(response, HttpResponse):
            return response
        if PUBLISHED_AS in response.headers:
            allow_to_keep(request, response)
            return response  # who keeps it tags it, and answers those who hold it already
        return tagged(request, response)

    return answered


def is_signed_in(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def allow_to_keep(request: HttpRequest, response: HttpResponse) -> None:
    """Browsers may keep it and ask each time; what stands between keeps it only where nobody is signed in."""
    whose = "private" if is_signed_in(request) else "public"
    patch_cache_control(response, no_cache=True, **{whose: True})


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its tag, or 304 where whoever asks holds this very one already."""
    allow_to_keep(request, response)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    response.headers["ETag"] = etag
    answer: HttpResponse = get_conditional_response(request, etag=etag, response=response) or response
    return answer
