"""Mail about an idea or a hint to whoever gave it: a visitor who confirmed the address, or a member."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import links
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations.access_contacting import contactable_stewards
from kiezkontor.organisations.models import Organisation, Steward
from kiezkontor.shared.mounting import district_address
from kiezkontor.voices.models import Voice, VoiceComment
from kiezkontor.voices.rules.limits import CONFIRM_DAYS, LINK_DAYS
from kiezkontor.voices.rules.purposes import MAIL, STATE


def state_token(voice: Voice) -> str:
    """Of a new link to how it stands; each mail has its own."""
    return links.make_link(STATE, voice.pk, days=LINK_DAYS, scope_id=voice.district_id).token


def ask_whether_to_write(voice: Voice) -> None:
    """One mail to the address a visitor gave; nothing more goes there before somebody has said yes in it."""
    made = links.make_link(MAIL, voice.pk, days=CONFIRM_DAYS, scope_id=voice.district_id, email=voice.email)
    with override(voice.language):
        url = district_address(voice.district.slug, "voices:confirm", made.token)
    write(voice, "confirm", {"url": url, "days": CONFIRM_DAYS}, to=voice.email, kind=Kind.OWN_DEED)


def tell(voice: Voice, template: str, more: Mapping[str, Any]) -> None:
    """How it went on, to its author; nothing where nobody may be written to."""
    to = address_of(voice)
    if not to:
        return
    with override(voice.language):
        if voice.person is not None:
            url = district_address(voice.district.slug, "voices:mine", voice.pk)
        else:
            url = district_address(voice.district.slug, "voices:state", state_token(voice))
        said = {"status": voice.get_status_display(), "kind": voice.get_kind_display()}
    write(voice, template, {"url": url, **said, **more}, to=to, kind=Kind.VOICES)


def address_of(voice: Voice) -> str:
    """Where mail about it may go; "" where it may go nowhere."""
    if voice.person is None:
        return voice.email if voice.email_confirmed_at else ""
    reached = voice.person.is_active and may_be_written_to(voice.person, voice.organisation, voice.district)
    return voice.person.email if reached else ""


def may_be_written_to(person: Person, organisation: Organisation | None, district: District) -> bool:
    """Whether somebody still looks after the organisation they wrote for, and neither of them forbade contact."""
    held = Steward.objects.valid_on(timezone.localdate()).filter(person=person, organisation=organisation)
    return organisation is not None and contactable_stewards(held, district).exists()


def tell_of_hidden_comment(comment: VoiceComment) -> None:
    """Why it was hidden, to the member who wrote it; visitors left no address."""
    person = comment.person
    if person is None or not may_be_written_to(person, comment.organisation, comment.voice.district):
        return
    with override(person.language):
        url = district_address(comment.voice.district.slug, "voices:voice", comment.voice_id)
    send_after_commit(
        person.email,
        "voices/mail/comment_hidden_subject.txt",
        "voices/mail/comment_hidden.txt",
        {"voice": comment.voice, "comment": comment, "url": url},
        sender=sender_of(comment.voice.district),
        language=person.language,
    )


def write(voice: Voice, template: str, context: Mapping[str, Any], *, to: str, kind: Kind) -> None:
    send_after_commit(
        to,
        f"voices/mail/{template}_subject.txt",
        f"voices/mail/{template}.txt",
        {"voice": voice, "district": voice.district, **context},
        sender=sender_of(voice.district),
        language=voice.language,
        kind=kind,
    )
