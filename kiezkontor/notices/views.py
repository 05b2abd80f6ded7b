from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.notices import access, actions, tokens
from kiezkontor.notices.answering import answer_to
from kiezkontor.notices.forms import AnswerForm, ReceiverFilter
from kiezkontor.notices.incoming import store
from kiezkontor.notices.words import KINDS

SHOWN = 30


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    folder = access.mail_folder()
    if folder is None:
        raise Http404
    written = access.written_mails(folder)
    form = ReceiverFilter(request.GET, receivers=(mail.to for mail in written))
    to = form.asked()
    found = [mail for mail in written if to in {"", mail.to}][:SHOWN]
    mails = [(mail, tokens.takes_answers(mail.reply_to)) for mail in found]
    return render(request, "notices/outbox.html", {"mails": mails, "form": form, "to": to})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Answer a mail of a demonstration, as its receiver's mail program would; the answer comes in like any other."""
    folder = access.mail_folder()
    if folder is None:
        raise Http404
    mail = access.answerable_or_404(folder, key)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        store(answer_to(mail, form.cleaned_data["words"]), receiver=mail.reply_to)
        messages.success(
            request, _("The answer is on its way. Load this page again in a moment to see what came of it.")
        )
        return redirect("notices:outbox")
    return render(request, "notices/answer.html", {"form": form, "mail": mail}, status=422 if form.errors else 200)


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
