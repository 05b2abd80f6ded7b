"""The pages about survey rounds in the access table, and what they are about."""

from typing import Any

from kiezkontor.surveys.tests import builders as surveys

SURVEYS = {"surveys:rounds", "surveys:round", "surveys:changes", "surveys:units_csv", "surveys:units_xlsx"}
SURVEYS |= {"surveys:sheet", "surveys:conflicts", "surveys:conflict", "surveys:walk"}
SURVEYS |= {"surveys:map", "surveys:map_units"}
SURVEYS |= {f"surveys:walk_{name}" for name in "worker manifest greeting take_along sync photo give_back".split()}
SURVEYS |= {f"surveys:{name}" for name in "segments round_units round_house checks paper paper_pdf entry".split()}
PUBLIC_SURVEYS = {f"surveys:public_{name}" for name in "rounds round csv json sheet map map_streets".split()}
PUBLIC_SURVEYS |= {"surveys:walk_lease"}
SURVEYS_OF_THE_COORDINATION = {"surveys:round_new", "surveys:round_step", "surveys:freeze", "surveys:divide"}
SURVEYS_OF_THE_COORDINATION |= {"surveys:osm", "surveys:osm_change", "surveys:osm_tasks", "surveys:coverage"}
SURVEYS_OF_THE_COORDINATION |= {"surveys:segment", "surveys:segment_new", "surveys:segment_remove"}


def about_surveys(district: Any, unit: Any) -> dict[str, dict[str, Any]]:
    """A round, a contradiction and a device of it."""
    found = surveys.survey_round(district)
    lease = surveys.walk_lease(found)
    return {
        "surveys:": {"number": found.number},
        "surveys:segment": {"number": found.number, "pk": surveys.segment(found, unit).pk},
        "surveys:round_house": {"number": found.number, "address": unit.address_id},
        "surveys:public_": {"number": surveys.published_round(district).number},
        "surveys:conflict": {"number": found.number, "pk": surveys.walk_conflict(lease, unit).pk},
    }
