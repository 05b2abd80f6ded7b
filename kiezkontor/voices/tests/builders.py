"""Ideas, hints and what hangs on them for tests: valid, invented, every detail overridable."""

from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.members.tests.builders import of
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.organisations.tests.builders import picture
from kiezkontor.voices.models import Topic, Voice, VoiceComment, VoiceStep

_numbers = count(1)


def topic(district: District, name: str = "Verkehr und Wege", **details: Any) -> Topic:
    return Topic.objects.get_or_create(district=district, name=name, defaults=details)[0]


def voice(district: District, by: Person | None = None, **details: Any) -> Voice:
    """A hint that has just come in; by: who gave it for the organisation they look after, None for a visitor."""
    now = timezone.now()
    words = f"Die Bank vor der Nummer {next(_numbers)} ist kaputt."
    wanted: dict[str, Any] = {"kind": "hint", "words": words, "received_at": now, "since": now}
    if by is not None:
        wanted |= {"person": by, "organisation": of(by)}
    said = wanted | details
    said = {"shown_title": said["words"][:80], "shown_words": said["words"]} | said
    made = Voice.objects.create(district=district, **said)
    VoiceStep.objects.create(voice=made, at=now, status=made.status)
    return made


def published(district: District, by: Person | None = None, **details: Any) -> Voice:
    wanted = {"published_at": timezone.now(), "status": "accepted", "topic": topic(district)}
    return voice(district, by, **(wanted | details))


def with_photo(district: District, **details: Any) -> Voice:
    files = {name: ContentFile(picture(), name=f"{name}.jpg") for name in ("image", "thumbnail")}
    return voice(district, **(files | details))


def comment(on: Voice, **details: Any) -> VoiceComment:
    wanted = {"words": "Das finde ich auch.", "written_at": timezone.now()}
    return VoiceComment.objects.create(voice=on, **(wanted | details))


def mails() -> list[OutgoingMail]:
    """What was written and may go out, in order."""
    return list(OutgoingMail.objects.filter(withheld="").order_by("pk"))
