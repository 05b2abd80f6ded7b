"""Photos of organisations: taken in, described, published, removed."""

from collections.abc import Sequence
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.methods.pictures import MAX_BYTES, Picture, PictureError, web_pictures
from kiezkontor.organisations.hooks import tell_organisations_changed
from kiezkontor.organisations.models import Organisation, Photo
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.media import drop_once_certain

LARGE_PX, SMALL_PX = 1600, 480
TEXTS = ("alt", "caption", "credit")


def sentence_for(code: str) -> str:
    """Why a file was not taken, and what to do."""
    if code == "too_heavy":
        return _("The file is larger than %(limit)s megabytes. Please make it smaller and send it again.") % {
            "limit": MAX_BYTES // 1_000_000
        }
    if code == "too_many_pixels":
        return _("The picture has too many pixels. Please make it smaller and send it again.")
    if code == "broken":
        return _("The picture is damaged or was not sent completely. Please send it again.")
    return _("This is not a photo. Please send a JPEG, PNG or WebP file.")


def in_two_sizes(data: bytes) -> list[Picture]:
    """A photo as it is shown, large and small, without what the camera wrote into it; done before anything is locked.

    Refuses files that are no photo.
    """
    try:
        return web_pictures(data, LARGE_PX, SMALL_PX)
    except PictureError as error:
        raise ActionRefused(sentence_for(error.code), field="image") from error


@transaction.atomic
def add_photo(
    organisation: Organisation,
    *,
    sizes: Sequence[Picture],
    texts: dict[str, str],
    publish: bool,
    district: District,
    by: Viewer,
) -> Photo:
    """Take in a photo. sizes: from `in_two_sizes`; texts: alt, caption, credit.

    Refuses publishing without all three texts.
    """
    refuse_unless_described(texts, publish=publish)
    large, small = sizes
    name = uuid4().hex
    last = Photo.objects.filter(organisation=organisation).aggregate(last=Max("position"))["last"]
    photo = Photo.objects.create(
        organisation=organisation,
        image=ContentFile(large.data, name=f"{name}.jpg"),
        thumbnail=ContentFile(small.data, name=f"{name}-{SMALL_PX}.jpg"),
        is_public=publish,
        position=0 if last is None else last + 1,
        added_by=by.person,
        **{each: texts.get(each, "").strip() for each in TEXTS},
    )
    record("photo.added", organisation, by=by, district=district, photo=photo.pk, public=publish)
    tell_organisations_changed([organisation.pk])
    return photo


@transaction.atomic
def edit_photo(pk: int, *, texts: dict[str, str], publish: bool, district: District, by: Viewer) -> Photo:
    """Change the texts of a photo, publish it or take it back; refuses publishing without all three texts."""
    photo = Photo.objects.select_for_update(no_key=True).get(pk=pk)
    refuse_unless_described(texts, publish=publish)
    for name in TEXTS:
        setattr(photo, name, texts.get(name, "").strip())
    photo.is_public = publish
    photo.save(update_fields=[*TEXTS, "is_public"])
    record("photo.edited", photo.organisation, by=by, district=district, photo=pk, public=publish)
    tell_organisations_changed([photo.organisation_id])
    return photo


@transaction.atomic
def remove_photo(pk: int, *, district: District, by: Viewer) -> None:
    """Remove a photo and, once that is certain, its files."""
    photo = Photo.objects.select_for_update(no_key=True).get(pk=pk)
    organisation = photo.organisation
    drop_once_certain(photo.image, photo.thumbnail)
    photo.delete()
    record("photo.removed", organisation, by=by, district=district, photo=pk)
    tell_organisations_changed([organisation.pk])


def refuse_unless_described(texts: dict[str, str], *, publish: bool) -> None:
    missing = next((name for name in TEXTS if not texts.get(name, "").strip()), None)
    if publish and missing:
        raise ActionRefused(
            _("A photo is public only with a description, a caption and a credit. Add them, or keep it unpublished."),
            field=missing,
        )
