"""Public pages are rendered once after a change and sent as they are until the next one.

Stands around the application. Pages say themselves that they are the same for everybody (`shared.caching`). What is
sent from here holds: the marks of changes are asked for at most CHECK_SECONDS before. Sentences such as "open until
18:30" are made anew every SLOT_SECONDS, as finely as opening hours are usually given.
"""

import hashlib
import re
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, close_old_connections
from django.http.request import split_domain_port

from kiezkontor.config.folders import ROOT
from kiezkontor.districts import changes
from kiezkontor.districts.models.changes import EVERYWHERE
from kiezkontor.shared.caching import MESSAGES, PUBLISHED_AS, PUBLISHES
from kiezkontor.shared.published import LARGEST_PAGE, Headers, Page, Place, Published, can_be_kept, pack
from kiezkontor.shared.remembered import HOLDS
from kiezkontor.shared.wsgi import (
    Application,
    Environ,
    Several,
    StartResponse,
    answer,
    close,
    kept_headers,
    read_at_most,
)

CHECK_SECONDS = 0.2
SLOT_SECONDS = 300
SWEEP_SECONDS = 0.4
LONGEST_WAIT_SECONDS = 3
OF_PEOPLE_KNOWN = re.compile(rf"(?:^|;)\s*(?:{re.escape(settings.SESSION_COOKIE_NAME)}|{re.escape(MESSAGES)})\s*=")


class Asked(NamedTuple):
    """origin: "https-kiez.example"; first: the first part of the path, which may be a district's."""

    origin: str
    first: str
    path: str


class Known(NamedTuple):
    """What was known at one moment: the marks of changes, and the five minutes it is."""

    marks: changes.Marks
    slot: int


class Moment:
    """The marks of changes as they were a moment ago, asked for by one thread while the others go on."""

    def __init__(self) -> None:
        self._known: Known | None = None
        self._until = 0.0
        self._lock = threading.Lock()

    def known(self) -> Known | None:
        """At most CHECK_SECONDS old; None where the database does not answer."""
        if time.monotonic() >= self._until:
            with self._lock:
                if time.monotonic() >= self._until:
                    self._ask()
        return self._known

    def _ask(self) -> None:
        asked_at = time.monotonic()
        close_old_connections()
        self._known = self.now()
        self._until = asked_at + CHECK_SECONDS

    def now(self) -> Known | None:
        """What is known at this very moment; None where the database does not answer."""
        try:
            return Known(changes.marks(), int(time.time()) // SLOT_SECONDS)
        except Error:
            return None

    def mark(self, scope: int, known: Known) -> str:
        return f"{known.slot}-{changes.mark_of(scope, known.marks)}-{release()}"


@cache
def release() -> str:
    """Changes with the program, its built parts and the address it is set up for; the same on every machine."""
    digest = hashlib.sha256(settings.INSTALLATION_URL.encode())
    for file in sorted(file for ending in ("py", "html", "mo") for file in (ROOT / "kiezkontor").rglob(f"*.{ending}")):
        digest.update(file.read_bytes())
    built = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if built.exists():
        digest.update(built.read_bytes())
    return digest.hexdigest()[:10]


class Marked:
    """The application, told with each request of a reader which marks hold: it may remember what pages share."""

    def __init__(self, application: Application, moment: Moment) -> None:
        self.application = application
        self.moment = moment

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        known = self.moment.known() if is_reader(environ) else None
        if known is not None:
            environ[HOLDS] = partial(self.moment.mark, known=known)
        return self.application(environ, start_response)


class Publishing:
    """The application with published pages before it."""

    def __init__(self, application: Application, published: Published, moment: Moment) -> None:
        self.application = application
        self.published = published
        self.moment = moment
        self.scopes: dict[tuple[str, str], int] = {}
        self.turns = [threading.Lock() for _number in range(64)]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        asked = page_asked_for(environ)
        known = self.moment.known() if asked else None
        if asked is None or known is None:
            return self.application(environ, start_response)
        place = self.place_of(asked, known)
        page = self.published.find(place) if place else None
        if page is not None:
            return answer(page, environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            return self.application(environ, start_response)
        if place is None or not self.published.has_kept(place):
            return self.render(asked, known, environ, start_response)
        with self.turn(place):
            page = self.published.find(place)
            if page is not None:
                return answer(page, environ, start_response)
            return self.render(asked, known, environ, start_response)

    def place_of(self, asked: Asked, known: Known) -> Place | None:
        """Where the page would be kept; None where nothing of that site was kept yet, or no such page ever is."""
        for first in (asked.first, ""):
            scope = self.scopes.get((asked.origin, first))
            if scope is not None:
                place = self.place(scope, first, asked, known)
                return place if can_be_kept(place.site, place.path) else None
        return None

    @contextmanager
    def turn(self, place: Place) -> Iterator[None]:
        """After a change many ask for a page at once: the first has it made, the others wait for that."""
        lock = self.turns[hash((place.site, place.path)) % len(self.turns)]
        got = lock.acquire(timeout=LONGEST_WAIT_SECONDS)
        try:
            yield
        finally:
            if got:
                lock.release()

    def place(self, scope: int, first: str, asked: Asked, known: Known) -> Place:
        site = f"{asked.origin}/{first}" if first else asked.origin
        path = asked.path.removeprefix(f"/{first}") if first else asked.path
        return Place(scope, self.moment.mark(scope, known), site, path)

    def render(self, asked: Asked, known: Known, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Have the page made and keep it, where it says that it may be kept; `known` was known before it was made."""
        environ[PUBLISHES] = True
        started: list[Any] = []
        body = self.application(environ, lambda *begun: started.append(begun))
        status, headers, *rest = started[-1]
        scope, prefix = published_as(headers)
        headers = [(name, value) for name, value in headers if name != PUBLISHED_AS]
        if scope is None or not status.startswith("200") or "set-cookie" in {name.lower() for name, _value in headers}:
            start_response(status, headers, *rest)
            return body
        whole, remaining = read_at_most(body, LARGEST_PAGE)
        if remaining is not None:
            start_response(status, headers, *rest)
            return Several(chain([whole], remaining), body)
        close(body)
        page = pack(kept_headers(headers), whole)
        self.keep(scope, prefix, asked, known, page)
        return answer(page, environ, start_response)

    def keep(self, scope: int, prefix: str, asked: Asked, known: Known, page: Page) -> None:
        place = self.place(scope, prefix, asked, known)
        if not can_be_kept(place.site, place.path):
            return
        self.scopes[asked.origin, prefix] = scope
        self.published.keep(place, page)
        if self.published.holds(scope, place.mark):
            return
        now = self.moment.now()
        if now and self.moment.mark(scope, now) == place.mark:
            self.published.hold(scope, place.mark)
            self.hold_only_what_holds()  # a change may have come between asking and holding

    def hold_only_what_holds(self) -> None:
        """Take from under the web server what has changed since."""
        held, now = self.published.held(), self.moment.now()
        over = [scope for scope, mark in held.items() if now is None or self.moment.mark(scope, now) != mark]
        self.published.withdraw(over)


def is_reader(environ: Environ) -> bool:
    """Whether somebody without a session only wants to read."""
    return environ["REQUEST_METHOD"] in {"GET", "HEAD"} and not OF_PEOPLE_KNOWN.search(environ.get("HTTP_COOKIE", ""))


def page_asked_for(environ: Environ) -> Asked | None:
    """What is asked for where a published page may answer: by a reader, and no part of a page."""
    if not is_reader(environ) or environ.get("QUERY_STRING") or "HTTP_HX_REQUEST" in environ:
        return None
    if "HTTP_RANGE" in environ:
        return None
    host, path = environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", "")
    if not is_usual(host, environ.get("SERVER_PORT", "")):
        return None
    return Asked(f"{scheme(environ)}-{host}", path[1:].partition("/")[0], path)


def is_usual(host: str, port_here: str) -> bool:
    """Whether it is spelt as browsers spell it, with a port of ours: any other would be a site more on the disk."""
    name, port = split_domain_port(host)
    set_up = urlsplit(settings.INSTALLATION_URL).port
    return host == (f"{name}:{port}" if port else name) and port in {"", port_here, str(set_up)}


def scheme(environ: Environ) -> str:
    header = settings.SECURE_PROXY_SSL_HEADER
    if header and environ.get(header[0], "").split(",")[0].strip() == header[1]:
        return "https"
    return str(environ.get("wsgi.url_scheme", "http"))


def published_as(headers: Headers) -> tuple[int | None, str]:
    """The scope and the mount of a page that may be kept; no scope for any other."""
    value = next((value for name, value in headers if name == PUBLISHED_AS), "")
    scope, _blank, prefix = value.partition(" ")
    return (int(scope), prefix) if scope else (None, "")


def before(application: Application, folder: Path | None) -> Application:
    """The application with pages published into the folder, and a thread that keeps the folder true."""
    moment = Moment()
    marked = Marked(application, moment)
    if folder is None:
        return marked
    publishing = Publishing(marked, Published(folder), moment)
    threading.Thread(target=keep_true, args=[publishing], daemon=True).start()
    return publishing


def withdrawing(folder: Path) -> Callable[[Collection[int]], None]:
    """What takes pages of the scopes that have changed from under a web server at once."""
    published = Published(folder)

    def withdraw(scopes: Collection[int]) -> None:
        published.withdraw(published.held() if EVERYWHERE in scopes else scopes)

    return withdraw


def keep_true(publishing: Publishing) -> None:
    """Look again and again that a web server finds nothing that does not hold any longer."""
    while True:
        time.sleep(SWEEP_SECONDS)
        if publishing.published.held():
            close_old_connections()
            publishing.hold_only_what_holds()
