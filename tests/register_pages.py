"""The pages of the register of units in the access table, and what they are about."""

from typing import Any

from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.models import Unit
from kiezkontor.premises.tests import builders as premises

UNITS = {"premises:units", "premises:unit"}
UNITS |= {f"premises:unit_{name}" for name in "observe describe correct new split merge undo".split()}
UNITS |= {f"premises:unit_photo_{name}" for name in "add remove large small".split()}


def in_the_register(district: Any, shop: Any) -> tuple[Unit, dict[str, dict[str, Any]]]:
    """A unit that the shop uses, with a photo of it, and an import."""
    unit = premises.unit(district)
    use, photo = premises.used(unit, shop), premises.photo(unit, district)
    return unit, {
        "premises:": {"pk": unit.pk, "observation_pk": use.observation_id, "photo_pk": photo.pk},
        "premises:import_": {"pk": organisations.source_run(district).pk},
    }
