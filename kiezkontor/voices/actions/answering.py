"""Supporting what is published, and commenting on it."""

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.voices import access, telling
from kiezkontor.voices.models import Voice, VoiceComment, VoiceSupport
from kiezkontor.voices.rules.limits import COMMENTS_A_DAY, COMMENTS_AN_HOUR, DAY, HOUR, SUPPORTS_AN_HOUR


def support_key(voice: Voice, by: Viewer, browser: str) -> str:
    """Tells one person, or one browser, from another at this voice alone; nobody can be recognised at another one."""
    who = f"person {by.person.pk}" if by.person is not None else f"browser {browser}"
    return salted_hmac(f"support of voice {voice.pk}", who, algorithm="sha256").hexdigest()


@transaction.atomic
def support(voice: Voice, *, browser: str, by: Viewer) -> bool:
    """Count a supporter once; returns whether they were not counted before.

    browser: what its forms are protected with. Refuses more than SUPPORTS_AN_HOUR from visitors.
    """
    now = timezone.now()
    lately = VoiceSupport.objects.filter(voice__district=voice.district, by_member=False, at__gt=now - HOUR)
    if by.person is None and lately.count() >= SUPPORTS_AN_HOUR:
        raise ActionRefused(_("Very many press this button at the moment. Yours was not counted; please try later."))
    by_member = access.writes_for(by, voice.district).exists()
    _row, is_new = VoiceSupport.objects.get_or_create(
        voice=voice, key=support_key(voice, by, browser), defaults={"at": now, "by_member": by_member}
    )
    if is_new:
        record("voice.supported", voice, by=by, district=voice.district)
    return is_new


@transaction.atomic
def comment(voice: Voice, *, words: str, name: str = "", by: Viewer) -> VoiceComment:
    """Take in a visitor's comment, which the office looks at first; refuses more than COMMENTS_AN_HOUR."""
    now = timezone.now()
    lately = VoiceComment.objects.filter(voice__district=voice.district, person=None, written_at__gt=now - HOUR)
    if lately.count() >= COMMENTS_AN_HOUR:
        raise ActionRefused(
            _("Very much is coming in at the moment. Yours was not saved; please call us or try again later.")
        )
    made = VoiceComment.objects.create(voice=voice, name=name.strip(), words=words.strip(), written_at=now)
    record("voice.comment_received", voice, by=by, district=voice.district)
    return made


@transaction.atomic
def comment_signed_in(voice: Voice, *, words: str, organisation: Organisation | None, by: Viewer) -> VoiceComment:
    """Comment for an organisation, or (None) for the office; everybody reads it at once.

    Refuses whoever does neither, and more than COMMENTS_A_DAY of a person.
    """
    is_office = organisation is None and access.may_moderate(by, voice.district)
    is_member = organisation is not None and access.writes_for(by, voice.district).filter(pk=organisation.pk).exists()
    if by.person is None or not (is_office or is_member):
        raise ActionRefused(_("You no longer look after this entry. Nothing was saved."))
    person, now = Person.objects.select_for_update(no_key=True).get(pk=by.person.pk), timezone.now()
    if VoiceComment.objects.filter(person=person, written_at__gt=now - DAY).count() >= COMMENTS_A_DAY:
        raise ActionRefused(_("You have given very much within a day. This was not saved; please try again tomorrow."))
    made = VoiceComment.objects.create(
        voice=voice,
        person=person,
        organisation=organisation,
        by_office=is_office,
        words=words.strip(),
        written_at=now,
        shown_since=now,
    )
    record("voice.commented", voice, by=by, district=voice.district)
    return made


def locked(pk: int) -> VoiceComment:
    found = VoiceComment.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("voice__district", "person", "organisation").get(pk=pk)


@transaction.atomic
def release(pk: int, *, by: Viewer) -> None:
    """Everybody reads the comment."""
    found = locked(pk)
    if found.shown_since is None:
        found.shown_since, found.hidden_at, found.hidden_by, found.hidden_reason = timezone.now(), None, None, ""
        found.save(update_fields=["shown_since", "hidden_at", "hidden_by", "hidden_reason"])
        record("voice.comment_released", found.voice, by=by, district=found.voice.district)


@transaction.atomic
def hide(pk: int, *, reason: str, by: Viewer) -> None:
    """Nobody but the office reads it; a member who wrote it is told why."""
    found = locked(pk)
    if found.hidden_at is not None:
        return
    found.shown_since, found.hidden_at, found.hidden_by = None, timezone.now(), by.person
    found.hidden_reason = reason.strip()
    found.save(update_fields=["shown_since", "hidden_at", "hidden_by", "hidden_reason"])
    record("voice.comment_hidden", found.voice, by=by, district=found.voice.district)
    telling.tell_of_hidden_comment(found)
