"""Files for those who took part in a course."""

from functools import partial
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.models import Event
from kiezkontor.meetings.actions.courses import locked_course
from kiezkontor.meetings.models import CourseMaterial
from kiezkontor.meetings.rules.materials import MAX_BYTES, MaterialError, kept
from kiezkontor.shared.errors import ActionRefused

MOST_FILES = 20


def readable(name: str, data: bytes) -> tuple[str, bytes]:
    """Ending and content as they are kept. Raises ActionRefused."""
    try:
        return kept(name, data)
    except MaterialError as error:
        sentence = {
            "ending": _("Please choose a PDF, a document, a table, slides, a picture or a text."),
            "too_heavy": _("The file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1_000_000},
            "not_that": _("The file is not what its name says, or it is damaged. Please choose another one."),
        }[error.code]
        raise ActionRefused(sentence, field="file") from None


@transaction.atomic
def add_material(event: Event, *, title: str, name: str, data: bytes, by: Viewer) -> CourseMaterial:
    """Keep a file under an invented name; name: as it was called, whose ending says what it is."""
    ending, content = readable(name, data)
    course = locked_course(event)
    if course.materials.count() >= MOST_FILES:
        raise ActionRefused(_("A course has at most %(most)s files.") % {"most": MOST_FILES}, field="file")
    made = CourseMaterial(course=course, title=title.strip())
    made.file.save(f"{uuid4().hex}{ending}", ContentFile(content), save=False)
    made.save()
    record("course.material_added", event, by=by, district=event.district, title=made.title)
    return made


@transaction.atomic
def remove_material(material: CourseMaterial, *, by: Viewer) -> None:
    event = material.course.event
    transaction.on_commit(partial(material.file.storage.delete, str(material.file.name)))
    record("course.material_removed", event, by=by, district=event.district, title=material.title)
    material.delete()
