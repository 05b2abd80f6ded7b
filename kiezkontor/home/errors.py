from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string

# Pages whose button signs in, which changes the secret against forged forms.
SIGNS_IN = frozenset({"invitations:accept", "account_confirm_login_code"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request: what failed may be the database or a context processor.
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A second press of a button that signed in carries the secret from before; it leads where the first did."""
    place = request.resolver_match.view_name if request.resolver_match else ""
    if place in SIGNS_IN and request.user.is_authenticated:
        return HttpResponseRedirect(request.get_full_path())
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
