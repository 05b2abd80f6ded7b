"""Proposing a room to somebody who looks for one: noted once, and told by mail what everybody may read of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies import telling_seekers as telling
from kiezkontor.vacancies.actions.cases import locked_open, refuse_taken
from kiezkontor.vacancies.actions.seeker_mail import may_be_written_to
from kiezkontor.vacancies.actions.seeking import add_step, locked, refuse_ended, refuse_foreign, set_status
from kiezkontor.vacancies.models import SeekerStep
from kiezkontor.vacancies.rules.seekers import PROPOSED, may_move


@transaction.atomic
def propose(case_pk: int, request_pk: int, *, by: Viewer) -> SeekerStep:
    """Tell a seeker of a room by mail; their request goes to "proposed" where that follows.

    Refuses a closed case, a unit that nobody can have now, a request that has ended or is of another district, a second
    proposal of the same vacancy, and whoever may not be written to.
    """
    case, request = locked_open(case_pk), locked(request_pk)
    refuse_foreign(request, case.district_id)
    refuse_taken(case)
    refuse_ended(request)
    if SeekerStep.objects.filter(request=request, case=case).exists():
        raise ActionRefused(_("This room was proposed to %(name)s already.") % {"name": request})
    if not may_be_written_to(request):
        raise ActionRefused(
            _("No mail goes to %(name)s: no address is confirmed. Please call; nothing was noted.") % {"name": request}
        )
    if may_move(request.status, PROPOSED):
        set_status(request, PROPOSED, by=by)
    made = add_step(request, SeekerStep.Kind.PROPOSED, by=by, case=case)
    record("seeker.proposed", request, by=by, district=case.district)
    telling.propose(request, case)
    return made
