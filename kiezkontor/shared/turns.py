"""Long work in many short transactions lets others save in between."""

import time

from django.db import connection

# SQLite keeps no queue for its lock: who waits looks again every tenth of a second, and work that takes the lock back
# at once could keep them waiting to its end. PostgreSQL locks only what is touched.
TURN_SECONDS = 0.11


def let_others_save() -> None:
    """Called between two transactions; waits just long enough for one who waits to get its turn."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(TURN_SECONDS)
