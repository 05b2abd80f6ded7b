"""How the deeds of this area read in the log."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words, last_day_in_words
from kiezkontor.districts.models import Consent
from kiezkontor.organisations.actions.editing import EDITABLE, field_name
from kiezkontor.organisations.forms.entries import LANGUAGES
from kiezkontor.organisations.models import Category, DataNotice, FieldClaim, Organisation, Relation, Steward
from kiezkontor.shared.fields import hours_in_words

SENTENCES = {
    "organisation.added": _("%(actor)s added the entry %(subject)s."),
    "organisation.edited": _("%(actor)s changed the entry %(subject)s: %(fields)s."),
    "organisation.corrections_noted": _("%(actor)s corrected the entry %(subject)s, not approved yet: %(fields)s."),
    "organisation.confirmed": _("%(actor)s confirmed %(subject)s."),
    "organisation.merged": _("%(actor)s merged the entry %(name)s into %(subject)s."),
    "organisation.parted": _("%(actor)s made %(subject)s and %(name)s two entries again."),
    "organisation.told_apart": _("%(actor)s noted that %(subject)s and %(name)s are two different bodies."),
    "organisation.apart_taken_back": _("%(actor)s took back that %(subject)s and %(name)s are two different bodies."),
    "relation.noted": _("%(actor)s noted how %(subject)s and %(name)s stand to each other: %(kind)s."),
    "relation.changed": _("%(actor)s changed how %(subject)s and %(name)s stand to each other: %(kind)s."),
    "relation.removed": _("%(actor)s removed how %(subject)s and %(name)s stand to each other: %(kind)s."),
    "membership.begun": _("%(actor)s noted %(subject)s as a member of the network from %(from_on)s."),
    "membership.ended": _("%(actor)s noted that the membership of %(subject)s ends on %(until_on)s."),
    "organisation.invited": _("%(actor)s invited somebody to the prepared entry %(subject)s."),
    "organisation.links_withdrawn": _("%(actor)s withdrew the open links to %(subject)s."),
    "organisation.contact_stopped": _(
        "%(actor)s noted that %(subject)s does not want to be contacted since %(since_on)s."
    ),
    "organisation.contact_allowed": _("%(actor)s noted that %(subject)s may be contacted again."),
    "steward.begun": _("%(actor)s looks after the entry %(subject)s from now on (%(way)s)."),
    "steward.ended": _("%(actor)s noted that %(person)s no longer looks after %(subject)s."),
    "entry_request.made": _("%(actor)s asked to look after the entry %(subject)s."),
    "entry_request.refused": _("%(actor)s said no to a request to look after %(subject)s."),
    "contact.noted": _("%(actor)s noted a contact person at %(name)s."),
    "contact.changed": _("%(actor)s changed a contact person at %(name)s."),
    "contact.removed": _("%(actor)s removed a contact person at %(name)s."),
    "consent.given": _("%(actor)s noted a consent (%(purpose)s, %(channel)s): %(subject)s."),
    "consent.withdrawn": _("%(actor)s noted the end of a consent (%(purpose)s, %(channel)s): %(subject)s."),
    "hold.set": _("%(actor)s keeps data of %(about)s beyond their time: %(subject)s"),
    "hold.ended": _("%(actor)s lets data be deleted again that were kept: %(subject)s"),
    "organisation.informed": _("%(actor)s told the people behind %(subject)s where their data are from (%(way)s)."),
    "letters.started": _("%(actor)s had letters printed: %(count)s."),
    "letters.taken": _("%(actor)s downloaded letters with their codes: %(count)s."),
    "person.deleted": _("Somebody deleted their account."),
    "photo.added": _("%(actor)s added a photo to %(subject)s."),
    "photo.edited": _("%(actor)s changed the texts of a photo of %(subject)s."),
    "photo.removed": _("%(actor)s removed a photo of %(subject)s."),
}
SUBJECTS = {
    "organisations.organisation": _("Entry"),
    "organisations.contact": _("Contact person"),
    "organisations.legalhold": _("Hold on deletion"),
    "notices.letterrun": _("Letters"),
}


PURPOSES = {
    "entry.publish_contact": _("show telephone, e-mail address and website"),
    "member_list.name": _("name in the contact list"),
    "member_list.phone": _("telephone in the contact list"),
    "member_list.email": _("e-mail address in the contact list"),
    "member_list.carriers": _("contact list for social carriers, too"),
}


def field_names(fields: Iterable[str]) -> str:
    return ", ".join(field_name(name) for name in fields)


def basis_name(value: str) -> str:
    return str(dict(FieldClaim.Basis.choices).get(value, value))


def kind_name(value: str) -> str:
    """Of an organisation, or of how it stands to another."""
    return str((dict(Organisation.Kind.choices) | dict(Relation.Kind.choices)).get(value, value))


def category_name(key: str) -> str:
    return str(Category.objects.filter(pk=key).first() or key)


def way_name(value: str) -> str:
    return str(dict([*Steward.Way.choices, *DataNotice.Way.choices]).get(value, value))


def channel_name(value: str) -> str:
    return str(dict(Consent.Channel.choices).get(value, value))


def purpose_name(value: str) -> str:
    return str(PURPOSES.get(value, value))


def own_words(organisation: Organisation) -> list[dict[str, str]]:
    """What an organisation says of itself, each with the prompt it answers, in the order of the form."""
    prompts = [name for name in EDITABLE if name.endswith(("_de", "_en"))]
    return [{"label": field_name(name), "text": text} for name in prompts if (text := getattr(organisation, name))]


def language_names(codes: Iterable[str]) -> str:
    names = dict(LANGUAGES)
    return ", ".join(str(names.get(code, code)) for code in codes)


def register() -> None:
    details = {
        "basis": basis_name,
        "organisations.organisation:kind": kind_name,
        "channel": channel_name,
        "purpose": purpose_name,
        "organisations.organisation:way": way_name,
        "opening_hours": hours_in_words,
        "organisations.organisation:until_on": last_day_in_words,
        "organisations.organisation:fields": field_names,
        "organisations.organisation:category": category_name,
        "organisations.organisation:languages": language_names,
    }
    add_words(SENTENCES, subjects=SUBJECTS, details=details)
