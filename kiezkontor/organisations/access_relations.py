"""How entries of a district stand to each other, as its office knows it; other districts read nothing of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.organisations import access
from kiezkontor.organisations.models import Organisation, Relation

Kind = Relation.Kind
# The same relation, read from the other end.
READ_BACK: Mapping[str, str | Promise] = {
    Kind.PART_OF: _("has as a part or branch"),
    Kind.LANDLORD_OF: _("rents from"),
    Kind.MEMBER_OF: _("has as a member"),
    Kind.COOPERATES_WITH: Kind.COOPERATES_WITH.label,
    Kind.SUPPORTS: _("is supported or funded by"),
    Kind.SUPPLIES: _("is supplied by"),
    Kind.SUCCESSOR_OF: _("was taken over by"),
}


@dataclass(frozen=True)
class Seen:
    """A relation as read from one entry: how it stands, and to whom."""

    relation: Relation
    how: str
    other: Organisation


def relations_of(viewer: Viewer, organisation: Organisation, district: District) -> QuerySet[Relation]:
    """Those of an entry in both directions, for whoever may edit entries of the district."""
    found = Relation.objects.filter(Q(one=organisation) | Q(other=organisation), district=district)
    found = found.select_related("one", "other", "one__category", "other__category")
    return found if access.can_edit(viewer, district) else found.none()


def relation_or_404(viewer: Viewer, organisation: Organisation, district: District, pk: int) -> Relation:
    return get_object_or_404(relations_of(viewer, organisation, district), pk=pk)


def seen_from(organisation: Organisation, relation: Relation) -> Seen:
    if relation.one_id == organisation.pk:
        return Seen(relation, str(Kind(relation.kind).label), relation.other)
    return Seen(relation, str(READ_BACK[relation.kind]), relation.one)
