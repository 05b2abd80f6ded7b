"""Outreach to one organisation: what was said and done, and what comes next."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.desk.access import tasks_about
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations import access as organisations
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach import access, actions
from kiezkontor.outreach.access import OUTREACH_ROLES
from kiezkontor.outreach.forms import ContactForm, MoveForm, SupportForm
from kiezkontor.outreach.shown import entry_shown
from kiezkontor.shared.once import once
from kiezkontor.shared.web import go_to, refusals_shown_on

ENTRIES_SHOWN = 100
ABOUT = "organisations.organisation"


@require_safe
@office_page(*OUTREACH_ROLES)
def organisation(request: DistrictRequest, pk: int) -> HttpResponse:
    return history(request, access.organisation_or_404(request.viewer, request.district, pk), opened=False)


@require_POST
@office_page(COORDINATOR)
def confidential(request: DistrictRequest, pk: int) -> HttpResponse:
    """The same page with what is confidential; the log notes who asked for it."""
    shown = access.organisation_or_404(request.viewer, request.district, pk)
    actions.open_confidential(shown, district=request.district, by=request.viewer)
    return history(request, shown, opened=True)


def history(request: DistrictRequest, shown: Organisation, *, opened: bool) -> HttpResponse:
    viewer, district = request.viewer, request.district
    entries = [
        entry_shown(each, opened=opened) for each in access.entries_about(viewer, district, shown)[:ENTRIES_SHOWN]
    ]
    support = access.support_about(viewer, district, shown)
    context = {
        "organisation": shown,
        "activation": access.activation_of(shown, district),
        "moves": access.moves_of(viewer, district, shown, opened=opened),
        "entries": entries,
        "has_closed": any(each.is_closed for each in entries),
        "tasks": tasks_about(viewer, district, ABOUT, shown.pk),
        "support": support,
        "minutes": access.minutes_of(support),
        "today": timezone.localdate(),
        "has_answered": access.has_answered(shown, district),
        "can_stop": organisations.can_edit(viewer, district),
    }
    return render(request, "outreach/organisation.html", context)


def answer(
    request: DistrictRequest,
    form: Form,
    shown: Organisation,
    act: Callable[[], object],
    *,
    title: str | Promise,
    said: str | Promise,
    template: str = "outreach/form.html",
) -> HttpResponse:
    """What all forms about an organisation do: act once, say so, and lead back to it."""

    def act_and_go() -> HttpResponse:
        act()
        messages.success(request, str(said))
        return go_to(request, "outreach:organisation", shown.pk)

    if form.is_valid():
        with refusals_shown_on(form):
            return once(request, act_and_go)
    context = {"form": form, "organisation": shown, "title": title}
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*OUTREACH_ROLES)
def contact(request: DistrictRequest, pk: int) -> HttpResponse:
    district = request.district
    shown = access.organisation_or_404(request.viewer, district, pk)
    form = ContactForm(request.POST or None, organisation=shown, district=district, viewer=request.viewer)
    return answer(
        request,
        form,
        shown,
        lambda: actions.log_contact(shown, form.talk(), district=district, by=request.viewer),
        title=gettext_lazy("Note a contact"),
        said=gettext_lazy("The contact is noted."),
        template="outreach/contact.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*OUTREACH_ROLES)
def move(request: DistrictRequest, pk: int) -> HttpResponse:
    shown = access.organisation_or_404(request.viewer, request.district, pk)
    activation = access.activation_of(shown, request.district)
    form = MoveForm(request.POST or None, status=activation.status if activation else "identified")
    return answer(
        request,
        form,
        shown,
        lambda: actions.move(shown, district=request.district, by=request.viewer, **form.cleaned_data),
        title=gettext_lazy("Change the status"),
        said=gettext_lazy("The status is changed."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*OUTREACH_ROLES)
def support(request: DistrictRequest, pk: int) -> HttpResponse:
    shown = access.organisation_or_404(request.viewer, request.district, pk)
    form = SupportForm(request.POST or None)
    return answer(
        request,
        form,
        shown,
        lambda: actions.note_support(shown, district=request.district, by=request.viewer, **form.cleaned_data),
        title=gettext_lazy("Note support"),
        said=gettext_lazy("The support is noted."),
    )
