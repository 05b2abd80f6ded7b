"""Moves of the pipeline."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import batched, groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record, record_many
from kiezkontor.districts.models import District
from kiezkontor.organisations.access import can_edit
from kiezkontor.organisations.access_contacting import contactable
from kiezkontor.organisations.actions.editing import join_network
from kiezkontor.organisations.models import Membership, Organisation
from kiezkontor.outreach.models import Activation, ActivationMove, ContactEntry, Reason, Status
from kiezkontor.outreach.rules.pipeline import IN_THE_NETWORK, STATUSES, can_move, follows_membership
from kiezkontor.shared.bulk import among, insert_many
from kiezkontor.shared.errors import ActionRefused

BATCH = 500
STEP = ("status", "since_on", "reason")


def locked_organisation(organisation: Organisation) -> Organisation:
    """As stored; whether it may be contacted stays so until the action is over. Locked before its activation."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def open_to_us(ids: Collection[int]) -> dict[int, Organisation]:
    """Those of them whom nobody forbade to contact, locked as by `locked_organisation`."""
    found = contactable(Organisation.objects.select_for_update(no_key=True)).filter(pk__in=ids)
    return {each.pk: each for each in found.order_by("pk")}


def activation_for_update(organisation: Organisation, district: District) -> Activation:
    """The row of the organisation in the district, made where there is none, locked until the action is over."""
    Activation.objects.get_or_create(organisation=organisation, district=district)
    found = Activation.objects.select_for_update(no_key=True)
    return found.get(organisation=organisation, district=district)


def step(
    activation: Activation, to: str, *, on: date, by: Viewer, reason: str = "", entry: ContactEntry | None = None
) -> None:
    """Write a move that was allowed; the row is saved by whoever locked it."""
    ActivationMove.objects.create(
        activation=activation,
        from_status=activation.status,
        to_status=to,
        on=on,
        reason=reason,
        moved_by=by.person,
        contact_entry=entry,
    )
    activation.status, activation.since_on, activation.reason = to, on, reason


def refuse_future(on: date, *, field: str = "on") -> None:
    if on > timezone.localdate():
        raise ActionRefused(_("This day lies in the future; check the year."), field=field)


def refuse_without_reason(to: str, reason: str) -> None:
    if to == Status.DECLINED and reason not in Reason.values:
        raise ActionRefused(_("Please say why they declined; the reasons are counted."), field="reason")


def is_member(organisation: Organisation, district: District, *, on: date) -> bool:
    return Membership.objects.valid_on(on).filter(organisation=organisation, district=district).exists()


def refuse_if_member(organisation: Organisation, district: District, *, field: str) -> None:
    if is_member(organisation, district, on=timezone.localdate()):
        raise ActionRefused(_("This is a member of the network. Please end the membership first."), field=field)


@transaction.atomic
def move(
    organisation: Organisation, *, district: District, to: str, on: date, reason: str = "", by: Viewer
) -> Activation:
    """Move one organisation; becoming a member notes the membership as well.

    Refuses moves that the table does not know, a day in the future or before the last move, declining without a
    reason, and leaving the network while the membership holds.
    """
    refuse_future(on)
    refuse_without_reason(to, reason)
    locked_organisation(organisation)
    activation = activation_for_update(organisation, district)
    if not can_move(activation.status, to):
        raise ActionRefused(
            _("From “%(from)s” there is no step to “%(to)s”. Nothing was changed.")
            % {"from": Status(activation.status).label, "to": Status(to).label},
            field="to",
        )
    if activation.since_on is not None and on < activation.since_on:
        raise ActionRefused(_("The last step was later than this day. Please give a later one."), field="on")
    if to == Status.DECLINED:
        refuse_if_member(organisation, district, field="to")
    joins = to in IN_THE_NETWORK and not is_member(organisation, district, on=timezone.localdate())
    if joins and not can_edit(by, district):
        raise ActionRefused(_("A membership is noted by the coordination. Please ask it to."), field="to")
    was = activation.status
    step(activation, to, on=on, by=by, reason=reason if to == Status.DECLINED else "")
    activation.save(update_fields=STEP)
    if joins:
        join_network(organisation, district=district, from_on=on, by=by)
    told = {"before": str(Status(was).value), "after": to, "on": on.isoformat()}
    record("activation.moved", organisation, by=by, district=district, **told)
    return activation


@transaction.atomic
def move_many(
    organisation_ids: Collection[int], *, district: District, to: str, on: date, reason: str = "", by: Viewer
) -> int:
    """Move those for whom this is a step and whom nobody forbade to speak to; returns how many were moved.

    Refuses memberships, which are noted one by one, and what `move` refuses.
    """
    refuse_future(on)
    refuse_without_reason(to, reason)
    if to in IN_THE_NETWORK:
        raise ActionRefused(_("Memberships are noted one by one, at the entry."), field="to")
    reason = reason if to == Status.DECLINED else ""
    moved = 0
    for ids in batched(sorted(organisation_ids), BATCH):
        moved += move_batch(ids, district=district, to=to, on=on, reason=reason, by=by)
    return moved


def move_batch(ids: Collection[int], *, district: District, to: str, on: date, reason: str, by: Viewer) -> int:
    spoken_to = open_to_us(ids)
    rows = locked_rows(spoken_to, district)
    members = set(
        Membership.objects.valid_on(timezone.localdate())
        .filter(district=district, organisation__in=ids)
        .values_list("organisation", flat=True)
    )
    going = [
        row
        for row in rows
        if can_move(row.status, to)
        and (row.since_on is None or row.since_on <= on)
        and not (to == Status.DECLINED and row.organisation_id in members)
    ]
    insert_many(
        ActivationMove(activation=row, from_status=row.status, to_status=to, on=on, reason=reason, moved_by=by.person)
        for row in going
    )
    was = {row.pk: row.status for row in going}
    Activation.objects.filter(among("pk", list(was))).update(status=to, since_on=on, reason=reason)
    told = [
        (spoken_to[row.organisation_id], {"before": was[row.pk], "after": to, "on": on.isoformat()}) for row in going
    ]
    record_many("activation.moved", told, by=by, district=district)
    return len(going)


def locked_rows(organisations: Iterable[int], district: District) -> list[Activation]:
    """The rows of these organisations, made where there are none, locked and by organisation."""
    wanted = list(organisations)
    known = set(
        Activation.objects.filter(district=district, organisation__in=wanted).values_list("organisation", flat=True)
    )
    missing = [Activation(district=district, organisation_id=pk) for pk in wanted if pk not in known]
    Activation.objects.bulk_create(missing, ignore_conflicts=True)
    rows = Activation.objects.select_for_update(no_key=True).filter(district=district, organisation__in=wanted)
    return list(rows.order_by("organisation_id"))


def follow_memberships(organisation_ids: Collection[int]) -> None:
    """Bring the pipeline into line with memberships that began or ended; part of the deed that changed them.

    The membership stands in the log itself. For very many organisations at once the nightly run follows.
    """
    if len(organisation_ids) <= BATCH:
        follow(organisation_ids)


@transaction.atomic
def follow(organisation_ids: Collection[int] | None = None) -> int:
    """As `follow_memberships`, for these organisations or for all; returns how many were moved."""
    today = timezone.localdate()
    found = out_of_line(organisation_ids, on=today)
    districts = District.objects.defer("boundary").in_bulk({district for district, _organisation in found})
    moved = 0
    for district, pairs in groupby(found, key=itemgetter(0)):
        for part in batched(pairs, BATCH):
            moved += follow_in(districts[district], [organisation for _district, organisation in part], on=today)
    return moved


def out_of_line(organisation_ids: Collection[int] | None, *, on: date) -> list[tuple[int, int]]:
    """District and organisation where pipeline and membership differ, in the order in which to lock their rows."""
    members, rows = Membership.objects.valid_on(on), Activation.objects.all()
    if organisation_ids is not None:
        members = members.filter(organisation__in=organisation_ids)
        rows = rows.filter(organisation__in=organisation_ids)
    same = Q(organisation=OuterRef("organisation"), district=OuterRef("district"))
    settled = [status for status in STATUSES if follows_membership(status, is_member=True) == status]
    joined = members.exclude(Exists(Activation.objects.filter(same, status__in=settled)))
    left = rows.filter(status__in=IN_THE_NETWORK).exclude(Exists(Membership.objects.valid_on(on).filter(same)))
    return sorted({*joined.values_list("district", "organisation"), *left.values_list("district", "organisation")})


def follow_in(district: District, organisations: Collection[int], *, on: date) -> int:
    rows = locked_rows(organisations, district)
    members = Membership.objects.valid_on(on).filter(district=district, organisation__in=organisations)
    held = dict(members.values_list("organisation", "from_on"))
    moved = 0
    for row in rows:
        to = follows_membership(row.status, is_member=row.organisation_id in held)
        if to != row.status:
            step(row, to, on=max(held.get(row.organisation_id, on), row.since_on or date.min), by=Viewer())
            row.save(update_fields=STEP)
            moved += 1
    return moved
