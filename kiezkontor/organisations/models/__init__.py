from kiezkontor.organisations.models.categories import Category, UseClass
from kiezkontor.organisations.models.holds import LegalHold
from kiezkontor.organisations.models.hours import OpeningInterval, OpeningPattern
from kiezkontor.organisations.models.organisation import Membership, Organisation, Photo, Wheelchair
from kiezkontor.organisations.models.people import Contact, EntryRequest, Steward
from kiezkontor.organisations.models.provenance import FieldClaim, SourceRecord, SourceRun

__all__ = [
    "Category",
    "Contact",
    "EntryRequest",
    "FieldClaim",
    "LegalHold",
    "Membership",
    "OpeningInterval",
    "OpeningPattern",
    "Organisation",
    "Photo",
    "SourceRecord",
    "SourceRun",
    "Steward",
    "UseClass",
    "Wheelchair",
]
