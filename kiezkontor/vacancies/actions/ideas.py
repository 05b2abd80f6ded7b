"""Ideas for interim use that people give, and examples that the office shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.methods.pictures import Picture
from kiezkontor.organisations.actions.photos import SMALL_PX
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.media import drop_once_certain
from kiezkontor.vacancies.actions.lettings import locked
from kiezkontor.vacancies.models import Expose, Letting, UseExample, UseIdea, VacancyCase
from kiezkontor.vacancies.rules.limits import HOUR, REPORTS_AN_HOUR


@transaction.atomic
def give(
    words: str, *, about: Expose | None = None, name: str = "", email: str = "", district: District, by: Viewer
) -> UseIdea:
    """Take in an idea; nobody reads it before the office does. Refuses more than REPORTS_AN_HOUR.

    about: the room on offer it is for; None for none in particular.
    """
    now = timezone.now()
    if UseIdea.objects.filter(district=district, received_at__gt=now - HOUR).count() >= REPORTS_AN_HOUR:
        raise ActionRefused(
            _("Very much is coming in at the moment. Yours was not saved; please call us or try again later.")
        )
    case = about.case if about is not None else None
    said = {"case": case, "words": words.strip(), "name": name.strip(), "email": email.strip()}
    made = UseIdea.objects.create(district=district, received_at=now, **said)
    record("vacancy.idea_given", made, by=by, district=district)
    return made


@dataclass(frozen=True)
class Decision:
    """shown_title, shown_words: what everybody reads of it. case: the vacancy it suits; None for none in particular."""

    status: str
    shown_title: str
    shown_words: str
    case: VacancyCase | None = None
    note: str = ""


@transaction.atomic
def decide(pk: int, decision: Decision, *, by: Viewer) -> UseIdea:
    """Say what becomes of an idea, and what everybody reads of it. Refuses publishing it without a title."""
    idea = UseIdea.objects.select_for_update(no_key=True, of=("self",)).select_related("district").get(pk=pk)
    title, words = decision.shown_title.strip(), decision.shown_words.strip()
    if decision.status in UseIdea.PUBLIC and not title:
        raise ActionRefused(_("Everybody reads the title. Please give one."), field="shown_title")
    idea.status, idea.shown_title, idea.shown_words = decision.status, title, words
    idea.note, idea.case = decision.note.strip(), decision.case
    idea.decided_at = None if idea.status == UseIdea.Status.RECEIVED else idea.decided_at or timezone.now()
    idea.decided_by = by.person
    idea.save(update_fields=["status", "shown_title", "shown_words", "case", "note", "decided_at", "decided_by"])
    record("useidea.decided", idea, by=by, district=idea.district, status=idea.status)
    return idea


@dataclass(frozen=True)
class ExampleTexts:
    """sizes: of `in_two_sizes`, empty where the photo stays as it is; is_photo_removed: there is none any more."""

    title: str
    words: str
    alt: str
    credit: str
    is_public: bool
    sizes: Sequence[Picture] = ()
    is_photo_removed: bool = False


@transaction.atomic
def show(letting_pk: int, texts: ExampleTexts, *, by: Viewer) -> UseExample:
    """Write an interim use down as an example, for everybody where the office says so.

    Refuses a permanent lease, a use that did not come about, and a photo that is not described or credited.
    """
    letting = locked(letting_pk)
    if letting.kind == Letting.Kind.PERMANENT or letting.ending == Letting.Ending.MISTAKE:
        raise ActionRefused(_("Only a use for a time that came about can be an example."))
    found = UseExample.objects.select_for_update().filter(letting=letting).first() or UseExample(letting=letting)
    keeps_photo = bool(texts.sizes) or (bool(found.image) and not texts.is_photo_removed)
    for field in ("alt", "credit"):
        if keeps_photo and not getattr(texts, field).strip():
            raise ActionRefused(_("A photo needs a description and a name to credit."), field=field)
    if texts.sizes or texts.is_photo_removed:
        drop_once_certain(found.image, found.thumbnail)
        found.image = found.thumbnail = ""
    if texts.sizes:
        large, small = texts.sizes
        file = uuid4().hex
        found.image = ContentFile(large.data, name=f"{file}.jpg")
        found.thumbnail = ContentFile(small.data, name=f"{file}-{SMALL_PX}.jpg")
    found.title, found.words, found.is_public = texts.title.strip(), texts.words.strip(), texts.is_public
    found.alt, found.credit = (texts.alt.strip(), texts.credit.strip()) if keeps_photo else ("", "")
    found.changed_at, found.changed_by = timezone.now(), by.person
    found.save()
    record("useidea.example_changed", found, by=by, district=letting.case.district)
    return found


def givers_over(before: datetime) -> QuerySet[UseIdea]:
    """Ideas decided before that moment that still tell who gave them, or what they wrote."""
    return UseIdea.objects.filter(~Q(name="") | ~Q(email="") | ~Q(words="") | ~Q(note=""), decided_at__lt=before)


def forget_givers(rows: QuerySet[UseIdea]) -> int:
    """Keep what everybody reads, and drop who gave it and what they wrote."""
    return rows.update(name="", email="", words="", note="")
