"""How the deeds of this area read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words
from kiezkontor.districts.models import Role

SENTENCES = {
    "role.given": _("%(actor)s gave %(subject)s the role %(role)s from %(from_on)s."),
    "role.ended": _("%(actor)s ended the role %(role)s of %(subject)s as of %(until_on)s."),
    "role.withdrawn": _("%(actor)s took back the role %(role)s of %(subject)s before it began."),
    "invitation.sent": _("%(actor)s sent an invitation: %(subject)s."),
    "invitation.withdrawn": _("%(actor)s withdrew an invitation: %(subject)s."),
    "invitation.accepted": _("%(actor)s accepted an invitation: %(subject)s."),
}
SUBJECTS = {
    "accounts.person": _("Person"),
    "districts.invitation": _("Invitation"),
    "districts.district": _("District"),
    "districts.project": _("Project"),
}


def role_name(name: str) -> str:
    return str(dict(Role.Name.choices).get(name, name))


def register() -> None:
    add_words(SENTENCES, subjects=SUBJECTS, details={"role": role_name})
