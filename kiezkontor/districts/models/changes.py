import secrets

from django.db import models
from django.utils import timezone

EVERYWHERE = 0
"""The scope of a change that may show on pages of every district."""


def random_mark() -> int:
    return secrets.randbits(40)


class PageChange(models.Model):
    """Something that pages of a district show was changed: one row a change, written in its transaction.

    Only added, so that nobody waits for another, and their marks summed up tell whether a page still holds: a change
    that commits late shows as well. scope: a district's key or EVERYWHERE.
    """

    scope = models.PositiveBigIntegerField()
    mark = models.PositiveBigIntegerField(default=random_mark)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["scope", "mark"], name="page_change_by_scope")]

    def __str__(self) -> str:
        return f"{self.scope} · {self.at:%Y-%m-%d %H:%M}"
