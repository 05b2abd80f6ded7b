"""Whose people still have to be told where an office has their data from."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.organisations.access import listed_in
from kiezkontor.organisations.access_contacting import contactable
from kiezkontor.organisations.models import Contact, DataNotice, FieldClaim, Organisation, SourceRecord

# What the office did not hear from the people themselves.
BY_OTHERS = (FieldClaim.Basis.OBSERVATION, FieldClaim.Basis.PUBLIC_SOURCE)


def uninformed(viewer: Viewer, district: District, *, on: date) -> QuerySet[Organisation]:
    """Organisations of the district behind whom are people who were not told yet, the longest known first.

    Who runs a business under the own name, and contact persons whom others named or whom a walk met. Left out is who
    does not want to be contacted. since: from when the office knows, None where no day is known.
    """
    people = Contact.objects.filter(organisation=OuterRef("pk"), district=district, person=None, basis__in=BY_OTHERS)
    told = DataNotice.objects.filter(organisation=OuterRef("pk"), district=district)
    read = SourceRecord.objects.filter(organisation=OuterRef("pk")).order_by("first_run__reference_on")
    found = contactable(listed_in(viewer, district, "", on=on))
    found = found.filter(Q(is_sole_trader=True) | Exists(people)).exclude(Exists(told))
    since = Coalesce(
        Subquery(people.order_by("said_on").values("said_on")[:1]), Subquery(read.values("first_run__reference_on")[:1])
    )
    return found.annotate(since=since).order_by("since", "name", "pk").distinct()
