from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR
from kiezkontor.districts import presenting
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations import access
from kiezkontor.organisations.access_freshness import unasked_without_mail, whose_mail_came_back
from kiezkontor.organisations.access_informing import uninformed
from kiezkontor.organisations.actions import letters as actions
from kiezkontor.organisations.forms.people import LettersForm
from kiezkontor.organisations.letters_about_entries import PAPERS
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules.purposes import FRESH, LETTER
from kiezkontor.organisations.run_pages import file_of, run_page
from kiezkontor.organisations.tasks import print_letters
from kiezkontor.shared.confirming import is_confirmed, signed
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import once
from kiezkontor.shared.web import go_to, refusals_shown_on


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def letters(request: DistrictRequest) -> HttpResponse:
    """Runs of letters made so far, and the form for a new one: first how many letters it would be, then the run.

    It is made as it was shown: where the choice or those it concerns have changed, it is shown again.
    """
    form = LettersForm(request.POST or None)
    if not form.is_valid():
        return letters_page(request, form)
    chosen = access.listed_in(request.viewer, request.district, form.cleaned_data["status"], on=timezone.localdate())
    going = actions.receivers(chosen, request.district)
    sure = signed(form.cleaned_data, going, salt="organisations.letters")
    with refusals_shown_on(form):
        actions.refuse_number(len(going))
        if is_confirmed(request, sure):
            language = form.cleaned_data["language"]
            return once(request, lambda: started(request, chosen, kind=LETTER, language=language))
    return letters_page(request, form, going=len(going), left_out=chosen.count() - len(going), sure=sure)


def started(request: DistrictRequest, to: QuerySet[Organisation], *, kind: str, language: str) -> HttpResponse:
    run = actions.start_letters(to, kind=kind, language=language, district=request.district, by=request.viewer)
    print_letters.enqueue(run.pk)
    return go_to(request, "organisations:letters_run", run.pk)


def letters_page(request: DistrictRequest, form: LettersForm, **shown: Any) -> HttpResponse:
    """shown: going, left_out and sure, once it is known how many letters it would be."""
    today = timezone.localdate()
    unasked = unasked_without_mail(request.district, on=today)
    count, came_back = unasked.count(), whose_mail_came_back(unasked, request.district, on=today).count()
    context = {
        "form": form,
        **shown,
        "runs": access.letter_runs_of(request.viewer, request.district)[:50],
        "unasked": count,
        "unknown": count - came_back,
        "came_back": came_back,
        "asking": len(actions.receivers(unasked, request.district)),
        "uninformed": uninformed(request.viewer, request.district, on=today).count(),
    }
    return render(request, "organisations/office/letters.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(COORDINATOR, EDITOR)
def ask_by_letter(request: DistrictRequest) -> HttpResponse:
    """Letters to all whose entries are to be confirmed and who get no mail."""
    unasked = unasked_without_mail(request.district, on=timezone.localdate())
    try:
        return once(request, lambda: started(request, unasked, kind=FRESH, language=presenting.language()))
    except ActionRefused as refused:
        form = LettersForm({"status": "", "language": "de"})
        form.add_error(None, refused.sentence)
    return letters_page(request, form)


@require_POST
@office_page(COORDINATOR, EDITOR)
def letter_to_one(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    alone = access.visible_to(request.viewer, request.district).filter(pk=organisation.pk)
    try:
        return once(request, lambda: started(request, alone, kind=LETTER, language=presenting.language()))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, "organisations:office_entry", pk)


@require_safe
@office_page(COORDINATOR, EDITOR)
def run(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.letter_run_or_404(request.viewer, request.district, pk)
    return run_page(request, found, pages="organisations:letters")


@require_POST
@office_page(COORDINATOR, EDITOR)
def file(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.letter_run_or_404(request.viewer, request.district, pk)
    informs = PAPERS[found.purpose].informs
    made = actions.take_file(found, district=request.district, by=request.viewer, informs=informs)
    return file_of(found, made, name=f"briefe-{request.district.slug}")
