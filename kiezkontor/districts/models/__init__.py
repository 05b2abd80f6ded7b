from kiezkontor.districts.models.changes import PageChange
from kiezkontor.districts.models.consents import Consent
from kiezkontor.districts.models.district import District, DistrictHost, DistrictText, SubLocation
from kiezkontor.districts.models.drafts import BrandDraft
from kiezkontor.districts.models.projects import FundingSource, Operator, Programme, Project, TeamMember
from kiezkontor.districts.models.reports import PublicReport
from kiezkontor.districts.models.roles import Invitation, Role
from kiezkontor.districts.models.streets import Street
from kiezkontor.districts.models.videos import SignLanguageVideo

__all__ = [
    "BrandDraft",
    "Consent",
    "District",
    "DistrictHost",
    "DistrictText",
    "FundingSource",
    "Invitation",
    "Operator",
    "PageChange",
    "Programme",
    "Project",
    "PublicReport",
    "Role",
    "SignLanguageVideo",
    "Street",
    "SubLocation",
    "TeamMember",
]
