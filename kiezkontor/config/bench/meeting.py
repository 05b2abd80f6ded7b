"""A meeting that sixty telephones and a projector follow while its minutes are typed: how long each answer takes."""

import http.client
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import Message
from random import Random
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.models import Device, Person
from kiezkontor.accounts.viewer import COORDINATOR, system_viewer
from kiezkontor.calendar.actions.events import add_event
from kiezkontor.config import web_server
from kiezkontor.config.bench.measure import FIRST_PORT
from kiezkontor.config.bench.rush import APPLICATION
from kiezkontor.config.bench.servers import base_of, serving
from kiezkontor.districts.actions.roles import give_role
from kiezkontor.districts.models import District
from kiezkontor.meetings import room
from kiezkontor.meetings.actions.agenda import add_item
from kiezkontor.meetings.actions.attending import add_person
from kiezkontor.meetings.actions.minutes import Votes, decide, write
from kiezkontor.meetings.actions.tasks import ask
from kiezkontor.meetings.models import Meeting

PHONES, SECONDS, ITEMS, PEOPLE = 60, 60.0, 10, 40
# As frontend/meeting.js asks and saves.
EVERY, SPREAD, PAUSE = 4.0, 0.5, 1.2
SECRET = "m" * 32
SAID = "Die Runde spricht über die Bänke vor den Läden und wer sie im Winter unterstellt. "


@dataclass
class Times:
    """Milliseconds of answers, by what came: new or unchanged."""

    new: list[float] = field(default_factory=list)
    unchanged: list[float] = field(default_factory=list)
    written: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def measured(*, phones: int = PHONES, seconds: float = SECONDS) -> dict[str, Any]:
    """For an empty installation. busy: a text is saved again and again; calm: only every tenth of these times."""
    meeting, session = meeting_to_follow()
    path = f"/{meeting.event.district.slug}/sitzung/{room.token_of(meeting)}/mitlesen/stand/"
    environment = {"KONTOR_SECOND_STEP": "", "KONTOR_URL": base_of(FIRST_PORT)}
    found: dict[str, Any] = {"phones": phones, "projectors": 1, "asked_every_seconds": EVERY}
    with serving(APPLICATION, FIRST_PORT, environment, "/health/") as server:
        followed(meeting, session, path, phones=phones, seconds=EVERY * 2, pause=PAUSE)  # warms all processes
        for name, pause in (("busy", PAUSE), ("calm", PAUSE * 10)):
            before = server.cpu_seconds()
            times = followed(meeting, session, path, phones=phones, seconds=seconds, pause=pause)
            found[name] = summed_up(times) | {"cpu_share": round((server.cpu_seconds() - before) / seconds, 2)}
    return found


def meeting_to_follow() -> tuple[Meeting, str]:
    """A round that is going on, with what half an evening leaves; and the key of the session of who writes."""
    by, now = system_viewer("bench"), timezone.now()
    district = District.objects.create(slug="sitzung", name="Sitzung", municipality="Musterstadt")
    values = {"title": "Gewerberunde", "kind": "round", "starts_at": now, "ends_at": now + timedelta(hours=2)}
    event = add_event(district, values=values, announce=True, by=by)
    items = [add_item(event, values={"title": f"Punkt {n}", "minutes_planned": 10}, by=by) for n in range(1, ITEMS + 1)]
    for number in range(PEOPLE):
        add_person(event, name=f"Person {number}", by=by)
    for item in items[: ITEMS // 2]:
        write(item, text=SAID * 5, version=0, by=by)
        decide(item, wording="Die Bänke werden gestrichen.", votes=Votes(20, 3, 2), by=by)
        ask(item, what="Farbe holen", owner="Person 1", by=by)
    person = Person.objects.create_user(email="protokoll@kiezkontor.example", name="Probe")
    give_role(person, district=district, name=COORDINATOR, from_on=timezone.localdate(), by=by)
    client = Client()
    client.force_login(person)
    key: str = client.cookies["sessionid"].value
    Device.objects.create(person=person, session_key=key, signed_in_at=now, seen_on=timezone.localdate())
    return Meeting.objects.select_related("event__district").get(event=event), key


def followed(meeting: Meeting, session: str, path: str, *, phones: int, seconds: float, pause: float) -> Times:
    """Let telephones and a projector follow for so long while somebody saves what they type."""
    times, until = Times(), time.monotonic() + seconds
    followers = [threading.Thread(target=follow, args=(path, until, times, number)) for number in range(phones + 1)]
    writer = threading.Thread(target=write_on, args=(meeting, session, until, pause, times))
    for thread in (*followers, writer):
        thread.start()
    for thread in (*followers, writer):
        thread.join()
    if times.failed:
        raise OSError(times.failed[0])
    return times


def follow(path: str, until: float, times: Times, number: int) -> None:
    """One telephone: with the mark of what it holds, every few seconds, each at its own moment."""
    chance, mark = Random(number), ""  # noqa: S311 - spreads telephones, keeps nothing secret
    line = http.client.HTTPConnection(web_server.HOST, FIRST_PORT, timeout=60)
    time.sleep(chance.random() * min(EVERY, max(until - time.monotonic(), 0)))
    while time.monotonic() < until:
        status, took, headers = asked(line, "GET", path, {"If-None-Match": mark} if mark else {})
        if status not in {200, 304}:
            times.failed.append(f"{path} answered {status}.")
            return
        (times.new if status == 200 else times.unchanged).append(took)
        mark = headers.get("ETag", mark)
        time.sleep(EVERY + chance.random() * SPREAD)


def write_on(meeting: Meeting, session: str, until: float, pause: float, times: Times) -> None:
    """Who writes the minutes: a text that grows, saved after each pause."""
    item = meeting.items.order_by("-position")[0]
    path = f"/{meeting.event.district.slug}/buero/sitzungen/punkte/{item.pk}/text/"
    line = http.client.HTTPConnection(web_server.HOST, FIRST_PORT, timeout=60)
    headers = {
        "Cookie": f"csrftoken={SECRET}; sessionid={session}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }
    version, words = item.version, 0
    while time.monotonic() < until:
        words += 3
        said = {"minutes": SAID * (words // 20) + SAID[: words % 20], "version": version}
        body = urlencode(said | {"csrfmiddlewaretoken": SECRET})
        status, took, _headers = asked(line, "POST", path, headers, body)
        if status != 200:
            times.failed.append(f"{path} answered {status}.")
            return
        times.written.append(took)
        version += 1
        time.sleep(pause)


def asked(
    line: http.client.HTTPConnection, method: str, path: str, headers: Mapping[str, str], body: str | None = None
) -> tuple[int, float, Message]:
    """Status, milliseconds until the last byte, headers."""
    begun = time.perf_counter()
    line.request(method, path, body=body, headers=dict(headers))
    answer = line.getresponse()
    answer.read()
    return answer.status, (time.perf_counter() - begun) * 1000, answer.headers


def summed_up(times: Times) -> dict[str, Any]:
    return {
        "all": spread(times.new + times.unchanged),
        "new": spread(times.new),
        "unchanged": spread(times.unchanged),
        "written": spread(times.written),
    }


def spread(values: list[float]) -> dict[str, float]:
    """How many, and of their milliseconds the middle, the 95th of a hundred, and the most; empty where none came."""
    if not values:
        return {"count": 0}
    ordered = sorted(values)
    return {
        "count": len(ordered),
        "p50": round(median(ordered), 1),
        "p95": round(ordered[min(len(ordered) * 95 // 100, len(ordered) - 1)], 1),
        "most": round(ordered[-1], 1),
    }
