from kiezkontor.vacancies.models.cases import CaseStep, VacancyCase
from kiezkontor.vacancies.models.early import EarlyWarning
from kiezkontor.vacancies.models.exposes import Expose, ExposePicture, ExposeRelease
from kiezkontor.vacancies.models.ideas import UseExample, UseIdea
from kiezkontor.vacancies.models.lettings import FollowUp, Handover, Letting, LettingRent
from kiezkontor.vacancies.models.locations import LocationFigure
from kiezkontor.vacancies.models.negotiations import Negotiation, NegotiationNote
from kiezkontor.vacancies.models.owners import OwnedUnit, Owner, OwnerLetter, OwnerTalk
from kiezkontor.vacancies.models.rents import LettingSubsidy, RentModel
from kiezkontor.vacancies.models.reports import VacancyReport
from kiezkontor.vacancies.models.seekers import LocationEnquiry, SeekerStep, SpaceRequest, StreetMix
from kiezkontor.vacancies.models.subscriptions import OfferSubscription, OfferTold
from kiezkontor.vacancies.models.tours import Tour, TourStop
from kiezkontor.vacancies.models.viewings import Viewing

__all__ = [
    "CaseStep",
    "EarlyWarning",
    "Expose",
    "ExposePicture",
    "ExposeRelease",
    "FollowUp",
    "Handover",
    "Letting",
    "LettingRent",
    "LettingSubsidy",
    "LocationEnquiry",
    "LocationFigure",
    "Negotiation",
    "NegotiationNote",
    "OfferSubscription",
    "OfferTold",
    "OwnedUnit",
    "Owner",
    "OwnerLetter",
    "OwnerTalk",
    "RentModel",
    "SeekerStep",
    "SpaceRequest",
    "StreetMix",
    "Tour",
    "TourStop",
    "UseExample",
    "UseIdea",
    "VacancyCase",
    "VacancyReport",
    "Viewing",
]
