"""Noting how one organisation stands to another."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Organisation, Relation
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def save_relation(
    relation: Relation | None,
    *,
    one: Organisation,
    other: Organisation,
    kind: str,
    from_on: date | None,
    until_on: date | None,
    note: str,
    district: District,
    by: Viewer,
) -> Relation:
    """Note or change that one stands to the other in this way, read from one to the other.

    Refuses an end before the beginning, and what is noted already; "works together with" reads the same both ways.
    """
    if from_on is not None and until_on is not None and until_on <= from_on:
        raise ActionRefused(_("It would end before it begins. Please give a later day."), field="until_on")
    ends = Organisation.objects.filter(pk__in=[one.pk, other.pk]).order_by("pk")
    list(ends.select_for_update(no_key=True).values_list("pk", flat=True))
    ways = Q(one=one, other=other)
    if kind == Relation.Kind.COOPERATES_WITH:
        ways |= Q(one=other, other=one)
    same = Relation.objects.filter(ways, district=district, kind=kind, until_on=None)
    if until_on is None and same.exclude(pk=relation.pk if relation else 0).exists():
        raise ActionRefused(_("This is noted already. Change or end what is noted."), field="kind")
    kept = relation or Relation(district=district)
    kept.one, kept.other, kept.kind = one, other, kind
    kept.from_on, kept.until_on, kept.note = from_on, until_on, note
    kept.entered_at, kept.entered_by = timezone.now(), by.person
    kept.save()
    verb = "relation.changed" if relation else "relation.noted"
    record(verb, one, by=by, district=district, name=str(other), kind=kind)
    return kept


@transaction.atomic
def remove_relation(relation: Relation, *, by: Viewer) -> None:
    """It was noted by mistake; what only is over gets an end instead."""
    told = {"name": str(relation.other), "kind": relation.kind}
    record("relation.removed", relation.one, by=by, district=relation.district, **told)
    relation.delete()
