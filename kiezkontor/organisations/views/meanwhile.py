"""Two people at one entry: whoever comes second sees what is stored now and can go on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from kiezkontor.organisations.actions.editing import EditedMeanwhile
from kiezkontor.organisations.models import Organisation


class ShowsStored(Protocol):
    def show_stored(self, stored: Mapping[str, Any]) -> None: ...


@contextmanager
def conflicts_shown_on(form: ShowsStored, organisation: Organisation) -> Iterator[None]:
    """Let the form compare with what is stored now; the refusal itself goes on to whoever shows refusals."""
    try:
        yield
    except EditedMeanwhile as meanwhile:
        organisation.refresh_from_db()
        form.show_stored(meanwhile.stored)
        raise
