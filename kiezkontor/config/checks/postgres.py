"""A PostgreSQL of its own for one run of the tests: a temporary folder, a socket in it, no port."""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB", "max_connections=60"]
IN_USE = "in-use"
START_SECONDS, STOP_SECONDS = 30, 20
# The path of a socket may not be longer than about 100 letters.
FOLDERS, PREFIX = Path("/tmp"), "kontor-pg-"  # noqa: S108 - mkdtemp makes a folder in it that nobody else may open


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
    remove_remains()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=FOLDERS))
    with in_use(folder):
        yield from serving(folder, programs)


def serving(folder: Path, programs: Path) -> Iterator[str]:
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
                server.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Holds a lock in the folder that ends with this process, however that ends.

    The file gets its name when it is locked: named before, another run could take it for one that was left.
    """
    unnamed = folder / f"{IN_USE}.new"
    with unnamed.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        unnamed.rename(folder / IN_USE)
        yield


def remove_remains(folders: Path = FOLDERS) -> None:
    """Stops the servers and removes the folders that runs left which were killed; those of others stay."""
    for folder in sorted(folders.glob(f"{PREFIX}*")):
        with suppress(OSError):
            if is_abandoned(folder):
                stop_server(folder)
                shutil.rmtree(folder, ignore_errors=True)


def is_abandoned(folder: Path) -> bool:
    """No living run holds the folder. Without a lock it may be about to take it, or know of none: its server decides.

    Raises OSError where the folder belongs to somebody else.
    """
    held = folder / IN_USE
    if not held.exists():
        is_old = time.time() - folder.stat().st_mtime > START_SECONDS
        return is_old and not is_server_of(server_of(folder), folder)
    with held.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def stop_server(folder: Path) -> None:
    """Ends the server whose data are in the folder, if it still runs."""
    pid = server_of(folder)
    until = time.monotonic() + STOP_SECONDS
    sign = signal.SIGINT
    while is_server_of(pid, folder):
        os.kill(pid, sign)
        sign = signal.SIGINT if time.monotonic() < until else signal.SIGKILL
        time.sleep(0.1)


def server_of(folder: Path) -> int:
    """The number of the process as the server noted it; 0 without a note."""
    noted = folder / "data" / "postmaster.pid"
    return int(noted.read_text().split("\n", 1)[0]) if noted.exists() else 0


def is_server_of(pid: int, folder: Path) -> bool:
    """Numbers of processes are given anew; the command line says whose it is."""
    if pid <= 0:
        return False
    asked = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True)
    return str(folder / "data") in asked.stdout


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
