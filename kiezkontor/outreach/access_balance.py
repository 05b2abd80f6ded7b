"""What happened in the outreach of a district within some days, to be counted."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, F, Min, QuerySet, Sum

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.organisations.access import in_houses_of, spells
from kiezkontor.organisations.models import Membership
from kiezkontor.outreach.access import can_reach_out, entries_visible_to, interviews_of, pipeline_of
from kiezkontor.outreach.models import Activation, ActivationMove, ContactEntry, SupportRecord
from kiezkontor.outreach.rules.balance import Step


def standing_now(viewer: Viewer, district: District, *, on: date) -> dict[int, str]:
    """Today's status of everybody who is here, and of those who went while the office knew them, by organisation."""
    here = pipeline_of(viewer, district, on=on).order_by().values_list("pk", F("status"))
    known = Activation.objects.filter(district=district).values_list("organisation", "status")
    return {**dict(here), **dict(known)} if can_reach_out(viewer, district) else {}


def known_on(viewer: Viewer, district: District) -> dict[int, date]:
    """The day on which somebody was first seen in a house of the district or joined its network, by organisation."""
    if not can_reach_out(viewer, district):
        return {}
    uses = spells().filter(in_houses_of(district), occupants__isnull=False).order_by()
    seen = dict(uses.values_list("occupants").annotate(Min("observation__seen_on")))
    members = Membership.objects.filter(district=district).order_by()
    joined = dict(members.values_list("organisation").annotate(Min("from_on")))
    return seen | {pk: min(day, seen.get(pk, day)) for pk, day in joined.items()}


def all_moves(viewer: Viewer, district: District) -> QuerySet[ActivationMove]:
    found = ActivationMove.objects.filter(activation__district=district)
    return found if can_reach_out(viewer, district) else found.none()


def steps_of(viewer: Viewer, district: District) -> Iterator[Step]:
    """Every step of the pipeline as they followed each other."""
    rows = (
        all_moves(viewer, district)
        .order_by("on", "pk")
        .values_list("activation__organisation", "from_status", "to_status", "on")
    )
    return (Step(*row) for row in rows)


def reasons_within(viewer: Viewer, district: District, *, since: date, until: date) -> dict[str, int]:
    """How often which reason was given for declining, by reason."""
    found = all_moves(viewer, district).filter(to_status="declined", on__range=(since, until))
    return dict(found.order_by().values_list("reason").annotate(count=Count("pk")))


def talks_within(viewer: Viewer, district: District, *, since: date, until: date) -> QuerySet[ContactEntry]:
    """Without their words."""
    found = entries_visible_to(viewer, district).filter(on__range=(since, until)).order_by()
    return found.only("organisation", "channel", "minutes", "topics", "worries")


def support_within(viewer: Viewer, district: District, *, since: date, until: date) -> dict[str, int]:
    """organisations: how many were helped, minutes: in how many minutes; 0 where nobody was."""
    found = SupportRecord.objects.filter(district=district, on__range=(since, until))
    found = found if can_reach_out(viewer, district) else found.none()
    told = found.aggregate(organisations=Count("organisation", distinct=True), minutes=Sum("minutes"))
    return {name: number or 0 for name, number in told.items()}


def interviews_within(viewer: Viewer, district: District, *, since: date, until: date) -> dict[str, int]:
    """How many needs interviews there were, by the way they were asked."""
    found = interviews_of(viewer, district).filter(on__range=(since, until))
    return dict(found.order_by().values_list("source").annotate(count=Count("pk")))
