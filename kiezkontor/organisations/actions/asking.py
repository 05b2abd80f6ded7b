"""A question to an organisation by mail, with a link that answers it."""

from typing import Any

from django.db import transaction
from django.utils.translation import override

from kiezkontor.districts.models import District
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import links
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.models import PersonalLink
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations.access_contacting import contactable, mailbox_of
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.mounting import district_address


@transaction.atomic
def ask_by_mail(
    pk: int, *, purpose: str, occasion: str, days: int, page: str, template: str, district: District, **said: Any
) -> bool:
    """One mail to the first at an organisation who may be written to, once an occasion; False where none was written.

    purpose, occasion, days: of the link. page: where it leads. template: up to "_subject.txt". said: what the template
    needs besides organisation, district, name, link and days.
    """
    organisation = contactable(Organisation.objects.select_for_update(no_key=True)).filter(pk=pk).first()
    if organisation is None or PersonalLink.objects.filter(purpose=purpose, subject_id=pk, occasion=occasion).exists():
        return False
    to = mailbox_of(organisation, district)
    if to is None:
        return False
    made = links.make_link(purpose, pk, days=days, scope_id=district.pk, email=to.email, occasion=occasion)
    with override(to.language):
        address = district_address(district.slug, page, made.token)
    send_after_commit(
        to.email,
        f"{template}_subject.txt",
        f"{template}.txt",
        said | {"organisation": organisation, "district": district, "name": to.name, "link": address, "days": days},
        sender=sender_of(district),
        language=to.language,
        kind=Kind.REMINDER,
        message_id=occasion,
    )
    return True
