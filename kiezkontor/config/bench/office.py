"""One district's office at work: thousands of organisations and contacts, several people at once, a run of letters."""

import http.client
import random
import re
import threading
import time
from collections import defaultdict
from datetime import timedelta
from itertools import cycle
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, system_viewer
from kiezkontor.config.bench.measure import FIRST_PORT
from kiezkontor.config.bench.parts import percentiles
from kiezkontor.config.bench.rush import APPLICATION
from kiezkontor.config.bench.servers import serving
from kiezkontor.desk.models import Task
from kiezkontor.districts.actions.roles import give_role
from kiezkontor.districts.models import District
from kiezkontor.organisations.access import in_state, postal_addresses
from kiezkontor.organisations.actions.letters import carry_out, start_run
from kiezkontor.organisations.letters_about_entries import PAPERS
from kiezkontor.organisations.models import Contact, FieldClaim, Organisation
from kiezkontor.organisations.rules.purposes import LETTER
from kiezkontor.outreach.models import Activation, Channel, ContactEntry, Status, Topic
from kiezkontor.shared.bulk import insert_many

USERS = 8
TALKS_EACH = 4
TASKS = 200
LETTERS = 600
# Between two pages of one person, who reads them.
PAUSE_SECONDS = (1.0, 3.0)
# Of so many pages one is a contact that is noted.
WRITES = 12
WARMING = 12
EMAIL = "bench-{}@kiezkontor.example"


def fill_office(district: District) -> dict[str, int]:
    """Contacts, people and tasks as years of work leave them; nothing where there are some."""
    if not ContactEntry.objects.filter(district=district).exists():
        draw, today = random.Random(district.slug), timezone.localdate()  # noqa: S311 - a sample, no secret
        ids = list(in_state(Organisation.objects.all(), district, "", on=today).values_list("pk", flat=True))
        insert_many(talks(ids, district, draw))
        insert_many(activations(ids, district, draw))
        insert_many(people(ids, district))
        insert_many(tasks(district, staff(district), draw))
    return {
        "organisations": Activation.objects.filter(district=district).count(),
        "contacts": ContactEntry.objects.filter(district=district).count(),
        "people": Contact.objects.filter(district=district).count(),
    }


def talks(ids: list[int], district: District, draw: random.Random) -> list[ContactEntry]:
    now = timezone.now()
    return [
        ContactEntry(
            district=district,
            organisation_id=pk,
            entered_at=now,
            on=timezone.localdate() - timedelta(days=draw.randrange(900)),
            channel=draw.choice(Channel.values),
            minutes=draw.choice([10, 20, 45]),
            topics=draw.sample(Topic.values, 2),
            concerns="Die Miete steigt, und im Haus gegenüber steht ein Laden leer.",
        )
        for pk in ids
        for _talk in range(TALKS_EACH)
    ]


def activations(ids: list[int], district: District, draw: random.Random) -> list[Activation]:
    statuses = [status for status in Status.values if status not in {"declined", "member", "active"}]
    today = timezone.localdate()
    return [
        Activation(
            district=district,
            organisation_id=pk,
            status=draw.choice(statuses),
            since_on=today,
            last_contact_on=today - timedelta(days=draw.randrange(900)),
        )
        for pk in ids
    ]


def people(ids: list[int], district: District) -> list[Contact]:
    basis, today = FieldClaim.Basis.OWNER, timezone.localdate()
    return [
        Contact(district=district, organisation_id=pk, name=f"Kim Probe {pk}", basis=basis, said_on=today) for pk in ids
    ]


def tasks(district: District, office: list[Person], draw: random.Random) -> list[Task]:
    today, now = timezone.localdate(), timezone.now()
    return [
        Task(
            district=district,
            what=f"Probe {number}",
            noted_at=now,
            assigned_to=someone,
            due_on=today + timedelta(days=draw.randrange(-20, 40)),
        )
        for number, someone in zip(range(TASKS), cycle(office), strict=False)
    ]


def staff(district: District) -> list[Person]:
    """People who coordinate the district."""
    by, found = system_viewer("bench"), []
    for number in range(USERS):
        person, is_new = Person.objects.get_or_create(email=EMAIL.format(number), defaults={"name": f"Probe {number}"})
        if is_new:
            give_role(person, district=district, name=COORDINATOR, from_on=timezone.localdate(), by=by)
        found.append(person)
    return found


def signed_in(district: District) -> list[str]:
    """The keys of their sessions."""
    keys = []
    for person in staff(district):
        client = Client()
        client.force_login(person)
        keys.append(client.cookies["sessionid"].value)
    return keys


def pages_of(district: District) -> dict[str, list[str]]:
    """Kind of page → addresses."""
    office = f"/{district.slug}/buero/"
    ids = list(Activation.objects.filter(district=district).values_list("organisation", flat=True)[:400:10])
    return {
        "desk": [office],
        "pipeline": [f"{office}ansprache/", f"{office}ansprache/?page=30"],
        "pipeline, filtered": [f"{office}ansprache/?{query}" for query in ("status=visited", "last=6", "q=a&last=12")],
        "entries": [f"{office}eintraege/", f"{office}eintraege/?page=20", f"{office}eintraege/?q=ba"],
        "entry": [f"{office}eintraege/{pk}/" for pk in ids],
        "outreach": [f"{office}ansprache/{pk}/" for pk in ids],
        "units": [f"{office}einheiten/"],
        "log": [f"{office}protokoll/"],
    }


def served_at_work(district: District, *, seconds: float) -> dict[str, Any]:
    """`at_work` on our own server over the data of the settings."""
    environment = {"KONTOR_SECOND_STEP": ""}
    with serving(APPLICATION, FIRST_PORT, environment, f"/{district.slug}/") as server:
        found = at_work(server.base, district, seconds=seconds)
        return found | {"mb": round(server.megabytes())}


def at_work(base: str, district: District, *, seconds: float) -> dict[str, Any]:
    """Several people at once, each with pauses. Per kind of page p50 and p95 in ms, and what failed.

    Measured is the middle of a day: every process of the server has shown each kind of page before.
    """
    pages, keys = pages_of(district), signed_in(district)
    show_once(Somebody(base, keys[0], random.Random(0)), pages)  # noqa: S311 - a sample, no secret
    until = time.monotonic() + seconds
    taken: dict[str, list[float]] = defaultdict(list)
    failures: list[str] = []

    def work(number: int, key: str) -> None:
        somebody = Somebody(base, key, draw := random.Random(number))  # noqa: S311 - a sample, no secret
        turn = number
        time.sleep(draw.uniform(0, PAUSE_SECONDS[1]))  # nobody begins a day at the very same moment
        while time.monotonic() < until:
            turn += 1
            if turn % WRITES == 0:
                kind, seconds_taken, failed = somebody.notes_a_contact(draw.choice(pages["outreach"]))
            else:
                kind = draw.choice(list(pages))
                seconds_taken, failed = somebody.opens(draw.choice(pages[kind]))
            taken[kind].append(seconds_taken)
            failures.extend([failed] if failed else [])
            time.sleep(draw.uniform(*PAUSE_SECONDS))

    threads = [threading.Thread(target=work, args=each) for each in enumerate(keys)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = [each for kind in taken.values() for each in kind]
    rows = {kind: {"pages": len(each), **percentiles(each)} for kind, each in sorted(taken.items())}
    return {"users": USERS, "all": {"pages": len(every), **percentiles(every)}, "kinds": rows, "failed": failures[:5]}


def show_once(somebody: "Somebody", pages: dict[str, list[str]]) -> None:
    """Each kind of page so often that all processes and threads have had it."""
    for addresses in pages.values():
        for _time in range(WARMING):
            somebody.opens(addresses[0])
            somebody.line.close()  # the next one may be answered by another process
    somebody.asks("GET", f"{pages['outreach'][0]}kontakt/")


class Somebody:
    """One person in front of a browser that keeps its connection and its cookies."""

    def __init__(self, base: str, session: str, draw: random.Random) -> None:
        self.line = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
        self.cookies = {"sessionid": session}
        self.draw = draw

    def asks(self, method: str, path: str, body: str = "") -> tuple[float, int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.line.request(method, path, body=body or None, headers=headers)
        answer = self.line.getresponse()
        text = answer.read().decode()
        taken = time.perf_counter() - begun
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        return taken, answer.status, text

    def opens(self, path: str) -> tuple[float, str]:
        taken, status, _text = self.asks("GET", path)
        return taken, "" if status == 200 else f"{path} {status}"

    def notes_a_contact(self, page: str) -> tuple[str, float, str]:
        _taken, _status, form = self.asks("GET", f"{page}kontakt/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        sent = {
            "csrfmiddlewaretoken": token[1] if token else "",
            "channel": "phone",
            "topics": "rent",
            "on": timezone.localdate().isoformat(),
            "wishes": f"Bank {self.draw.randrange(10**9)}",
        }
        taken, status, _text = self.asks("POST", f"{page}kontakt/", urlencode(sent))
        return "noting a contact", taken, "" if status == 302 else f"{page}kontakt/ {status}"


def letters(district: District) -> dict[str, Any]:
    """How long a run of letters takes from its start to its file."""
    today = timezone.localdate()
    ids = list(in_state(Organisation.objects.all(), district, "", on=today).values_list("pk", flat=True))
    wanted = list(postal_addresses(ids, district))[:LETTERS]
    begun = time.perf_counter()
    run = start_run(wanted, kind=LETTER, language="de", district=district, by=system_viewer("bench"))
    carry_out(run.pk, PAPERS, today=today)
    taken = time.perf_counter() - begun
    run.refresh_from_db()
    return {"letters": run.count, "seconds": round(taken, 1), "mb": round(len(run.pdf or b"") / 2**20, 1)}
