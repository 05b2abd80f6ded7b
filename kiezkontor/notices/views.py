from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.notices import access, actions, tokens
from kiezkontor.notices.words import KINDS


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    folder = access.mail_folder()
    if folder is None:
        raise Http404
    return render(request, "notices/outbox.html", {"mails": access.written_mails(folder)})


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
@never_cache
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """The signed link is the permission: mail programs send the form by themselves, without a cookie (RFC 8058)."""
    found = tokens.left_by(token)
    if found is None:
        raise Http404(_("This link is incomplete. Please copy it from the mail as a whole."))
    address, kind, scope_id = found
    if request.method == "POST":
        actions.leave(address, kind, scope_id=scope_id)
    context = {"address": address, "kind": KINDS[kind], "done": request.method == "POST"}
    return render(request, "notices/leave.html", context)
