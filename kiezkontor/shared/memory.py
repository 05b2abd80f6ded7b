"""What a long piece of work does to memory: how much it may take, and what Python need not look through."""

import gc
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


@contextmanager
def set_aside() -> Iterator[None]:
    """Whatever is in memory now is not looked through for garbage until the block ends.

    For work that makes many objects beside a great many that stay, such as the plan of a whole town: looking through
    those again and again takes a quarter of the time of storing them.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
