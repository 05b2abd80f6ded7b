"""Where what a profile tells comes from, in sentences."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.directory import access
from kiezkontor.directory.models import Entry
from kiezkontor.directory.rules.public_fields import Contact
from kiezkontor.organisations.actions.editing import field_name
from kiezkontor.organisations.models import FieldClaim, SourceRun

ALWAYS_PUBLIC = frozenset({"name", "category", "opening_hours", "wheelchair", "access_note", "languages"})


def source_of(entry: Entry, contact: Contact) -> dict[str, Any]:
    """Where the entry's facts come from, whether the organisation has confirmed them, and what the office changed."""
    organisation = entry.organisation
    seen_in, seen_on = getattr(entry, "seen_in", None), getattr(entry, "seen_on", None)
    from_osm = seen_in == SourceRun.Kind.OSM
    if organisation.confirmed_on:
        sentence = _("Confirmed on %(date)s.") % {"date": long_date(organisation.confirmed_on)}
    elif from_osm:
        sentence = _("From OpenStreetMap as of %(date)s, not yet confirmed by the organisation.") % {
            "date": long_date(seen_on)
        }
    elif seen_in:
        sentence = _("From a survey of %(date)s, not yet confirmed by the organisation.") % {"date": long_date(seen_on)}
    else:
        sentence = _("Recorded by the district office, not yet confirmed by the organisation.")
    claims = access.claims_since(entry, organisation.confirmed_on) if seen_in or organisation.confirmed_on else []
    return {
        "sentence": sentence,
        "entered": list(entered_by_office(claims, public=public_fields(contact))),
        "from_osm": from_osm,
        "is_confirmed": organisation.is_confirmed,
    }


def public_fields(contact: Contact) -> frozenset[str]:
    return ALWAYS_PUBLIC | {name for name, value in contact._asdict().items() if value}


def entered_by_office(claims: Iterable[FieldClaim], *, public: Collection[str]) -> Iterable[str]:
    """A sentence for each day and basis, in the order of the claims; what is not public is not named."""
    shown = [claim for claim in claims if claim.field in public]
    for (said_on, basis), found in groupby(shown, key=lambda claim: (claim.said_on, claim.basis)):
        fields = ", ".join(field_name(claim.field) for claim in found)
        yield sentence_for(basis) % {"fields": fields, "date": long_date(said_on)}


def sentence_for(basis: str) -> str:
    if basis == FieldClaim.Basis.OBSERVATION:
        return _("Entered by the district office: %(fields)s, as seen on site on %(date)s.")
    if basis == FieldClaim.Basis.PUBLIC_SOURCE:
        return _("Entered by the district office: %(fields)s, from a public source as of %(date)s.")
    return _("Entered by the district office: %(fields)s, as the organisation said on %(date)s.")


def long_date(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
