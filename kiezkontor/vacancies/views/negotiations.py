"""Negotiations between seekers and owners: what was said, what is next, how it ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.desk import access as desk
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access, access_seekers
from kiezkontor.vacancies import access_negotiations as readable
from kiezkontor.vacancies.access import KEEPERS, people_of
from kiezkontor.vacancies.actions import negotiating as actions
from kiezkontor.vacancies.forms.negotiations import EndNegotiationForm, NoteForm
from kiezkontor.vacancies.models import Negotiation

NEGOTIATION = "vacancies:negotiation"


@require_POST
@office_page(*KEEPERS)
def begin(request: DistrictRequest, pk: int, sought: int) -> HttpResponse:
    case = access.or_404(request.viewer, request.district, pk)
    seeker = access_seekers.or_404(request.viewer, request.district, sought)
    try:
        made = actions.open_negotiation(case.pk, seeker.pk, by=request.viewer)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
        return go_to(request, "vacancies:office_case", pk)
    return go_to(request, NEGOTIATION, made.pk)


@require_safe
@office_page(*KEEPERS)
def negotiation(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    context = {
        "negotiation": found,
        "notes": readable.notes_of(found),
        "tasks": desk.tasks_about(request.viewer, request.district, readable.TABLE, pk),
    }
    return render(request, "vacancies/negotiations/negotiation.html", context)


def crumbs_of(found: Negotiation) -> list[dict[str, object]]:
    return [
        {"label": found.case, "url": reverse("vacancies:office_case", args=[found.case_id])},
        {
            "label": _("Negotiation with %(name)s") % {"name": found.request},
            "url": reverse(NEGOTIATION, args=[found.pk]),
        },
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def note(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    waiting = actions.steps_waiting(found)
    form = NoteForm(request.POST or None, waiting=waiting[-1] if waiting else None, people=people_of(request.district))

    def write() -> HttpResponse:
        actions.note(pk, form.said(), form.then(), by=request.viewer)
        return go_to(request, NEGOTIATION, pk)

    if done := done_once(request, form, write):
        return done
    context = {
        "form": form,
        "title": _("Note what was said"),
        "lead": _("What was offered stays inside: neither side reads it here."),
        "crumbs": crumbs_of(found),
        "back": reverse(NEGOTIATION, args=[pk]),
    }
    return render(request, "vacancies/viewings/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def end(request: DistrictRequest, pk: int) -> HttpResponse:
    """Ended with an agreement, the office goes on to the contract, with what was offered last."""
    found = readable.or_404(request.viewer, request.district, pk)
    form = EndNegotiationForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            ended = actions.end(pk, outcome=form.cleaned_data["outcome"], by=request.viewer)
            messages.success(
                request, _("The negotiation has ended: %(outcome)s.") % {"outcome": ended.get_outcome_display()}
            )
            if ended.outcome == Negotiation.Outcome.AGREED:
                return go_to(request, f"{reverse('vacancies:letting_agree', args=[found.case_id])}?negotiation={pk}")
            return go_to(request, NEGOTIATION, pk)
    context = {
        "form": form,
        "title": _("End the negotiation"),
        "lead": _("If they agreed, the contract comes next; the request counts as placed."),
        "crumbs": crumbs_of(found),
        "back": reverse(NEGOTIATION, args=[pk]),
    }
    return render(request, "vacancies/viewings/form.html", context, status=422 if form.errors else 200)
