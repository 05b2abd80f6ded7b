"""Bodies by their names, and who is in them, as the coordination keeps them."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.access_inviting import may_have_deputy
from kiezkontor.calendar.models import Body, BodyMember, Invitation
from kiezkontor.districts.models import District
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def save_body(
    district: District,
    *,
    name: str,
    members: Iterable[Person],
    seats: int | None = None,
    quorum_percent: int | None = None,
    by: Viewer,
    pk: int | None = None,
) -> Body:
    """Add a body, or change the one with this key; refuses a name another one has, and deputies of who leaves.

    Who leaves becomes a guest of the meetings to come to which they are invited with the body.
    """
    taken = ActionRefused(_("There is a body of this name already."), field="name")
    if Body.objects.filter(district=district, name__iexact=name).exclude(pk=pk or 0).exists():
        raise taken
    found = Body.objects.select_for_update().get(pk=pk) if pk else Body(district=district)
    found.name, found.seats, found.quorum_percent = name, seats, quorum_percent
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:  # another one got this name at the same moment
        raise taken from error
    kept = [each.pk for each in members]
    left = BodyMember.objects.filter(body=found, person__in=kept).exclude(deputy_of=None)
    if orphan := left.exclude(deputy_of__person__in=kept).select_related("person", "deputy_of__person").first():
        sentence = _("%(deputy)s is the deputy of %(member)s. Please change that first, or take both out.")
        names = {"deputy": orphan.person, "member": orphan.deputy_of.person if orphan.deputy_of else ""}
        raise ActionRefused(sentence % names, field="members")
    become_guests(found, BodyMember.objects.filter(body=found).exclude(person__in=kept))
    found.members.set(kept)
    record("body.changed" if pk else "body.added", found, by=by, district=district)
    return found


def become_guests(body: Body, gone: QuerySet[BodyMember]) -> None:
    to_come = Invitation.objects.filter(body=body, as_what=Invitation.As.BODY, event__starts_at__gt=timezone.now())
    for member in gone.select_related("person"):
        to_come.filter(email__iexact=member.person.email).update(as_what=Invitation.As.GUEST, body=None)


@transaction.atomic
def seat_member(
    pk: int,
    *,
    term_since: date | None,
    term_until: date | None,
    deputy_of: BodyMember | None,
    by: Viewer,
) -> BodyMember:
    """Note since when and until when somebody sits in a body and in whose place they come.

    Refuses deputies of deputies, and a term that ends before it begins.
    """
    if term_since and term_until and term_until < term_since:
        raise ActionRefused(_("The term would end before it begins."), field="term_until")
    found = BodyMember.objects.select_related("body__district").get(pk=pk)
    Body.objects.select_for_update().get(pk=found.body_id)
    if deputy_of and not may_have_deputy(found).filter(pk=deputy_of.pk).exists():
        raise ActionRefused(_("Deputies have no deputies themselves. Please choose somebody else."), field="deputy_of")
    found.term_since, found.term_until, found.deputy_of = term_since, term_until, deputy_of
    found.save(update_fields=["term_since", "term_until", "deputy_of"])
    record("body.changed", found.body, by=by, district=found.body.district)
    return found


@transaction.atomic
def remove_body(found: Body, *, by: Viewer) -> None:
    """Its members keep their roles, and who was invited stays invited."""
    record("body.removed", found, by=by, district=found.district)
    found.delete()
