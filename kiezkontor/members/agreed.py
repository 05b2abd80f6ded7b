"""What the two of a first contact agree to, in the very words."""

from django.utils.translation import gettext as _

from kiezkontor.districts.actions.consents import Asked
from kiezkontor.organisations.models import Organisation

NAMES = "first_contact.names"
# Of the wording below; change it with the words.
VERSION = "2026-11"


def asked_for_names(other: Organisation) -> Asked:
    text = _(
        "%(name)s may see my name, my e-mail address and the telephone number from my line in the contact list as soon "
        "as its side shows me the same. I can take this back here at any time."
    )
    return Asked(NAMES, text % {"name": other}, VERSION)
