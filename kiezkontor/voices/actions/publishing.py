"""What the office releases of an idea or a hint, and takes back with a reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.voices import telling
from kiezkontor.voices.models import Voice


def locked(pk: int) -> Voice:
    found = Voice.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("district", "person", "organisation", "topic").get(pk=pk)


@transaction.atomic
def publish(pk: int, *, title: str, words: str, shows_photo: bool, photo_alt: str, by: Viewer) -> Voice:
    """Show a voice to everybody with this title and text, or change what is shown; its author is told the first time.

    Refuses a photo without a description.
    """
    voice = locked(pk)
    if shows_photo and not photo_alt.strip():
        raise ActionRefused(_("A photo is public only with a description of what can be seen."), field="photo_alt")
    is_first = voice.published_at is None
    voice.shown_title, voice.shown_words = title.strip(), words.strip()
    voice.shows_photo, voice.photo_alt = shows_photo and bool(voice.image), photo_alt.strip()
    voice.published_at = voice.published_at or timezone.now()
    voice.save(update_fields=["shown_title", "shown_words", "shows_photo", "photo_alt", "published_at"])
    record("voice.published" if is_first else "voice.wording_changed", voice, by=by, district=voice.district)
    if is_first:
        telling.tell(voice, "published", {})
    return voice


@transaction.atomic
def take_back(pk: int, *, reason: str, by: Viewer) -> None:
    """Nobody but the office and its author reads it any longer; the author is told why."""
    voice = locked(pk)
    if voice.published_at is None:
        return
    voice.published_at = None
    voice.save(update_fields=["published_at"])
    record("voice.taken_back", voice, by=by, district=voice.district)
    telling.tell(voice, "taken_back", {"reason": reason.strip()})
