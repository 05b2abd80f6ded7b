"""Asking many to answer the needs interview: by mail, with a link each."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import override

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import links
from kiezkontor.notices.access import why_withheld
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.models import PersonalLink
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations import access as organisations
from kiezkontor.organisations.actions.freshness import is_address, whom_to_ask
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach.access import CORRECTABLE_DAYS
from kiezkontor.outreach.actions.contacts import log_letters
from kiezkontor.outreach.rules.purposes import NEEDS
from kiezkontor.shared.mounting import district_address


def invite_by_mail(ids: Sequence[int], *, on: date, district: District, by: Viewer) -> int:
    """Write to each who may be written to and has an address, once a day; returns how many got a mail.

    Each mail is a transaction of its own with its link and its contact, so that the call may be repeated.
    """
    return sum(invite(pk, on=on, district=district, by=by) for pk in ids)


@transaction.atomic
def invite(organisation_id: int, *, on: date, district: District, by: Viewer) -> bool:
    """One mail to the first at an organisation who may be written to; False where nobody was."""
    free = Organisation.objects.select_for_update(no_key=True).filter(do_not_contact_since=None)
    organisation = free.filter(pk=organisation_id).first()
    occasion = f"needs-{district.pk}-{organisation_id}-{on.isoformat()}"
    if organisation is None or PersonalLink.objects.filter(purpose=NEEDS, occasion=occasion).exists():
        return False
    for name, email, language in whom_to_ask(organisation, district):
        if not is_address(email) or why_withheld(email, Kind.REMINDER, scope_id=district.pk):
            continue
        if organisations.has_asked_for_quiet(email, organisation, district):
            continue
        made = links.make_link(
            NEEDS, organisation.pk, days=CORRECTABLE_DAYS, scope_id=district.pk, email=email, occasion=occasion
        )
        with override(language):
            address = district_address(district.slug, "outreach:answer", made.token)
        send_after_commit(
            email,
            "outreach/mail/needs_subject.txt",
            "outreach/mail/needs.txt",
            {
                "organisation": organisation,
                "district": district,
                "name": name,
                "link": address,
                "days": CORRECTABLE_DAYS,
            },
            sender=sender_of(district),
            language=language,
            kind=Kind.REMINDER,
            message_id=occasion,
        )
        log_letters([organisation.pk], on=on, district=district, by=by)
        return True
    return False
