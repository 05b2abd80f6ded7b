"""The pages on which a round is worked on, as links beside each other."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kiezkontor.premises.models import SurveyRound

PAGES = (
    ("surveys:round", _("Overview")),
    ("surveys:segments", _("Segments")),
    ("surveys:round_units", _("Units and houses")),
    ("surveys:checks", _("Checks")),
    ("surveys:paper", _("On paper")),
)


def pages_of(survey_round: SurveyRound, current: str) -> list[dict[str, Any]]:
    """As the component section_nav takes them."""
    return [
        {"label": label, "url": reverse(page, args=[survey_round.number]), "current": page == current}
        for page, label in PAGES
    ]
