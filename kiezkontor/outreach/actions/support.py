from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach.actions.pipeline import refuse_future
from kiezkontor.outreach.models import SupportRecord
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def note_support(
    organisation: Organisation, *, on: date, request: str, done: str, minutes: int, district: District, by: Viewer
) -> SupportRecord:
    """What was asked and done, with the time it took; refuses a day in the future and no request."""
    refuse_future(on)
    if not request.strip():
        raise ActionRefused(_("Please write what was asked."), field="request")
    noted = SupportRecord.objects.create(
        district=district,
        organisation=organisation,
        on=on,
        request=request.strip(),
        done=done.strip(),
        minutes=minutes,
        done_by=by.person,
    )
    record("support.noted", organisation, by=by, district=district, on=on.isoformat(), minutes=minutes)
    return noted
