"""Writing an exposé, and what its owner releases of it and takes back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.methods.pictures import Picture
from kiezkontor.notices.links import new_code
from kiezkontor.organisations.actions.photos import SMALL_PX
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.meanwhile import PageChangedMeanwhile
from kiezkontor.shared.media import drop_once_certain
from kiezkontor.vacancies.access_exposes import preview, state_of
from kiezkontor.vacancies.actions.cases import locked_open
from kiezkontor.vacancies.actions.expose_endings import end_releases, in_force, touch
from kiezkontor.vacancies.models import Expose, ExposePicture, ExposeRelease
from kiezkontor.vacancies.offers import energy_of
from kiezkontor.vacancies.rules import exposes as rules

MOST_PICTURES = 12
OF_PICTURES: Mapping[str, str] = {ExposePicture.Kind.PHOTO: rules.PHOTOS, ExposePicture.Kind.PLAN: rules.PLAN}


@transaction.atomic
def begin(case_pk: int, values: Mapping[str, Any], *, by: Viewer) -> Expose:
    """Write the exposé of an open case; nothing of it is public before its owner releases it. Refuses a second one."""
    case = locked_open(case_pk)
    if Expose.objects.filter(case=case).exists():
        raise ActionRefused(_("There is an exposé of this vacancy meanwhile. Nothing was written a second time."))
    now = timezone.now()
    made = Expose.objects.create(case=case, code=new_code(), made_at=now, changed_at=now, **values)
    record("vacancy.expose_begun", made, by=by, district=case.district)
    return made


def locked(pk: int) -> Expose:
    """The exposé under lock with its case; refuses one whose case is closed."""
    found = Expose.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    found.case = locked_open(found.case_id)
    return found


@transaction.atomic
def change(pk: int, values: Mapping[str, Any], *, agreed: bool = False, seen: str = "", by: Viewer) -> Expose:
    """Write it anew. agreed: the owner agrees to what changes of released parts; refuses to change those without.

    seen: the state it had when the form was opened; refuses another one.
    """
    expose = locked(pk)
    changed = [name for name, value in values.items() if getattr(expose, name) != value]
    if not changed:
        return expose
    refuse_unseen(expose, seen)
    released = frozenset(row.group for row in in_force(expose))
    refuse_unless_agreed(released.intersection(rules.groups_of(changed)), agreed=agreed)
    district = expose.case.district
    before = preview(expose, released, district) if released else None
    for name in changed:
        setattr(expose, name, values[name])
    expose.save(update_fields=changed)
    touch(expose, is_shown=before is not None and preview(expose, released, district) != before)
    record("vacancy.expose_changed", expose, by=by, district=district, fields=changed)
    return expose


def refuse_unseen(expose: Expose, seen: str) -> None:
    """Refuse what somebody enters who has not seen what is stored now. seen: of `state_of`, "" where nobody looked."""
    if seen and seen != state_of(expose, expose.case.district):
        raise PageChangedMeanwhile


def refuse_unless_agreed(released: Collection[str], *, agreed: bool) -> None:
    """released: the parts that would show something else than what their owner released."""
    if released and not agreed:
        raise ActionRefused(
            _("This changes what the owner has released. Please ask them first, and tick that they agree."),
            field="agreed",
        )


@transaction.atomic
def add_picture(
    pk: int, kind: str, *, sizes: Sequence[Picture], alt: str, credit: str, agreed: bool = False, by: Viewer
) -> ExposePicture:
    """Take in a photo or plan, in the sizes of `in_two_sizes`, to whose being shown whoever made it agrees.

    agreed: the owner agrees to this one; refuses it without where photos or plans are released.
    """
    expose = locked(pk)
    shown_at_once = {row.group for row in in_force(expose)}.intersection({OF_PICTURES[kind]})
    refuse_unless_agreed(shown_at_once, agreed=agreed)
    if ExposePicture.objects.filter(expose=expose).count() >= MOST_PICTURES:
        raise ActionRefused(
            _("An exposé has at most %(most)s pictures. Please remove one first.") % {"most": MOST_PICTURES}
        )
    large, small = sizes
    file = uuid4().hex
    made = ExposePicture.objects.create(
        expose=expose,
        kind=kind,
        image=ContentFile(large.data, name=f"{file}.jpg"),
        thumbnail=ContentFile(small.data, name=f"{file}-{SMALL_PX}.jpg"),
        alt=alt.strip(),
        credit=credit.strip(),
        may_show=True,
        added_at=timezone.now(),
        added_by=by.person,
    )
    touch(expose, is_shown=bool(shown_at_once))
    record("vacancy.expose_picture_added", expose, by=by, district=expose.case.district, kind=kind)
    return made


@transaction.atomic
def remove_picture(pk: int, *, by: Viewer) -> None:
    """Delete a picture with its files; public pages hear of it where pictures of its kind are released."""
    picture = ExposePicture.objects.select_for_update(of=("self",)).get(pk=pk)
    expose = locked(picture.expose_id)
    drop_once_certain(picture.image, picture.thumbnail)
    picture.delete()
    touch(expose, is_shown=OF_PICTURES[picture.kind] in {row.group for row in in_force(expose)})
    record("vacancy.expose_picture_removed", expose, by=by, district=expose.case.district, kind=picture.kind)


@dataclass(frozen=True)
class Word:
    """What an owner said. by_whom: their name; how: of ExposeRelease.How; scope: what for."""

    by_whom: str
    on: date
    how: str
    scope: str = ""


@transaction.atomic
def release(
    pk: int, groups: Collection[str], word: Word, *, saw_gaps: bool = False, seen: str = "", by: Viewer
) -> list[ExposeRelease]:
    """Note that the owner releases parts; those that are released already stay as they were noted.

    saw_gaps: whoever notes it has seen that energy data are missing. seen: the state it had when the form was opened.
    Refuses without the first, another state, a day to come, and parts of an exposé that is not itself released.
    """
    expose = locked(pk)
    known = {row.group for row in in_force(expose)}
    fresh = [group for group in rules.GROUPS if group in groups and group not in known]
    if fresh:
        refuse_unseen(expose, seen)
    if word.on > timezone.localdate():
        raise ActionRefused(_("This day has not come yet. Please give today or an earlier day."), field="on")
    if rules.PAGE not in known and rules.PAGE not in fresh:
        raise ActionRefused(
            _("Nothing can be shown as long as the owner has not released that the unit is offered at all."),
            field="groups",
        )
    if rules.PAGE in fresh and rules.energy_gaps(energy_of(expose)) and not saw_gaps:
        raise ActionRefused(
            _("Energy data are missing that an advertisement has to give. Please confirm that you have seen it."),
            field="saw_gaps",
        )
    if rules.OWNER in fresh and not expose.contact_name.strip():
        raise ActionRefused(_("There is no name and contact in the exposé yet. Please add them first."), field="groups")
    now = timezone.now()
    rows = [
        ExposeRelease.objects.create(
            expose=expose,
            group=group,
            by_whom=word.by_whom.strip(),
            on=word.on,
            how=word.how,
            scope=word.scope.strip(),
            noted_at=now,
            noted_by=by.person,
        )
        for group in fresh
    ]
    if rows:
        touch(expose, is_shown=True)
        record("expose.released", expose, by=by, district=expose.case.district, parts=fresh, how=word.how)
    return rows


@transaction.atomic
def withdraw(pk: int, groups: Collection[str], *, how: str, by: Viewer) -> list[str]:
    """Take back what was released; with the page itself everything. It is gone everywhere at once. Returns what."""
    expose = Expose.objects.select_for_update(no_key=True, of=("self",)).select_related("case__district").get(pk=pk)
    rows = [row for row in in_force(expose) if rules.PAGE in groups or row.group in groups]
    end_releases(expose, rows, how, by=by)
    return [row.group for row in rows]
