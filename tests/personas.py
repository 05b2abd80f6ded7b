"""The people of the whole-site tests: one for each standing towards a district."""

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import COORDINATOR, EDITOR, FIELD_WORKER
from kiezkontor.districts.models import District, Role
from kiezkontor.districts.tests.builders import role

BOARD, FUNDER, TRADER = Role.Name.BOARD.value, Role.Name.FUNDER.value, Role.Name.TRADER.value
SOCIAL_CARRIER = Role.Name.SOCIAL_CARRIER.value

OTHERS = sorted(set(Role.Name.values) - {COORDINATOR, EDITOR, FIELD_WORKER, BOARD, FUNDER, TRADER, SOCIAL_CARRIER})

# Persona → the role held in the district, None for those without one.
PERSONAS = {
    "visitor": None,
    "coordinator": COORDINATOR,
    "editor": EDITOR,
    "field worker": FIELD_WORKER,
    "board": BOARD,
    "funder": FUNDER,
    "trader": TRADER,
    "social carrier": SOCIAL_CARRIER,
    **{name.replace("_", " "): name for name in OTHERS},
    "operator": None,
    "foreign coordinator": None,
}


def persona(name: str, *, district: District, foreign: District) -> Person | None:
    """The person behind a name of PERSONAS; None for the visitor."""
    if name == "visitor":
        return None
    if name == "operator":
        return person("Otto Operator", is_operator=True)
    if name == "foreign coordinator":
        return role(person("Fiona Fremd"), foreign, COORDINATOR).person
    return role(person(f"Person {name}"), district, PERSONAS[name] or "").person
