"""Several people at the same moment, for tests with real transactions."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """How each deed ended, in alphabetical order: "done", or the kind of what was raised.

    SQLite lets one begin when the other has ended.
    """
    ready, ended = Barrier(len(deeds)), []

    def act(deed: Callable[[], object]) -> None:
        try:
            deed()
            ended.append("done")
        except Exception as raised:
            ended.append(type(raised).__name__)

    def act_with_others(deed: Callable[[], object]) -> None:
        ready.wait(20)
        try:
            act(deed)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        for deed in deeds:
            act(deed)
        return sorted(ended)
    threads = [Thread(target=act_with_others, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(ended)
