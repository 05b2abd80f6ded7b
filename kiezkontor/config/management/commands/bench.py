import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.management import CommandError
from django.core.management.base import CommandParser

from kiezkontor.config.bench.load import client_name
from kiezkontor.config.bench.measure import Plan, measure
from kiezkontor.config.checks import postgres
from kiezkontor.config.folders import ROOT
from kiezkontor.shared.commands import KontorCommand, gettext_noop

KINDS = ("front", "list", "filter", "search", "profile", "json", "atom", "box")
SIZES = {"1k": 1_000, "5k": 5_000, "10k": 10_000, "100k": 100_000, "1M": 1_000_000}


class Command(KontorCommand):
    help = gettext_noop(
        "Measure pages of installations of 1k to 1M organisations beside bare Django pages, on both databases."
    )
    developers_only = True
    needs_data = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sizes", default="1k,10k", help=gettext_noop("of 1k, 5k, 10k, 100k, 1M (1k,10k)"))
        parser.add_argument("--databases", default="sqlite,postgresql", help=gettext_noop("sqlite, postgresql or both"))
        parser.add_argument(
            "--kinds",
            default=",".join(KINDS),
            help=gettext_noop("pages to ask for: front, list, filter, search, profile, json, atom, box"),
        )
        parser.add_argument("--connections", default="1,16,64", help=gettext_noop("how many at once (1,16,64)"))
        parser.add_argument(
            "--repeats", type=int, default=3, help=gettext_noop("rounds over everything, of which medians (3)")
        )
        parser.add_argument("--seconds", type=float, default=3.0, help=gettext_noop("length of one load (3)"))
        parser.add_argument(
            "--office", action="store_true", help=gettext_noop("eight people in one office and 600 letters instead")
        )
        parser.add_argument(
            "--register", action="store_true", help=gettext_noop("a register of units and two rounds instead")
        )
        parser.add_argument(
            "--walk", action="store_true", help=gettext_noop("a walk with a slow telephone in a browser instead")
        )
        parser.add_argument(
            "--answers", action="store_true", help=gettext_noop("10,000 answers to one event at once instead")
        )
        parser.add_argument(
            "--meeting", action="store_true", help=gettext_noop("60 telephones following a meeting instead")
        )
        parser.add_argument("--calendar", action="store_true", help=gettext_noop("a calendar of 10,000 events instead"))
        parser.add_argument(
            "--vacancies", action="store_true", help=gettext_noop("1,000 vacancies and 10,000 seekers instead")
        )
        parser.add_argument(
            "--keep", type=Path, help=gettext_noop("folder to keep filled SQLite installations in for another run")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["walk"]:
            self.write_json({"cores": os.cpu_count(), "walk": self.walk()})
            return
        for what in ("answers", "meeting", "calendar", "vacancies"):
            if options[what]:
                databases = chosen(options["databases"], ("sqlite", "postgresql"))
                found = {each: self.filled(what, each) for each in databases}
                self.write_json({"cores": os.cpu_count(), what: found})
                return
        plan = Plan(
            kinds=chosen(options["kinds"], KINDS),
            connections=[int(number) for number in chosen(options["connections"], None)],
            repeats=options["repeats"],
            seconds=options["seconds"],
        )
        results = []
        for size in chosen(options["sizes"], SIZES):
            for database in chosen(options["databases"], ("sqlite", "postgresql")):
                self.say(f"{size} organisations on {database}")
                if options["register"]:
                    found = self.register(size, database)
                else:
                    found = self.one(size, database, None if options["office"] else plan, options["keep"])
                results.append({"size": size, "database": database, **found})
        self.write_json({"client": client_name(), "cores": os.cpu_count(), "results": results})

    def register(self, size: str, database: str) -> dict[str, Any]:
        with installation(size, database, None) as (folder, url):
            environment = {**os.environ, "KONTOR_DATA": str(folder), "DATABASE_URL": url}
            return {"register": answer_of(environment, "bench-register", "--units", str(SIZES[size]))}

    def filled(self, what: str, database: str) -> Any:
        """Many answers, telephones at a meeting, events, or vacancies and seekers, in an installation of their own."""
        with installation(what, database, None) as (folder, url):
            return answer_of({**os.environ, "KONTOR_DATA": str(folder), "DATABASE_URL": url}, f"bench-{what}")

    def walk(self) -> Any:
        with installation("walk", "sqlite", None) as (folder, url):
            return answer_of({**os.environ, "KONTOR_DATA": str(folder), "DATABASE_URL": url}, "bench-walk")

    def one(self, size: str, database: str, plan: Plan | None, keep: Path | None) -> dict[str, Any]:
        """plan: of the public pages; None to measure an office."""
        with installation(size, database, keep) as (folder, url):
            environment = {**os.environ, "KONTOR_DATA": str(folder), "DATABASE_URL": url}
            filled = answer_of(environment, "bench-fill", "--organisations", str(SIZES[size]))
            if plan is None:
                return {"fill": filled, "office": answer_of(environment, "bench-office")}
            parts = answer_of(environment, "bench-parts")
            return {"fill": filled, "parts": parts, **measure(folder, url, plan, say=self.say)}


def answer_of(environment: Mapping[str, str], command: str, *arguments: str) -> Any:
    """What a command of the program answers over the data of the environment."""
    program = [sys.executable, "-m", "kiezkontor.config.cli", command, *arguments]
    done = subprocess.run(program, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise CommandError(f"`kontor {command}` failed.")
    return json.loads(done.stdout)


def chosen(text: str, known: Any) -> list[str]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if known is not None and word not in known:
            raise CommandError(f"There is no {word!r}; choose of {', '.join(known)}.")
    return words


@contextmanager
def installation(size: str, database: str, keep: Path | None) -> Iterator[tuple[Path, str]]:
    """A data folder and a DATABASE_URL; gone afterwards unless a folder to keep SQLite installations in is given."""
    root = keep.resolve() if keep else ROOT / "build" / "bench"
    folder = root / f"{database}-{size}"
    if database == "postgresql" or not keep:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if database == "sqlite":
            yield folder, f"sqlite:///{quote(str(folder / 'kiezkontor.sqlite3'))}"
        else:
            with postgres.running() as url:
                yield folder, url
    finally:
        if not keep or database == "postgresql":
            shutil.rmtree(folder, ignore_errors=True)
