"""Servers started for a measurement, and what they take of the machine."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiezkontor.config import web_server

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60
STOP_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Server:
    """base: where it answers. start_seconds: from its start to the first answer."""

    process: "subprocess.Popen[bytes]"
    base: str
    start_seconds: float

    def cpu_seconds(self) -> float:
        """Processor time of all its processes so far."""
        return sum(_cpu(pid) for pid in tree(self.process.pid))

    def megabytes(self) -> float:
        """Memory of all its processes; pages they share count once."""
        return sum(_proportional_kilobytes(pid) for pid in tree(self.process.pid)) / 1024


@contextmanager
def serving(application: str, port: int, environment: Mapping[str, str], first: str) -> Iterator[Server]:
    """The application under our web server, as `kontor serve` starts it, until the block ends.

    first: a path that must answer before it counts as started. Raises OSError when it does not.
    """
    arguments = web_server.arguments(web_server.HOST, port, application)
    with running(arguments, port, environment, first) as server:
        yield server


@contextmanager
def running(arguments: Sequence[str], port: int, environment: Mapping[str, str], first: str) -> Iterator[Server]:
    """A program that serves pages; as `serving`."""
    started = time.monotonic()
    process = subprocess.Popen(arguments, env={**os.environ, **environment}, stdout=sys.stderr, start_new_session=True)
    base = base_of(port)
    try:
        wait_for(base + first, process)
        yield Server(process, base, time.monotonic() - started)
    finally:
        stop(process)


def base_of(port: int) -> str:
    return f"http://{web_server.HOST}:{port}"


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=START_SECONDS).close()  # noqa: S310 - our own http address
            return
        except urllib.error.HTTPError as error:
            raise OSError(f"{address} answered {error.code}.") from error
        except OSError:
            time.sleep(0.02)
    raise OSError(f"{address} did not answer.")


def stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_idle(server: Server) -> None:
    """A server still works off the queue of the last load; two quiet tenths of a second end the wait."""
    before = server.cpu_seconds()
    for _ in range(100):
        time.sleep(0.2)
        now = server.cpu_seconds()
        if now - before <= 0.02:
            return
        before = now


def tree(pid: int) -> list[int]:
    """A process and all below it that still run; Linux only, elsewhere only itself."""
    found = [pid]
    for process in found:
        children = Path(f"/proc/{process}/task/{process}/children")
        try:
            found += [int(child) for child in children.read_text().split()]
        except OSError:
            continue
    return found


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _proportional_kilobytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
