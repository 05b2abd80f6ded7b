from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kiezkontor.notices import access


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    folder = access.mail_folder()
    if folder is None:
        raise Http404
    return render(request, "notices/outbox.html", {"mails": access.written_mails(folder)})
