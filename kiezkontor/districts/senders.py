from kiezkontor.districts.models import District
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.notices.mail import Sender


def sender_of(district: District, *, reply_to: str = "") -> Sender:
    """In whose name a district's office writes; answers go to it where no other address is given."""
    place = f"{district.office_postcode} {district.office_city}".strip() or district.municipality
    phone = phone_as_printed(district.office_phone)
    lines = [district.official_name or district.name, district.office_street, place, phone]
    return Sender(
        name=district.office_name or district.name,
        legal_line=", ".join(line for line in lines if line),
        reply_to=reply_to or district.office_email,
        scope_id=district.pk,
    )
