from django.db.models import QuerySet

from kiezkontor.accounts.viewer import AUDITOR, COORDINATOR, Scope, Viewer
from kiezkontor.audit.models import AuditEntry, named_after_people


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


def own_deeds(viewer: Viewer) -> QuerySet[AuditEntry]:
    """What somebody did themselves, in every district, the latest first; nothing for a visitor."""
    if viewer.person is None:
        return AuditEntry.objects.none()
    return AuditEntry.objects.filter(actor=viewer.person).order_by("-at", "-pk")


def sees_all(viewer: Viewer, district: Scope) -> bool:
    """Whether the log shows the deeds of everybody, and not only the viewer's own."""
    return viewer.has_role(district, COORDINATOR, AUDITOR)


def sees_values(viewer: Viewer, district: Scope) -> bool:
    """Whether the log shows what stood there before and after, and whom it concerned.

    Audit reads which details were changed, not to what, and no names of people, addresses or inner texts.
    """
    return viewer.is_office_of(district)


def named(viewer: Viewer, district: Scope, part: str) -> QuerySet[AuditEntry]:
    """The entries whose object's name holds this part, as far as the viewer reads that name."""
    found = visible_to(viewer, district).filter(subject_label__icontains=part)
    return found if sees_values(viewer, district) else found.exclude(named_after_people())
