from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.web import go_to
from kiezkontor.surveys import access
from kiezkontor.surveys.actions import conflicts as actions
from kiezkontor.surveys.conflicts_in_words import in_words
from kiezkontor.surveys.models import WalkConflict

Decision = WalkConflict.Decision


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=[each for each in Decision.choices if each[0] != Decision.OPEN])


@require_safe
@office_page(*INVENTORY_ROLES)
def conflicts(request: DistrictRequest, number: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    rows = in_words(list(access.conflicts_of(shown)), request.district, on=timezone.localdate())
    return render(request, "surveys/office/conflicts.html", {"survey_round": shown, "rows": rows})


@require_POST
@office_page(*INVENTORY_ROLES)
def decide(request: DistrictRequest, number: int, pk: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    waiting = get_object_or_404(WalkConflict, survey_round=shown, pk=pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            actions.decide(waiting.pk, Decision(form.cleaned_data["decision"]), by=request.viewer)
        except ActionRefused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("Decided. The unit shows what holds now."))
    return go_to(request, "surveys:conflicts", number)
