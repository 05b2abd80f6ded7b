"""What the office finds out about a proposal for public space."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.voices.actions.publishing import locked
from kiezkontor.voices.models import SpaceProposal, Voice


@transaction.atomic
def plan_space(pk: int, *, values: Mapping[str, Any], by: Viewer) -> SpaceProposal:
    """Note whose the space is, how its permission stands, helpers and cost; refuses what is no such proposal."""
    voice = locked(pk)
    if voice.kind != Voice.Kind.SPACE:
        raise ActionRefused(_("This is no proposal for a street or square. Please sort it as one first."))
    found = SpaceProposal.objects.filter(voice=voice).first() or SpaceProposal(voice=voice)
    changed = sorted(name for name, value in values.items() if getattr(found, name) != value)
    for name in changed:
        setattr(found, name, values[name])
    if changed or found.pk is None:
        found.save()
        record("voice.space_planned", voice, by=by, district=voice.district, fields=changed)
    return found
