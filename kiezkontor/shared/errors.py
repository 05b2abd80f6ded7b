from typing import Any


class ActionRefused(Exception):
    """An action declined what a person asked for; nothing was changed.

    sentence: one translated sentence: what happened, what stayed, what to do. field: the form field it belongs to.
    """

    def __init__(self, sentence: Any, *, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)
        self.field = field
