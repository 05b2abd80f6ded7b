"""Corrections of whoever holds a link to an entry: a draft of their own until they approve it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations.actions.editing import EDITABLE, EditedMeanwhile, edit_organisation, values_of
from kiezkontor.organisations.models import EntryDraft, FieldClaim, Organisation
from kiezkontor.organisations.rules.editing import compare
from kiezkontor.shared.errors import ActionRefused


def draft_of(link: PersonalLink) -> EntryDraft:
    """What was corrected with a link; an empty one, not stored, where nothing was."""
    return EntryDraft.objects.filter(link=link).first() or EntryDraft(link=link)


def drafted(organisation: Organisation, draft: EntryDraft) -> Organisation:
    """The entry as it would stand there if the draft were approved; it is never to be saved."""
    for name, value in draft.values.items():
        setattr(
            organisation,
            "category_id" if name == "category" else name,
            (value or None) if name == "category" else value,
        )
    return organisation


def changed_meanwhile(draft: EntryDraft) -> Mapping[str, Any]:
    """Fields of the draft that somebody else has changed since, with what stands there now."""
    stored = values_of(Organisation.objects.get(pk=draft.link.subject_id))
    return compare(draft.seen, draft.values, stored).conflicts


@transaction.atomic
def keep_draft(
    link: PersonalLink, *, values: Mapping[str, Any], seen: Mapping[str, Any], district: District, by: Viewer
) -> EntryDraft:
    """Note what the holder of a link corrects; nothing of the entry changes.

    values, seen: as for `edit_organisation`; seen is the entry as drafted before. Refuses a link that is over; raises
    EditedMeanwhile where the same field was corrected under this link meanwhile.
    """
    link = links.locked(link)
    if links.state_of(link) != "open":
        raise ActionRefused(_("This link is not valid any more. Please ask the office for a new one."))
    organisation = Organisation.objects.get(pk=link.subject_id)
    draft, stored = draft_of(link), values_of(organisation)
    given = {name: values[name] for name in EDITABLE if name in values}
    edit = compare(seen, given, stored | draft.values)
    if edit.conflicts:
        raise EditedMeanwhile(edit.conflicts)
    wanted = draft.values | edit.changes
    draft.values = {name: value for name, value in wanted.items() if value != stored[name]}
    draft.seen = {name: stored[name] for name in draft.values}
    if draft.values:
        draft.save()
    elif draft.pk:
        draft.delete()
    if edit.changes:
        record("organisation.corrections_noted", organisation, by=by, district=district, fields=list(edit.changes))
    return draft


@transaction.atomic
def publish_draft(link: PersonalLink, *, district: District, by: Viewer) -> None:
    """Let what was corrected with a link stand in the entry; the holder has approved it.

    Raises EditedMeanwhile where somebody else has changed one of the fields since.
    """
    draft = draft_of(link)
    if not draft.pk:
        return
    edit_organisation(
        link.subject_id,
        values=draft.values,
        seen=draft.seen,
        basis=FieldClaim.Basis.OWNER,
        said_on=timezone.localdate(),
        district=district,
        by=by,
    )
    draft.delete()


def hand_on(earlier: PersonalLink, later: PersonalLink) -> None:
    """A newer link to the same mailbox goes on with what was corrected with the one it replaces."""
    EntryDraft.objects.filter(link=earlier).update(link=later)
