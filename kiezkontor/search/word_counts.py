"""How many documents use which word, kept exact: a word nobody uses any more is gone from suggestions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import batched

from django.db import connections

from kiezkontor.search import vocabulary
from kiezkontor.search.models import Word

BATCH = 400
COLUMNS = "shelf, key, shown, uses, head, tail, sound"
LONGEST_SHOWN = 80


@dataclass(slots=True)
class Changes:
    """Uses won and lost by (shelf, key), and how a word is written where it first appears."""

    uses: Counter[tuple[str, str]] = field(default_factory=Counter)
    shown: dict[tuple[str, str], str] = field(default_factory=dict)

    def put_in(self, shelf: str, words: Iterable[tuple[str, str]]) -> None:
        """words: (key, as written); a key written in two ways counts once."""
        for key, shown in dict(reversed(tuple(words))).items():
            self.uses[shelf, key] += 1
            self.shown.setdefault((shelf, key), shown[:LONGEST_SHOWN])

    def take_out(self, shelf: str, words: str) -> None:
        """words: keys separated by spaces, each once."""
        for key in words.split():
            self.uses[shelf, key] -= 1


def save(changes: Changes, using: str) -> None:
    """Add the changes to the stored counts, in a fixed order so that two writers do not block each other."""
    differing = sorted(item for item in changes.uses.items() if item[1])
    row = "(%s, %s, %s, %s, %s, %s, %s)"
    with connections[using].cursor() as cursor:
        for batch in batched(differing, BATCH, strict=False):
            values: list[str | int] = []
            for (shelf, key), uses in batch:
                shown = changes.shown.get((shelf, key), key)
                head, tail, sound = vocabulary.head(key), vocabulary.tail(key), vocabulary.sound(key)
                values += (shelf, key, shown, uses, head, tail, sound)
            cursor.execute(
                f"INSERT INTO search_word ({COLUMNS}) VALUES {', '.join([row] * len(batch))} "
                "ON CONFLICT (shelf, key) DO UPDATE SET uses = search_word.uses + excluded.uses",
                values,
            )
    lost: dict[str, list[str]] = {}
    for (shelf, key), uses in differing:
        if uses < 0:
            lost.setdefault(shelf, []).append(key)
    for shelf, keys in lost.items():
        for batch_of_keys in batched(keys, BATCH, strict=False):
            Word.objects.using(using).filter(shelf=shelf, key__in=batch_of_keys, uses__lte=0).delete()
