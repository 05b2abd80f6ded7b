"""Asking a server for pages as fast as it can: with wrk where there is one, else with a plain client of our own."""

import http.client
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = """
local paths, turn = {}, 0
function init(args)
  for line in io.lines(args[1]) do if #line > 0 then paths[#paths + 1] = line end end
  turn = math.random(#paths)
  wrk.headers["Accept-Encoding"] = "gzip"
end
function request() turn = turn % #paths + 1; return wrk.format("GET", paths[turn]) end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\nRESULT {"requests":%d,"seconds":%f,"bytes":%d,"failed":%d,"p50":%f,"p95":%f,"p99":%f}\\n',
    summary.requests, summary.duration / 1e6, summary.bytes, e.status + e.connect + e.read + e.write + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of a load saw. p50 … p99: milliseconds. failed: answers that were errors, or none."""

    requests: int
    seconds: float
    bytes: int
    failed: int
    p50: float
    p95: float
    p99: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds if self.seconds else 0.0


def client_name() -> str:
    return "wrk" if shutil.which("wrk") else "bundled client"


def put_load_on(base: str, paths: Path, *, connections: int, seconds: float) -> Load:
    """Ask for the paths in turn over so many connections at once. base: "http://127.0.0.1:8000"."""
    program = shutil.which("wrk")
    if program is None:
        return _with_own_client(base, paths.read_text(encoding="utf-8").split(), connections, seconds)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT)
        script.flush()
        arguments = [program, "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s"]
        arguments += ["-s", script.name, base, "--", str(paths)]
        answer = subprocess.run(arguments, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    found = [line for line in answer.stdout.splitlines() if line.startswith("RESULT ")]
    if not found:
        raise OSError(f"wrk gave no result: {(answer.stderr or answer.stdout).strip()[:200]}")
    return Load(**json.loads(found[0].removeprefix("RESULT ")))


def _with_own_client(base: str, paths: list[str], connections: int, seconds: float) -> Load:
    until = time.monotonic() + seconds
    started = time.monotonic()
    taken: list[float] = []
    totals = {"bytes": 0, "failed": 0}
    lock = threading.Lock()

    def ask(number: int) -> None:
        host = urlsplit(base).netloc
        line = http.client.HTTPConnection(host, timeout=30)
        turn = number
        while time.monotonic() < until:
            begun = time.perf_counter()
            try:
                line.request("GET", paths[turn % len(paths)], headers={"Accept-Encoding": "gzip"})
                answer = line.getresponse()
                size, failed = len(answer.read()), answer.status >= 400
            except OSError:
                line.close()
                size, failed = 0, True
            turn += 1
            with lock:
                taken.append(time.perf_counter() - begun)
                totals["bytes"] += size
                totals["failed"] += failed
        line.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(taken) or [0.0]
    at = [1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
    return Load(len(taken), time.monotonic() - started, totals["bytes"], totals["failed"], *at)
