"""What a certificate proves, without storing it: a check number of code, name and day."""

from datetime import date

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from kiezkontor.districts.models import District
from kiezkontor.meetings.models import Certificate
from kiezkontor.meetings.rules.attending import same_name
from kiezkontor.meetings.taking_part import days_of
from kiezkontor.notices.rules.codes import as_typed

SALT = "meetings.certificate"


def proof_of(code: str, name: str, day: date) -> str:
    said = "\n".join((code, same_name(name), day.isoformat()))
    return salted_hmac(SALT, said, algorithm="sha256").hexdigest()


def last_day_of(certificate: Certificate) -> date:
    return timezone.localdate(days_of(certificate.course)[-1].starts_at)


def confirmed(district: District, *, code: str, name: str, day: date) -> Certificate | None:
    """The certificate of the district that bears code, name and last day together; None for all else alike."""
    typed = as_typed(code)
    found = Certificate.objects.filter(course__event__district=district, code=typed).select_related("course__event")
    certificate = found.first() if typed else None
    wanted = certificate.proof if certificate else ""
    return certificate if constant_time_compare(wanted, proof_of(typed, name, day)) else None
