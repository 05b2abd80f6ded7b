"""The checks by name: what each runs and how its result is counted."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from kiezkontor.config.checks import chromium, postgres
from kiezkontor.config.folders import ROOT

PYTHON = sys.executable
PYTHON_SOURCES = [".", "kontor"]
NO_TESTS = 5
"""pytest's exit status when it found nothing to run."""


@dataclass
class Result:
    """Counts of one check. output: what to read when something failed. skipped: one line for each thing left out."""

    passed: int = 0
    failed: int = 0
    output: str = ""
    skipped: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True)
class Step:
    name: str
    group: str
    run: Callable[[], Result]
    lane: str = ""
    """Checks of one lane run one after the other, beside those of other lanes; those without one run before them."""
    after: tuple[str, ...] = ()
    """Names of checks that run before it even when they were not asked for."""


class Stopping:
    """Whether the run is to end early, and the programs that are to hear of it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.asked = False
        self.programs: list[subprocess.Popen[str]] = []

    @contextmanager
    def hears(self, program: "subprocess.Popen[str]") -> Iterator[None]:
        with self.lock:
            self.programs.append(program)
            late = self.asked
        if late:
            program.send_signal(signal.SIGINT)
        try:
            yield
        finally:
            with self.lock:
                self.programs.remove(program)

    def ask(self, *, tell: bool) -> None:
        """No further check begins; tell: the programs end what they began as after Ctrl+C."""
        with self.lock:
            self.asked = True
            programs = list(self.programs) if tell else []
        for program in programs:
            program.send_signal(signal.SIGINT)


stopping = Stopping()


def timed(step: Step) -> Result:
    started = time.monotonic()
    try:
        result = step.run()
    except OSError as error:
        result = Result(failed=1, output=str(error))
    result.seconds = time.monotonic() - started
    return result


def program(*arguments: str) -> Callable[[], Result]:
    """A check that passes when the program ends with status 0."""

    def run() -> Result:
        status, output = call(arguments)
        return Result(passed=1) if status == 0 else Result(failed=1, output=output)

    return run


def call(arguments: Iterable[str], environment: dict[str, str] | None = None) -> tuple[int, str]:
    with tempfile.TemporaryDirectory(prefix="kontor-check-") as data:
        process = subprocess.Popen(
            list(arguments),
            cwd=ROOT,
            env={**clean_environment(), "KONTOR_DATA": data, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
        )
        with process, stopping.hears(process):
            output, _nothing = process.communicate()
    return process.returncode, output


def clean_environment() -> dict[str, str]:
    """Without the settings of an installation: checks run with those of the tests, on their own database.

    What Python compiles for one process is kept for the hundred others that the checks start.
    """
    own = ("KONTOR_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)}


def preparation() -> Result:
    """Catalogues compiled and pages built, which the tests of pages and the browser load."""
    from django.core.management import CommandError

    from kiezkontor.config import setup

    try:
        setup.messages()
        setup.words()
        if not (ROOT / "node_modules" / "axe-core").exists():
            (setup.BUILT / "inputs.txt").unlink(missing_ok=True)
        setup.frontend()
    except CommandError as error:
        return Result(failed=1, output=str(error))
    return Result(passed=1)


def translations() -> Result:
    from kiezkontor.config import catalogues

    lines = [line for area in catalogues.areas() for line in catalogues.problems(area)]
    return Result(failed=1, output="\n".join(lines)) if lines else Result(passed=1)


def run_pytest(selection: str, *, database: str = "", processes: int = 2) -> Result:
    """Run the tests with that selection of marks; database is a DATABASE_URL, empty for SQLite."""
    with tempfile.TemporaryDirectory(prefix="kontor-report-") as folder:
        report = Path(folder) / "report.xml"
        arguments = [PYTHON, "-m", "pytest", "-q", "-m", selection, f"--junitxml={report}", "--tb=short"]
        if processes > 1:
            # Not worksteal: tests with transactions of their own empty the tables and have to stay the last.
            arguments += ["-n", str(processes)]
        status, output = call(arguments, {"DATABASE_URL": database})
        if status == NO_TESTS or not report.exists():
            return Result(failed=1, output=output.strip() or "No test was run.")
        return counted(report, output, status)


def counted(report: Path, output: str, status: int) -> Result:
    result = Result()
    root = ET.parse(report).getroot()  # noqa: S314 - the file was written by our own pytest
    for suite in root.iter("testsuite"):
        total, failed = int(suite.get("tests", 0)), int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        result.failed += failed
        result.passed += max(0, total - failed - skipped)
    for case in root.iter("testcase"):
        for skip in case.iter("skipped"):
            name = f"{case.get('classname')}.{case.get('name')}"
            result.skipped.append(f"{name}: {skip.get('message', '')}")
    if status != 0 and result.failed == 0:
        result.failed = 1
    if result.passed + result.failed == 0:
        result.failed = 1
    result.output = output if result.failed else ""
    return result


def web_on_sqlite() -> Result:
    return run_pytest("not browser and not rules")


def web_on_postgresql() -> Result:
    if postgres.binaries() is None:
        return Result(skipped=["PostgreSQL: no initdb and postgres here; install postgresql to run the tests on it"])
    with ExitStack() as stack:
        database = stack.enter_context(postgres.running())
        return run_pytest("not browser and not rules and not own_sqlite", database=database)


def browser() -> Result:
    found = chromium.find_or_install(lambda line: print(line, file=sys.stderr, flush=True))
    if found is None:
        return Result(skipped=["Browser: no Chromium here and none could be installed; install chromium to run them"])
    return run_pytest("browser", processes=1)


MODULE = (PYTHON, "-m")
STEPS = [
    Step("pages built", "web", preparation),
    Step("ruff", "lint", program(*MODULE, "ruff", "check", "--quiet", *PYTHON_SOURCES)),
    Step("ruff format", "lint", program(*MODULE, "ruff", "format", "--check", "--quiet", *PYTHON_SOURCES)),
    Step("templates", "lint", program(*MODULE, "djlint", "--check", "kiezkontor")),
    Step("imports", "lint", program(str(Path(PYTHON).with_name("lint-imports")), "--config", "pyproject.toml")),
    Step("translations", "lint", translations),
    Step("migrations", "lint", program(PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")),
    Step("types", "types", program(*MODULE, "mypy", "kiezkontor", "tests", "conftest.py")),
    Step("rules", "rules", lambda: run_pytest("rules"), lane="server"),
    Step("web on SQLite", "web", web_on_sqlite, lane="server"),
    Step("web on PostgreSQL", "web", web_on_postgresql, lane="server"),
    Step("browser", "browser", browser, lane="browser", after=("pages built",)),
]
