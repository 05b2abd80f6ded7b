"""What the office notes of owners: who they are, what belongs to them, talks, letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.premises.models import Unit
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.access import open_case_of
from kiezkontor.vacancies.actions.cases import add_step, locked_open, plan_step, set_stage, steps_waiting
from kiezkontor.vacancies.actions.expose_endings import tell_offers
from kiezkontor.vacancies.models import CaseStep, OwnedUnit, Owner, OwnerLetter, OwnerTalk, VacancyCase
from kiezkontor.vacancies.rules.stages import IN_TALKS, NO_CONTACT, OWNER_UNKNOWN

# Long enough for an answer by post.
ASKED_AGAIN_AFTER = timedelta(days=21)


def needs_reason(values: Mapping[str, Any]) -> str:
    """What is said where data of the land register, or a legitimate interest, have no reason; "" for all others."""
    if str(values.get("reason") or "").strip():
        return ""
    if values.get("source") == Owner.Source.CADASTRE:
        return _("Data of the land register need a legitimate interest. Please write which one the office has.")
    if values.get("basis") == Owner.Basis.INTEREST:
        return _("Please write which legitimate interest the office has.")
    return ""


def refuse_without_reason(values: Mapping[str, Any]) -> None:
    if needed := needs_reason(values):
        raise ActionRefused(needed, field="reason")


@transaction.atomic
def add_owner(values: Mapping[str, Any], *, unit: Unit | None, district: District, by: Viewer) -> Owner:
    """Note an owner, and that a unit belongs to them; refuses data that need a reason and have none."""
    refuse_without_reason(values)
    owner = Owner.objects.create(district=district, noted_at=timezone.now(), noted_by=by.person, **values)
    record("vacancy.owner_added", owner, by=by, district=district)
    if unit is not None:
        give_unit(owner, unit, by=by)
    return owner


@transaction.atomic
def change_owner(pk: int, values: Mapping[str, Any], *, by: Viewer) -> Owner:
    """Refuses as `add_owner` does."""
    owner = Owner.objects.select_for_update(no_key=True, of=("self",)).select_related("district").get(pk=pk)
    refuse_without_reason(values)
    changed = [name for name, value in values.items() if getattr(owner, name) != value]
    if changed:
        for name in changed:
            setattr(owner, name, values[name])
        owner.save(update_fields=changed)
        tell_offers(units_of(owner), owner.district_id)
        record("vacancy.owner_changed", owner, by=by, district=owner.district, fields=changed)
    return owner


def units_of(owner: Owner) -> list[int]:
    return list(OwnedUnit.objects.filter(owner=owner).values_list("unit", flat=True))


@transaction.atomic
def give_unit(owner: Owner, unit: Unit, *, by: Viewer) -> None:
    """A unit belongs to an owner; its open case knows whom to speak to from now on."""
    _row, is_new = OwnedUnit.objects.get_or_create(owner=owner, unit=unit)
    if not is_new:
        return
    tell_offers([unit.pk], owner.district_id)
    record("vacancy.owner_linked", owner, by=by, district=owner.district, unit=unit.pk)
    case = open_case_of(owner.district, unit)
    if case is not None and case.stage == OWNER_UNKNOWN:
        go_on(case, NO_CONTACT, by=by)


@transaction.atomic
def take_unit(owner: Owner, unit: Unit, *, by: Viewer) -> None:
    """A unit does not belong to an owner, or no longer."""
    if OwnedUnit.objects.filter(owner=owner, unit=unit).delete()[0]:
        tell_offers([unit.pk], owner.district_id)
        record("vacancy.owner_unlinked", owner, by=by, district=owner.district, unit=unit.pk)


def go_on(case: VacancyCase, to: str, *, by: Viewer) -> None:
    """Move an open case to a stage."""
    case = locked_open(case.pk)
    set_stage(case, to)
    add_step(case, CaseStep.Kind.MOVED, by=by)
    record("vacancy.moved", case, by=by, district=case.district, stage=to)


@dataclass(frozen=True)
class Talk:
    """case: of which it was about, None for none in particular."""

    on: date
    channel: str
    with_whom: str = ""
    was_reached: bool = True
    result: str = ""
    case: VacancyCase | None = None


@transaction.atomic
def note_talk(owner: Owner, talk: Talk, *, by: Viewer) -> OwnerTalk:
    """Note that somebody spoke with an owner, or tried to; the first talk puts its case to talks.

    Refuses a day to come.
    """
    if talk.on > timezone.localdate():
        raise ActionRefused(_("This day has not come yet. Please give today or an earlier day."), field="on")
    made = OwnerTalk.objects.create(
        owner=owner,
        case=talk.case,
        on=talk.on,
        channel=talk.channel,
        with_whom=talk.with_whom.strip(),
        was_reached=talk.was_reached,
        result=talk.result.strip(),
        noted_at=timezone.now(),
        noted_by=by.person,
    )
    record("vacancy.talked", owner, by=by, district=owner.district)
    case = talk.case
    if talk.was_reached and case is not None and case.is_open and case.stage in {OWNER_UNKNOWN, NO_CONTACT}:
        go_on(case, IN_TALKS, by=by)
    return made


@transaction.atomic
def write_letter(owner: Owner, *, step: str, case: VacancyCase | None, by: Viewer) -> OwnerLetter:
    """Make a letter to be printed; the case it is about is looked at again once an answer could be there.

    Refuses an owner without an address, and one who wants none.
    """
    if owner.wants_no_letters:
        raise ActionRefused(_("This owner wants no letters from us. None was made."))
    if not owner.address.strip():
        raise ActionRefused(_("There is no postal address of this owner yet. Please add it first."))
    made = OwnerLetter.objects.create(owner=owner, case=case, step=step, made_at=timezone.now(), made_by=by.person)
    record("vacancy.letter_made", owner, by=by, district=owner.district)
    if case is not None and case.is_open and not steps_waiting(case):
        plan_step(
            case.pk,
            what=_("Ask about the letter to the owner"),
            due_on=timezone.localdate() + ASKED_AGAIN_AFTER,
            assigned_to=case.responsible,
            by=by,
        )
    return made


@transaction.atomic
def remove_owner(pk: int, *, by: Viewer) -> None:
    """Delete all that is noted of an owner, with talks and letters."""
    owner = Owner.objects.select_for_update(of=("self",)).select_related("district").get(pk=pk)
    tell_offers(units_of(owner), owner.district_id)
    record("vacancy.owner_removed", owner, by=by, district=owner.district)
    owner.delete()
