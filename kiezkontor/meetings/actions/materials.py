"""Files for those who took part in a course."""

from functools import partial
from pathlib import PurePath
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.models import Event
from kiezkontor.meetings.actions.courses import locked_course
from kiezkontor.meetings.models import CourseMaterial
from kiezkontor.shared.errors import ActionRefused

MAX_BYTES, MOST_FILES = 10_000_000, 20
# What people read and print; nothing that a browser or a computer runs.
ENDINGS = (".pdf", ".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx", ".png", ".jpg", ".jpeg", ".txt")


@transaction.atomic
def add_material(event: Event, *, title: str, name: str, data: bytes, by: Viewer) -> CourseMaterial:
    """Keep a file under an invented name; name: as it was called, of which the ending stays."""
    course = locked_course(event)
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise ActionRefused(_("Please choose a PDF, a document, a table, slides, a picture or a text."), field="file")
    if len(data) > MAX_BYTES:
        raise ActionRefused(_("The file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1_000_000}, field="file")
    if course.materials.count() >= MOST_FILES:
        raise ActionRefused(_("A course has at most %(most)s files.") % {"most": MOST_FILES}, field="file")
    made = CourseMaterial(course=course, title=title.strip())
    made.file.save(f"{uuid4().hex}{ending}", ContentFile(data), save=False)
    made.save()
    record("course.material_added", event, by=by, district=event.district, title=made.title)
    return made


@transaction.atomic
def remove_material(material: CourseMaterial, *, by: Viewer) -> None:
    event = material.course.event
    transaction.on_commit(partial(material.file.storage.delete, str(material.file.name)))
    record("course.material_removed", event, by=by, district=event.district, title=material.title)
    material.delete()
