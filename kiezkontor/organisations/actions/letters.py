"""Letters to organisations with a code of their own: see, correct and approve the prepared entry without a computer."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.districts.senders import office_lines
from kiezkontor.notices import letter_runs, links
from kiezkontor.notices.letters import Letter
from kiezkontor.notices.models import LetterRun
from kiezkontor.notices.rules.codes import as_printed
from kiezkontor.organisations import access
from kiezkontor.organisations.actions.stewards import LETTER, LETTER_DAYS, open_links
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_address

MOST = 2_000


@transaction.atomic
def start_letters(organisations: QuerySet[Organisation], *, language: str, district: District, by: Viewer) -> LetterRun:
    """Note a run of letters to these organisations, by street and number; the caller has a worker carry it out.

    Left out is who does not want to be contacted or has no address in the district. Refuses where nobody is left, and
    more than MOST at once.
    """
    wanted = organisations.filter(do_not_contact_since=None)
    ids = sorted(access.postal_addresses(list(wanted.values_list("pk", flat=True)), district).items(), key=by_street)
    if not ids:
        raise ActionRefused(_("Nobody of these can be written to, so no letters were made."))
    if len(ids) > MOST:
        raise ActionRefused(_("These are more than %(most)d letters. Please choose fewer.") % {"most": MOST})
    run = LetterRun.objects.create(
        purpose=LETTER, scope_id=district.pk, language=language, subjects=[pk for pk, _to in ids], made_by=by.person
    )
    record("letters.started", run, by=by, district=district, count=len(ids))
    return run


def by_street(found: tuple[int, access.PostalAddress]) -> tuple[str, int, str, int]:
    pk, to = found
    digits = "".join(sign for sign in to.number if sign.isdigit())
    return to.street.casefold(), int(digits[:6] or 0), to.number, pk


def carry_out(run_id: int, *, today: date) -> None:
    """Write and print a run of letters in its language."""
    run = LetterRun.objects.filter(pk=run_id).first()
    if run is None or run.scope_id is None:
        return
    district = District.objects.get(pk=run.scope_id)

    def write(subjects: Sequence[int]) -> dict[int, Letter]:
        return letters_to(subjects, district, today=today, by=str(run.made_by or ""))

    with override(run.language):
        letter_runs.carry_out(
            run_id,
            write,
            title=_("Letters of %(day)s") % {"day": date_format(today, "SHORT_DATE_FORMAT")},
            sender=district.office_name or district.name,
            foot=" · ".join(head_of(district)),
        )


def letters_to(subjects: Sequence[int], district: District, *, today: date, by: str) -> dict[int, Letter]:
    """A letter each with a new code, by key; codes of earlier ones end. Who moved away meanwhile gets none."""
    organisations = Organisation.objects.filter(do_not_contact_since=None).in_bulk(subjects)
    addresses = access.postal_addresses(list(organisations), district)
    return {
        pk: letter_to(organisations[pk], addresses[pk], district, today=today, by=by)
        for pk in subjects
        if pk in addresses
    }


def letter_to(
    organisation: Organisation, to: access.PostalAddress, district: District, *, today: date, by: str
) -> Letter:
    links.withdraw(open_links(organisation, district).filter(purpose=LETTER))
    made = links.make_link(LETTER, organisation.pk, days=LETTER_DAYS, scope_id=district.pk, with_code=True)
    head = head_of(district)
    values = {"name": organisation.name, "district": district.name, "days": LETTER_DAYS}
    return Letter(
        to=[organisation.name, *to.lines],
        return_line=" · ".join(head[:3]),
        info=[*head, "", date_format(today, "DATE_FORMAT")],
        subject=_("Your entry in the directory of %(district)s") % values,
        paragraphs=[
            _("Good day,"),
            _(
                "we have prepared an entry for %(name)s in the public directory of %(district)s. It costs nothing. "
                "Please look whether everything is right."
            )
            % values,
            _("You can correct it and approve it online, with the square code or with the page and the code below."),
        ],
        address=district_address(district.slug, "organisations:prepared", made.token),
        qr_alt=_("Square code that leads to your entry"),
        ways=[district_address(district.slug, "organisations:code"), _("Your code, valid for %(days)d days:") % values],
        code=as_printed(made.code),
        closing=[
            _("You would rather talk to us? Call us or drop in; we change the entry for you."),
            _("You do not want an entry, or no letters from us? One sentence is enough."),
            _("Kind regards"),
            by,
        ],
    )


def head_of(district: District) -> list[str]:
    return office_lines(district, district.office_name or district.name)
