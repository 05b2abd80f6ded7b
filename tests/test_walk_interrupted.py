"""A walk whose connection drops and whose server is killed loses nothing and doubles nothing."""

import http.client
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.installations import Installation, copy_of
from tests.walkers import Server, counted, round_in_the_field

pytestmark = pytest.mark.installation

UNITS, CHANGED, AT_ONCE = 60, 12, 5
# After so many answers the server is killed, the second time before it was heard.
KILLS = {3: "heard", 7: "unheard"}


class Phone:
    def __init__(self, server: Server, session: str) -> None:
        self.server, self.cookie, self.requests = server, f"sessionid={session}", 0

    def ask(self, method: str, path: str, body: object = None) -> Any:
        connection = http.client.HTTPConnection("localhost", self.server.port, timeout=60)
        headers = {"Cookie": self.cookie, "Content-Type": "application/json", "X-CSRFToken": getattr(self, "mark", "")}
        connection.request(method, f"/kiez/buero/begehung/{path}", json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        if found := answer.getheader("Set-Cookie"):
            self.cookie += "; " + found.split(";")[0]
        text = answer.read()
        assert answer.status == 200, text[:300]
        return json.loads(text)

    def take_along(self) -> Any:
        self.mark = self.ask("GET", "gruss/")["token"]
        packed = self.ask("POST", "2/mitnehmen/", {"token": ""})
        self.token = packed["lease"]["token"]
        return packed["units"]

    def send(self, operations: list[dict[str, Any]]) -> None:
        """Sends until all is answered; every third answer is lost on the way, and the server dies twice."""
        while operations:
            part = operations[:AT_ONCE]
            answers = self.ask("POST", "2/abgleich/", {"token": self.token, "operations": part})["answers"]
            self.requests += 1
            fate = KILLS.get(self.requests)
            if fate:
                self.server.kill()
                self.server.start()
            if fate == "unheard" or self.requests % 3 == 0:
                continue
            assert {answer["status"] for answer in answers} == {"taken"}
            operations = operations[AT_ONCE:]


@pytest.fixture
def office(prepared: Installation, tmp_path: Path):
    with copy_of(prepared, tmp_path / "walked") as found:
        yield found


def test_everything_noted_arrives_once(office, tmp_path):
    with round_in_the_field(office, tmp_path, units=UNITS) as (server, session):
        phone = Phone(server, session)
        units = phone.take_along()
        assert len(units) == UNITS
        today = timezone.localdate().isoformat()
        operations = []
        for nth, unit in enumerate(units):
            made = {"id": str(uuid4()), "unit": unit["id"], "base": unit["observation"], "seen_on": today}
            if nth < CHANGED:
                operations.append({**made, "kind": "seen", "values": {"occupancy": "vacant"}})
            else:
                operations.append({**made, "kind": "unchanged"})
        phone.send(operations)
        assert server.kills == len(KILLS)
        phone.send(operations)
        found = counted(office)
    assert (found["observations"], found["units"], found["operations"]) == (UNITS, UNITS, UNITS)
    assert (found["vacant"], found["confirmed"], found["conflicts"]) == (CHANGED, UNITS - CHANGED, 0)
