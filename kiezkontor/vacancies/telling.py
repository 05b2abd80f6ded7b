"""Mail about a reported vacancy: that it came in, and what became of it, to the address that was given with it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override

from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import links
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.shared.mounting import district_address
from kiezkontor.vacancies.models import VacancyReport
from kiezkontor.vacancies.rules.limits import LINK_DAYS
from kiezkontor.vacancies.rules.purposes import REPORT


def state_token(report: VacancyReport) -> str:
    """Of a new link to how it stands; each mail has its own."""
    return links.make_link(REPORT, report.pk, days=LINK_DAYS, scope_id=report.district_id).token


def tell(report: VacancyReport, template: str) -> None:
    """template: "report_received" or "report_decided". Nothing where no address was given."""
    if not report.email:
        return
    with override(report.language):
        url = district_address(report.district.slug, "vacancies:report_state", state_token(report))
        context: Mapping[str, Any] = {"report": report, "district": report.district, "url": url}
    send_after_commit(
        report.email,
        f"vacancies/mail/{template}_subject.txt",
        f"vacancies/mail/{template}.txt",
        context,
        sender=sender_of(report.district),
        language=report.language,
        kind=Kind.OWN_DEED,
    )
