"""A certificate on paper: tagged PDF with the code by which it is checked."""

from pathlib import Path
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.districts.funding import funding_in_words
from kiezkontor.districts.senders import head_of
from kiezkontor.meetings.models import Certificate
from kiezkontor.meetings.proofs import last_day_of
from kiezkontor.meetings.taking_part import days_of, participants_of
from kiezkontor.notices.rules.codes import as_printed
from kiezkontor.shared.mounting import district_address
from kiezkontor.shared.paper import pdf_from

TEMPLATE = Path(__file__).parent / "sheets" / "certificate.typ"


def certificate_pdf(certificate: Certificate) -> bytes:
    return pdf_from(TEMPLATE, paper_data(certificate), made_at=certificate.issued_at)


def paper_data(certificate: Certificate) -> dict[str, Any]:
    course = certificate.course
    event = course.event
    with translation.override(event.language):
        days = days_of(course)
        their = next((each for each in participants_of(course) if each.row.pk == certificate.attendance_id), None)
        there = [day for day, was in zip(days, their.days, strict=True) if was] if their else days
        hours = sum((day.ends_at - day.starts_at).total_seconds() for day in there) / 3600
        sender = head_of(event.district)
        issued = date_format(timezone.localtime(certificate.issued_at), "DATE_FORMAT")
        return {
            "title": _("Certificate of attendance"),
            "language": event.language,
            "sender": sender[0],
            "district": event.district.name if event.district.name != sender[0] else "",
            "signature": _("Signature: %(office)s") % {"office": sender[0]},
            "foot": ", ".join(sender),
            "name": certificate.attendance.name if certificate.attendance else "",
            "sentence": _("took part in the course"),
            "course": event.title,
            "facts": [[label, words] for label, words in facts(certificate, there, hours) if words],
            "check": _("Whether this certificate is genuine can be checked at %(url)s with name, last day and code.")
            % {"url": district_address(event.district.slug, "meetings:certificate_check")},
            "code_label": _("Code"),
            "code": as_printed(certificate.code),
            "issued": _("Issued on %(day)s") % {"day": issued},
            "funding": funding_in_words(event.district),
        }


def facts(certificate: Certificate, there: list[Any], hours: float) -> list[tuple[str, str]]:
    course = certificate.course
    days = ", ".join(date_format(timezone.localtime(day.starts_at), "DATE_FORMAT") for day in there)
    extent = ngettext("%(days)d day", "%(days)d days", len(there)) % {"days": len(there)}
    return [
        (_("Topic"), course.get_skill_display()),
        (_("Days"), days),
        (_("Last day"), date_format(last_day_of(certificate), "DATE_FORMAT")),
        (_("Extent"), _("%(days)s, %(hours)s hours") % {"days": extent, "hours": floatformat(hours, -1)}),
        (_("Led by"), course.trainer),
    ]
