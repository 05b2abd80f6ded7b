from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations import access
from kiezkontor.organisations.actions import letters as actions
from kiezkontor.organisations.forms.people import LettersForm
from kiezkontor.organisations.tasks import print_letters
from kiezkontor.shared.once import once
from kiezkontor.shared.web import go_to, refusals_shown_on, wants_partial


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def letters(request: DistrictRequest) -> HttpResponse:
    """Runs of letters made so far, and the form for a new one."""
    form = LettersForm(request.POST or None)

    def start() -> HttpResponse:
        visible = access.visible_to(request.viewer, request.district)
        chosen = access.in_state(visible, request.district, form.cleaned_data["status"], on=timezone.localdate())
        language = form.cleaned_data["language"]
        run = actions.start_letters(chosen, language=language, district=request.district, by=request.viewer)
        print_letters.enqueue(run.pk)
        return go_to(request, "organisations:letters_run", run.pk)

    if form.is_valid():
        with refusals_shown_on(form):
            return once(request, start)
    runs = [
        {"run": run, "count": len(run.subjects)} for run in access.letter_runs_of(request.viewer, request.district)[:50]
    ]
    context = {"form": form, "runs": runs}
    return render(request, "organisations/office/letters.html", context, status=422 if form.errors else 200)


@require_safe
@office_page(COORDINATOR, EDITOR)
def run(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.letter_run_or_404(request.viewer, request.district, pk)
    count, done = len(found.subjects), len(found.written)
    if found.finished_at is not None:
        done = count
    context = {
        "run": found,
        "count": count,
        "value": 100 * done // max(1, count),
        "text": _("%(done)d of %(count)d letters are written.") % {"done": done, "count": count},
    }
    if wants_partial(request):
        return render(request, "organisations/office/letters_progress.html", context)
    return render(request, "organisations/office/letters_run.html", context)


@require_safe
@office_page(COORDINATOR, EDITOR)
def file(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.letter_run_or_404(request.viewer, request.district, pk)
    if found.pdf is None:
        raise Http404(_("These letters are not printed yet."))
    name = f"briefe-{request.district.slug}-{timezone.localdate(found.made_at).isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(bytes(found.pdf), content_type="application/pdf", headers=headers)
