"""What an area hands in to be found."""

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache

KIND = re.compile(r"[a-z_]{1,30}")
LETTERS = "abcdefghijklmnopqrstuvw"


@dataclass(frozen=True, slots=True)
class SearchText:
    """One object as it may be found in one scope.

    kind: small letters, for example "organisation"; scope: 0 or more, for example the number of a district.
    a, b, c: plain text as people write it, weighted 10 : 5 : 1; any may be empty.
    exact: numbers and names found as they are written, without parts and suggestions; weighs like c.
    marks: what it is, for questions whose words stand for that (see `meant`).
    suggested: further words to complete and to correct questions with, by which it is found through its marks.
    """

    kind: str
    object_id: int
    scope: int
    a: str
    b: str = ""
    c: str = ""
    exact: str = ""
    marks: tuple[str, ...] = ()
    suggested: str = ""


@lru_cache(maxsize=10_000)
def shelf_of(kind: str, scope: int) -> str:
    """The beginning of all tokens of one kind in one scope: three letters for the kind, the number, and x.

    Two kinds might share three letters; queries compare kind and scope as well.
    Raises ValueError for a kind that is not of small letters or a negative scope.
    """
    if not KIND.fullmatch(kind) or scope < 0:
        raise ValueError(f"Not a kind and scope of the index: {kind!r}, {scope!r}.")
    rest, letters = zlib.crc32(kind.encode()), ""
    for _ in range(3):
        rest, letter = divmod(rest, len(LETTERS))
        letters += LETTERS[letter]
    return f"{letters}{scope}x"
