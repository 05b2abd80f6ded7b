"""Pages of a run of letters and its file, the same wherever letters are made; who may see a run is asked before."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.notices.models import LetterRun
from kiezkontor.notices.run_shown import progress_of
from kiezkontor.shared.files import pdf_to_save
from kiezkontor.shared.web import wants_partial

PAGE, PROGRESS = "organisations/office/letters_run.html", "organisations/office/letters_progress.html"


def run_page(request: HttpRequest, run: LetterRun, **about: Any) -> HttpResponse:
    """about: what the templates need to know of the place where the letters are made."""
    context = progress_of(run, now=timezone.now()) | about
    return render(request, PROGRESS if wants_partial(request) else PAGE, context)


def file_of(run: LetterRun, made: bytes | None, *, name: str) -> HttpResponse:
    """made: what was taken of it. name: how the file begins to be called, its day follows."""
    if made is None:
        raise Http404(_("These letters are not printed yet, or their file was deleted."))
    return pdf_to_save(made, f"{name}-{timezone.localdate(run.made_at).isoformat()}")
