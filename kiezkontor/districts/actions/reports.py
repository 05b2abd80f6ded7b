from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District, PublicReport, Role
from kiezkontor.districts.models.reports import ANSWERED_IN_A_MONTH
from kiezkontor.districts.rules.clock import CONTENT_ANSWER_DAYS
from kiezkontor.districts.rules.period import one_month_after
from kiezkontor.districts.rules.state_law import privacy_authority
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path, on_installation_host

# More than this within an hour is a machine; no address of anyone is kept to tell who it is.
REPORTS_AN_HOUR = 20


@transaction.atomic
def receive_report(
    district: District,
    *,
    kind: str,
    message: str,
    by: Viewer,
    about: str = "",
    page_url: str = "",
    name: str = "",
    email: str = "",
    good_faith: bool = False,
) -> PublicReport:
    """Take in a report of the public, tell the office, and confirm it where an address was given.

    What the law gives a month for is due then, anything else one week later. Refuses more than twenty an hour.
    about: which of the own data, as they are called.
    """
    now = timezone.now()
    recent = PublicReport.objects.filter(district=district, received_at__gt=now - timedelta(hours=1))
    if recent.count() >= REPORTS_AN_HOUR:
        raise ActionRefused(
            _("Too many reports are coming in at the moment. Yours was not saved; please call us or try again later.")
        )
    today = timezone.localdate()
    language = (get_language() or "de")[:2]
    report = PublicReport.objects.create(
        district=district,
        kind=kind,
        about=about[:200],
        page_url=page_url,
        message=message,
        name=name,
        email=email,
        good_faith=good_faith,
        language=language,
        received_at=now,
        due_on=one_month_after(today) if kind in ANSWERED_IN_A_MONTH else today + timedelta(days=CONTENT_ANSWER_DAYS),
    )
    record("report.received", report, by=by, district=district, due_on=report.due_on.isoformat())
    tell_office(report)
    if email:
        send(report, "report_confirmed", to=email, language=language, kind=Kind.OWN_DEED)
    return report


@transaction.atomic
def answer_report(report: PublicReport, *, answer: str, outcome: str = "", by: Viewer) -> PublicReport:
    """Answer a report once; where an address was given, the answer goes there in the language of the form.

    outcome: of what somebody asked about own data.
    """
    report = PublicReport.objects.select_for_update(no_key=True).get(pk=report.pk)
    if report.answered_at is not None:
        raise ActionRefused(_("This report is already answered. The first answer stands."))
    report.answer, report.outcome = answer, outcome
    report.answered_at = timezone.now()
    report.answered_by = by.person
    report.save(update_fields=["answer", "outcome", "answered_at", "answered_by"])
    record("report.answered", report, by=by, district=report.district, outcome=outcome)
    if report.email:
        send(report, "report_answered", to=report.email, language=report.language, kind=Kind.OWN_DEED)
    return report


def tell_office(report: PublicReport) -> None:
    for address in addresses_of_office(report.district):
        send(report, "report_for_office", to=address, language="de")


def addresses_of_office(district: District | None) -> list[str]:
    """Where the office reads what is written to it: its own address, else those of its coordination."""
    if district is None:
        return []
    return [district.office_email] if district.office_email else coordinators_of(district)


def coordinators_of(district: District) -> list[str]:
    held = Role.objects.held_on(timezone.localdate()).filter(district=district, name=COORDINATOR)
    return sorted(set(held.filter(person__is_active=True).values_list("person__email", flat=True)))


def send(
    report: PublicReport, template: str, *, to: str, language: str, kind: Kind = Kind.LETTER, message_id: str = ""
) -> None:
    district = report.district
    if district is None:
        return
    path = district_path(district.slug, "districts:report", report.pk)
    send_after_commit(
        to,
        f"districts/mail/{template}.subject.{language}.txt",
        f"districts/mail/{template}.{language}.txt",
        {
            "report": report,
            "district": district,
            "office_url": on_installation_host(path, None),
            "authority": privacy_authority(district.federal_state, public_body=district.is_public_authority)[0],
        },
        sender=sender_of(district),
        language=language,
        kind=kind,
        message_id=message_id,
    )


def reports_over(before: datetime) -> QuerySet[PublicReport]:
    """Reports answered before that moment; the reporters' names go with them."""
    return PublicReport.objects.filter(answered_at__lt=before)
