"""A form that makes something makes it once, however often its button is pressed.

Every page carries another mask of the visitor's secret against forged forms, which tells one opened page from the next.
Pages of the office are read anew when a browser goes back to them; then `opened.js` says which mask the page had when
it was opened first. Browsers without scripts only know the address they go back to: pages that make what may be there
twice get one of their own at each opening (`opened_apart`). What a page made is remembered under it and all that was
entered: the same sent again leads to the same place, anything else is a new thing. Remembering is part of the deed's
transaction, so that a second press waits for the first, in any process, and a refused form may be sent again. What
takes long is done before, so that nobody waits for the lock of the transaction meanwhile.
"""

import hashlib
import json
from collections.abc import Callable, Collection

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from kiezkontor.shared.web import go_to, refusals_shown_on

REMEMBERED_SECONDS = 24 * 60 * 60
MASK, FIRST_MASK, OPENED = "csrfmiddlewaretoken", "opened_page", "opened"
OPENED_LENGTH = 12


def opened_apart(request: HttpRequest) -> HttpResponse | None:
    """Where a browser that opens the page goes on: an address of this opening alone; None when it is there."""
    if request.method == "POST" or OPENED in request.GET:
        return None
    asked = request.GET.copy()
    asked[OPENED] = get_random_string(OPENED_LENGTH)
    return HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")


def once(
    request: HttpRequest, act: Callable[[], HttpResponse], *, not_entered: Collection[str] = frozenset()
) -> HttpResponse:
    """Answer a valid form: `act` does what it asks and returns the redirect to what was made.

    Sent again from the same page, nothing is done and the browser is led to the same place; who is signed in reads so.
    not_entered: fields the page fills, which are others when it is read anew.
    """
    if not request.POST.get(MASK):
        return act()
    with transaction.atomic():
        key = "once:" + press_of(request, not_entered)
        if not cache.add(key, "", REMEMBERED_SECONDS):
            if request.user.is_authenticated:
                messages.info(request, _("This was saved already; nothing was made a second time."))
            return go_to(request, cache.get(key) or resolve_url(request.path))
        response = act()
        made = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
        cache.set(key, made, REMEMBERED_SECONDS)
        return response


def done_once(request: HttpRequest, form: BaseForm, act: Callable[[], HttpResponse]) -> HttpResponse | None:
    """The answer to a valid form, as `once`; None where the form is to be shown, with what was refused."""
    if form.is_valid():
        with refusals_shown_on(form):
            return once(request, act)
    return None


def press_of(request: HttpRequest, not_entered: Collection[str] = frozenset()) -> str:
    """What makes this sending the same as another: who and where, the opened page, every entry and every file."""
    opened = request.POST.get(FIRST_MASK) or request.GET.get(OPENED) or request.POST.get(MASK)
    left_out = {MASK, FIRST_MASK, *not_entered}
    entered = sorted((name, several) for name, several in request.POST.lists() if name not in left_out)
    files = sorted((name, file.name, file.size) for name, several in request.FILES.lists() for file in several)
    said = [request.user.pk, request.get_host(), request.get_full_path(), opened, entered, files]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
