"""Mail to whoever looks for a room: the link to go on and to confirm the address, and whether they still look."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override

from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import links
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.shared.mounting import district_address
from kiezkontor.vacancies import access_exposes
from kiezkontor.vacancies.models import SpaceRequest, VacancyCase
from kiezkontor.vacancies.rules.seekers import CONFIRM, CONFIRM_DAYS, LINK_DAYS, OWN


def own_token(request: SpaceRequest) -> str:
    """Of a new link to one's own request; each mail and each browser has its own."""
    return links.make_link(OWN, request.pk, days=LINK_DAYS, scope_id=request.district_id).token


def ask_to_confirm(request: SpaceRequest) -> None:
    """One mail to the address somebody gave, with the way on; nothing more goes there before they said yes in it."""
    made = links.make_link(CONFIRM, request.pk, days=CONFIRM_DAYS, scope_id=request.district_id, email=request.email)
    with override(request.language):
        url = district_address(request.district.slug, "vacancies:seek_confirm", made.token)
    write(request, "seek_confirm", {"url": url, "days": CONFIRM_DAYS}, kind=Kind.OWN_DEED)


def ask_whether_still_looking(request: SpaceRequest, context: Mapping[str, Any], *, occasion: str) -> bool:
    """Whether it was written; nobody is written to whose address nobody has confirmed."""
    if not request.email or request.email_confirmed_at is None:
        return False
    with override(request.language):
        url = district_address(request.district.slug, "vacancies:seek_renew", own_token(request))
    write(request, "seek_lapsing", {"url": url, **context}, kind=Kind.LETTER, message_id=occasion)
    return True


def propose(request: SpaceRequest, case: VacancyCase) -> None:
    """Of the room no more than everybody reads; the office tells the rest."""
    offer = access_exposes.shown_of_cases(case.district, [case.pk]).get(case.pk)
    slug = request.district.slug
    with override(request.language):
        context = {
            "url": district_address(slug, "vacancies:seek_own", own_token(request)),
            "offer_url": district_address(slug, "vacancies:offer", offer.code) if offer else "",
            "title": offer.title if offer else "",
            "phone": phone_as_printed(request.district.office_phone),
        }
    write(request, "seek_proposed", context, kind=Kind.LETTER)


def write(
    request: SpaceRequest, template: str, context: Mapping[str, Any], *, kind: Kind, message_id: str = ""
) -> None:
    send_after_commit(
        request.email,
        f"vacancies/mail/{template}_subject.txt",
        f"vacancies/mail/{template}.txt",
        {"request": request, "district": request.district, **context},
        sender=sender_of(request.district),
        language=request.language,
        kind=kind,
        message_id=message_id,
    )
