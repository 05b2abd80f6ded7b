"""Whoever looked for a room has found one by a contract, or has not after all."""

from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.actions.seeking import locked, move, refuse_foreign, set_status
from kiezkontor.vacancies.models import Letting, SpaceRequest, VacancyCase
from kiezkontor.vacancies.rules.seekers import ADVISING, PLACED


def placed(pk: int, case: VacancyCase, *, by: Viewer) -> SpaceRequest:
    """The request for which the unit of a locked case was found; refuses one that was withdrawn or lapsed."""
    request = locked(pk)
    refuse_foreign(request, case.district_id)
    if request.status != PLACED:
        if request.has_ended:
            raise ActionRefused(
                _("This request has ended. Nothing was changed; please renew it first."), field="request"
            )
        set_status(request, PLACED, by=by)
    return request


def no_more_placed(pk: int, *, by: Viewer) -> None:
    """A contract came to nothing: its seeker is advised again, unless another one runs or they are forgotten."""
    request = locked(pk)
    if request.status == PLACED and request.name and not Letting.objects.filter(request=pk, ending="").exists():
        move(pk, to=ADVISING, by=by)
