"""Many answer at once while the server is killed: no answer is lost or doubled, and no place is given twice."""

import json

import pytest

from tests.installations import Installation, copy_of
from tests.walkers import free_port

pytestmark = pytest.mark.installation

ANSWERS, PLACES = 400, 40
A_DISTRICT = """
from kiezkontor.districts.models import District
District.objects.create(slug="kiez", name="Kiez")
"""
PROGRAM = f"""
import json
from kiezkontor.config.bench import answers
from kiezkontor.districts.models import District
event = answers.new_event(District.objects.get(), {PLACES})
path = f"/kiez/kalender/{{event.pk}}/anmelden/"
with answers.serving(answers.APPLICATION, PORT) as server:
    found = answers.answered(server, path, {ANSWERS}, kill_at=(0.3, 0.6))
print(json.dumps([found["kills"], answers.state_of(event)]))
"""


def test_nobody_is_lost_and_nobody_passes_another(prepared: Installation, tmp_path) -> None:
    with copy_of(prepared, tmp_path / "answered") as office:
        office.python(A_DISTRICT)
        kills, state = json.loads(office.python(f"PORT = {free_port()}\n{PROGRAM}"))
    assert kills == 2
    assert state == {
        "answers": ANSWERS,
        "different": ANSWERS,
        "seated": PLACES,
        "waiting": ANSWERS - PLACES,
        "taken": PLACES,
        "in_order": True,
    }
