"""What is forgotten of ideas and hints that have ended: who gave them, and what was never public."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kiezkontor.voices.actions.giving import drop_files
from kiezkontor.voices.models import Voice, VoiceComment
from kiezkontor.voices.rules.status import ENDED


def people_over(before: datetime) -> QuerySet[Voice]:
    """Voices that ended before that moment and still tell who gave them or who commented on them."""
    by_name = Q(voice=OuterRef("pk")) & (~Q(name="") | Q(person__isnull=False))
    told = ~Q(name="") | ~Q(email="") | Q(person__isnull=False) | Exists(VoiceComment.objects.filter(by_name))
    return Voice.objects.filter(told, status__in=ENDED, since__lt=before)


def forget_people(rows: QuerySet[Voice]) -> int:
    """Keep what was said and by which organisation, and drop who said it; returns how many voices those are."""
    ids = list(rows.values_list("pk", flat=True))
    VoiceComment.objects.filter(voice__in=ids).update(name="", person=None)
    return Voice.objects.filter(pk__in=ids).update(name="", email="", person=None, email_confirmed_at=None)


def unpublished_over(before: datetime) -> QuerySet[Voice]:
    """Voices that ended before that moment and that only the office reads."""
    return Voice.objects.filter(status__in=ENDED, since__lt=before, published_at=None)


def forget_unpublished(rows: QuerySet[Voice]) -> int:
    """Delete them with their photos; returns how many."""
    drop_files(rows)
    return rows.delete()[1].get(Voice._meta.label, 0)


def comments_over(before: datetime) -> QuerySet[VoiceComment]:
    """Comments that nobody but the office reads, written before that moment."""
    return VoiceComment.objects.filter(shown_since=None, written_at__lt=before)
