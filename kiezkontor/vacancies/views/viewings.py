"""The office and the viewings of its vacancies: arranged, moved, called off, and what came of them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.models import Consent
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access, access_owners, access_seekers, access_tours
from kiezkontor.vacancies import access_viewings as readable
from kiezkontor.vacancies import presenting_viewings as shown
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.actions import viewings as actions
from kiezkontor.vacancies.forms.viewings import ArrangeForm, CancelForm, MoveViewingForm, NameOwnerForm, ResultForm
from kiezkontor.vacancies.models import Viewing

VIEWING, PAST = "vacancies:viewing", 100
type Crumb = Mapping[str, Any]


@require_safe
@office_page(*KEEPERS)
def viewings(request: DistrictRequest) -> HttpResponse:
    """Those to come by day, those of which nobody noted what came of them, and what was lately."""
    viewer, district, now = request.viewer, request.district, timezone.now()
    context = {
        "tours": access_tours.coming(viewer, district, now=now),
        "unheard": shown.rows_of(readable.with_all(readable.unheard(viewer, district, now=now)), now=now),
        "coming": shown.rows_of(readable.with_all(readable.coming(viewer, district, now=now)), now=now),
        "past": shown.rows_of(readable.with_all(readable.past(viewer, district, now=now))[:PAST], now=now),
    }
    return render(request, "vacancies/viewings/list.html", context)


@require_safe
@office_page(*KEEPERS)
def viewing(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    named = readable.named_owner(found)
    context = {
        "viewing": found,
        "row": shown.rows_of([found], now=timezone.now())[0],
        "facts": shown.facts_of(found, named),
        "named": named,
        "is_over": found.starts_at <= timezone.now(),
        "may_negotiate": found.is_wanted and found.case.can_be_had and not found.request.has_ended,
        "owners": access_owners.of_units(request.viewer, request.district, [found.case.unit]),
    }
    return render(request, "vacancies/viewings/viewing.html", context)


def asked(
    request: DistrictRequest, form: BaseForm, title: str, *, crumbs: Iterable[Crumb], back: str, lead: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "lead": lead, "crumbs": [*crumbs], "back": back}
    return render(request, "vacancies/viewings/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def arrange(request: DistrictRequest, pk: int, sought: int) -> HttpResponse:
    """Arrange a viewing; a moment that is over is noted as one that took place."""
    case = access.or_404(request.viewer, request.district, pk)
    seeker = access_seekers.or_404(request.viewer, request.district, sought)
    form = ArrangeForm(request.POST or None)

    def save() -> HttpResponse:
        if form.is_past:
            said, at = form.cleaned_data["attends"], form.starts_at()
            made = actions.note_past(case.pk, seeker.pk, starts_at=at, attends=said, by=request.viewer)
            return go_to(request, "vacancies:viewing_result", made.pk)
        made = actions.arrange(case.pk, seeker.pk, form.when(), by=request.viewer)
        if made.invitation is None:
            messages.warning(request, _("The viewing is arranged. No mail goes out: please call the seeker."))
        else:
            messages.success(request, _("The viewing is arranged; the seeker gets a mail within a minute."))
        return go_to(request, VIEWING, made.pk)

    if done := done_once(request, form, save):
        return done
    lead = _("%(name)s views %(place)s. A moment that is over is noted as a viewing that took place.")
    crumbs = [{"label": case, "url": reverse("vacancies:office_case", args=[case.pk])}]
    back = reverse("vacancies:office_case_seekers", args=[case.pk])
    said = {"name": seeker, "place": case}
    return asked(request, form, _("Arrange a viewing"), crumbs=crumbs, back=back, lead=lead % said)


def changed(
    request: DistrictRequest, found: Viewing, form: BaseForm, title: str, save: Callable[[], str]
) -> HttpResponse:
    """A form about one viewing: saved, it says so there."""
    if form.is_valid():
        with refusals_shown_on(form):
            messages.success(request, save())
            return go_to(request, VIEWING, found.pk)
    back = reverse(VIEWING, args=[found.pk])
    lead = _("%(name)s, %(place)s, %(when)s")
    said = {"name": found.request, "place": found.case, "when": shown.moment_said(found.starts_at)}
    crumbs = [{"label": found.case, "url": reverse("vacancies:office_case", args=[found.case_id])}]
    crumbs.append({"label": shown.moment_said(found.starts_at), "url": back})
    return asked(request, form, title, crumbs=crumbs, back=back, lead=lead % said)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def move(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    form = MoveViewingForm(request.POST or None, viewing=found)

    def save() -> str:
        actions.move(pk, starts_at=form.starts_at(), minutes=form.length(), by=request.viewer)
        return _("The viewing is moved.")

    return changed(request, found, form, _("Move the viewing"), save)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def cancel(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)

    def save() -> str:
        actions.cancel(pk, reason=form.cleaned_data["reason"], by=request.viewer)
        return _("The viewing is called off.")

    return changed(request, found, form, _("Call the viewing off"), save)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def result(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    form = ResultForm(request.POST or None, viewing=found)

    def save() -> str:
        noted = actions.note_result(pk, by=request.viewer, **form.cleaned_data)
        return _("It is saved. The request is now: %(status)s.") % {"status": noted.request.get_status_display()}

    return changed(request, found, form, _("What came of the viewing"), save)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def name_owner(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    owners = access_owners.of_units(request.viewer, request.district, [found.case.unit])
    form = NameOwnerForm(request.POST or None, owners=owners)

    def save() -> str:
        said = form.cleaned_data
        actions.name_owner(pk, int(said["owner"]), channel=Consent.Channel(said["channel"]), by=request.viewer)
        return _("It is noted. The name stands on the seeker's own page now.")

    return changed(request, found, form, _("The owner lets the seeker know their name"), save)


@require_POST
@office_page(*KEEPERS)
def hide_owner(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    actions.hide_owner(found.pk, channel=Consent.Channel.PHONE, by=request.viewer)
    messages.success(request, _("The seeker does not see the name any more."))
    return go_to(request, VIEWING, found.pk)
