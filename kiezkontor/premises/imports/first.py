"""A first import that breaks leaves nothing behind: the district it made goes again with all that came with it."""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import batched

from django.db import DatabaseError, transaction
from django.db.models import Model, QuerySet

from kiezkontor.districts.models import District, Street
from kiezkontor.organisations.hooks import tell_organisations_changed
from kiezkontor.organisations.models import Organisation, SourceRecord, SourceRun
from kiezkontor.premises.models import Building, Observation, Unit, UseSpell

LOOKUP = 500
logger = logging.getLogger(__name__)


@contextmanager
def nothing_left_of_a_broken_one(slug: str) -> Iterator[None]:
    """Take away a district that was made meanwhile when an error ends the import; one that was there before stays.

    An import that is killed has no time for this: it goes on when it is repeated.
    """
    existed = District.objects.filter(slug=slug).exists()
    try:
        yield
    except Exception:
        if not existed:
            try:
                remove(slug)
            except DatabaseError:  # the first error is the one to tell of
                logger.exception("What a broken import stored of %s could not be removed.", slug)
        raise


@transaction.atomic
def remove(slug: str) -> None:
    """Remove a district nobody but its first, unfinished import knows; does nothing to any other."""
    district = District.objects.select_for_update().filter(slug=slug).first()
    if district is None or _is_taken_up(district):
        return
    runs = SourceRun.objects.filter(district=district)
    seen = Observation.objects.filter(source_run__in=runs)
    units = set(seen.values_list("unit_id", flat=True))
    records = SourceRecord.objects.filter(first_run__in=runs, last_run__in=runs)
    organisations = set(records.exclude(organisation=None).values_list("organisation_id", flat=True))
    houses = set(district.buildings.values_list("pk", flat=True))
    streets = set(district.streets.values_list("pk", flat=True))
    _delete(UseSpell.objects.all(), units, by="unit")
    seen.delete()
    records.delete()
    tell_organisations_changed(organisations)
    _delete(Unit.objects.filter(observations=None), units)
    _delete(Organisation.objects.filter(source_records=None, spelloccupant=None, claims=None), organisations)
    runs.delete()
    district.delete()
    _delete(Building.objects.filter(districts=None, units=None), houses)
    _delete(Street.objects.filter(districts=None, addresses=None), streets)


def _is_taken_up(district: District) -> bool:
    """Whether somebody else works with the district already: another import, or people."""
    others = SourceRun.objects.filter(district=district)
    finished = others.filter(status=SourceRun.Status.DONE).exists()
    return finished or others.count() > 1 or district.roles.exists() or district.memberships.exists()


def _delete[M: Model](rows: QuerySet[M], ids: Collection[int], *, by: str = "pk") -> None:
    for part in batched(sorted(ids), LOOKUP):
        rows.filter(**{f"{by}__in": part}).delete()
