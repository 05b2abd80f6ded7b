"""Files for those who took part in a course."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.models import Event
from kiezkontor.meetings.actions.courses import locked_course
from kiezkontor.meetings.models import CourseMaterial
from kiezkontor.meetings.rules.materials import MAX_BYTES, Kept, MaterialError, kept
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.media import drop_once_certain

MOST_FILES = 20


def readable(name: str, data: bytes) -> Kept:
    """A file that was looked into. Raises ActionRefused."""
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
def add_material(event: Event, *, title: str, file: Kept, by: Viewer) -> CourseMaterial:
    """Keep a file, looked into by `readable`, under an invented name."""
    course = locked_course(event)
    if course.materials.count() >= MOST_FILES:
        raise ActionRefused(_("A course has at most %(most)s files.") % {"most": MOST_FILES}, field="file")
    made = CourseMaterial(course=course, title=title.strip())
    made.file.save(f"{uuid4().hex}{file.ending}", ContentFile(file.data), save=False)
    made.save()
    record("course.material_added", event, by=by, district=event.district, title=made.title)
    return made


@transaction.atomic
def remove_material(material: CourseMaterial, *, by: Viewer) -> None:
    event = material.course.event
    drop_once_certain(material.file)
    record("course.material_removed", event, by=by, district=event.district, title=material.title)
    material.delete()
