"""How many documents use which word, kept exact: a word nobody uses any more is gone from suggestions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import batched

from kiezkontor.search import analysis, vocabulary
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
    """Uses won and lost by (shelf, key), and how a word is written where it first appears.

    suggested: how many documents bring the words of a text along, by (shelf, text); all bakeries share one.
    """

    uses: Counter[tuple[str, str]] = field(default_factory=Counter)
    shown: dict[tuple[str, str], str] = field(default_factory=dict)
    suggested: Counter[tuple[str, str]] = field(default_factory=Counter)

    def put_in(self, shelf: str, words: Mapping[str, str], *, suggested: str = "") -> None:
        """words: as written by key, none of those in the text `suggested`."""
        self._count(shelf, words, 1)
        self.suggested[shelf, suggested] += 1

    def _count(self, shelf: str, words: Mapping[str, str], times: int) -> None:
        for key, shown in words.items():
            word = (shelf, key)
            self.uses[word] += times
            if word not in self.shown:
                self.shown[word] = shown[:LONGEST_SHOWN]

    def take_out(self, shelf: str, words: str) -> None:
        """words: keys separated by spaces, each once."""
        for key in words.split():
            self.uses[shelf, key] -= 1

    def differing(self) -> list[tuple[tuple[str, str], int]]:
        """What changed in all, (shelf, key) and by how much, in a fixed order."""
        for (shelf, text), times in self.suggested.items():
            self._count(shelf, analysis.vocabulary_of(text), times)
        self.suggested.clear()
        return sorted(item for item in self.uses.items() if item[1])


def save(changes: Changes, using: str) -> None:
    """Add the changes to the stored counts, in a fixed order so that two writers do not block each other."""
    differing = changes.differing()
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
