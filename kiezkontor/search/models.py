"""The index in tables: what was indexed, and the words people may have meant. No domain words.

Both are derived; `reindex` makes them anew. The engine's own index (a full-text table on SQLite, a column
with GIN on PostgreSQL) follows `Document` by itself, inside the database, whatever writes to it.
"""

from django.db import models


class Document(models.Model):
    """The tokens of one object as seen in one scope, by weight; tokens are separated by single spaces."""

    kind = models.CharField(max_length=30)
    object_id = models.PositiveBigIntegerField()
    scope = models.PositiveBigIntegerField()
    # Begins every token inside the engine's index, so that a query reads the entries of its own scope only.
    shelf = models.CharField(max_length=30)
    a = models.TextField(blank=True)
    b = models.TextField(blank=True)
    c = models.TextField(blank=True)
    parts = models.TextField(blank=True)
    # Keys of the words counted in Word, so that they can be uncounted when the object changes or goes.
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "scope", "object_id"], name="search_one_document_an_object_and_scope"
            ),
        ]
        indexes = [models.Index(fields=["kind", "object_id"], name="search_documents_of_an_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} in {self.scope}"


class WayOfReading(models.Model):
    """How words were read when the index was made; one row at most, none before the index was made whole."""

    mark = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.mark


class Word(models.Model):
    """A word on one shelf and how many documents use it; rows without use are removed."""

    shelf = models.CharField(max_length=30)
    key = models.CharField(max_length=40)
    shown = models.CharField(max_length=80)
    uses = models.IntegerField()
    # Three keys under which a misspelt word still finds the one that was meant.
    head = models.CharField(max_length=2)
    tail = models.CharField(max_length=3)
    sound = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shelf", "key"], name="search_one_word_a_shelf")]
        indexes = [
            models.Index(fields=["shelf", "head"], name="search_words_by_head"),
            models.Index(fields=["shelf", "tail"], name="search_words_by_tail"),
            models.Index(fields=["shelf", "sound"], name="search_words_by_sound"),
        ]

    def __str__(self) -> str:
        return self.shown
