from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import once
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.surveys import access, figures_in_words
from kiezkontor.surveys.access_walk import WALKED
from kiezkontor.surveys.actions import rounds as actions
from kiezkontor.surveys.checks import open_checks
from kiezkontor.surveys.forms import RoundForm, SinceForm, StepForm
from kiezkontor.surveys.results import results_of
from kiezkontor.surveys.round_pages import pages_of
from kiezkontor.surveys.rules.figures import figures
from kiezkontor.surveys.rules.stages import STEPS
from kiezkontor.surveys.rules.supply import supplies
from kiezkontor.surveys.snapshots import recorded_in

Stage = SurveyRound.Stage


@require_safe
@office_page(*INVENTORY_ROLES)
def rounds(request: DistrictRequest) -> HttpResponse:
    found = access.visible_to(request.viewer, request.district).order_by("-number")
    context = {
        "rounds": access.with_counts(found),
        "may_plan": request.viewer.has_role(request.district, COORDINATOR),
    }
    return render(request, "surveys/office/rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def new_round(request: DistrictRequest) -> HttpResponse:
    form = RoundForm(request.POST or None, district=request.district)

    def plan() -> HttpResponse:
        planned = actions.plan_round(request.district, **form.cleaned_data, by=request.viewer)
        messages.success(request, _("The round is planned."))
        return go_to(request, "surveys:round", planned.number)

    if form.is_valid():
        with refusals_shown_on(form):
            return once(request, plan)
    return render(request, "surveys/office/round_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@office_page(*INVENTORY_ROLES)
def survey_round(request: DistrictRequest, number: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    form = SinceForm(request.GET or None, survey_round=shown)
    since = form.chosen()
    recorded = recorded_in(shown)
    found = figures(recorded, on=shown.reference_on)
    context = {
        "survey_round": shown,
        "steps": steps_of(shown),
        "next_steps": next_steps(request, shown),
        "figures": found,
        "structure": figures_in_words.structure(found),
        "measures": figures_in_words.measures(found),
        "supply": figures_in_words.supplied(supplies(row.category for row in recorded if row.is_used)),
        "not_known": figures_in_words.not_known(found),
        "since": since,
        "since_form": form,
        "pages": pages_of(shown, "surveys:round"),
        "leads": request.viewer.has_role(request.district, COORDINATOR),
        "checks": open_checks(shown) if shown.stage in WALKED else [],
        "late": access.conflicts_of(shown).count() if shown.is_frozen else 0,
        **(results_of(shown, recorded, found, since=since) if recorded else {}),
    }
    return render(request, "surveys/office/round.html", context)


def steps_of(shown: SurveyRound) -> list[tuple[str, bool, bool]]:
    """Each stage with whether it is behind and whether it is the present one."""
    values = list(Stage.values)
    at = values.index(shown.stage)
    return [(str(label), nth < at, nth == at) for nth, (_value, label) in enumerate(Stage.choices)]


def next_steps(request: DistrictRequest, shown: SurveyRound) -> list[tuple[str, str]]:
    """Stage and words of the button that leads there; none for who may not."""
    if not request.viewer.has_role(request.district, COORDINATOR):
        return []
    words = {
        (Stage.PLANNED, Stage.IN_FIELD): _("Begin the walk"),
        (Stage.IN_FIELD, Stage.REVIEW): _("End the walk and check"),
        (Stage.REVIEW, Stage.FROZEN): _("Freeze"),
        (Stage.REVIEW, Stage.IN_FIELD): _("Go on walking"),
        (Stage.FROZEN, Stage.PUBLISHED): _("Publish"),
        (Stage.PUBLISHED, Stage.FROZEN): _("Take back from the public"),
    }
    return [(after, words[Stage(shown.stage), Stage(after)]) for after in STEPS[shown.stage]]


@require_POST
@office_page(COORDINATOR)
def step(request: DistrictRequest, number: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    form = StepForm(request.POST)
    if form.is_valid():
        if (shown.stage, form.cleaned_data["stage"]) == (Stage.REVIEW, Stage.FROZEN) and open_checks(shown):
            return go_to(request, "surveys:freeze", number)
        try:
            moved = actions.go(shown, form.cleaned_data["stage"], by=request.viewer)
        except ActionRefused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("The round is now: %(stage)s.") % {"stage": moved.get_stage_display()})
    return go_to(request, "surveys:round", number)
