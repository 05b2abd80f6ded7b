"""Asking many to answer the needs interview: by mail, with a link each."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.organisations.actions.asking import ask_by_mail
from kiezkontor.outreach.access import CORRECTABLE_DAYS
from kiezkontor.outreach.actions.contacts import log_letters
from kiezkontor.outreach.rules.purposes import NEEDS


def invite_by_mail(ids: Sequence[int], *, on: date, district: District, by: Viewer) -> int:
    """Write to each who may be written to and has an address, once a day; returns how many got a mail.

    Each mail is a transaction of its own with its link and its contact, so that the call may be repeated.
    """
    return sum(invite(pk, on=on, district=district, by=by) for pk in ids)


@transaction.atomic
def invite(organisation_id: int, *, on: date, district: District, by: Viewer) -> bool:
    is_asked = ask_by_mail(
        organisation_id,
        purpose=NEEDS,
        occasion=f"needs-{district.pk}-{organisation_id}-{on.isoformat()}",
        days=CORRECTABLE_DAYS,
        page="outreach:answer",
        template="outreach/mail/needs",
        district=district,
    )
    if is_asked:
        log_letters([organisation_id], on=on, district=district, by=by)
    return is_asked
