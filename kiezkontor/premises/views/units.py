from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.models import District
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.areas import ADJACENT_WITHIN_M
from kiezkontor.premises import access
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.premises.actions import observations, units
from kiezkontor.premises.actions.observations import USED
from kiezkontor.premises.forms import NewEntryForm, NewUnitForm, PlaceForm, SightingForm, UnitFilter
from kiezkontor.premises.forms_describe import DescribeForm, stored_in
from kiezkontor.premises.hooks import links_of
from kiezkontor.premises.lineage import became, came_from, names_after, names_before
from kiezkontor.premises.models import Observation, Unit
from kiezkontor.premises.pick import map_to_pick_on
from kiezkontor.premises.timeline import timeline_of
from kiezkontor.premises.unit_facts import facts_of
from kiezkontor.premises.unit_names import UnitName, names_of
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.once import once, opened_apart
from kiezkontor.shared.web import go_to, refusals_shown_on, render_part

ENTRY_ROLES = (COORDINATOR, EDITOR)
MOVES = ("out", "in")


@require_safe
@office_page(*INVENTORY_ROLES)
def unit_list(request: DistrictRequest) -> HttpResponse:
    form = UnitFilter(request.GET)
    page = form.page(access.visible_to(request.viewer, request.district), request.GET.get("page"))
    today = timezone.localdate()
    uses, names = access.uses_on(page, on=today), names_of(list(page), request.district, on=today)
    rows = [{"unit": unit, "use": uses.get(unit.pk), "name": names[unit.pk]} for unit in page]
    context = {"form": form, "page": page, "rows": rows}
    return render_part(request, "premises/office/units.html", "units", context)


@require_safe
@office_page(*INVENTORY_ROLES)
def unit(request: DistrictRequest, pk: int) -> HttpResponse:
    shown = access.ever_or_404(request.viewer, request.district, pk)
    if shown.exists_until is not None:
        return ended_unit(request, shown, last_day=shown.exists_until - timedelta(days=1))
    names = names_of([shown, *neighbours(request, shown)], request.district, on=timezone.localdate())
    use, origin = access.uses_on([shown], on=timezone.localdate()).get(shown.pk), came_from(shown)
    context = {
        "unit": shown,
        "name": names.pop(shown.pk),
        "use": use,
        "is_used": use is not None and use.occupancy in USED,
        "timeline": timeline_of(shown, request.district),
        "neighbours": names,
        "facts": facts_of(shown),
        "photos": access.photos_of(shown, request.district),
        "came_from": origin,
        "formers": names_before(origin, request.district) if origin else {},
        "links": links_of(request.viewer, request.district, shown),
    }
    return render(request, "premises/office/unit.html", context)


def ended_unit(request: DistrictRequest, shown: Unit, *, last_day: date) -> HttpResponse:
    """The page of a unit that was split or merged; it is only to be read."""
    became_others = became(shown)
    context = {
        "unit": shown,
        "name": names_of([shown], request.district, on=last_day)[shown.pk],
        "timeline": timeline_of(shown, request.district),
        "facts": facts_of(shown),
        "photos": access.photos_of(shown, request.district),
        "became": became_others,
        "laters": names_after(became_others, request.district) if became_others else {},
    }
    return render(request, "premises/office/unit_ended.html", context)


def neighbours(request: DistrictRequest, shown: Unit) -> list[Unit]:
    """The other units of the same house."""
    visible = access.visible_to(request.viewer, request.district)
    found = visible.filter(building=shown.building).exclude(pk=shown.pk)
    return list(found.select_related("address__street").order_by("pk"))


def name_of(unit: Unit, district: District) -> UnitName:
    return names_of([unit], district, on=timezone.localdate())[unit.pk]


@dataclass
class Sheet:
    """The form for what was seen, of a new observation or the correction of one.

    moving: "out" or "in" where somebody only moved.
    """

    request: DistrictRequest
    unit: Unit
    corrects: Observation | None = None
    moving: str = ""

    def form(self) -> SightingForm:
        use = access.uses_on([self.unit], on=timezone.localdate()).get(self.unit.pk)
        latest = access.latest_observation(self.unit)
        return SightingForm(
            self.request.POST or None,
            unit=self.unit,
            use=use,
            latest=latest,
            corrects=self.corrects,
            moving=self.moving,
            rounds=access.rounds_open(self.request.district),
            asked_round=self.request.GET.get("round", ""),
        )

    def save(self, form: SightingForm) -> HttpResponse:
        by, district = self.request.viewer, self.request.district
        seen_on = self.corrects.seen_on if self.corrects else form.cleaned_data["seen_on"]
        latest = form.cleaned_data["latest"] or 0
        observations.note_sighting(
            self.unit,
            form.sighting(),
            newcomer=form.cleaned_data.get("new_name", ""),
            seen_on=seen_on,
            corrects=self.corrects.pk if self.corrects else None,
            latest_known=latest,
            survey_round=form.round(),
            district=district,
            by=by,
        )
        messages.success(self.request, _("Noted. The uses of this unit follow from it."))
        return go_to(self.request, self.way_back())

    def way_back(self) -> str:
        """To the list of a round that led here, at the line of the unit; else to the unit."""
        number = whole_number(self.request.GET.get("round", ""))
        if number is None or "list" not in self.request.GET:
            return reverse("premises:unit", args=[self.unit.pk])
        asked = QueryDict(self.request.GET["list"]).urlencode()
        return f"{reverse('surveys:round_units', args=[number])}?{asked}#unit-{self.unit.pk}"

    def heading(self) -> str:
        if self.corrects:
            return _("Correct what was noted")
        return {"out": _("Somebody moved out"), "in": _("Somebody moved in")}.get(self.moving) or _("What I saw")

    def answer(self) -> HttpResponse:
        form = self.form()
        if form.is_valid():
            with refusals_shown_on(form):
                return once(self.request, lambda: self.save(form), not_entered={"latest"})
        if form.errors:
            form.remember_latest(access.latest_observation(self.unit))
        context = {
            "form": form,
            "unit": self.unit,
            "name": name_of(self.unit, self.request.district),
            "corrects": self.corrects,
            "heading": self.heading(),
            "cancel_url": self.way_back(),
            "timeline": timeline_of(self.unit, self.request.district)[:3] if form.errors else [],
        }
        status = 422 if form.errors else 200
        return render(self.request, "premises/office/sighting.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*INVENTORY_ROLES)
def observe(request: DistrictRequest, pk: int) -> HttpResponse:
    moving = request.GET.get("moving", "")
    sheet = Sheet(
        request, access.or_404(request.viewer, request.district, pk), moving=moving if moving in MOVES else ""
    )
    return opened_apart(request) or sheet.answer()


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*INVENTORY_ROLES)
def correct(request: DistrictRequest, pk: int, observation_pk: int) -> HttpResponse:
    seen_at = access.or_404(request.viewer, request.district, pk)
    wrong = access.observation_to_correct(seen_at, observation_pk, request.district)
    return Sheet(request, seen_at, wrong).answer()


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*INVENTORY_ROLES)
def describe(request: DistrictRequest, pk: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, pk)
    form = DescribeForm(request.POST or None, initial=stored_in(shown, DescribeForm.base_fields))
    now = units.description_of(shown)
    seen = request.POST.get("seen", now)
    if form.is_valid():
        values = form.cleaned_data
        try:
            units.describe_unit(pk, values=values, seen=seen, district=request.district, by=request.viewer)
        except ActionRefused as refused:
            form.add_error(None, refused.sentence)
            seen = now  # of the other's change the person is told
        else:
            messages.success(request, _("Saved."))
            return go_to(request, "premises:unit", pk)
    context = {"form": form, "unit": shown, "name": name_of(shown, request.district), "seen": seen}
    return render(request, "premises/office/describe.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*ENTRY_ROLES)
def new_entry(request: DistrictRequest) -> HttpResponse:
    form = NewEntryForm(request.POST or None)

    def add() -> HttpResponse:
        organisation = units.add_entry(
            form.place(),
            name=form.cleaned_data["name"],
            category=form.cleaned_data["category"],
            seen_on=form.cleaned_data["seen_on"],
            is_new_unit=form.cleaned_data["is_new_unit"],
            district=request.district,
            by=request.viewer,
        )
        messages.success(request, _("The entry was added. Please complete it."))
        return go_to(request, "organisations:office_edit", organisation.pk)

    return opened_apart(request) or place_form_answer(request, form, add, "premises/office/new_entry.html")


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*INVENTORY_ROLES)
def new_unit(request: DistrictRequest) -> HttpResponse:
    form = NewUnitForm(
        request.POST or None,
        initial={name: request.GET[name] for name in ("street", "number") if name in request.GET},
        rounds=access.rounds_open(request.district),
        asked_round=request.GET.get("round", ""),
    )

    def add() -> HttpResponse:
        added = units.add_unit(
            form.place(),
            form.sighting(),
            description=form.description(),
            seen_on=form.cleaned_data["seen_on"],
            is_new_unit=form.cleaned_data["is_new_unit"],
            survey_round=form.round(),
            district=request.district,
            by=request.viewer,
        )
        messages.success(request, _("The unit was added."))
        return go_to(request, "premises:unit", added.pk)

    return opened_apart(request) or place_form_answer(request, form, add, "premises/office/new_unit.html")


def place_form_answer(
    request: DistrictRequest, form: PlaceForm, add: Callable[[], HttpResponse], template: str
) -> HttpResponse:
    """Add what the form says, or show it again with the units that stand at its address already."""
    if form.is_valid():
        with refusals_shown_on(form):
            units.take_known_house(form.place(), district=request.district, by=request.viewer)
            return once(request, add)
    elif form.is_bound and form.names_a_place:
        with refusals_shown_on(form):
            is_further = form.cleaned_data["is_new_unit"]
            units.require_place(form.place(), is_further=is_further, district=request.district)
    context = {
        "form": form,
        "units_there": units_there(form.place(), request.district) if form.has_error("is_new_unit") else {},
        "can_open_units": request.viewer.has_role(request.district, *INVENTORY_ROLES),
        "pick": map_to_pick_on(request.district, within_m=ADJACENT_WITHIN_M, beyond=units.beyond(request.district)),
        "can_add_entries": request.viewer.has_role(request.district, *ENTRY_ROLES),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def units_there(place: units.Place, district: District) -> dict[int, UnitName]:
    """What the units are called that stand at an address already."""
    found = access.units_at(district, **place.keys)
    return names_of(list(found), district, on=timezone.localdate())
