"""Pages kept as files, ready to be sent: for this process in memory, for others and for a web server in a folder.

pages/<scope>/<mark>/<site>/<path>       what was published while the mark held, beside it <path>.gz and <path>.head
pages/<scope>/current                    a link to the folder of the mark that holds; without it nothing holds
sites/<site>                             a link into `current`, for a web server that sends the files itself
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import threading
from collections import OrderedDict
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

LARGEST_PAGE = 4_000_000
MOST_IN_MEMORY = 16_000_000
LEFT_FREE = 500_000_000
CURRENT = "current"
NOT_WORTH_PACKING = 200
# Addresses as our pages have them; what looks otherwise is never a file.
PATH = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,120}){0,8}(?:/|\.(?:atom|css|csv|geojson|json|svg|txt|vcf|xml))")
NAME_OF_SITE = re.compile(r"https?-[a-z0-9.:\[\]-]{1,100}(?:/[a-z0-9-]{1,60})?")

type Headers = list[tuple[str, str]]


class Place(NamedTuple):
    """Where a page is kept. site: "https-herten.example" or "https-kiez.example/borsigwalde"; path: "/karte/"."""

    scope: int
    mark: str
    site: str
    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent. packed: the body under gzip, empty where that saves nothing."""

    headers: Headers
    body: bytes
    packed: bytes
    etag: str

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed)


def pack(headers: Headers, body: bytes) -> Page:
    packed = b"" if len(body) < NOT_WORTH_PACKING else gzip.compress(body, 6, mtime=0)
    return Page(headers, body, packed, f'W/"{hashlib.sha256(body).hexdigest()[:24]}"')


def can_be_kept(site: str, path: str) -> bool:
    """Whether both make names of files that no other address shares."""
    return bool(PATH.fullmatch(path) and NAME_OF_SITE.fullmatch(site))


def folder_of(site: str) -> str:
    return site.replace("/", "_")


def put_file(file: Path, content: bytes) -> None:
    """Put a file in its place in one step, so that nobody reads half of it.

    Web servers make tags of its time and length, so its time is one that only the same content has.
    """
    fresh = beside(file)
    fresh.write_bytes(content)
    os.utime(fresh, times=(0, int(hashlib.sha256(content).hexdigest()[:7], 16)))
    fresh.replace(file)


def put_link(link: Path, target: Path) -> None:
    """Let a link lead to the target in one step, so that nobody finds it missing."""
    fresh = beside(link)
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def beside(path: Path) -> Path:
    """A name in the same folder that no other thread or process uses."""
    return path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")


class Published:
    """The pages of one folder. A disk that is full or read-only costs speed, nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._memory: OrderedDict[tuple[str, str], tuple[str, Page]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def find(self, place: Place) -> Page | None:
        kept = self._memory.get((place.site, place.path))
        if kept is not None and kept[0] == place.mark:
            return kept[1]
        page = self._read(place)
        if page is not None:
            self._remember(place, page)
        return page

    def has_kept(self, place: Place) -> bool:
        """Whether such a page was kept before, under this mark or another."""
        return (place.site, place.path) in self._memory

    def keep(self, place: Place, page: Page) -> None:
        self._remember(place, page)
        with suppress(OSError):
            self._write(place, page)

    def holds(self, scope: int, mark: str) -> bool:
        """Whether a web server sends what is published under this mark."""
        try:
            return (self._pages(scope) / CURRENT).readlink().name == mark
        except OSError:
            return False

    def hold(self, scope: int, mark: str) -> None:
        """Let a web server send what is published under this mark, and drop what was published under others."""
        link = self._pages(scope) / CURRENT
        with suppress(OSError):
            (self._pages(scope) / mark).mkdir(parents=True, exist_ok=True)
            put_link(link, Path(mark))
            self._sweep(scope, mark)

    def held(self) -> dict[int, str]:
        """The marks under which a web server finds pages now, by scope."""
        found: dict[int, str] = {}
        with suppress(OSError):
            for folder in os.scandir(self.folder / "pages"):
                with suppress(OSError, ValueError):
                    found[int(folder.name)] = (Path(folder.path) / CURRENT).readlink().name
        return found

    def withdraw(self, scopes: Collection[int]) -> None:
        """Take these scopes' pages from under a web server at once."""
        for scope in scopes:
            with suppress(OSError):
                (self._pages(scope) / CURRENT).unlink(missing_ok=True)

    def _pages(self, scope: int) -> Path:
        return self.folder / "pages" / str(scope)

    def _file(self, place: Place) -> Path:
        path = place.path + ("index.html" if place.path.endswith("/") else "")
        return self._pages(place.scope) / place.mark / folder_of(place.site) / path.lstrip("/")

    def _remember(self, place: Place, page: Page) -> None:
        with self._lock:
            before = self._memory.pop((place.site, place.path), None)
            self._size += page.size - (before[1].size if before else 0)
            self._memory[place.site, place.path] = (place.mark, page)
            while self._size > MOST_IN_MEMORY:
                _key, (_mark, oldest) = self._memory.popitem(last=False)
                self._size -= oldest.size

    def _read(self, place: Place) -> Page | None:
        file = self._file(place)
        try:
            head = json.loads(Path(f"{file}.head").read_bytes())
            packed = Path(f"{file}.gz").read_bytes() if head["packed"] else b""
            return Page([(name, value) for name, value in head["headers"]], file.read_bytes(), packed, head["etag"])
        except (OSError, ValueError, KeyError):
            return None

    def _write(self, place: Place, page: Page) -> None:
        file = self._file(place)
        file.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(file.parent).free < LEFT_FREE:
            return
        head = {"headers": page.headers, "packed": bool(page.packed), "etag": page.etag}
        if page.packed:
            put_file(Path(f"{file}.gz"), page.packed)
        put_file(file, page.body)
        put_file(Path(f"{file}.head"), json.dumps(head).encode())
        link = self.folder / "sites" / place.site
        held = self._pages(place.scope) / CURRENT / folder_of(place.site)
        target = held.relative_to(link.parent, walk_up=True)
        if not link.is_symlink() or link.readlink() != target:
            link.parent.mkdir(parents=True, exist_ok=True)
            put_link(link, target)

    def _sweep(self, scope: int, mark: str) -> None:
        for folder in os.scandir(self._pages(scope)):
            if folder.is_dir(follow_symlinks=False) and folder.name != mark:
                shutil.rmtree(folder.path, ignore_errors=True)
