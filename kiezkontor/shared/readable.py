"""Texts from outside without what nobody reads: one place for forms, files and other people's calendars."""

import re
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

# Letters that are none: no database keeps them all, nobody reads them, and those that turn the direction of writing
# (U+202A to U+202E, U+2066 to U+2069) let a name show as another. Arabic and Persian need none of these.
TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
NO_LETTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def readable(text: str) -> str:
    """The text without control characters, signs that turn the direction of writing, and halves of letters."""
    return NO_LETTER.sub("", text)


def unturned_values(found: Any) -> Any:
    """What was read of JSON with no sign in its texts that turns the direction of writing.

    Halves of letters stay, for whoever reads it refuses them. Raises RecursionError where it is nested too deep.
    """
    if isinstance(found, str):
        return TURNING.sub("", found)
    if isinstance(found, list):
        return [unturned_values(each) for each in found]
    if isinstance(found, dict):
        return {name: unturned_values(value) for name, value in found.items()}
    return found


class ReadableTexts:
    """Takes such signs out of every form before its page sees it, so that nothing stores or searches for them.

    A page asked for by a path with such signs does not exist (404).

    Listed after the check against forged forms, which reads the form once it is known not to be too large.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Callable[..., Any], _args: object, _kwargs: object) -> None:
        if NO_LETTER.search(request.path):
            raise Http404
        request.GET = only_readable(request.GET)  # type: ignore[assignment]  # what was read, as any
        if request.method == "POST":
            request.POST = only_readable(request.POST)  # type: ignore[assignment]  # a form that was read, as any


def only_readable(sent: QueryDict) -> QueryDict:
    """The same where every text is readable."""
    if not any(NO_LETTER.search(text) for _name, texts in sent.lists() for text in texts):
        return sent
    cleaned = sent.copy()
    for name, texts in sent.lists():
        cleaned.setlist(name, [readable(text) for text in texts])
    cleaned._mutable = False
    return cleaned
