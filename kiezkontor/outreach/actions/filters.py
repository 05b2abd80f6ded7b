from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.outreach.models import SavedFilter
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def save_filter(*, name: str, query: str, is_shared: bool, district: District, by: Viewer) -> SavedFilter:
    """Keep a filter under a name; the same name again replaces it. Refuses whoever has no account, and no name."""
    if by.person is None or not name.strip():
        raise ActionRefused(_("A filter needs a name."), field="name")
    saved, _made = SavedFilter.objects.update_or_create(
        district=district,
        owner=by.person,
        name=name.strip(),
        defaults={"query": query, "is_shared": is_shared},
    )
    record("filter.saved", saved, by=by, district=district)
    return saved


@transaction.atomic
def remove_filter(saved: SavedFilter, *, by: Viewer) -> None:
    record("filter.removed", saved, by=by, district=saved.district)
    saved.delete()
