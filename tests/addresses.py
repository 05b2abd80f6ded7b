"""The names of all pages and of what their addresses hold, read from the URL tree itself."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def pages(urlconf: str) -> dict[str, list[str]]:
    """Name of each page → names of its arguments; the administration has its own rules."""
    found: dict[str, list[str]] = {}
    for name, arguments in walk(get_resolver(urlconf).url_patterns, (), ()):
        if not name.startswith("admin:") and not name.endswith("?"):
            found.setdefault(name, arguments)
    return found


def walk(
    patterns: list[Any], namespaces: tuple[str, ...], arguments: tuple[str, ...]
) -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        taken = (*arguments, *pattern.pattern.converters)
        if isinstance(pattern, URLPattern):
            yield ":".join((*namespaces, pattern.name or "?")), list(taken)
        elif isinstance(pattern, URLResolver):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from walk(pattern.url_patterns, inside, taken)
