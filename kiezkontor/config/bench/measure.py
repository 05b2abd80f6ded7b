"""One filled installation measured beside bare pages: interleaved repeats, medians, ratios."""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiezkontor.config.bench import rush
from kiezkontor.config.bench.load import Load, put_load_on
from kiezkontor.config.bench.rush import APPLICATION, Contestant
from kiezkontor.config.bench.servers import Server, serving, wait_until_idle

FIRST_PORT = 8790
type Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """kinds: the pages to ask for. connections: how many at once, one after the other. repeats: rounds over all."""

    kinds: Sequence[str]
    connections: Sequence[int]
    repeats: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One load on one server; cpu_ms: processor time of the server for each request."""

    load: Load
    cpu_ms: float


def measure(folder: Path, database_url: str, plan: Plan, *, say: Say) -> dict[str, Any]:
    """Start our server, once without published pages and once with them, and the bare one over the same data, a web
    server where there is one, and ask all for the same paths in turn.

    folder: the data folder with what `questions.write` left in `bench`. Returns rows as `row_of` makes them, with
    memory and start-up of our server.
    """
    environment = {"KONTOR_DATA": str(folder), "DATABASE_URL": database_url}
    paths = {kind: folder / "bench" / f"{kind}.paths" for kind in plan.kinds}
    constant = folder / "bench" / "constant.paths"
    constant.write_text("/constant\n", encoding="utf-8")
    first = paths[plan.kinds[0]].read_text(encoding="utf-8").split()[0]
    readings: dict[tuple[str, str, int], list[Reading]] = defaultdict(list)
    with ExitStack() as stack:
        bare = serving("kiezkontor.config.bench.bare_wsgi:application", FIRST_PORT + 1, environment, "/constant")
        ours = serving(APPLICATION, FIRST_PORT, {**environment, "KONTOR_PUBLISHED": "0"}, first)
        least, all_anew = stack.enter_context(bare), stack.enter_context(ours)
        at_start = all_anew.megabytes()
        contestants = [
            Contestant("constant", least, {"constant": constant}),
            Contestant("ours", all_anew, paths),
            Contestant("bare", least, paths),
            *stack.enter_context(rush.contestants(folder, environment, paths, FIRST_PORT + 2)),
        ]
        for number, connections, kind, one in rounds(plan, contestants):
            say(f"  {number + 1}/{plan.repeats} {kind:<8} {one.name:<10} {connections} at once")
            readings[one.name, kind, connections].append(read(one.server, one.files[kind], connections, plan.seconds))
        memory = {"start_mb": round(at_start), "after_mb": round(all_anew.megabytes())}
    return {
        "start_seconds": round(all_anew.start_seconds, 2),
        **memory,
        "rows": [row_of(name, kind, connections, found) for (name, kind, connections), found in readings.items()],
    }


def rounds(plan: Plan, contestants: Sequence[Contestant]) -> Iterator[tuple[int, int, str, Contestant]]:
    """Everybody in turn for every question, so that a slow minute of the machine hits all alike."""
    kinds = dict.fromkeys(kind for one in contestants for kind in one.files)
    for number in range(plan.repeats):
        for connections in plan.connections:
            for kind in kinds:
                for one in contestants:
                    if kind in one.files:
                        yield number, connections, kind, one


def read(server: Server, paths: Path, connections: int, seconds: float) -> Reading:
    wait_until_idle(server)
    before = server.cpu_seconds()
    load = put_load_on(server.base, paths, connections=connections, seconds=seconds)
    spent = server.cpu_seconds() - before
    return Reading(load, 1000 * spent / load.requests if load.requests else 0.0)


def row_of(name: str, kind: str, connections: int, found: Sequence[Reading]) -> dict[str, Any]:
    """The medians of the repeats; spread: the largest requests/s over the smallest."""
    rates = [reading.load.per_second for reading in found]
    return {
        "server": name,
        "kind": kind,
        "connections": connections,
        "per_second": round(statistics.median(rates), 1),
        "spread": round(max(rates) / min(rates), 2) if min(rates) else None,
        "cpu_ms": round(statistics.median(reading.cpu_ms for reading in found), 3),
        "failed": sum(reading.load.failed for reading in found),
        **{
            name: round(statistics.median(getattr(reading.load, name) for reading in found), 2)
            for name in ("p50", "p95", "p99")
        },
        "kb": round(statistics.median(r.load.bytes / r.load.requests for r in found if r.load.requests) / 1024, 1)
        if any(reading.load.requests for reading in found)
        else None,
    }
