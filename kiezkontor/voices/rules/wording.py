"""What an idea is called whose author gave it no title."""

import re

LONGEST_TITLE = 80
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")


def title_of(words: str) -> str:
    """The first sentence, cut at a blank where it is long; never empty for words that are not."""
    first = _SENTENCE_END.split(words.strip(), maxsplit=1)[0].strip().rstrip(".")
    if len(first) <= LONGEST_TITLE:
        return first or words.strip()[:LONGEST_TITLE]
    cut = first[:LONGEST_TITLE]
    return f"{cut.rpartition(' ')[0] or cut} …"
