"""`kontor test` runs what was asked for, as much at once as goes together, and fails when anything fails."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Barrier, Timer

import pytest

from kiezkontor.config.checks import postgres
from kiezkontor.config.checks.steps import Result, Step, call
from kiezkontor.config.management.commands import test

PASSED = Result(passed=1)


@pytest.fixture
def checks(monkeypatch, capsys):
    """Runs these steps; returns the names in the order in which they ended, and the exit status."""

    def run(*steps, parts=(), nothing_skipped=False):
        monkeypatch.setattr(test, "STEPS", list(steps))
        status = 0
        try:
            test.Command().handle(parts=list(parts), nothing_skipped=nothing_skipped)
        except SystemExit as end:
            status = end.code
        shown = [line for line in capsys.readouterr().out.splitlines() if line.endswith(" s")]
        return [line[8:28].strip() for line in shown], status

    return run


def test_lanes_run_side_by_side_after_what_has_none_and_each_in_its_order(checks):
    meeting, order = Barrier(2, timeout=20), []

    def meet(name):
        order.append(name)
        meeting.wait()
        return PASSED

    def note(name):
        order.append(name)
        return PASSED

    names, status = checks(
        Step("first", "web", lambda: note("first")),
        Step("left", "web", lambda: meet("left"), lane="left"),
        Step("later", "web", lambda: note("later"), lane="left"),
        Step("right", "web", lambda: meet("right"), lane="right"),
    )
    assert order[0] == "first"
    assert order.index("left") < order.index("later")
    assert (sorted(names), status) == (["first", "later", "left", "right"], 0)


@pytest.mark.parametrize(
    ("result", "strict", "status"),
    [
        (Result(passed=1), True, 0),
        (Result(failed=1), False, 1),
        (Result(passed=5, failed=1), False, 1),
        (Result(skipped=["no browser here"]), False, 0),
        (Result(skipped=["no browser here"]), True, 1),
    ],
)
def test_one_failure_in_a_lane_fails_the_run_and_stops_no_other(checks, result, strict, status):
    steps = (
        Step("left", "web", lambda: result, lane="left"),
        Step("later", "web", lambda: PASSED, lane="left"),
        Step("right", "web", lambda: PASSED, lane="right"),
    )
    names, given = checks(*steps, nothing_skipped=strict)
    assert (sorted(names), given) == (["later", "left", "right"], status)


def test_what_a_part_needs_is_run_before_it(checks):
    built = Step("pages built", "web", lambda: PASSED)
    rules = Step("rules", "rules", lambda: PASSED, lane="server")
    browser = Step("browser", "browser", lambda: PASSED, lane="browser", after=("pages built",))
    assert checks(built, rules, browser, parts=["browser"]) == (["pages built", "browser"], 0)


def test_who_ends_the_run_ends_the_program_it_waits_for_and_starts_no_other(checks):
    heard = []

    def wait():
        Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
        program = "import time\ntry: time.sleep(60)\nexcept KeyboardInterrupt: print('tidied up')"
        heard.append(call([sys.executable, "-c", program])[1].strip())
        return Result(failed=1)

    steps = (Step("waiting", "web", wait, lane="left"), Step("later", "web", lambda: PASSED, lane="left"))
    assert checks(*steps) == (["waiting"], 128 + signal.SIGTERM)
    assert heard == ["tidied up"]


SERVES = """
from kiezkontor.config.checks import postgres
with postgres.running() as url:
    print(url, flush=True)
    input()
"""


@pytest.mark.installation
@pytest.mark.own_sqlite
@pytest.mark.skipif(postgres.binaries() is None, reason="PostgreSQL: no initdb and postgres here")
def test_the_next_run_removes_the_database_of_one_that_was_killed_and_no_other():
    killed, living = (
        subprocess.Popen([sys.executable, "-c", SERVES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    )
    left, used = (Path(run.stdout.readline().strip().partition("host=")[2]) for run in (killed, living))
    killed.kill()
    killed.wait()
    server = postgres.server_of(left)
    assert postgres.is_server_of(server, left)
    postgres.remove_remains()
    assert not left.exists()
    assert not postgres.is_server_of(server, left)
    assert postgres.is_server_of(postgres.server_of(used), used)
    living.communicate("\n", timeout=60)
    assert not used.exists()
