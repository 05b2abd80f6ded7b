"""How the pages about merging speak: reasons, values and where they come from."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.organisations.models import FieldClaim, Organisation
from kiezkontor.organisations.rules.duplicates import Kind
from kiezkontor.organisations.words import category_name, language_names
from kiezkontor.shared.fields import hours_in_words

REASONS: Mapping[Kind, Any] = {
    "same_phone": gettext_lazy("the same telephone number: %(phone)s"),
    "same_name": gettext_lazy("the same name but for spelling: “%(one)s” and “%(other)s”"),
    "similar_name": gettext_lazy("a similar name: “%(one)s” and “%(other)s”"),
    "same_address": gettext_lazy("the same address"),
    "same_email": gettext_lazy("the same e-mail address: %(email)s"),
    "same_website": gettext_lazy("the same website: %(website)s"),
}


def reasons_in_words(reasons: Iterable[Kind], one: Organisation, other: Organisation) -> list[str]:
    values = {
        "one": one.name,
        "other": other.name,
        "phone": phone_as_printed(one.phone),
        "email": one.email,
        "website": one.website,
    }
    return [str(REASONS[reason]) % values for reason in reasons]


def yes_or_no(value: Any) -> str:
    return _("yes") if value else _("no")


def shown_email(value: Any, organisation: Organisation) -> str:
    if not value or organisation.email_is_public:
        return str(value)
    return _("%(email)s (not shown)") % {"email": value}


WORDS: Mapping[str, Callable[[Any, Organisation], str]] = {
    "kind": lambda value, organisation: organisation.get_kind_display(),
    "category": lambda value, organisation: category_name(value) if value else "",
    "is_chain": lambda value, organisation: " · ".join(part for part in (yes_or_no(value), organisation.brand) if part),
    "is_sole_trader": lambda value, organisation: yes_or_no(value),
    "phone": lambda value, organisation: phone_as_printed(value),
    "email": shown_email,
    "opening_hours": lambda value, organisation: hours_in_words(value),
    "wheelchair": lambda value, organisation: " · ".join(
        part for part in (organisation.get_wheelchair_display(), organisation.access_note) if part
    ),
    "languages": lambda value, organisation: language_names(value),
}


def value_in_words(name: str, value: Any, organisation: Organisation) -> str:
    """A value as the page of an entry shows it; a dash where there is none."""
    tell = WORDS.get(name)
    return (tell(value, organisation) if tell else str(value)) or "–"


def origin_in_words(organisation: Organisation, claim: FieldClaim | None) -> str:
    """From which of the two entries a value is, and how anybody knows it."""
    if claim is None:
        return _("from “%(entry)s”, from a source") % {"entry": organisation}
    day = date_format(claim.said_on, "SHORT_DATE_FORMAT")
    said = {"entry": organisation, "basis": claim.get_basis_display(), "day": day}
    return _("from “%(entry)s”, %(basis)s of %(day)s") % said
