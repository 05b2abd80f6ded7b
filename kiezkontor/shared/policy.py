from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware

# These run and load nothing by themselves, so the policy would be weight alone; drawings (SVG) may carry scripts.
HARMLESS = ("text/css", "font/", "image/jpeg", "image/png", "image/webp")


class PolicyWhereItCounts(ContentSecurityPolicyMiddleware):
    """The content security policy on pages, scripts and whatever else a browser may run."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.headers.get("Content-Type", "").startswith(HARMLESS):
            return response
        return super().process_response(request, response)
