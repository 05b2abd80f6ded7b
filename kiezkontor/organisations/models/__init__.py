from kiezkontor.organisations.models.categories import Category, UseClass
from kiezkontor.organisations.models.drafts import EntryDraft
from kiezkontor.organisations.models.holds import LegalHold
from kiezkontor.organisations.models.hours import OpeningInterval, OpeningPattern
from kiezkontor.organisations.models.informed import DataNotice
from kiezkontor.organisations.models.merging import FoundDuplicates, Merge, ToldApart
from kiezkontor.organisations.models.organisation import CARRIERS, Membership, Organisation, Photo, Wheelchair
from kiezkontor.organisations.models.people import Contact, EntryRequest, Steward
from kiezkontor.organisations.models.provenance import FieldClaim, SourceRecord, SourceRun
from kiezkontor.organisations.models.relations import Relation

__all__ = [
    "CARRIERS",
    "Category",
    "Contact",
    "DataNotice",
    "EntryDraft",
    "EntryRequest",
    "FieldClaim",
    "FoundDuplicates",
    "LegalHold",
    "Membership",
    "Merge",
    "OpeningInterval",
    "OpeningPattern",
    "Organisation",
    "Photo",
    "Relation",
    "SourceRecord",
    "SourceRun",
    "Steward",
    "ToldApart",
    "UseClass",
    "Wheelchair",
]
