"""Taking in what people report of vacancies, and what the office makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.methods.pictures import Picture
from kiezkontor.organisations.actions.photos import SMALL_PX
from kiezkontor.premises.models import Unit
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies import telling
from kiezkontor.vacancies.access import open_case_of
from kiezkontor.vacancies.access_reports import responsible_for
from kiezkontor.vacancies.actions.cases import Facts, add_step, open_case
from kiezkontor.vacancies.models import CaseStep, VacancyCase, VacancyReport
from kiezkontor.vacancies.rules.limits import HOUR, REPORTS_AN_HOUR
from kiezkontor.voices.actions.places import refuse_far_away, street_at

Status = VacancyReport.Status


@dataclass(frozen=True)
class Told:
    """What somebody entered. sizes: of `in_two_sizes`, empty without a photo."""

    is_own: bool = False
    is_coming: bool = False
    expected_from: date | None = None
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    words: str = ""
    name: str = ""
    email: str = ""
    sizes: Sequence[Picture] = ()


@transaction.atomic
def report(told: Told, *, district: District, by: Viewer) -> tuple[VacancyReport, str]:
    """Take in a report; returns it with the token of the link under which one sees how it stands.

    Whoever gave an address gets a receipt. Refuses what lies far away, and more than REPORTS_AN_HOUR.
    """
    now = timezone.now()
    if VacancyReport.objects.filter(district=district, received_at__gt=now - HOUR).count() >= REPORTS_AN_HOUR:
        raise ActionRefused(
            _("Very much is coming in at the moment. Yours was not saved; please call us or try again later.")
        )
    refuse_far_away(district, told.lat, told.lon)
    made = VacancyReport(
        district=district,
        is_own=told.is_own,
        is_coming=told.is_coming,
        expected_from=told.expected_from if told.is_coming else None,
        place=told.place.strip(),
        street=street_at(district, told.place, told.lat, told.lon),
        lat=told.lat,
        lon=told.lon,
        words=told.words.strip(),
        name=told.name.strip(),
        email=told.email.strip(),
        language=(get_language() or "de")[:2],
        received_at=now,
        responsible=responsible_for(district),
    )
    if told.sizes:
        large, small = told.sizes
        file = uuid4().hex
        made.image = ContentFile(large.data, name=f"{file}.jpg")
        made.thumbnail = ContentFile(small.data, name=f"{file}-{SMALL_PX}.jpg")
    made.save()
    record("vacancy.reported", made, by=by, district=district)
    telling.tell(made, "report_received")
    return made, telling.state_token(made)


def locked(pk: int) -> VacancyReport:
    """The report under lock; refuses one that was decided."""
    found = VacancyReport.objects.select_for_update(no_key=True, of=("self",))
    report = found.select_related("district", "street", "responsible").get(pk=pk)
    if report.status != Status.RECEIVED:
        raise ActionRefused(_("Somebody else has decided on this report meanwhile. Please look at it again."))
    return report


@transaction.atomic
def accept(pk: int, unit: Unit, *, expected_from: date | None = None, by: Viewer) -> VacancyCase:
    """Open a case for the unit that is meant, or join its open one; whoever reported it is told.

    expected_from: of a coming vacancy. Refuses as `open_case` does.
    """
    report = locked(pk)
    case = open_case_of(report.district, unit)
    status = Status.ACCEPTED if case is None else Status.KNOWN
    if case is None:
        facts = Facts(
            expected_from=expected_from,
            origin=VacancyCase.Origin.OWNER if report.is_own else VacancyCase.Origin.REPORT,
            responsible=by.person if by.person is not None and not by.is_operator else report.responsible,
        )
        case = open_case(unit, facts, district=report.district, by=by)
    else:
        add_step(case, CaseStep.Kind.REPORTED, by=by)
    report.case = case
    decide(report, status, by=by)
    return case


@transaction.atomic
def decline(pk: int, *, reason: str, by: Viewer) -> VacancyReport:
    """Make nothing of a report, for a reason that whoever reported it reads."""
    report = locked(pk)
    report.reason = reason.strip()
    decide(report, Status.DECLINED, by=by)
    return report


def decide(report: VacancyReport, status: str, *, by: Viewer) -> None:
    """Store the decision on a locked report; whoever gave it hears of it where we may write."""
    report.status, report.decided_at, report.decided_by = status, timezone.now(), by.person
    report.save(update_fields=["status", "case", "reason", "decided_at", "decided_by"])
    record("vacancy.report_decided", report, by=by, district=report.district, status=status)
    telling.tell(report, "report_decided")
