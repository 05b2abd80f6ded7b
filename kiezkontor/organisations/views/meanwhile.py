"""Two people at one entry: whoever comes second sees what is stored now and can go on."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from kiezkontor.organisations.actions.editing import EditedMeanwhile
from kiezkontor.organisations.models import Organisation


class ShowsStored(Protocol):
    def show_stored(self, stored: Mapping[str, Any]) -> None: ...


@contextmanager
def conflicts_shown_on(
    form: ShowsStored, organisation: Organisation, *, then: Callable[[], object] = lambda: None
) -> Iterator[None]:
    """Let the form compare with what is stored now; the refusal itself goes on to whoever shows refusals.

    then: called once the entry was read again, for a form that shows more than what is stored.
    """
    try:
        yield
    except EditedMeanwhile as meanwhile:
        organisation.refresh_from_db()
        then()
        form.show_stored(meanwhile.stored)
        raise
