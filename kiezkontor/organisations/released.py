"""What members of a network release to each other: the fields, the purposes, and the very words that are agreed to."""

from django.utils.translation import gettext as _

from kiezkontor.districts.actions.consents import Asked
from kiezkontor.districts.models import District

PREFIX, PUBLISH = "member_list.", "entry.publish_contact"
# Of the wording below; change it with the words.
VERSION = "2026-11"
# The last one widens the circle of the others.
FIELDS = ("name", "phone", "email", "carriers")


def asked_for_list(district: District) -> dict[str, Asked]:
    """By field: what whoever looks after an entry agrees to."""
    values = {"district": district.name}
    texts = {
        "name": _("Members of the network %(district)s may see my name and function in their contact list."),
        "phone": _("Members of the network %(district)s may see this telephone number in their contact list."),
        "email": _("Members of the network %(district)s may see this e-mail address in their contact list."),
        "carriers": _("Social carriers of the network %(district)s may see what I have ticked above, too."),
    }
    return {name: Asked(PREFIX + name, text % values, VERSION) for name, text in texts.items()}


def asked_for_publishing(district: District) -> Asked:
    """What a sole trader agrees to, whose telephone, e-mail address and website are data of a person."""
    text = _(
        "The telephone number, the e-mail address where it is to be shown and the website of this entry may be shown "
        "publicly on the pages of %(district)s. I can withdraw this at any time, online or at the office."
    )
    return Asked(PUBLISH, text % {"district": district.name}, VERSION)
