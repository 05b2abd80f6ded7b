"""What the installation holds about whoever asks, as a page and as files; and deleting the own account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.audit.access import own_deeds
from kiezkontor.audit.sentences import sentence_of
from kiezkontor.districts.actions.reports import receive_report
from kiezkontor.districts.installation import installation_provider
from kiezkontor.home.forms import OwnDataForm
from kiezkontor.home.own_data import held_about, own_row_or_404
from kiezkontor.home.own_places import offices_for, place_of
from kiezkontor.home.telling import as_json, as_pdf, named_for_the_office, named_row, parts_of
from kiezkontor.organisations.actions.leaving import delete_account
from kiezkontor.security.gates import OwnRequest, confirmed_page, own_page, person_of
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once

DEEDS_A_PAGE = 50


@require_safe
@own_page
def overview(request: OwnRequest) -> HttpResponse:
    return render(request, "home/own_data.html", {"parts": parts_of(held_about(person_of(request)))})


@require_safe
@own_page
def deeds(request: OwnRequest) -> HttpResponse:
    """What somebody did themselves, as the log tells it without the names of others."""
    page = Paginator(own_deeds(request.viewer), DEEDS_A_PAGE).get_page(request.GET.get("page"))
    lines = [(entry.at, sentence_of(entry, names_people=False)) for entry in page]
    return render(request, "home/own_deeds.html", {"page": page, "lines": lines})


@require_safe
@confirmed_page
def download(request: OwnRequest, ending: str) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    held = held_about(person)
    if ending == "json":
        return as_json(held, about=person.email, now=now)
    intro = [_("Everything that is kept under the name or the e-mail address of %(email)s.") % {"email": person.email}]
    return as_pdf(held, title=_("What is stored about me"), sender=installation_provider().name, intro=intro, now=now)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def ask(request: OwnRequest, kind: str, table: str = "", key: str = "") -> HttpResponse:
    """Have data corrected or object to their use: where one does it oneself, else with a form to the office."""
    person = person_of(request)
    row = own_row_or_404(person, table, key) if table else None
    place = place_of(row, person, kind) if row is not None else ""
    if place:
        return redirect(place)
    form = OwnDataForm(request.POST or None, kind=kind, offices=offices_for(person, row))

    def send() -> HttpResponse:
        asked = form.cleaned_data
        about = named_for_the_office(row) if row is not None else ""
        receive_report(
            asked["office"],
            kind=kind,
            about=about,
            message=asked["message"],
            name=person.name,
            email=person.email,
            by=request.viewer,
        )
        messages.success(request, _("It is on its way to the office. You get a mail that says by when it answers."))
        return redirect("home:own_data")

    if done := done_once(request, form, send):
        return done
    about = named_row(row) if row is not None else ""
    context = {"form": form, "kind": kind, "about": about}
    return render(request, "home/own_request.html", context, status=422 if form.errors else 200)


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
