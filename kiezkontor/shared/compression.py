from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from kiezkontor.shared.caching import PUBLISHED_AS


class PublicGZipMiddleware(GZipMiddleware):
    """Compress answers, except those that carry a secret beside what the visitor typed (BREACH)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "no-transform" in response.headers.get("Cache-Control", ""):
            return response  # parts of a file are counted in bytes
        if PUBLISHED_AS in response.headers:
            return response  # who keeps it packs it once
        if request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or "sessionid" in request.COOKIES:
            return response
        if isinstance(response, HttpResponse) and b"csrfmiddlewaretoken" in response.content:
            return response
        return super().process_response(request, response)
