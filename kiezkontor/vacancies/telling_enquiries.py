"""Mail about an enquiry about the location: the answer, to the address that was given for it."""

from kiezkontor.districts.senders import sender_of
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.vacancies.models import LocationEnquiry


def send_answer(enquiry: LocationEnquiry) -> None:
    """Without what was asked: the address may be somebody else's, and text of strangers goes to nobody."""
    send_after_commit(
        enquiry.email,
        "vacancies/mail/enquiry_answered_subject.txt",
        "vacancies/mail/enquiry_answered.txt",
        {"enquiry": enquiry, "district": enquiry.district},
        sender=sender_of(enquiry.district),
        language=enquiry.language,
        kind=Kind.OWN_DEED,
    )
