"""A PostgreSQL of its own for one run of the tests: a temporary folder, a socket in it, no port."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB", "max_connections=60"]
START_SECONDS = 30


def binaries() -> Path | None:
    """The folder of the newest initdb and postgres here; None when there is none."""
    folders = [Path(program).resolve().parent for program in [shutil.which("initdb")] if program]
    for pattern in ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin"):
        folders += sorted(Path("/").glob(pattern), key=version, reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def version(folder: Path) -> int:
    return int("".join(letter for letter in folder.parent.name if letter.isdigit()) or 0)


def other_user() -> dict[str, Any]:
    """How to start programs as somebody else, because PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise OSError("PostgreSQL does not run as root, and there is no user postgres or nobody.")


@contextmanager
def running() -> Iterator[str]:
    """The DATABASE_URL of a fresh server; the server and its folder are gone afterwards.

    Raises OSError with one sentence when it cannot be started.
    """
    programs = binaries()
    if programs is None:
        raise OSError("No PostgreSQL programs were found.")
    # The path of a socket may not be longer than about 100 letters.
    folder = Path(tempfile.mkdtemp(prefix="kontor-pg-", dir="/tmp"))
    person = other_user()
    if person:
        os.chown(folder, person["user"], person["group"])
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    server = None
    try:
        make: list[str | Path] = [
            programs / "initdb",
            "-D",
            folder / "data",
            "-U",
            "kontor",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        made = subprocess.run(make, capture_output=True, text=True, env=environment, cwd=folder, **person)
        if made.returncode != 0:
            raise OSError(f"PostgreSQL could not be set up: {made.stderr.strip().splitlines()[-1]}")
        start: list[str | Path] = [programs / "postgres", "-D", folder / "data", "-k", folder]
        for setting in ["listen_addresses=", *FAST]:
            start += ["-c", setting]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(start, stdout=log, stderr=log, env=environment, cwd=folder, **person)
        wait_until_ready(folder, server)
        yield f"postgres://kontor@/postgres?host={folder}"
    finally:
        if server and server.poll() is None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(folder: Path, server: "subprocess.Popen[bytes]") -> None:
    import psycopg

    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(host=str(folder), user="kontor", dbname="postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    lines = (folder / "log").read_text(errors="replace").strip().splitlines()
    raise OSError(f"PostgreSQL did not start: {lines[-1] if lines else 'no reason given'}")
