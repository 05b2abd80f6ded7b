"""What taking part in something says of an organisation: members are active, others have been met."""

from collections.abc import Collection
from datetime import date
from itertools import batched

from django.db import transaction
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record_many
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Membership, Organisation
from kiezkontor.outreach.actions.pipeline import BATCH, STEP, locked_rows, step
from kiezkontor.outreach.rules.pipeline import after_taking_part


def note_taking_part(organisation_ids: Collection[int], *, district: District, on: date, by: Viewer) -> int:
    """Move those who took part on a day along the pipeline; returns how many moved.

    Nobody is moved back, nor by a day before their last step; called again, nothing happens.
    """
    return sum(_note(ids, district, on, by) for ids in batched(sorted(organisation_ids), BATCH))


@transaction.atomic
def _note(ids: Collection[int], district: District, on: date, by: Viewer) -> int:
    organisations = Organisation.objects.select_for_update(no_key=True).order_by("pk").in_bulk(ids)
    members = Membership.objects.valid_on(timezone.localdate()).filter(district=district, organisation__in=ids)
    inside = set(members.values_list("organisation", flat=True))
    moved = []
    for row in locked_rows(organisations, district):
        to = after_taking_part(row.status, is_member=row.organisation_id in inside)
        if to != row.status and (row.since_on is None or row.since_on <= on):
            moved.append(
                (organisations[row.organisation_id], {"before": row.status, "after": to, "on": on.isoformat()})
            )
            step(row, to, on=on, by=by)
            row.save(update_fields=STEP)
    record_many("activation.moved", moved, by=by, district=district)
    return len(moved)
