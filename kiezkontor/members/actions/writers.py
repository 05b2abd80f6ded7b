"""Who acts for a member, locked so that limits hold for two at once."""

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.members import access
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused


def locked_writer(organisation: Organisation, district: District, by: Viewer, *, refusal: str) -> Person:
    """refusal: what is said to somebody who does not write for this member today."""
    if by.person is None or not access.writes_for(by, district).filter(pk=organisation.pk).exists():
        raise ActionRefused(refusal)
    return Person.objects.select_for_update(no_key=True).get(pk=by.person.pk)
