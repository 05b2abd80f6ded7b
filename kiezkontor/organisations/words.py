"""How the deeds of this area read in the log."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words
from kiezkontor.organisations.actions.editing import field_name
from kiezkontor.organisations.forms import LANGUAGES
from kiezkontor.organisations.models import Category, FieldClaim
from kiezkontor.shared.fields import hours_in_words

SENTENCES = {
    "organisation.added": _("%(actor)s added the entry %(subject)s."),
    "organisation.edited": _("%(actor)s changed the entry %(subject)s: %(fields)s."),
    "organisation.confirmed": _("%(actor)s confirmed %(subject)s."),
    "membership.begun": _("%(actor)s noted %(subject)s as a member of the network from %(from_on)s."),
    "membership.ended": _("%(actor)s noted that the membership of %(subject)s ends on %(until_on)s."),
    "photo.added": _("%(actor)s added a photo to %(subject)s."),
    "photo.edited": _("%(actor)s changed the texts of a photo of %(subject)s."),
    "photo.removed": _("%(actor)s removed a photo of %(subject)s."),
}
SUBJECTS = {"organisations.organisation": _("Entry")}


def field_names(fields: Iterable[str]) -> str:
    return ", ".join(field_name(name) for name in fields)


def basis_name(value: str) -> str:
    return str(dict(FieldClaim.Basis.choices).get(value, value))


def category_name(key: str) -> str:
    return str(Category.objects.filter(pk=key).first() or key)


def language_names(codes: Iterable[str]) -> str:
    names = dict(LANGUAGES)
    return ", ".join(str(names.get(code, code)) for code in codes)


def register() -> None:
    details = {
        "basis": basis_name,
        "opening_hours": hours_in_words,
        "organisations.organisation:fields": field_names,
        "organisations.organisation:category": category_name,
        "organisations.organisation:languages": language_names,
    }
    add_words(SENTENCES, subjects=SUBJECTS, details=details)
