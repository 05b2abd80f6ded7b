"""Leases and interim uses: agreed, changed, extended, made permanent, ended."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.desk.models import Task
from kiezkontor.districts.changes import tell_changed
from kiezkontor.premises.actions.observations import Sighting, note_sighting
from kiezkontor.premises.models import Occupancy
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies import access_lettings
from kiezkontor.vacancies.actions.cases import add_step, finish_all, locked_open, set_stage
from kiezkontor.vacancies.actions.expose_endings import follow_case, follow_use
from kiezkontor.vacancies.actions.placing import no_more_placed, placed
from kiezkontor.vacancies.models import CaseStep, Letting, LettingRent, SpaceRequest, UseExample, VacancyCase
from kiezkontor.vacancies.rules import lettings as rules
from kiezkontor.vacancies.rules.lettings import Refusal, Rent
from kiezkontor.vacancies.rules.stages import IN_TALKS, INTERIM_USE, LET, may_move


@dataclass(frozen=True)
class Terms:
    """What was agreed, as the contract has it. ends_on: the day after the last one; None without an end."""

    kind: str
    tenant: str
    purpose: str
    begins_on: date
    ends_on: date | None = None
    sign: str = ""
    extendable_until: date | None = None
    notice_months: int | None = None
    deposit: Decimal | None = None
    who_pays: str = ""
    insurance: str = ""
    change_of_use: str = Letting.ChangeOfUse.UNCHECKED
    change_of_use_note: str = ""
    jobs: int | None = None


def stage_of(kind: str) -> str:
    """The stage of a vacancy to which a use of this kind leads."""
    return INTERIM_USE if kind == rules.INTERIM else LET


def locked(pk: int) -> Letting:
    """The letting, with its case locked before it: both change together."""
    case_pk = Letting.objects.values_list("case", flat=True).get(pk=pk)
    case = (
        VacancyCase.objects.select_for_update(no_key=True, of=("self",))
        .select_related("district", "unit")
        .get(pk=case_pk)
    )
    letting = Letting.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    letting.case = case
    return letting


def locked_running(pk: int) -> Letting:
    letting = locked(pk)
    if not letting.is_running:
        raise ActionRefused(_("This use has ended meanwhile. Nothing was saved; please look at it again."))
    return letting


def refuse_impossible(
    kind: str, begins_on: date, ends_on: date | None, rents: Sequence[Rent], *, extendable_until: date | None = None
) -> None:
    """Refuses terms that `rules.refusal_of` has something against."""
    sentences = {
        Refusal.NO_END: (
            "ends_on",
            _("A use for a time needs its last day; without one it would be a permanent lease."),
        ),
        Refusal.END_BEFORE_BEGIN: ("ends_on", _("The last day lies before the first. Please look at both again.")),
        Refusal.RENT_TWICE: ("from_on", _("From this day there is a rent already. Please take it out first.")),
        Refusal.RENT_OUTSIDE: (
            "from_on",
            _("A rent begins before or after the time that was agreed. Please change the time or the rent first."),
        ),
        Refusal.EXTENDED_BEFORE_END: (
            "extendable_until",
            _("It cannot be extended until a day before its last one. Please look at both again."),
        ),
    }
    refusal = rules.refusal_of(kind, begins_on, ends_on, rents, extendable_until=extendable_until)
    if refusal is not None:
        field, sentence = sentences[refusal]
        raise ActionRefused(sentence, field=field)


def rents_of(letting: Letting) -> list[Rent]:
    return [Rent(row.from_on, row.cold, row.utilities) for row in letting.rents.all()]


@transaction.atomic
def agree(
    case_pk: int,
    terms: Terms,
    *,
    rent: tuple[Decimal, Decimal] | None,
    request_pk: int | None = None,
    words: str = "",
    by: Viewer,
) -> Letting:
    """Note that a unit is let; its case goes to the stage that follows. rent: cold and utilities a month.

    request_pk: what the tenant had sent, who has found a place with it. Refuses a case with a running use, a stage from
    which this one does not follow, terms that are not possible, and a request that was withdrawn or lapsed.
    """
    case = locked_open(case_pk)
    if case.lettings.filter(ending="").exists():
        raise ActionRefused(_("This unit has a running use already. Please end it first, or make it permanent there."))
    request = placed(request_pk, case, by=by) if request_pk is not None else None
    letting = new_letting(case, terms, rent, request=request, by=by)
    go_to_stage(case, stage_of(terms.kind), words, by=by)
    follow_use(letting, by=by)
    record("letting.agreed", letting, by=by, district=case.district, kind=terms.kind)
    return letting


def new_letting(
    case: VacancyCase,
    terms: Terms,
    rent: tuple[Decimal, Decimal] | None,
    *,
    follows: Letting | None = None,
    request: SpaceRequest | None = None,
    by: Viewer,
) -> Letting:
    """Store a use with its first rent. rent: without utilities, and these; follows: the use it makes permanent."""
    rents = [Rent(terms.begins_on, *rent)] if rent is not None else []
    refuse_impossible(terms.kind, terms.begins_on, terms.ends_on, rents, extendable_until=terms.extendable_until)
    letting = Letting.objects.create(
        case=case, agreed_at=timezone.now(), agreed_by=by.person, follows=follows, request=request, **asdict(terms)
    )
    for each in rents:
        LettingRent.objects.create(letting=letting, from_on=each.from_on, cold=each.cold, utilities=each.utilities)
    return letting


def go_to_stage(case: VacancyCase, to: str, words: str, *, by: Viewer) -> None:
    """Move a locked case where it is not there yet; refuses a stage that does not follow. words: what to note of it."""
    if case.stage != to:
        if not may_move(case.stage, to):
            raise ActionRefused(
                _("The vacancy is at “%(stage)s”; a use does not follow from it. Please change the stage first.")
                % {"stage": case.get_stage_display()}
            )
        set_stage(case, to)
        follow_case(case, by=by)
        add_step(case, CaseStep.Kind.MOVED, words, by=by)
    elif words.strip():
        add_step(case, CaseStep.Kind.NOTED, words, by=by)


@transaction.atomic
def change_terms(pk: int, terms: Terms, *, by: Viewer) -> Letting:
    """Put right what was written of a use; its kind stays, since another one is agreed anew. Refuses as `agree`."""
    letting = locked_running(pk)
    values = asdict(terms) | {"kind": letting.kind}
    rents = rents_of(letting)
    refuse_impossible(letting.kind, terms.begins_on, terms.ends_on, rents, extendable_until=terms.extendable_until)
    changed = [name for name, value in values.items() if getattr(letting, name) != value]
    if changed:
        for name in changed:
            setattr(letting, name, values[name])
        letting.save(update_fields=changed)
        tell_example(letting)
        follow_use(letting, by=by)
        record("letting.changed", letting, by=by, district=letting.case.district, fields=changed)
    return letting


@transaction.atomic
def add_rent(pk: int, rent: Rent, *, by: Viewer) -> None:
    """A further step of a staged rent; refuses a second one from the same day, and one outside of the time."""
    letting = locked_running(pk)
    refuse_impossible(letting.kind, letting.begins_on, letting.ends_on, [*rents_of(letting), rent])
    LettingRent.objects.create(letting=letting, from_on=rent.from_on, cold=rent.cold, utilities=rent.utilities)
    record("letting.changed", letting, by=by, district=letting.case.district, fields=["rents"])


@transaction.atomic
def remove_rent(pk: int, rent_pk: int, *, by: Viewer) -> None:
    """Take a step of the rent out; none is left where it was the only one."""
    letting = locked_running(pk)
    if letting.rents.filter(pk=rent_pk).delete()[0]:
        record("letting.changed", letting, by=by, district=letting.case.district, fields=["rents"])


@transaction.atomic
def extend(pk: int, ends_on: date, *, words: str = "", by: Viewer) -> Letting:
    """Let a use for a time go on until another last day, the day before ends_on.

    Refuses a permanent one, an end that is not later, and one that is later than was agreed on.
    """
    letting = locked_running(pk)
    if letting.ends_on is None:
        raise ActionRefused(_("This lease has no end that could be put off."))
    if ends_on <= letting.ends_on:
        raise ActionRefused(
            _("It is agreed until %(day)s already. Please give a later day.")
            % {"day": date_format(letting.ends_on - timedelta(days=1), "SHORT_DATE_FORMAT")},
            field="ends_on",
        )
    if letting.extendable_until is not None and ends_on - timedelta(days=1) > letting.extendable_until:
        raise ActionRefused(
            _("It was agreed that it may be extended until %(day)s. If more was agreed on, please change that first.")
            % {"day": date_format(letting.extendable_until, "SHORT_DATE_FORMAT")},
            field="ends_on",
        )
    letting.ends_on, letting.extensions = ends_on, letting.extensions + 1
    letting.save(update_fields=["ends_on", "extensions"])
    go_to_stage(letting.case, letting.case.stage, words, by=by)
    follow_use(letting, by=by)
    record("letting.extended", letting, by=by, district=letting.case.district)
    return letting


@transaction.atomic
def convert(pk: int, terms: Terms, *, rent: tuple[Decimal, Decimal] | None, words: str = "", by: Viewer) -> Letting:
    """Make a use for a time permanent: it ends when the lease begins, and the case goes to "let".

    Refuses a permanent one, a lease that begins before the use, and as `agree` does.
    """
    letting = locked_running(pk)
    if letting.kind == rules.PERMANENT:
        raise ActionRefused(_("This lease is permanent already."))
    if terms.begins_on < letting.begins_on:
        raise ActionRefused(_("The lease cannot begin before the use that it makes permanent."), field="begins_on")
    finish(letting, Letting.Ending.CONVERTED, terms.begins_on)
    lease = new_letting(letting.case, terms, rent, follows=letting, request=letting.request, by=by)
    go_to_stage(letting.case, LET, words, by=by)
    record("letting.converted", lease, by=by, district=letting.case.district)
    return lease


def finish(letting: Letting, ending: str, ended_on: date) -> None:
    """Note that a locked use is over. ended_on: the day after its last one."""
    letting.ending, letting.ended_on = ending, ended_on
    letting.save(update_fields=["ending", "ended_on"])
    tell_example(letting)


def tell_example(letting: Letting) -> None:
    """Everybody reads from when until when an example of an interim use went, and none of a use that never was."""
    if UseExample.objects.filter(letting=letting, is_public=True).exists():
        tell_changed([letting.case.district_id])


@transaction.atomic
def end(pk: int, *, ending: str, ended_on: date, words: str = "", by: Viewer) -> Letting:
    """Note that a use is over; its case, if it is open, goes back to talks. ended_on: the day after the last one.

    Nobody helps with moving in any more, and where it was a mistake, whoever looked for a room has found none. Refuses
    a day before the beginning, unless the use never came about.
    """
    letting = locked_running(pk)
    if ended_on <= letting.begins_on and ending != Letting.Ending.MISTAKE:
        raise ActionRefused(_("The last day lies before the first. Please look at both again."), field="ended_on")
    finish(letting, ending, ended_on)
    finish_all(Task.objects.filter(access_lettings.about(letting), done_at=None).order_by("pk"), by=by)
    case = letting.case
    if case.is_open and case.stage == stage_of(letting.kind):
        go_to_stage(case, IN_TALKS, words, by=by)
    if ending == Letting.Ending.MISTAKE and letting.request_id is not None:
        no_more_placed(letting.request_id, by=by)
    record("letting.ended", letting, by=by, district=case.district, ending=ending)
    return letting


@transaction.atomic
def enter_in_register(pk: int, *, by: Viewer) -> None:
    """Tell the register that the unit is used since the beginning; by its sign the use gets an entry of its own.

    Refuses a use that has not begun, and as `note_sighting` does. The case is not asked about it any more.
    """
    letting = locked_running(pk)
    if not letting.has_begun:
        raise ActionRefused(_("This use has not begun yet. The register says what is, not what will be."))
    case = letting.case
    occupancy = Occupancy.INTERIM_USE if letting.kind == rules.INTERIM else Occupancy.OCCUPIED
    sighting = Sighting(occupancy, (letting.begins_on, letting.begins_on))
    today = timezone.localdate()
    note_sighting(case.unit, sighting, newcomer=letting.sign, seen_on=today, district=case.district, by=by)
    VacancyCase.objects.filter(pk=case.pk).update(answered_at=timezone.now())
    record("letting.registered", letting, by=by, district=case.district)
