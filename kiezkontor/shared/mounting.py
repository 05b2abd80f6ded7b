"""Addresses across mounts: from a district to the installation, and from the installation into a district.

Pages of one mount link to each other with plain `reverse`; the script prefix carries the district's path.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, reverse, set_script_prefix, set_urlconf


def reverse_at(prefix: str, name: str, /, *args: Any, urlconf: str, **kwargs: Any) -> str:
    """The path of a named page as if mounted at `prefix` ("/" or "/schillerkiez/")."""
    old = get_script_prefix()
    set_script_prefix(prefix)
    try:
        return reverse(name, urlconf=urlconf, args=args or None, kwargs=kwargs or None)
    finally:
        set_script_prefix(old)


@contextmanager
def at_the_installation() -> Iterator[None]:
    """For programs that look up addresses of the sign-in themselves while a page of a district is answered."""
    prefix, urlconf = get_script_prefix(), get_urlconf()
    set_script_prefix("/")
    set_urlconf(settings.ROOT_URLCONF)
    try:
        yield
    finally:
        set_script_prefix(prefix)
        set_urlconf(urlconf)


def installation_path(name: str, /, *args: Any, **kwargs: Any) -> str:
    """The path of a page that belongs to the installation, such as the sign-in."""
    return reverse_at("/", name, *args, urlconf=settings.ROOT_URLCONF, **kwargs)


def district_path(slug: str, name: str, /, *args: Any, **kwargs: Any) -> str:
    """The path of a district's page on the installation's own host."""
    return reverse_at(f"/{slug}/", name, *args, urlconf=settings.DISTRICT_URLCONF, **kwargs)


def district_address(slug: str, name: str, /, *args: Any, **kwargs: Any) -> str:
    """The same with the host in front, for mails and paper: people sign in on that host alone."""
    return settings.INSTALLATION_URL.rstrip("/") + district_path(slug, name, *args, **kwargs)


def on_installation_host(path: str, request: HttpRequest | None) -> str:
    """`path` itself where the request came to the installation's host, else with that host in front."""
    if request is not None and getattr(request, "on_installation_host", True):
        return path
    return settings.INSTALLATION_URL.rstrip("/") + path
