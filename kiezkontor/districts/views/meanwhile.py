"""Two people at the same page: who saves second is told first, so that nothing of the other is lost unseen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest

from kiezkontor.shared.meanwhile import PageChangedMeanwhile, fingerprint


class Meanwhile:
    """Compares what a page showed when it was opened with what is stored when it is saved.

    row: what is locked while it is compared. stored: reads what the page shows, anew at each call. seen: the
    fingerprint the page's form carries; previews and refusals keep it until the person was told of the other's change.
    """

    def __init__(self, request: HttpRequest, row: models.Model, stored: Callable[[], Any]) -> None:
        self.row = row
        self.stored = stored
        self.sent: str = request.POST.get("seen", "")
        self.seen = self.sent or fingerprint(stored())

    @contextmanager
    def nobody_else(self) -> Iterator[None]:
        """One transaction around the saving. Raises PageChangedMeanwhile where somebody else saved in the meantime."""
        with transaction.atomic():
            type(self.row)._default_manager.select_for_update(no_key=True).only("pk").get(pk=self.row.pk)
            now = fingerprint(self.stored())
            if self.sent and self.sent != now:
                self.seen = now
                raise PageChangedMeanwhile
            yield
