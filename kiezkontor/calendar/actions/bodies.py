"""Bodies by their names, and who is in them, as the coordination keeps them."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.models import Body
from kiezkontor.districts.models import District
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def save_body(district: District, *, name: str, members: Iterable[Person], by: Viewer, pk: int | None = None) -> Body:
    """Add a body, or change the one with this key; refuses a name another one has."""
    taken = ActionRefused(_("There is a body of this name already."), field="name")
    if Body.objects.filter(district=district, name__iexact=name).exclude(pk=pk or 0).exists():
        raise taken
    found = Body.objects.select_for_update().get(pk=pk) if pk else Body(district=district)
    found.name = name
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:  # another one got this name at the same moment
        raise taken from error
    found.members.set(members)
    record("body.changed" if pk else "body.added", found, by=by, district=district)
    return found


@transaction.atomic
def remove_body(found: Body, *, by: Viewer) -> None:
    """Its members keep their roles, and who was invited stays invited."""
    record("body.removed", found, by=by, district=found.district)
    found.delete()
