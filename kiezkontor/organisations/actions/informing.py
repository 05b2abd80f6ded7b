"""Telling people which data an office has of them that they did not give themselves (Article 14 GDPR)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record_rows
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import DataNotice, Organisation
from kiezkontor.shared.bulk import insert_many


@transaction.atomic
def note_informed(
    organisation_ids: Collection[int], *, way: DataNotice.Way, on: date, district: District, by: Viewer
) -> int:
    """Note it for those of whom it was not noted yet; returns how many these were."""
    known = DataNotice.objects.filter(district=district, organisation__in=organisation_ids)
    new = set(organisation_ids) - set(known.values_list("organisation", flat=True))
    names = dict(Organisation.objects.filter(pk__in=new).values_list("pk", "name"))
    insert_many(
        DataNotice(district=district, organisation_id=pk, way=way, on=on, given_by=by.person) for pk in sorted(names)
    )
    told = {"way": way.value, "on": on.isoformat()}
    record_rows(
        "organisation.informed", Organisation, ((pk, names[pk], told) for pk in sorted(names)), by=by, district=district
    )
    return len(names)
