"""Sorts tests into those that need nothing but Python (`rules`) and the rest, and offers a real browser."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import SimpleTestCase
from playwright.sync_api import sync_playwright

from kiezkontor.config.checks.chromium import FLAGS, find

NEEDS_MORE = {"db", "transactional_db", "live_server", "client", "rf", "django_db_setup", "page"}
DATABASE_OF_THIS_RUN = {"prepared", "unprepared", "db", "transactional_db"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        case = getattr(item, "cls", None)
        django_case = isinstance(case, type) and issubclass(case, SimpleTestCase)
        marked = any(item.get_closest_marker(name) for name in ("django_db", "browser", "installation"))
        if not marked and not django_case and not fixtures & NEEDS_MORE:
            item.add_marker("rules")
        if item.get_closest_marker("own_sqlite") and fixtures & DATABASE_OF_THIS_RUN:
            raise pytest.UsageError(f"{item.nodeid} takes the database of this run and is marked own_sqlite.")
    # The long ones first, so that no processor waits for another at the end.
    items.sort(key=lambda item: item.get_closest_marker("installation") is None)


@pytest.fixture(scope="session")
def running_playwright() -> Iterator[Any]:
    """One for the whole run: a second one in the same process refuses to start."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(running_playwright: Any) -> Iterator[Any]:
    browser = running_playwright.chromium.launch(executable_path=find(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page of a fresh German visitor."""
    context = chromium.new_context(locale="de-DE", timezone_id="Europe/Berlin")
    yield context.new_page()
    context.close()
