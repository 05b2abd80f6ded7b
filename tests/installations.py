"""Installations of their own for tests that run commands: a data folder each, on the database of this run."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from kiezkontor.config.folders import ROOT

SETTINGS = ("KONTOR_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")


@dataclass(frozen=True)
class Installation:
    data: Path
    database: str = ""

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
        return {**kept, "KONTOR_DATA": str(self.data), "DATABASE_URL": self.database}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kiezkontor.config.cli", *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=300,
        )

    def answer(self, *arguments: str) -> dict[str, object]:
        done = self.command(*arguments)
        assert done.returncode == 0, done.stderr
        result: dict[str, object] = json.loads(done.stdout)
        return result

    def start(self, program: str) -> "subprocess.Popen[str]":
        """Run a piece of Python inside the installation, standard input and output at hand."""
        setup = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'kiezkontor.config.settings'\n"
        setup += "import django; django.setup()\n"
        return subprocess.Popen(
            [sys.executable, "-c", setup + program],
            cwd=ROOT,
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def python(self, program: str) -> str:
        process = self.start(program)
        output, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        return output


@contextmanager
def new_installation(folder: Path) -> Iterator[Installation]:
    """An empty place that nothing has prepared yet."""
    with database_of_this_run(folder.name) as database:
        yield Installation(folder, database)


@contextmanager
def copy_of(office: Installation, folder: Path) -> Iterator[Installation]:
    """Another installation with the same files and the same database; nothing may be running in the first."""
    with database_of_this_run(folder.name, like=office.database) as database:
        shutil.copytree(office.data, folder)
        yield Installation(folder, database)


@contextmanager
def database_of_this_run(name: str, *, like: str = "") -> Iterator[str]:
    """A DATABASE_URL for a new database on this run's PostgreSQL; empty for the SQLite file in the data folder.

    like: the DATABASE_URL of a database to copy; an empty one is made unless given.
    """
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    parts = urlsplit(server)
    name = f"kontor_{os.getpid()}_{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        original = urlsplit(like).path.removeprefix("/") or "template1"
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
