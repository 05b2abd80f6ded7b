"""Many people answer to one event at once while its server is killed: what came, in which order, and how quickly.

Beside it the least a Django site could do: the same rows written under the same lock, without form or district.
"""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db.models import Sum
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.calendar.actions.events import add_event
from kiezkontor.calendar.models import Answer, Event, Slot
from kiezkontor.config import web_server
from kiezkontor.config.bench.measure import FIRST_PORT
from kiezkontor.config.bench.rush import APPLICATION
from kiezkontor.config.bench.servers import base_of, wait_for
from kiezkontor.districts.models import District
from kiezkontor.shared import guard

BARE = "kiezkontor.config.bench.bare_answers_wsgi:application"
ANSWERS, PLACES, WRITERS, TURNS = 10_000, 200, 16, 8
# At these shares of the answers the whole server is killed.
KILLED_AT = (0.3, 0.6)
RETRY_SECONDS = 0.05
MOST_TRIES = 600
SECRET = "b" * 32


def measured(*, answers: int = ANSWERS, places: int = PLACES) -> dict[str, Any]:
    """Answers a second of both in turns, medians; and our event after a run with kills. For an empty installation."""
    district = District.objects.create(slug="antworten", name="Antworten", municipality="Musterstadt")
    ours, bare = new_event(district, places), new_event(district, places)
    address = f"/{district.slug}/kalender/{ours.pk}/anmelden/"
    environment = {"KONTOR_BENCH_SLOT": str(bare.slots.get().pk)}
    with serving(APPLICATION, FIRST_PORT) as server, serving(BARE, FIRST_PORT + 1, environment) as least:
        pairs = [
            (rate(server, address, answers // 20, f"{turn}"), rate(least, "/bare/", answers // 20, f"{turn}"))
            for turn in range(TURNS)
        ]
        killed = new_event(district, places)
        address = f"/{district.slug}/kalender/{killed.pk}/anmelden/"
        kept = answered(server, address, answers, kill_at=KILLED_AT)
    pairs = pairs[1:]  # the first turn warms all processes
    return {
        "answers_a_second": round(median(ours for ours, _bare in pairs), 1),
        "bare_answers_a_second": round(median(bare for _ours, bare in pairs), 1),
        "share_of_bare": round(median(ours / bare for ours, bare in pairs), 2),
        "killed": {
            "times": kept["kills"],
            "seconds": round(kept["seconds"], 1),
            "sent_again": kept["again"],
        },
        "after": state_of(killed),
    }


def new_event(district: District, places: int) -> Event:
    starts_at = timezone.now() + timedelta(days=60)
    values = {
        "title": "Adventsfest",
        "kind": "public",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "takes_answers": True,
    }
    return add_event(district, values=values, capacity=places, announce=True, by=system_viewer("bench"))


def state_of(event: Event) -> dict[str, Any]:
    """What must hold: as many answers as were sent, none over the places, each position once, the first seated."""
    slot = Slot.objects.get(event=event)
    rows = list(Answer.objects.filter(slot=slot).order_by("position").values_list("position", "seat", "key"))
    seated = [position for position, seat, _key in rows if seat == "seated"]
    people = Answer.objects.filter(slot=slot, seat="seated").aggregate(people=Sum("people"))["people"]
    return {
        "answers": len(rows),
        "different": len({key for _position, _seat, key in rows}),
        "seated": people or 0,
        "waiting": slot.waiting,
        "taken": slot.taken,
        "in_order": [position for position, _seat, _key in rows] == list(range(1, len(rows) + 1))
        and seated == list(range(1, len(seated) + 1)),
    }


class Killable:
    """A web server that can be killed as by a power cut and comes back at the same address."""

    def __init__(self, application: str, port: int, environment: dict[str, str]) -> None:
        self.arguments = web_server.arguments(web_server.HOST, port, application)
        self.environment, self.port, self.kills = {**os.environ, **environment}, port, 0
        # The page as somebody opened it who reads it before they fill it in.
        self.opened = guard.opened_now()
        self.process = self.start()
        time.sleep(guard.MIN_SECONDS + 1)

    def start(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(self.arguments, env=self.environment, stdout=sys.stderr, start_new_session=True)
        wait_for(f"{base_of(self.port)}/health/", process)
        return process

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1

    def kill_and_start(self) -> None:
        self.kill()
        self.process = self.start()


@contextmanager
def serving(application: str, port: int, environment: dict[str, str] | None = None) -> Iterator[Killable]:
    server = Killable(application, port, environment or {})
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


def rate(server: Killable, path: str, answers: int, name: str) -> float:
    """Answers a second."""
    begun = time.perf_counter()
    send_all(server, path, answers, prefix=f"rate-{name}")
    return answers / (time.perf_counter() - begun)


def answered(server: Killable, path: str, answers: int, *, kill_at: tuple[float, ...]) -> dict[str, Any]:
    """All answers are sent, each again until it was answered, while the server is killed at some shares of them."""
    due = sorted(round(answers * share) for share in kill_at)
    lock, sent = threading.Lock(), count(1)

    def after_each() -> None:
        with lock:
            if due and next(sent) >= due[0]:
                due.pop(0)
                server.kill_and_start()

    begun = time.perf_counter()
    again = send_all(server, path, answers, prefix="kept", after_each=after_each)
    return {"kills": server.kills, "again": again, "seconds": time.perf_counter() - begun}


def send_all(
    server: Killable, path: str, answers: int, *, prefix: str, after_each: Callable[[], None] | None = None
) -> int:
    """Send so many answers from WRITERS writers; returns how many had to be sent again. Raises where one is refused."""
    numbers, tries = count(), count()
    problems: list[ValueError] = []

    def write() -> None:
        somebody = Writer(server.port, server.opened)
        while (number := next(numbers)) < answers and not problems:
            try:
                for _try in range(somebody.send(path, f"{prefix}-{number}")):
                    next(tries)
            except ValueError as refused:
                problems.append(refused)
            if after_each:
                after_each()

    threads = [threading.Thread(target=write) for _number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return next(tries)


class Writer:
    """Somebody who fills in the form and, when no answer comes, sends the same again."""

    def __init__(self, port: int, opened: str) -> None:
        self.port = port
        self.line: http.client.HTTPConnection | None = None
        self.opened = opened
        self.headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={SECRET}"}

    def send(self, path: str, key: str) -> int:
        """How often it had to be sent again."""
        said = {"name": f"Person {key}", "people": "1", "sending": key, "opened": self.opened}
        body = urlencode({**said, "csrfmiddlewaretoken": SECRET})
        for again in range(MOST_TRIES):
            try:
                status = self.post(path, body)
            except (OSError, http.client.HTTPException):
                self.line = None
                time.sleep(RETRY_SECONDS)
                continue
            if status == 302:
                return again
            if status < 500:
                raise ValueError(f"{path} answered {status}.")
            time.sleep(RETRY_SECONDS)
        raise ValueError(f"{path} never answered.")

    def post(self, path: str, body: str) -> int:
        self.line = self.line or http.client.HTTPConnection(web_server.HOST, self.port, timeout=60)
        self.line.request("POST", path, body=body, headers=self.headers)
        answer = self.line.getresponse()
        answer.read()
        return answer.status
