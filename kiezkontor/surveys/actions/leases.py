"""Data of a round on a device: given for some days, taken back, opened again."""

import base64
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Device
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.surveys.access_walk import is_token
from kiezkontor.surveys.models import WalkConflict, WalkLease

KEY_BYTES, TOKEN_BYTES = 32, 32
# To send what waits of a round that takes nothing more.
SENDING_TAKES = timedelta(days=1)


@transaction.atomic
def take_along(survey_round: SurveyRound, *, device: Device | None, token: str = "", by: Viewer) -> WalkLease:
    """A new lease, or the same one for longer where the device shows the token of one of its own.

    Of the same person in the same round a lease that ran out opens again with the key it had, so that what waits on the
    device can be read and sent; one that was given back does not. Of a frozen round only such a one opens, for a day.
    """
    person = by.person
    assert person is not None
    now = timezone.now()
    ends_at = now + (SENDING_TAKES if survey_round.is_frozen else timedelta(days=settings.WALK_LEASE_DAYS))
    known = WalkLease.objects.select_for_update(no_key=True).filter(
        token=token, person=person, survey_round=survey_round, ended_at=None
    )
    lease = known.first() if is_token(token) else None
    if lease is None:
        if survey_round.is_frozen:
            raise ActionRefused(
                _("Round %(number)s is frozen and is not walked any more.") % {"number": survey_round.number}
            )
        lease = WalkLease.objects.create(
            survey_round=survey_round,
            person=person,
            device=device,
            token=secrets.token_hex(TOKEN_BYTES),
            key=base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
            begun_at=now,
            ends_at=ends_at,
        )
        record("walk.taken_along", survey_round, by=by, district=survey_round.district)
    else:
        lease.device, lease.ends_at = device, ends_at
        lease.save(update_fields=["device", "ends_at"])
        record("walk.renewed", survey_round, by=by, district=survey_round.district)
    return lease


@transaction.atomic
def give_back(lease: WalkLease, *, by: Viewer) -> None:
    """The device keeps nothing any more; saying it again changes nothing."""
    if WalkLease.objects.filter(pk=lease.pk, ended_at=None).update(ended_at=timezone.now()):
        record("walk.given_back", lease.survey_round, by=by, district=lease.survey_round.district)


def leases_over(before: datetime) -> QuerySet[WalkLease]:
    """Leases that ended before a moment and of which nothing waits for a decision."""
    waiting = WalkConflict.objects.filter(decision=WalkConflict.Decision.OPEN).values("operation__lease")
    return WalkLease.objects.filter(ends_at__lt=before).exclude(pk__in=waiting)
