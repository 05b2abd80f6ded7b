"""The office and who uses the units of its vacancies: agreeing, extending, making permanent, ending."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.files import pdf_to_save
from kiezkontor.shared.once import done_once
from kiezkontor.shared.spreadsheet import csv_file, xlsx_file
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access, access_negotiations, papers, presenting_rents
from kiezkontor.vacancies import access_lettings as readable
from kiezkontor.vacancies import presenting_lettings as shown
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.access_rents import subsidy_of
from kiezkontor.vacancies.actions import lettings, looking_after
from kiezkontor.vacancies.forms.lettings import (
    AgreeForm,
    EndForm,
    ExtendForm,
    FollowUpForm,
    HandoverForm,
    RentForm,
    TermsForm,
)
from kiezkontor.vacancies.models import Letting, VacancyCase
from kiezkontor.vacancies.presenting_seekers import use_said
from kiezkontor.vacancies.rules.lettings import AFTER_END, PERMANENT

LETTING = "vacancies:letting"


@require_safe
@office_page(*KEEPERS)
def letting_list(request: DistrictRequest) -> HttpResponse:
    """All uses, those that run first and of them the ones that end soonest."""
    viewer, district = request.viewer, request.district
    rows = shown.rows_of(readable.with_cases(readable.visible_to(viewer, district)))
    stayed, ended = readable.permanence(viewer, district)
    context = {"rows": rows, "stayed": stayed, "ended": ended}
    return render(request, "vacancies/office/lettings.html", context)


@require_safe
@office_page(*KEEPERS)
def table(request: DistrictRequest, kind: str) -> HttpResponse:
    """The list as a file. kind: "csv" or "xlsx"."""
    rows = shown.rows_of(readable.with_cases(readable.visible_to(request.viewer, request.district)))
    make = csv_file if kind == "csv" else xlsx_file
    name = f"{request.district.slug}-{timezone.localdate()}-nutzungen"
    return make(name, shown.COLUMNS, [shown.cells_of(row) for row in rows])


@require_safe
@office_page(*KEEPERS)
def letting(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    subsidy = subsidy_of(found)
    context = {
        "letting": found,
        "subsidy": subsidy,
        "paid": presenting_rents.of_letting(subsidy, found),
        "state": shown.state_of(found),
        "facts": shown.facts_of(found),
        "rents": shown.rents_of(found),
        "handovers": readable.handovers_of(found),
        "moving_in": readable.moving_in(request.viewer, found),
        "follow_ups": shown.follow_ups_of(found),
        "is_missing": readable.is_missing_in_register(found),
        "is_permanent": found.kind == PERMANENT,
        "followed_by": readable.lease_after(found),
    }
    return render(request, "vacancies/office/letting.html", context)


def asked(
    request: DistrictRequest, form: BaseForm, title: str, *, back: str, lead: str = "", of: Letting | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "title": title, "lead": lead, "back": back, "letting": of}
    return render(request, "vacancies/office/letting_form.html", context, status=422 if form.errors else 200)


@contextmanager
def telling_of_offer(request: DistrictRequest, case: VacancyCase) -> Iterator[None]:
    """Says so where the offer everybody reads names another day from when the unit is free afterwards."""
    before = readable.free_day_told(case)
    yield
    after = readable.free_day_told(case)
    if after is not None and after != before and after[0] is not None:
        said = _(
            "The offer of this unit now says that it is free from %(day)s, because the use goes on until then. Please "
            "tell the owner, who had released another day."
        )
        messages.warning(request, said % {"day": date_format(after[0])})


def say_if_told_later(request: DistrictRequest, letting: Letting) -> None:
    """Says so where the offer everybody reads names a later day than the end of a use; when, the owner decides."""
    told, over = readable.free_day_told(letting.case), letting.ended_on or letting.ends_on
    if told and told[0] and over and told[0] > over:
        said = _(
            "Its offer still says that the unit is free from %(day)s. If it can be had earlier now, please ask the "
            "owner and change it there."
        )
        messages.info(request, said % {"day": date_format(told[0])})


def negotiated(request: DistrictRequest, case: VacancyCase) -> dict[str, Any]:
    """The form of a contract begins with the negotiation asked for, or the last in which they agreed."""
    key = whole_number(request.GET.get("negotiation", ""))
    found = access_negotiations.of_case(request.viewer, case) if key else []
    chosen = next((each for each in found if each.pk == key), None)
    negotiation = chosen or access_negotiations.agreed_last(request.viewer, case)
    if negotiation is None:
        return {}
    last, seeker = access_negotiations.offered_last(negotiation), negotiation.request
    said = {
        "request": seeker.pk,
        "tenant": str(seeker),
        "purpose": use_said(seeker),
    }
    return said | ({"cold": last.rent, "utilities": last.utilities, "words": last.term} if last else {})


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def agree(request: DistrictRequest, pk: int) -> HttpResponse:
    case = access.or_404(request.viewer, request.district, pk)
    seekers = readable.seekers_of(request.viewer, case)
    form = AgreeForm(request.POST or None, initial=negotiated(request, case), seekers=seekers)

    def save() -> HttpResponse:
        said = form.cleaned_data["words"]
        sought, rent = form.request_pk(), form.rent()
        with telling_of_offer(request, case):
            made = lettings.agree(case.pk, form.terms(), rent=rent, request_pk=sought, words=said, by=request.viewer)
        messages.success(request, _("It is saved: %(stage)s.") % {"stage": made.case.get_stage_display()})
        return go_to(request, LETTING, made.pk)

    if done := done_once(request, form, save):
        return done
    lead = _("What was agreed for %(place)s. The vacancy goes to the stage that follows from it.") % {"place": case}
    back = reverse("vacancies:office_case", args=[case.pk])
    return asked(request, form, _("Agree on a use"), back=back, lead=lead)


def changed(
    request: DistrictRequest, found: Letting, form: BaseForm, title: str, save: Callable[[], str], *, lead: str = ""
) -> HttpResponse:
    """A form about one use: saved, it says so there."""
    if form.is_valid():
        with refusals_shown_on(form):
            messages.success(request, save())
            return go_to(request, LETTING, found.pk)
    return asked(request, form, title, back=reverse(LETTING, args=[found.pk]), lead=lead, of=found)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def edit(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    form = TermsForm(request.POST or None, letting=found)

    def save() -> str:
        with telling_of_offer(request, found.case):
            say_if_told_later(request, lettings.change_terms(pk, form.terms(), by=request.viewer))
        return _("It is saved.")

    return changed(request, found, form, _("Change what was agreed"), save)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def add_rent(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    form = RentForm(request.POST or None)

    def save() -> str:
        lettings.add_rent(pk, form.rent(), by=request.viewer)
        return _("The rent is saved.")

    lead = _("From this day on the rent is another one. What was paid before stays.")
    return changed(request, found, form, _("A further step of the rent"), save, lead=lead)


@require_POST
@office_page(*KEEPERS)
def remove_rent(request: DistrictRequest, pk: int, rent_pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    rent = readable.rent_or_404(found, rent_pk)
    try:
        lettings.remove_rent(found.pk, rent.pk, by=request.viewer)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, LETTING, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def extend(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    form = ExtendForm(request.POST or None)

    def save() -> str:
        with telling_of_offer(request, found.case):
            extended = lettings.extend(pk, by=request.viewer, **form.cleaned_data)
        return _("It is extended until %(day)s.") % {"day": date_format(extended.last_day or timezone.localdate())}

    lead = _("Agreed so far until %(day)s.") % {"day": date_format(found.last_day)} if found.last_day else ""
    return changed(request, found, form, _("Extend the use"), save, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def convert(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    form = AgreeForm(request.POST or None, kinds=(PERMANENT,), before=found)

    def save() -> HttpResponse:
        said = form.cleaned_data["words"]
        lease = lettings.convert(pk, form.terms(), rent=form.rent(), words=said, by=request.viewer)
        messages.success(
            request, _("It is a permanent lease now. The use before is kept as one that became permanent.")
        )
        return go_to(request, LETTING, lease.pk)

    if done := done_once(request, form, save):
        return done
    lead = _("The use so far ends on the day before the lease begins.")
    return asked(request, form, _("Make it permanent"), back=reverse(LETTING, args=[pk]), lead=lead, of=found)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def end(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    form = EndForm(request.POST or None, letting=found)

    def save() -> str:
        say_if_told_later(request, lettings.end(pk, by=request.viewer, **form.cleaned_data))
        return _("It is noted that this use is over.")

    lead = _("An open vacancy goes back to talks. What was agreed stays readable.")
    return changed(request, found, form, _("End the use"), save, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def hand_over(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    form = HandoverForm(request.POST or None)

    def save() -> HttpResponse:
        looking_after.hand_over(pk, form.record(), by=request.viewer)
        messages.success(request, _("The record is saved."))
        return go_to(request, LETTING, pk)

    if done := done_once(request, form, save):
        return done
    return asked(request, form, _("Write a handover record"), back=reverse(LETTING, args=[pk]), of=found)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def follow_up(request: DistrictRequest, pk: int, months: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    form = FollowUpForm(request.POST or None)

    def save() -> str:
        looking_after.follow_up(pk, months=months, by=request.viewer, **form.cleaned_data)
        return _("It is noted how it goes.")

    title = _("How it goes after %(months)s months") % {"months": months}
    if months == AFTER_END:
        title = _("What became of them after the end")
    elif not found.is_running:
        title = _("What became of them after %(months)s months") % {"months": months}
    return changed(request, found, form, title, save)


@require_POST
@office_page(*KEEPERS)
def enter_in_register(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    try:
        lettings.enter_in_register(found.pk, by=request.viewer)
        messages.success(request, _("The register knows of this use now."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, LETTING, pk)


@require_safe
@office_page(*KEEPERS)
def handover_pdf(request: DistrictRequest, pk: int, record_pk: int) -> HttpResponse:
    """A handover record to be signed by both sides."""
    found = readable.or_404(request.viewer, request.district, pk)
    record = readable.handover_or_404(found, record_pk)
    made = papers.handover_record(request.district, found, record, made_at=timezone.now())
    return pdf_to_save(made, f"{_('handover')}-{request.district.slug}-{record.on.isoformat()}")
