"""What many pages share is made once after a change and remembered by each process, like the pages themselves.

`remembered` is only for readers without a session, and only where the server knows which changes there were (`HOLDS` in
the request's environment, asked for a moment ago): a test, a command or somebody signed in always gets everything anew.
"""

from collections.abc import Callable, Hashable, Mapping
from threading import Lock, RLock
from typing import Any

# The name of a function in the environment that gives the present mark of a scope, another one after any change.
HOLDS = "kontor.holds"
# A usual district needs some forty in two languages, which together weigh about half a megabyte; one of 20,000 entries
# five to ten.
MOST = 1_000

_kept: dict[Hashable, tuple[int, str, Any]] = {}
_changing = Lock()
MOST_MADE = 200
_made: dict[Hashable, Any] = {}
_turns = [RLock() for _number in range(64)]


def remembered[T](
    meta: Mapping[str, Any],
    key: Hashable,
    make: Callable[[], T],
    *,
    scope: int | Callable[[T], int],
    moment: str = "",
) -> T:
    """What `make` gives, from memory while the mark of its scope stays; None is never kept.

    key: must name everything the value depends on beside the scope. scope: a district's id, or how to tell it from
    the value. moment: of what holds for that moment only, and is made anew for the next one. Whoever gets it shares it
    with other requests, so that it must not be changed; only a dictionary may be filled up with what depends on its
    keys, and on what it depends on itself, alone. The MOST last asked for are kept.
    """
    holds = meta.get(HOLDS)
    if holds is None:
        return make()
    kept = _kept.get(key)
    if kept is not None and holds(kept[0]) + moment == kept[1]:
        _keep(key, kept)
        value: T = kept[2]
        return value
    made = make()
    if made is not None:
        of_scope = scope(made) if callable(scope) else scope
        _keep(key, (of_scope, holds(of_scope) + moment, made))
    return made


def made_once[T](key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives, made once in a process for whoever asks, also with a session or an invented one.

    key: must name everything the value depends on, so that it can never be outdated. Nobody may change it. Of many who
    ask at the same time one makes it.
    """
    with _turns[hash(key) % len(_turns)]:
        if key in _made:
            value: T = _made[key]
        else:
            value = make()
        with _changing:
            _made.pop(key, None)
            _made[key] = value
            if len(_made) > MOST_MADE:
                del _made[next(iter(_made))]
    return value


def is_remembering(meta: Mapping[str, Any]) -> bool:
    """Whether what is made for this request serves further ones; if not, do no more than it needs."""
    return HOLDS in meta


def _keep(key: Hashable, value: tuple[int, str, Any]) -> None:
    with _changing:
        _kept.pop(key, None)
        _kept[key] = value
        if len(_kept) > MOST:
            del _kept[next(iter(_kept))]


def forget_all() -> None:
    with _changing:
        _kept.clear()
        _made.clear()
