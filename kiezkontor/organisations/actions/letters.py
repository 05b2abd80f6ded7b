"""Letters to organisations with a code of their own: what one is about is said by a Paper, all else is the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.districts.senders import head_of
from kiezkontor.notices import letter_runs, links
from kiezkontor.notices.letters import Letter, Sheet
from kiezkontor.notices.models import LetterRun, PersonalLink
from kiezkontor.organisations import access
from kiezkontor.organisations.access import PostalAddress
from kiezkontor.organisations.access_contacting import contactable
from kiezkontor.organisations.actions.informing import note_informed
from kiezkontor.organisations.models import DataNotice, Organisation
from kiezkontor.shared.errors import ActionRefused

MOST = 2_000


@dataclass(frozen=True)
class Addressed:
    """Whom a letter goes to and what it opens. by: who writes."""

    organisation: Organisation
    to: PostalAddress
    made: links.NewLink
    district: District
    today: date
    by: str

    @property
    def window(self) -> list[str]:
        return [self.organisation.name, *self.to.lines]


@dataclass(frozen=True)
class Paper:
    """A kind of letters. purpose, days, occasion: of the link each holds; write: the words.

    informs: it says on its back where the data are from.
    """

    purpose: str
    days: int
    write: Callable[[Addressed], Letter | Sheet]
    occasion: Callable[[Organisation], str] = lambda organisation: ""
    informs: bool = False


def receivers(organisations: QuerySet[Organisation], district: District) -> list[int]:
    """Who of them gets a letter, by street and number: who may be contacted and has an address in the district."""
    wanted = list(contactable(organisations).values_list("pk", flat=True))
    return [pk for pk, _to in sorted(access.postal_addresses(wanted, district).items(), key=by_street)]


@transaction.atomic
def start_letters(
    organisations: QuerySet[Organisation], *, kind: str, language: str, district: District, by: Viewer
) -> LetterRun:
    """Note a run of letters to these organisations, by street and number; the caller has a worker carry it out.

    kind: names the Paper. Left out is who is none of their `receivers`. Refuses as `refuse_number`.
    """
    return start_run(receivers(organisations, district), kind=kind, language=language, district=district, by=by)


@transaction.atomic
def start_run(ids: Sequence[int], *, kind: str, language: str, district: District, by: Viewer) -> LetterRun:
    """As `start_letters`, in the order given."""
    refuse_number(len(ids))
    run = letter_runs.new_run(kind, ids, scope_id=district.pk, language=language, made_by=by.person)
    record("letters.started", run, by=by, district=district, count=len(ids))
    return run


def refuse_number(count: int) -> None:
    """Refuses where nobody is left to write to, and more than MOST at once."""
    if not count:
        raise ActionRefused(_("Nobody of these can be written to, so no letters were made."))
    if count > MOST:
        raise ActionRefused(_("These are more than %(most)d letters. Please choose fewer.") % {"most": MOST})


def by_street(found: tuple[int, PostalAddress]) -> tuple[str, int, str, int]:
    pk, to = found
    digits = "".join(sign for sign in to.number if sign.isdigit())
    return to.street.casefold(), int(digits[:6] or 0), to.number, pk


def carry_out(run_id: int, papers: Mapping[str, Paper], *, today: date) -> None:
    """Write and print a run of letters in its language."""
    run = LetterRun.objects.filter(pk=run_id).select_related("made_by").first()
    if run is None or run.scope_id is None:
        return
    district, paper = District.objects.get(pk=run.scope_id), papers[run.purpose]

    def write(subjects: Sequence[int]) -> dict[int, Letter | Sheet]:
        return letters_to(subjects, paper, district, today=today, by=str(run.made_by or ""))

    with override(run.language):
        letter_runs.carry_out(
            run_id,
            write,
            title=_("Letters of %(day)s") % {"day": date_format(today, "SHORT_DATE_FORMAT")},
            sender=district.office_name or district.name,
            foot=" · ".join(head_of(district)),
        )


def letters_to(
    subjects: Sequence[int], paper: Paper, district: District, *, today: date, by: str
) -> dict[int, Letter | Sheet]:
    """A letter each with a new code, by key; codes of earlier ones end. Who moved away meanwhile gets none."""
    organisations = contactable(Organisation.objects.all()).in_bulk(subjects)
    addresses = access.postal_addresses(list(organisations), district)
    going = [pk for pk in subjects if pk in addresses]
    earlier = PersonalLink.objects.filter(purpose=paper.purpose, scope_id=district.pk, code_hash__isnull=False)
    links.withdraw(earlier.filter(subject_id__in=going, expires_at__gt=timezone.now()))
    made = links.make_links(
        paper.purpose,
        {pk: paper.occasion(organisations[pk]) for pk in going},
        days=paper.days,
        scope_id=district.pk,
        with_code=True,
    )
    return {pk: paper.write(Addressed(organisations[pk], addresses[pk], made[pk], district, today, by)) for pk in going}


@transaction.atomic
def take_file(run: LetterRun, *, district: District, by: Viewer, informs: bool = False) -> bytes | None:
    """The file of a run; the log tells who has it, for its codes open something. None where it is no longer there.

    informs: its letters say where the data are from; whoever gets one has been told from now on.
    """
    file = letter_runs.take_file(run)
    if file is not None:
        record("letters.taken", run, by=by, district=district, count=run.count)
        if informs:
            note_informed(run.subjects, way=DataNotice.Way.LETTER, on=timezone.localdate(), district=district, by=by)
    return file
