"""What waits on the desk of the office, and what tasks of this area are about."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk.hooks import About, Due
from kiezkontor.districts.models import District
from kiezkontor.voices import access
from kiezkontor.voices.models import Voice
from kiezkontor.voices.rules.limits import look_until

TABLE = Voice._meta.label_lower


def waiting(viewer: Viewer, district: District, _on: date) -> Iterable[Due]:
    """Ideas, hints and comments nobody has looked at, due three days after the oldest came in."""
    if not access.may_moderate(viewer, district):
        return
    found = access.what_waits(viewer, district)
    if found["voice_count"]:
        sentence = ngettext(
            "%(count)s idea or hint waits to be looked at",
            "%(count)s ideas and hints wait to be looked at",
            found["voice_count"],
        )
        yield due(sentence, found["voice_count"], found["first_voice"])
    if found["comments_count"]:
        sentence = ngettext(
            "%(count)s comment waits to be looked at",
            "%(count)s comments wait to be looked at",
            found["comments_count"],
        )
        yield due(sentence, found["comments_count"], found["first_comment"])


def due(sentence: str, count: int, first: datetime) -> Due:
    return Due(sentence % {"count": count}, reverse("voices:office"), "speech", timezone.localdate(look_until(first)))


def voices_named(viewer: Viewer, district: District, ids: Collection[int]) -> dict[int, About]:
    found = access.visible_to(viewer, district).filter(pk__in=ids)
    return {each.pk: About(str(each), reverse("voices:office_voice", args=[each.pk])) for each in found}
