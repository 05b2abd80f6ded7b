"""How much memory a piece of work may take, whatever a file makes of it."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GIBIBYTE = 1024**3
_IN_USE = Path("/proc/self/statm")


@contextmanager
def at_most(more_bytes: int) -> Iterator[None]:
    """Let this process take so much memory beyond what it has; what needs more ends in MemoryError.

    Where the system does not tell how much is in use, nothing is limited.
    """
    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        limit = int(_IN_USE.read_text().split()[0]) * resource.getpagesize() + more_bytes
        if before != resource.RLIM_INFINITY:
            limit = min(limit, before)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, hard))
