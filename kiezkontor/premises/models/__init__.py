from kiezkontor.premises.models.buildings import (
    Address,
    Building,
    DistrictBuilding,
    Unit,
    UnitSuccession,
    existing_on,
)
from kiezkontor.premises.models.imports import DecisionOrder, ImportProposal
from kiezkontor.premises.models.photos import UnitPhoto
from kiezkontor.premises.models.spells import Ending, Observation, Occupancy, SpellOccupant, SurveyRound, UseSpell

__all__ = [
    "Address",
    "Building",
    "DecisionOrder",
    "DistrictBuilding",
    "Ending",
    "ImportProposal",
    "Observation",
    "Occupancy",
    "SpellOccupant",
    "SurveyRound",
    "Unit",
    "UnitPhoto",
    "UnitSuccession",
    "UseSpell",
    "existing_on",
]
