from kiezkontor.districts.models import District
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.notices.mail import Sender


def office_lines(district: District, name: str) -> list[str]:
    """A name, then street, town and telephone of the district's office, as far as they are known."""
    place = f"{district.office_postcode} {district.office_city}".strip() or district.municipality
    lines = [name, district.office_street, place, phone_as_printed(district.office_phone)]
    return [line for line in lines if line]


def head_of(district: District) -> list[str]:
    """As the office stands at the head of its letters."""
    return office_lines(district, district.office_name or district.name)


def sender_of(district: District, *, reply_to: str | None = None) -> Sender:
    """In whose name a district's office writes; answers go to it, to another address, or ("") nowhere."""
    return Sender(
        name=district.office_name or district.name,
        legal_line=", ".join(office_lines(district, district.official_name or district.name)),
        reply_to=district.office_email if reply_to is None else reply_to,
        scope_id=district.pk,
    )
