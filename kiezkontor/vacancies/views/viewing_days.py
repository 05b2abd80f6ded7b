"""Days of viewings planned at once, their lists, and tours."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.files import pdf_to_save
from kiezkontor.shared.once import done_once, once
from kiezkontor.shared.web import go_to
from kiezkontor.vacancies import access_tours as readable
from kiezkontor.vacancies import papers, viewing_days
from kiezkontor.vacancies import presenting_viewings as shown
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.actions import tours as actions
from kiezkontor.vacancies.actions.viewings import Appointment
from kiezkontor.vacancies.forms.viewing_days import DayForm, InviteSeekersForm, TourForm, in_a_week
from kiezkontor.vacancies.viewing_days import Pair, Plan, Wanted

VIEWINGS, TOUR = "vacancies:viewings", "vacancies:viewing_tour"
LEFT = "left"


def pairs_in(asked: QueryDict) -> list[Pair]:
    """Which units and seekers the address leaves out; what is no pair of numbers is not there."""
    found = []
    for text in asked.getlist(LEFT):
        case, _dash, request = text.partition("-")
        pair = whole_number(case), whole_number(request)
        if pair[0] and pair[1]:
            found.append((pair[0], pair[1]))
    return found


def address_with(asked: QueryDict, pairs: Iterable[Pair]) -> str:
    changed = asked.copy()
    changed.setlist(LEFT, [f"{case}-{request}" for case, request in sorted(pairs)])
    return f"?{changed.urlencode()}"


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def plan(request: DistrictRequest) -> HttpResponse:
    """Asked by its address; the plan is shown, and invited as it was shown."""
    viewer, district = request.viewer, request.district
    units = viewing_days.units_to_show(viewer, district)
    is_asked = "on" in request.GET
    at_first = DayForm.at_first(viewing_days.chosen_at_first(district, units, on=in_a_week()))
    form = DayForm(request.GET if is_asked else None, units=units, initial=at_first)
    left_out = pairs_in(request.GET)
    found, changed = None, False
    if is_asked and form.is_valid():
        wanted = form.wanted(left_out)
        chosen = [case for case in units if case.pk in wanted.cases]
        found = viewing_days.plan_of(district, chosen, wanted, on=timezone.localdate())
        if request.method == "POST" and found.viewings:
            if request.POST.get("plan") == found.key:
                return invite_all(request, found, wanted)
            changed = True
    context = {"form": form, "plan": found, "changed": changed, **ways_of(request, found, left_out)}
    status = 422 if changed or (is_asked and form.errors) else 200
    return render(request, "vacancies/viewings/day.html", context, status=status)


def ways_of(request: DistrictRequest, found: Plan | None, left_out: list[Pair]) -> dict[str, Any]:
    """Where a pair is left out of the plan, or taken in again."""
    if found is None:
        return {"rows": [], "left_out": []}
    asked, known = request.GET, set(left_out)
    rows = [
        {"planned": each, "url": address_with(asked, known | {(each.case.pk, each.fit.id)})} for each in found.viewings
    ]
    left = [
        {"case": case, "request": seeker, "url": address_with(asked, known - {(case.pk, seeker.pk)})}
        for case, seeker in found.left_out
    ]
    return {"rows": rows, "left_out": left}


def invite_all(request: DistrictRequest, found: Plan, wanted: Wanted) -> HttpResponse:
    def act() -> HttpResponse:
        planned = [(each.case.pk, each.fit.id, Appointment(each.starts_at, wanted.minutes)) for each in found.viewings]
        say_who_hears(request, *actions.arrange_all(planned, by=request.viewer))
        return go_to(request, f"{reverse('vacancies:viewing_day_list')}?on={wanted.on.isoformat()}")

    try:
        return once(request, act)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
        return go_to(request, request.get_full_path())


def say_who_hears(request: DistrictRequest, mailed: int, called: int) -> None:
    said = ngettext("%(count)s invitation goes out.", "%(count)s invitations go out.", mailed) % {"count": mailed}
    messages.success(request, said)
    if called:
        calls = ngettext(
            "%(count)s seeker has no address that may be written to: please call.",
            "%(count)s seekers have no address that may be written to: please call.",
            called,
        )
        messages.warning(request, calls % {"count": called})


@require_safe
@office_page(*KEEPERS)
def day_list(request: DistrictRequest) -> HttpResponse:
    on = shown.day_asked(request.GET.get("on", ""))
    viewings, now = readable.on_day(request.viewer, request.district, on), timezone.now()
    context = {
        "on": on,
        "units": [(case, shown.rows_of(those, now=now)) for case, those in readable.by_unit(viewings)],
        "seekers": [(name, shown.rows_of(those, now=now)) for name, those in readable.by_seeker(viewings)],
    }
    return render(request, "vacancies/viewings/day_list.html", context)


@require_safe
@office_page(*KEEPERS)
def day_pdf(request: DistrictRequest) -> HttpResponse:
    on = shown.day_asked(request.GET.get("on", ""))
    viewings = readable.on_day(request.viewer, request.district, on)
    made = papers.day_of_viewings(request.district, viewings, on, made_at=timezone.now())
    return pdf_to_save(made, f"{_('viewings')}-{request.district.slug}-{on.isoformat()}")


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def new_tour(request: DistrictRequest) -> HttpResponse:
    units = viewing_days.units_to_show(request.viewer, request.district)
    form = TourForm(request.POST or None, units=units)

    def save() -> HttpResponse:
        made = actions.add_tour(request.district, form.announced(), by=request.viewer)
        messages.success(request, _("The tour is announced. Now choose whom you invite."))
        return go_to(request, TOUR, made.pk)

    if done := done_once(request, form, save):
        return done
    context = {
        "form": form,
        "title": _("Announce a tour"),
        "lead": _("Several units one after the other, for several seekers at once."),
        "crumbs": [{"label": _("Viewings"), "url": reverse(VIEWINGS)}],
        "back": reverse(VIEWINGS),
    }
    return render(request, "vacancies/viewings/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def tour(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    cases, viewings = readable.cases_of(found), readable.viewings_of(found)
    invited = {each.request_id for each in viewings}
    open_ones = [case for case in cases if case.can_be_had]
    who = viewing_days.seekers_for(request.district, open_ones, invited=invited, on=timezone.localdate())
    form = InviteSeekersForm(request.POST or None, fitting=who)

    def invite() -> HttpResponse:
        chosen = [int(key) for key in form.cleaned_data["seekers"]]
        say_who_hears(request, *actions.invite_seekers(found, chosen, by=request.viewer))
        return go_to(request, TOUR, pk)

    if done := done_once(request, form, invite):
        return done
    now = timezone.now()
    context = {
        "tour": found,
        "when": shown.moment_said(found.event.starts_at),
        "cases": cases,
        "seekers": [(name, shown.rows_of(those, now=now)) for name, those in readable.by_seeker(viewings)],
        "signed_up": readable.signed_up(found),
        "form": form if who and found.event.starts_at > now and found.event.stage == "announced" else None,
    }
    return render(request, "vacancies/viewings/tour.html", context, status=422 if form.errors else 200)
