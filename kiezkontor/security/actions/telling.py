"""A mail to whoever's sign-in was changed, so that nobody's is changed unnoticed."""

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise

from kiezkontor.accounts.models import Person
from kiezkontor.notices.mail import Sender, send_after_commit
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.shared.mounting import installation_path


def tell(person: Person, what: str | Promise, *, name: str = "") -> None:
    """what: one sentence, said in the person's language. name: of the thing that was changed, if it has one."""
    send_after_commit(
        person.email,
        "security/mail/changed_subject.txt",
        "security/mail/changed.txt",
        {
            "person": person,
            "what": what,
            "name": name,
            "at": timezone.localtime(),
            "link": settings.INSTALLATION_URL.rstrip("/") + installation_path("security:overview"),
        },
        sender=installation_sender(),
        language=person.language,
        kind=Kind.OWN_DEED,
    )


def installation_sender() -> Sender:
    lines = [line.strip() for line in str(settings.PROVIDER).split("|") if line.strip()]
    return Sender(name=lines[0] if lines else "Kiezkontor", legal_line=", ".join(lines) or settings.INSTALLATION_URL)
