"""Who works long in many short transactions, and what of it must not happen twice at once."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

# SQLite keeps no queue for its lock: who waits looks again every tenth of a second, and work that takes the lock back
# at once could keep them waiting to its end. PostgreSQL locks only what is touched.
TURN_SECONDS = 0.11


def let_others_save() -> None:
    """Called between two transactions; waits just long enough for one who waits to get its turn."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(TURN_SECONDS)


@contextmanager
def one_after_the_other(work: int) -> Iterator[None]:
    """Hold up whoever begins the same kind of work in another process until this one is done or has died.

    work: the kind, a number of the caller's. With SQLite all processes share a machine, and a locked file does.
    """
    if connection.vendor != "postgresql":
        Path(settings.DATA).mkdir(parents=True, exist_ok=True)
        with (Path(settings.DATA) / f".turn-{work}").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [work])
    try:
        yield
    finally:
        # Where the connection broke, the lock went with it.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [work])
