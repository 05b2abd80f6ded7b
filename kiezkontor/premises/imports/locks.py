"""What an import is about to write is locked first and read afterwards, so that people's edits are seen or waited for.

First organisations, then units, each in the order of keys: two imports never wait for each other in a circle. People
may go on noting sightings of a locked organisation, because its key stays as it is. Call inside a transaction.
"""

from collections.abc import Iterable

from kiezkontor.organisations.models import FieldClaim, Organisation
from kiezkontor.premises.models import Unit


def locked_organisations(ids: Iterable[int | None]) -> dict[int, Organisation]:
    """The organisations with these ids, category at hand; those that are gone are left out."""
    wanted = {pk for pk in ids if pk}
    rows = Organisation.objects.select_for_update(of=("self",), no_key=True).select_related("category")
    return {row.pk: row for row in rows.filter(pk__in=wanted).order_by("pk")} if wanted else {}


def locked_units(ids: Iterable[int | None]) -> dict[int, Unit]:
    wanted = {pk for pk in ids if pk}
    rows = Unit.objects.select_for_update(no_key=True)
    return {row.pk: row for row in rows.filter(pk__in=wanted).order_by("pk")} if wanted else {}


def claimed_fields(organisation_ids: Iterable[int]) -> dict[int, set[str]]:
    """The fields people gave or confirmed, by organisation; to be read after the lock."""
    claims: dict[int, set[str]] = {}
    rows = FieldClaim.objects.filter(organisation__in=list(organisation_ids))
    for pk, name in rows.values_list("organisation_id", "field"):
        claims.setdefault(pk, set()).add(name)
    return claims
