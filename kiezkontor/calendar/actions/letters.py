"""Letters to who is invited and has no mail: written in steps, printed as one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.access import INVITED
from kiezkontor.calendar.access_inviting import purpose_of_letters, to_be_lettered
from kiezkontor.calendar.actions.inviting import refuse_unless_invitable
from kiezkontor.calendar.letters import invitation_letter
from kiezkontor.calendar.models import Event, Invitation
from kiezkontor.calendar.telling import days_of_links
from kiezkontor.districts.models import District
from kiezkontor.districts.senders import head_of
from kiezkontor.notices import letter_runs, links
from kiezkontor.notices.letters import Letter, Sheet
from kiezkontor.notices.models import LetterRun, PersonalLink
from kiezkontor.organisations.access import postal_addresses
from kiezkontor.organisations.access_contacting import contactable
from kiezkontor.organisations.actions.letters import Addressed, by_street, refuse_number
from kiezkontor.organisations.models import Organisation


@dataclass(frozen=True)
class ToGuest:
    """As `Addressed`, to a guest at the address that was given with their name."""

    invitation: Invitation
    made: links.NewLink
    district: District
    today: date
    by: str

    @property
    def window(self) -> list[str]:
        return [self.invitation.name, *self.invitation.postal.splitlines()]


@transaction.atomic
def start_letters(event: Event, *, language: str, by: Viewer) -> LetterRun:
    """Note a run of letters to everybody invited whom no mail reaches, members by street, then guests.

    A worker carries it out. Refuses where nobody is left to write to, and where nobody can be invited any more.
    """
    refuse_unless_invitable(event)
    waiting = to_be_lettered(event)
    invited = dict(waiting.exclude(organisation=None).values_list("organisation", "pk"))
    wanted = contactable(Organisation.objects.filter(pk__in=invited)).values_list("pk", flat=True)
    addresses = postal_addresses(list(wanted), event.district)
    ids = [invited[pk] for pk, _to in sorted(addresses.items(), key=by_street)]
    ids += waiting.filter(organisation=None).order_by("name", "pk").values_list("pk", flat=True)
    refuse_number(len(ids))
    run = letter_runs.new_run(
        purpose_of_letters(event), ids, scope_id=event.district_id, language=language, made_by=by.person
    )
    record("letters.started", run, by=by, district=event.district, count=len(ids))
    return run


def write_letters(run_id: int, *, today: date) -> None:
    """Write and print a run in its language; killed anywhere, the same call goes on."""
    run = LetterRun.objects.filter(pk=run_id).select_related("made_by").first()
    if run is None or run.scope_id is None:
        return
    district = District.objects.get(pk=run.scope_id)

    def write(subjects: Sequence[int]) -> dict[int, Letter | Sheet]:
        return letters_to(subjects, district, today=today, by=str(run.made_by or ""))

    with override(run.language):
        letter_runs.carry_out(
            run_id,
            write,
            title=_("Invitations of %(day)s") % {"day": date_format(today, "SHORT_DATE_FORMAT")},
            sender=district.office_name or district.name,
            foot=" · ".join(head_of(district)),
        )


def letters_to(subjects: Sequence[int], district: District, *, today: date, by: str) -> dict[int, Letter | Sheet]:
    """A letter each with a new code, by invitation; codes of earlier ones end.

    Whoever answered meanwhile, moved away or wants no contact gets none.
    """
    found = Invitation.objects.filter(pk__in=subjects, answer=None).select_related("event__district", "organisation")
    found = found.prefetch_related("event__slots")
    open_ones = set(
        contactable(Organisation.objects.filter(event_invitations__in=subjects)).values_list("pk", flat=True)
    )
    addresses = postal_addresses(list(open_ones), district)
    going = {each.pk: each for each in found if each.organisation_id in addresses or (each.postal and not each.email)}
    earlier = PersonalLink.objects.filter(purpose=INVITED, scope_id=district.pk, code_hash__isnull=False)
    links.withdraw(earlier.filter(subject_id__in=going, expires_at__gt=timezone.now()))
    days = max((days_of_links(each.event) for each in going.values()), default=0)
    made = links.make_links(INVITED, dict.fromkeys(going, ""), days=days, scope_id=district.pk, with_code=True)
    Invitation.objects.filter(pk__in=going).update(lettered_at=timezone.now())
    written: dict[int, Letter | Sheet] = {}
    for pk, each in going.items():
        written[pk] = invitation_letter(
            each,
            Addressed(each.organisation, addresses[each.organisation.pk], made[pk], district, today, by)
            if each.organisation
            else ToGuest(each, made[pk], district, today, by),
        )
    return written
