"""What districts share: bodies that carry projects, and funding programmes.

Who may change one: the operator of the installation always; a coordinator while all projects that use it are in
districts they coordinate; while no project uses it, the coordination of the district whose office entered it.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.districts.models import District, Operator, Programme

# Programmes lie in each other at most this deep.
LEVELS = 4


def operators_to_edit(viewer: Viewer) -> QuerySet[Operator]:
    used = District.objects.filter(projects__operator=OuterRef("pk"))
    return Operator.objects.filter(editable(viewer, used))


def programmes_to_edit(viewer: Viewer) -> QuerySet[Programme]:
    used = District.objects.filter(within(OuterRef("pk"), "projects__funding_sources__programme"))
    return Programme.objects.filter(editable(viewer, used))


def editable(viewer: Viewer, used: QuerySet[District]) -> Q:
    """used: the districts whose projects use the row."""
    if viewer.is_operator:
        return Q()
    own = [pk for pk, names in viewer.roles.items() if COORDINATOR in names]
    elsewhere = used.exclude(pk__in=own)
    return (Exists(used) & ~Exists(elsewhere)) | (~Exists(used) & Q(entered_in__in=own))


def within(programme: object, path: str) -> Q:
    """Rows whose programme at the path is this one or lies in it."""
    found = Q()
    for level in range(LEVELS):
        found |= Q(**{path + "__parent" * level: programme})
    return found


def operators_of(district: District) -> QuerySet[Operator]:
    """Those of the district's projects, and those its office entered for projects to come."""
    return Operator.objects.filter(Q(projects__districts=district) | Q(entered_in=district)).distinct()


def programmes_of(district: District) -> QuerySet[Programme]:
    """Those the district's projects are funded from, with all they lie in, and those its office entered."""
    found = Q(entered_in=district)
    for level in range(LEVELS):
        path = "parts__" * level + "funding_sources__project__districts"
        found |= Q(**{path: district})
    return Programme.objects.filter(found).distinct()


def operator_or_404(viewer: Viewer, pk: int) -> Operator:
    operator = get_object_or_404(Operator, pk=pk)
    if not operators_to_edit(viewer).filter(pk=pk).exists():
        raise PermissionDenied
    return operator


def programme_or_404(viewer: Viewer, pk: int) -> Programme:
    programme = get_object_or_404(Programme, pk=pk)
    if not programmes_to_edit(viewer).filter(pk=pk).exists():
        raise PermissionDenied
    return programme
