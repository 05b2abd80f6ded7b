import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Thread
from typing import Any

from django.core.management import CommandError
from django.core.management.base import CommandParser

from kiezkontor.config.checks.steps import STEPS, Result, Step, stopping, timed
from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop("Run every check, or the parts named: lint types rules web browser (or one check by its name).")
    developers_only = True
    needs_data = False
    needs_house = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("parts", nargs="*", metavar="PART", help=gettext_noop("lint, types, rules, web, browser"))
        parser.add_argument(
            "--nothing-skipped", action="store_true", help=gettext_noop("what cannot run counts as failed")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        steps = chosen(options["parts"])
        strict = options["nothing_skipped"]
        found: dict[str, Result] = {}

        def run(lane: list[Step]) -> None:
            for step in lane:
                if stopping.asked:
                    return
                found[step.name] = timed(step)
                self.show(step, found[step.name], strict=strict)

        lanes: dict[str, list[Step]] = {}
        for step in steps:
            lanes.setdefault(step.lane, []).append(step)
        with ended_by_signals(), ThreadPoolExecutor(max_workers=2) as pool:
            list(pool.map(run, [[step] for step in lanes.pop("", [])]))
            list(pool.map(run, lanes.values()))
        results = {step.name: found[step.name] for step in steps}
        self.summary(results)
        if any(result.failed for result in results.values()) or not results:
            sys.exit(1)

    def show(self, step: Step, result: Result, *, strict: bool) -> None:
        if strict:
            result.failed += len(result.skipped)
        output = f"\n--- {step.name} ---\n{result.output.rstrip()}\n\n" if result.output else ""
        mark = "FAILED" if result.failed else "skipped" if result.skipped and not result.passed else "ok"
        self.stdout.write(f"{output}{mark:<8}{step.name:<20}{result.seconds:6.1f} s")
        self.stdout.flush()

    def summary(self, results: dict[str, Result]) -> None:
        self.stdout.write("")
        for name, result in results.items():
            counts = f"{result.passed} passed, {result.failed} failed"
            self.stdout.write(f"  {name:<20}{counts}" + (f", {len(result.skipped)} skipped" if result.skipped else ""))
        left_out = [line for result in results.values() for line in result.skipped]
        if left_out:
            self.stdout.write("\n  NOT RUN:")
            for line in left_out:
                self.stdout.write(f"  * {line}")
        passed = sum(result.passed for result in results.values())
        failed = sum(result.failed for result in results.values())
        self.stdout.write(f"\n{passed} passed, {failed} failed")


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Whoever ends this run ends what it started, and leaves no database behind.

    Ctrl+C reaches all programs by itself. SIGINT is taken even where a shell started this run with it ignored: what
    is started here would ignore it as well.
    """

    def end(number: int, _frame: object) -> None:
        # In a thread, because the signal may have come while the list of programs was held.
        Thread(target=stopping.ask, kwargs={"tell": number == signal.SIGTERM}).start()
        sys.exit(128 + number)

    stopping.asked = False
    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def chosen(parts: list[str]) -> list[Step]:
    """The steps of the groups or names given, all for none; raises CommandError for an unknown one."""
    known = {step.group for step in STEPS} | {step.name for step in STEPS}
    for part in parts:
        if part not in known:
            raise CommandError(f"There is no check '{part}'; there are: {', '.join(sorted(known))}.")
    wanted = [step for step in STEPS if not parts or step.group in parts or step.name in parts]
    return [step for step in STEPS if step in wanted or any(step.name in other.after for other in wanted)]
