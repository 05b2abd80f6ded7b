"""Drafts of a district's logo: kept with what may be done with them, and made its logo."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.actions.profile import change, locked
from kiezkontor.districts.images import Picture, name_of
from kiezkontor.districts.models import BrandDraft, District
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.media import drop_once_certain


@transaction.atomic
def add_draft(
    district: District, *, name: str, image: Picture, image_text: str, author: str, rights: str, by: Viewer
) -> BrandDraft:
    """Keep a draft; refuses a name that another one has, because both may stand on one ballot paper."""
    district = locked(district)
    if BrandDraft.objects.filter(district=district, name__iexact=name).exists():
        raise ActionRefused(_("There is a draft of this name already."), field="name")
    draft = BrandDraft(district=district, name=name, image_text=image_text, author=author, rights=rights)
    draft.added_by = by.person
    # A name nobody can guess: the file is for the coordination alone.
    draft.image.save(f"{uuid4().hex}.webp", image, save=True)
    record("district.draft_added", district, by=by, district=district, name=name)
    return draft


@transaction.atomic
def remove_draft(draft: BrandDraft, *, by: Viewer) -> None:
    """The draft and its picture are gone; ballots that showed it keep their copy. Nothing happens where it is gone."""
    district = locked(draft.district)
    found = BrandDraft.objects.filter(pk=draft.pk).select_for_update().first()
    if found is None:
        return
    drop_once_certain(found.image)
    found.delete()
    record("district.draft_removed", district, by=by, district=district, name=found.name)


@transaction.atomic
def make_logo(district: District, draft_pk: int | None, *, by: Viewer) -> None:
    """A copy of a draft and its description in place of the logo there was. Refuses where the draft is gone."""
    district = locked(district)
    draft = BrandDraft.objects.filter(district=district, pk=draft_pk or 0).first()
    if draft is None:
        raise ActionRefused(_("This draft is not there any longer. The logo stays as it was."))
    with draft.image.open("rb") as drawn:
        data = drawn.read()
    district.logo.save(name_of(data), ContentFile(data), save=False)
    values = {"logo": district.logo, "logo_alt": draft.image_text}
    change(district, values, "district.brand_changed", by, always=("logo",))
