"""How many documents use which word, kept exact: a word nobody uses any more is gone from suggestions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import batched

from kiezkontor.search import vocabulary
from kiezkontor.search.engine import Target, engine_of
from kiezkontor.search.models import Word

BATCH = 400
LONGEST_SHOWN = 80
COUNTS = Target(
    table="search_word",
    columns=("shelf", "key", "shown", "uses", "head", "tail", "sound"),
    numbers=frozenset({"uses"}),
    unique=("shelf", "key"),
    change="uses = search_word.uses + excluded.uses",
)


@dataclass(slots=True)
class Changes:
    """Uses won and lost by (shelf, key), and how a word is written where it first appears."""

    uses: Counter[tuple[str, str]] = field(default_factory=Counter)
    shown: dict[tuple[str, str], str] = field(default_factory=dict)

    def put_in(self, shelf: str, words: Mapping[str, str]) -> None:
        """words: as written by key."""
        for key, shown in words.items():
            word = (shelf, key)
            self.uses[word] += 1
            if word not in self.shown:
                self.shown[word] = shown[:LONGEST_SHOWN]

    def take_out(self, shelf: str, words: str) -> None:
        """words: keys separated by spaces, each once."""
        for key in words.split():
            self.uses[shelf, key] -= 1


def save(changes: Changes, using: str) -> None:
    """Add the changes to the stored counts, in a fixed order so that two writers do not block each other."""
    differing = sorted(item for item in changes.uses.items() if item[1])
    rows = [
        (
            shelf,
            key,
            changes.shown.get((shelf, key), key),
            uses,
            vocabulary.head(key),
            vocabulary.tail(key),
            vocabulary.sound(key),
        )
        for (shelf, key), uses in differing
    ]
    engine_of(using).upsert(COUNTS, rows)
    lost: dict[str, list[str]] = {}
    for (shelf, key), uses in differing:
        if uses < 0:
            lost.setdefault(shelf, []).append(key)
    for shelf, keys in lost.items():
        for batch_of_keys in batched(keys, BATCH):
            Word.objects.using(using).filter(shelf=shelf, key__in=batch_of_keys, uses__lte=0).delete()
