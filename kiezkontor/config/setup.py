"""Everything an installation needs before it runs, each step skipped when its inputs have not changed."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kiezkontor.config.folders import PACKAGE, ROOT
from kiezkontor.shared.commands import KontorCommand

BUILT = PACKAGE / "shared" / "static" / "built"
TOOLS = ROOT / "build" / "tools"
OLDEST_NODE = 20
Say = Callable[[str], None]


def prepare_for(command: KontorCommand) -> None:
    """What a command from the shell may rely on: compiled messages and, where it asks, a current database."""
    if command.needs_data:
        messages()
        database(command.say)


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


# Messages


def messages() -> int:
    """Compile catalogues that are newer than their .mo; returns how many were compiled."""
    done = 0
    for catalogue in PACKAGE.glob("*/locale/*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns >= catalogue.stat().st_mtime_ns:
            continue
        partial = compiled.with_suffix(f".mo.{os.getpid()}")
        polib.pofile(str(catalogue)).save_as_mofile(str(partial))
        partial.replace(compiled)
        done += 1
    return done


# Database


def database(tell: Say = say) -> None:
    """Bring the tables and the search index up to date; a database that already is costs two queries."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        tell(f"Preparing the database ({len(plan)} steps) …")
        call_command("migrate", verbosity=0, interactive=False)
    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)
    search_index(tell)


def search_index(tell: Say = say) -> None:
    """Make the index anew when an update reads words otherwise than the version that made it."""
    from kiezkontor.search import upkeep

    if upkeep.is_current():
        return
    if upkeep.holds_something():
        tell("Making the search index anew, because words are read otherwise now …")
    upkeep.reindex()


# What pages load


def frontend(tell: Say = say) -> None:
    """Build scripts, styles and fonts from the locked npm packages when anything they are made of changed."""
    lock = ROOT / "package-lock.json"
    inputs = fingerprint([lock, *sorted((ROOT / "frontend").rglob("*"))])
    mark = BUILT / "inputs.txt"
    if mark.exists() and mark.read_text() == inputs:
        return
    started = time.monotonic()
    environment = {**os.environ, "PATH": f"{node_folder(tell)}{os.pathsep}{os.environ['PATH']}"}
    installed = ROOT / "node_modules" / ".kontor-lock"
    wanted = fingerprint([lock])
    if not installed.exists() or installed.read_text() != wanted:
        tell("Fetching the packages of the pages (about 60 MB) …")
        run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], environment, "The npm packages")
        write_whole(installed, wanted)
    tell("Building what pages load …")
    fresh = BUILT.with_name(f"built.{os.getpid()}")
    run(
        ["node", str(ROOT / "frontend" / "build.mjs"), str(fresh)],
        environment,
        "The pages' scripts and styles",
    )
    (fresh / "inputs.txt").write_text(inputs)
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)
    tell(f"Pages built after {time.monotonic() - started:.0f} s.")


def node_folder(tell: Say) -> Path:
    """Where `node` and `npm` are: on the PATH, or in an environment of their own fetched from PyPI."""
    found = shutil.which("node")
    if found and shutil.which("npm") and node_version(found) >= OLDEST_NODE:
        return Path(found).parent
    folder = TOOLS / "node"
    own = folder / "bin" / "node"
    if not own.exists() or node_version(str(own)) < OLDEST_NODE:
        tell(f"No Node {OLDEST_NODE} or newer here; fetching one (about 60 MB) …")
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        run([sys.executable, "-m", "venv", str(folder)], dict(os.environ), "An environment for Node")
        lock = str(ROOT / "requirements" / "node.txt")
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--require-hashes", "-r", lock]
        run(pip, dict(os.environ), "Node")
    return own.parent


def node_version(program: str) -> int:
    """Major version; 0 when the program does not run."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        return int(answer.stdout.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def collected(tell: Say = say) -> None:
    """Copy static files under hashed names into the data folder when any of them changed."""
    from django.contrib.staticfiles.finders import get_finders

    files = [
        Path(storage.path(name))
        for finder in get_finders()
        for name, storage in finder.list(None)
        if hasattr(storage, "path")
    ]
    inputs = fingerprint(files, by_content=False)
    mark = Path(settings.STATIC_ROOT).with_name("static-inputs.txt")
    if mark.exists() and mark.read_text() == inputs and Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        return
    tell(f"Collecting {len(files)} static files …")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    write_whole(mark, inputs)


# Helpers


def fingerprint(files: Iterable[Path], *, by_content: bool = True) -> str:
    """One hash over names and contents (or sizes and times) of files; folders are skipped."""
    total = hashlib.sha256()
    for file in files:
        if not file.is_file():
            continue
        if by_content:
            total.update(f"{file.relative_to(ROOT)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
        else:
            stat = file.stat()
            total.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return total.hexdigest()


def write_whole(path: Path, text: str) -> None:
    """The file is there whole or not at all."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_text(text)
    partial.replace(path)


def run(arguments: list[str], environment: dict[str, str], what: str) -> None:
    """Run a program quietly; raises CommandError with one sentence when it fails."""
    try:
        answer = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, errors="replace")
    except OSError as error:
        raise CommandError(f"{what} could not be made: {error}.") from error
    if answer.returncode != 0:
        output = (answer.stderr + answer.stdout).strip()
        raise CommandError(f"{what} could not be made ({reason(output)}); run the command again.")


def reason(output: str) -> str:
    lowered = output.lower()
    if any(sign in lowered for sign in ("enospc", "no space left", "disk quota")):
        return "the disk is full"
    network = (
        "enotfound",
        "etimedout",
        "econn",
        "eai_again",
        "network",
        "connection",
        "could not find a version",
    )
    if any(sign in lowered for sign in network):
        return "the network or the package registry did not answer"
    lines = [line for line in output.splitlines() if line.strip() and "A complete log" not in line]
    return lines[-1].strip().rstrip(".") if lines else "no reason was given"
