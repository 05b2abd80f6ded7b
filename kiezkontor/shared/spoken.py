"""Texts people entered, marked with their language where the page speaks another one (WCAG 3.1.2)."""

from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

ENTERED_IN = "de"


class Text(str):
    """A text that knows its language; whatever is made of it is a plain str again and counts as German."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> "Text":
        made = super().__new__(cls, text)
        made.language = language
        return made


def told_in(language: str, content: Any) -> Any:
    """The same lists and dicts, every text in them with the language they were all written in."""
    if isinstance(content, dict):
        return {name: told_in(language, each) for name, each in content.items()}
    if isinstance(content, list):
        return [told_in(language, each) for each in content]
    return Text(content, language) if isinstance(content, str) else content


def page_language() -> str:
    return (get_language() or ENTERED_IN)[:2]


def language_of(text: str) -> str:
    """What offices and organisations enter is German where nothing else is known of it."""
    return text.language if isinstance(text, Text) else ENTERED_IN


def lang_attribute(text: object) -> SafeString:
    """The attribute for the element that holds the text, with a blank before it; empty where the page speaks alike."""
    language = language_of(str(text) if not isinstance(text, str) else text)
    return SafeString("") if not text or language == page_language() else format_html(' lang="{}"', language)


def spoken(text: object) -> SafeString:
    """The text as HTML, in an element that names its language where the page speaks another one.

    HTML stays as it is: its language has been said already.
    """
    if isinstance(text, SafeString):
        return text
    attribute = lang_attribute(text)
    return format_html("<span{}>{}</span>", attribute, text) if attribute else conditional_escape(str(text))


def spoken_within(sentence: str, texts: list[str]) -> SafeString:
    """A sentence in the language of the page as HTML, in which each of these texts is marked where it stands."""
    found = [text for text in texts if text and text in sentence and lang_attribute(text)]
    if not found:
        return conditional_escape(sentence)
    longest = max(found, key=len)
    before, after = sentence.split(longest, 1)
    marked = [spoken_within(before, texts), spoken(longest), spoken_within(after, texts)]
    return SafeString("".join(marked))
