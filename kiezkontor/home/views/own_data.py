"""What the installation holds about whoever asks, as a page and as a file; and deleting the own account."""

import json
from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.home.own_data import held_about
from kiezkontor.organisations.actions.leaving import delete_account
from kiezkontor.security.gates import OwnRequest, confirmed_page, own_page, person_of
from kiezkontor.shared.errors import ActionRefused


@require_safe
@own_page
def overview(request: OwnRequest) -> HttpResponse:
    context = {"held": held_about(person_of(request)), "today": timezone.localdate()}
    return render(request, "home/own_data.html", context)


@require_safe
@confirmed_page
def download(request: OwnRequest) -> HttpResponse:
    person = person_of(request)
    tables = [asdict(each) for each in held_about(person)]
    data = {"person": person.email, "made_at": timezone.now().isoformat(), "held": tables}
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    headers = {"Content-Disposition": 'attachment; filename="meine-daten.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_page
def delete(request: OwnRequest) -> HttpResponse:
    person = person_of(request)
    if request.method == "POST":
        try:
            delete_account(person)
        except ActionRefused as refused:
            messages.error(request, refused.sentence)
            return redirect("home:delete_account")
        logout(request)
        return redirect("home:front")
    return render(request, "home/delete_account.html", {"email": person.email})
