"""How views answer: whole page or partial, redirects that htmx follows, refusals shown on their form."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, cast

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from kiezkontor.shared.errors import ActionRefused

type Page[**P] = Callable[Concatenate[Any, P], HttpResponse]


def wants_partial(request: HttpRequest) -> bool:
    """htmx asks for a part; a restored history entry or a boosted link needs the whole page."""
    headers = request.headers
    if headers.get("HX-Request") != "true":
        return False
    return headers.get("HX-History-Restore-Request") != "true" and headers.get("HX-Boosted") != "true"


def render_part(
    request: HttpRequest, template: str, partial: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    name = f"{template}#{partial}" if wants_partial(request) else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def go_to(request: HttpRequest, name: str, *args: Any, **kwargs: Any) -> HttpResponse:
    """Send the browser to a named page; htmx is told by header, since it would swap a followed redirect in."""
    url = resolve_url(name, *args, **kwargs)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def reads_back[**P](form: str) -> Callable[[Page[P]], Page[P]]:
    """What was entered comes back with something said about it; who opens the address itself is led to the form.

    So that the other language and the address bar lead somewhere. form: name of its page, with the same arguments.
    """

    def decorate(view: Page[P]) -> Page[P]:
        @wraps(view)
        def answer(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(request, *args, **kwargs) if request.method == "POST" else go_to(request, form, *args, **kwargs)

        return cast(Page[P], require_http_methods(["GET", "HEAD", "POST"])(answer))

    return decorate


@contextmanager
def refusals_shown_on(form: BaseForm) -> Iterator[None]:
    try:
        yield
    except ActionRefused as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, refused.sentence)
