"""The forms of all pages, read from the pages themselves, so that a test can fill in every field there is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from tests.test_access import World, read

TEXTS = {"", "text", "search", "tel", "email", "url"}
NUMBERS = {"date", "time", "datetime-local", "month", "number"}


@dataclass
class Form:
    """A form that is sent. action: "" where it goes to its own page. values: what it holds; texts: name of each field
    one writes into → its type; numbers: as well, of days, times and numbers; choices: name → the keys one may choose
    from.
    """

    action: str
    values: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    choices: dict[str, set[str]] = field(default_factory=dict)

    def choose(self, name: str, given: dict[str, str]) -> None:
        if given.get("value", "").isdecimal():
            self.choices.setdefault(name, set()).add(given["value"])
        if "selected" in given or "checked" in given:
            self.values[name] = given.get("value", "on")


class Forms(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.select = ""
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("method", "").lower() == "post"
            if self.inside:
                self.found.append(Form(given.get("action", "")))
        if self.inside:
            self.field(tag, given)

    def field(self, tag: str, given: dict[str, str]) -> None:
        form, kind, name = self.found[-1], given.get("type", ""), given.get("name", "")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            form.choose(self.select, given)
        elif tag == "input" and kind in {"radio", "checkbox"}:
            form.choose(name, given)
        elif tag in {"input", "textarea"} and name and kind != "file":
            form.values[name] = given.get("value", "")
            if tag == "textarea" or kind in TEXTS:
                form.texts[name] = kind
            elif kind in NUMBERS:
                form.numbers[name] = kind
            elif kind == "hidden" and given.get("value", "").isdecimal():
                form.choices.setdefault(name, set()).add(given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False


def forms_of(client: Client, pages: Iterable[str], world: World, district: Any) -> dict[tuple[str, int], Form]:
    """Page and the place of the form on it → form, of all pages that somebody can open."""
    found = {}
    for page in pages:
        response = read(client, world.address(page, district))
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            for nth, form in enumerate(Forms(response.content.decode()).found):
                found[page, nth] = form
    return found
