"""`kontor test` runs what was asked for, as much at once as goes together, and fails when anything fails."""

from threading import Barrier

import pytest

from kiezkontor.config.checks.steps import Result, Step
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
