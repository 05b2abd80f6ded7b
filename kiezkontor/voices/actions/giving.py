"""Taking in an idea, a hint or a problem: from anybody, and in a few taps from whoever looks after an entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.methods.pictures import Picture
from kiezkontor.organisations.actions.photos import SMALL_PX
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.media import drop_once_certain
from kiezkontor.voices import access, telling
from kiezkontor.voices.actions.places import refuse_far_away, street_at
from kiezkontor.voices.models import Topic, Voice, VoiceStep
from kiezkontor.voices.rules.limits import DAY, HOUR, VOICES_A_DAY, VOICES_AN_HOUR
from kiezkontor.voices.rules.wording import title_of


@dataclass(frozen=True)
class Given:
    """What somebody entered. sizes: of `in_two_sizes`, empty without a photo."""

    kind: str
    words: str
    topic: Topic | None = None
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    sizes: Sequence[Picture] = ()


@transaction.atomic
def give(given: Given, *, district: District, by: Viewer, name: str = "", email: str = "") -> tuple[Voice, str]:
    """Take in what a visitor gives; returns it with the token of the link under which its author sees how it stands.

    An address gets one mail that asks whether it may be written to. Refuses what lies far away, and more than
    VOICES_AN_HOUR from visitors.
    """
    lately = Voice.objects.filter(district=district, person=None, received_at__gt=timezone.now() - HOUR)
    if lately.count() >= VOICES_AN_HOUR:
        raise ActionRefused(
            _("Very much is coming in at the moment. Yours was not saved; please call us or try again later.")
        )
    voice = take_in(given, district, by, name=name.strip(), email=email.strip())
    if voice.email:
        telling.ask_whether_to_write(voice)
    return voice, telling.state_token(voice)


@transaction.atomic
def give_as_member(
    given: Given, *, organisation: Organisation, names_organisation: bool, district: District, by: Viewer
) -> Voice:
    """Take in what somebody gives for the organisation whose entry they look after; mail about it goes to them.

    names_organisation: whether the public page may say from whom it is. Refuses more than VOICES_A_DAY of a person.
    """
    if by.person is None or not access.writes_for(by, district).filter(pk=organisation.pk).exists():
        raise ActionRefused(_("You no longer look after this entry. Nothing was saved."))
    person = Person.objects.select_for_update(no_key=True).get(pk=by.person.pk)
    if Voice.objects.filter(person=person, received_at__gt=timezone.now() - DAY).count() >= VOICES_A_DAY:
        raise ActionRefused(_("You have given very much within a day. This was not saved; please try again tomorrow."))
    return take_in(given, district, by, person=person, organisation=organisation, names_organisation=names_organisation)


@transaction.atomic
def give_at_a_meeting(
    given: Given,
    district: District,
    *,
    person: Person | None = None,
    organisation: Organisation | None = None,
    name: str = "",
    email: str = "",
    language: str = "",
    by: Viewer,
) -> Voice:
    """Take in what somebody said aloud, noted by the office. An address is asked once whether it may be written to."""
    with translation.override(language or get_language()):
        voice = take_in(given, district, by, person=person, organisation=organisation, name=name, email=email)
    if voice.email:
        telling.ask_whether_to_write(voice)
    return voice


def take_in(
    given: Given,
    district: District,
    by: Viewer,
    *,
    person: Person | None = None,
    organisation: Organisation | None = None,
    names_organisation: bool = False,
    name: str = "",
    email: str = "",
) -> Voice:
    refuse_far_away(district, given.lat, given.lon)
    now, words = timezone.now(), given.words.strip()
    voice = Voice(
        district=district,
        kind=given.kind,
        topic=given.topic,
        words=words,
        place=given.place.strip(),
        street=street_at(district, given.place, given.lat, given.lon),
        lat=given.lat,
        lon=given.lon,
        person=person,
        organisation=organisation,
        names_organisation=names_organisation,
        name=name,
        email=email,
        language=person.language if person else (get_language() or "de")[:2],
        received_at=now,
        since=now,
        shown_title=title_of(words),
        shown_words=words,
    )
    if given.sizes:
        large, small = given.sizes
        file = uuid4().hex
        voice.image = ContentFile(large.data, name=f"{file}.jpg")
        voice.thumbnail = ContentFile(small.data, name=f"{file}-{SMALL_PX}.jpg")
    voice.save()
    VoiceStep.objects.create(voice=voice, at=now, by=None, status=voice.status)
    record("voice.received", voice, by=by, district=district, kind=voice.kind)
    return voice


@transaction.atomic
def confirm_mail(pk: int, *, email: str, by: Viewer) -> None:
    """Mail about the voice may go to the address it was given with; for an address forgotten since nothing happens."""
    voice = Voice.objects.select_for_update(no_key=True, of=("self",)).select_related("district").get(pk=pk)
    if voice.email == email and voice.email_confirmed_at is None:
        voice.email_confirmed_at = timezone.now()
        voice.save(update_fields=["email_confirmed_at"])
        record("voice.mail_confirmed", voice, by=by, district=voice.district)


def drop_files(voices: QuerySet[Voice]) -> None:
    """Remove the photos of voices once that is certain."""
    for voice in voices.exclude(image=""):
        drop_once_certain(voice.image, voice.thumbnail)
