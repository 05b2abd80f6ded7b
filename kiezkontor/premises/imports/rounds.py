"""The survey round that an import belongs to."""

from datetime import date

from django.utils.translation import gettext as _

from kiezkontor.districts.models import District
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.errors import ActionRefused


def round_for_import(district: District, number: int, *, on: date) -> SurveyRound:
    """The round of this number, made where it is missing. Refuses one that is frozen."""
    found, _is_new = SurveyRound.objects.get_or_create(
        district=district, number=number, defaults={"reference_on": on, "stage": SurveyRound.Stage.IN_FIELD}
    )
    if found.is_frozen:
        raise ActionRefused(
            _("Round %(number)s is frozen and takes nothing more. Import the file into a later round or without one.")
            % {"number": number}
        )
    return found
