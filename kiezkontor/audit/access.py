from django.db.models import QuerySet

from kiezkontor.accounts.viewer import AUDITOR, COORDINATOR, Scope, Viewer
from kiezkontor.audit.models import AuditEntry


def visible_to(viewer: Viewer, district: Scope) -> QuerySet[AuditEntry]:
    """The district's log, newest first: all of it for its coordination and for audit, their own deeds for the rest of
    the office.
    """
    entries = AuditEntry.objects.filter(scope_id=district.pk).order_by("-at", "-pk")
    if sees_all(viewer, district):
        return entries
    if viewer.is_office_of(district) and viewer.person is not None:
        return entries.filter(actor=viewer.person)
    return entries.none()


def sees_all(viewer: Viewer, district: Scope) -> bool:
    """Whether the log shows the deeds of everybody, and not only the viewer's own."""
    return viewer.has_role(district, COORDINATOR, AUDITOR)


def sees_values(viewer: Viewer, district: Scope) -> bool:
    """Whether the log shows what stood there before and after; audit reads which details were changed, not to what."""
    return viewer.is_office_of(district)
