"""Everything an installation needs before it runs, each step skipped when its inputs have not changed."""

import fcntl
import gettext
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import polib
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kiezkontor.config.folders import PACKAGE, PRIVATE_FILE, PRIVATE_FOLDER, ROOT
from kiezkontor.directory.rules import phrases
from kiezkontor.shared.commands import KontorCommand

BUILT = PACKAGE / "shared" / "static" / "built"
LOCK = ROOT / "package-lock.json"
TOOLS = ROOT / "build" / "tools"
OLDEST_NODE = 20
SECONDS_BETWEEN_SIGNS = 5
NPM = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retry-mintimeout=1000"]
CATALOGUES = PACKAGE / "config" / "locale"


class Tell(Protocol):
    """Says one sentence to the person watching. values: what its named placeholders stand for."""

    def __call__(self, sentence: str, **values: object) -> None: ...


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is said."""
    return sentence


def in_english(write: Callable[[str], None]) -> Tell:
    return lambda sentence, **values: write(sentence % values)


def in_german(write: Callable[[str], None]) -> Tell:
    """Also before Django is set up, with the catalogues `messages` compiles."""
    return lambda sentence, **values: write(german(sentence) % values)


def german(sentence: str) -> str:
    return gettext.translation("django", CATALOGUES, ["de"], fallback=True).gettext(sentence)


def german_or_same(value: object) -> object:
    return german(value) if isinstance(value, str) and value else value


class Refusal(CommandError):
    """An expected failure whose sentence can still be translated; values: what its named placeholders stand for, also
    sentences of the catalogue.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values)
        self.in_german = german(sentence) % {name: german_or_same(value) for name, value in values.items()}


def prepare_for(command: KontorCommand) -> None:
    """What a command from the shell may rely on: where it asks, a current database."""
    if command.needs_data:
        database((in_english if command.developers_only else in_german)(command.say))


def say(sentence: str, **values: object) -> None:
    print(sentence % values, file=sys.stderr, flush=True)


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


def words() -> bool:
    """Compile the table of words where that was not done for this version; returns whether it was done now."""
    with suppress(OSError, UnicodeDecodeError), phrases.COMPILED.open(encoding="utf-8") as file:
        if file.readline().rstrip() == phrases.version():
            return False
    partial = phrases.COMPILED.with_suffix(f".index.{os.getpid()}")
    try:
        partial.write_text(phrases.compiled(), encoding="utf-8")
        partial.replace(phrases.COMPILED)
    except OSError:  # a program that may not be written to reads its words at each start
        partial.unlink(missing_ok=True)
    return True


# Database


def database(tell: Tell = say) -> None:
    """Bring the tables and the search index up to date; a database that already is costs two queries."""
    settings.DATA.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    private_database()
    if missing_steps() or not has_cache():
        with alone(settings.DATA / "database.lock", tell):
            if steps := missing_steps():
                tell(_("Preparing the database (%(steps)s steps) …"), steps=steps)
                call_command("migrate", verbosity=0, interactive=False)
            if not has_cache():
                call_command("createcachetable", verbosity=0)
    words()
    search_index(tell)


def private_database() -> None:
    """An SQLite file is for its owner alone; the files SQLite puts beside it take after it."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return
    file = Path(name)
    if file.parent.exists() and not file.exists():
        file.touch(mode=PRIVATE_FILE)
    with suppress(PermissionError):  # another user's file is not ours to close
        for each in (file, Path(f"{name}-wal"), Path(f"{name}-shm")):
            if each.exists() and each.stat().st_mode & 0o077:
                each.chmod(PRIVATE_FILE)


def missing_steps() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def has_cache() -> bool:
    return settings.CACHES["default"]["LOCATION"] in connection.introspection.table_names()


def search_index(tell: Tell = say) -> None:
    """Make the index anew when an update reads words otherwise than the version that made it."""
    from kiezkontor.search import upkeep

    if upkeep.is_current():
        return
    with alone(settings.DATA / "database.lock", tell):
        if upkeep.is_current():
            return
        if upkeep.holds_something():
            tell(_("Making the search index anew, because words are read otherwise now …"))
        upkeep.reindex()


# What pages load


def frontend(tell: Tell = say) -> None:
    """Build scripts, styles and fonts from the locked npm packages when anything they are made of changed."""
    inputs = fingerprint([LOCK, *sorted((ROOT / "frontend").rglob("*"))])
    mark = BUILT / "inputs.txt"
    if is_marked(mark, inputs):
        return
    with alone(ROOT / "build" / "pages.lock", tell):
        if not is_marked(mark, inputs):
            started = time.monotonic()
            build_pages(inputs, tell)
            tell(_("Pages built after %(seconds)s s."), seconds=round(time.monotonic() - started))


def build_pages(inputs: str, tell: Tell) -> None:
    """The built files are there whole or not at all."""
    environment = {**os.environ, "PATH": f"{node_folder(tell)}{os.pathsep}{os.environ['PATH']}"}
    installed = ROOT / "node_modules" / ".kontor-lock"
    wanted = fingerprint([LOCK])
    if not is_marked(installed, wanted):
        tell(_("Fetching the packages of the pages (about 60 MB) …"))
        run(NPM, environment, _("The npm packages could not be fetched (%(why)s); run the command again."), tell)
        write_whole(installed, wanted)
    tell(_("Building what pages load …"))
    fresh = ROOT / "build" / "pages"
    build = ["node", str(ROOT / "frontend" / "build.mjs"), str(fresh)]
    run(
        build, environment, _("The pages' scripts and styles could not be made (%(why)s); run the command again."), tell
    )
    (fresh / "inputs.txt").write_text(inputs)
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)


def is_marked(mark: Path, inputs: str) -> bool:
    return mark.exists() and mark.read_text() == inputs


def node_folder(tell: Tell) -> Path:
    """Where `node` and `npm` are: on the PATH, or in an environment of their own fetched from PyPI."""
    found = shutil.which("node")
    if found and shutil.which("npm") and node_version(found) >= OLDEST_NODE:
        return Path(found).parent
    folder = TOOLS / "node"
    own = folder / "bin" / "node"
    if not own.exists() or node_version(str(own)) < OLDEST_NODE:
        tell(_("No Node %(version)s or newer here; fetching one (about 60 MB) …"), version=OLDEST_NODE)
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        venv = [sys.executable, "-m", "venv", str(folder)]
        run(
            venv,
            dict(os.environ),
            _("An environment for Node could not be made (%(why)s); run the command again."),
            tell,
        )
        lock = str(ROOT / "requirements" / "node.txt")
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--require-hashes", "-r", lock]
        run(pip, dict(os.environ), _("Node could not be fetched (%(why)s); run the command again."), tell)
    return own.parent


def node_version(program: str) -> int:
    """Major version; 0 when the program does not run."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        return int(answer.stdout.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def collected(tell: Tell = say) -> None:
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
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    if manifest.exists() and is_marked(mark, inputs):
        return
    with alone(mark.with_name("static.lock"), tell):
        if not manifest.exists() or not is_marked(mark, inputs):
            tell(_("Collecting %(count)s static files …"), count=len(files))
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


@contextmanager
def alone(lock: Path, tell: Tell) -> Iterator[None]:
    """One process at a time in this part; those that come later say that they wait."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell(_("Another start is preparing this; waiting for it …"))
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run(arguments: list[str], environment: dict[str, str], failure: str, tell: Tell) -> None:
    """Run a program with a sign of life now and then; raises Refusal when it fails.

    failure: a sentence of the catalogue with a gap for the reason.
    """
    started = time.monotonic()
    with tempfile.TemporaryFile() as log:
        try:
            process = subprocess.Popen(
                arguments, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )
        except OSError as error:
            raise Refusal(failure, why=str(error)) from error
        try:
            while process.poll() is None:
                try:
                    process.wait(SECONDS_BETWEEN_SIGNS)
                except subprocess.TimeoutExpired:
                    tell("  … %(seconds)s s", seconds=round(time.monotonic() - started))
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode != 0:
            log.seek(0)
            output = log.read().decode("utf-8", "replace").strip()
            raise Refusal(failure, why=reason(output))


def reason(output: str) -> str:
    lowered = output.lower()
    if any(sign in lowered for sign in ("enospc", "no space left", "disk quota")):
        return _("the disk is full")
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
        return _("the network or the package registry did not answer")
    lines = [line for line in output.splitlines() if line.strip() and "A complete log" not in line]
    return lines[-1].strip().rstrip(".") if lines else _("no reason was given")
