from kiezkontor.premises.models.buildings import Address, Building, DistrictBuilding, Unit
from kiezkontor.premises.models.imports import DecisionOrder, ImportProposal
from kiezkontor.premises.models.spells import Observation, Occupancy, SpellOccupant, SurveyRound, UseSpell

__all__ = [
    "Address",
    "Building",
    "DecisionOrder",
    "DistrictBuilding",
    "ImportProposal",
    "Observation",
    "Occupancy",
    "SpellOccupant",
    "SurveyRound",
    "Unit",
    "UseSpell",
]
