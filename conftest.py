"""Sorts tests into those that need nothing but Python (`rules`) and the rest, offers a real browser, and watches that
what visitors see is never changed in silence.
"""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client, SimpleTestCase
from django.utils import translation
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


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """The language of a page asked for in one test is not that of the next."""
    yield
    translation.deactivate()


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


# What pages of visitors show; who writes any of it on a request has to say that pages have changed.
SHOWN = re.compile(
    r'\b(?:INSERT INTO|UPDATE|DELETE FROM) "(districts_(?!role|invitation|publicreport|pagechange)\w+'
    r"|organisations_(?!source|openinginterval|contact|entryrequest|entrydraft|steward|legalhold|datanotice|foundduplicates|relation)\w+|premises_(?:address|building|districtbuilding|spell|unit|use)\w*"
    r'|directory_entry|search_document)"'
)
TOLD = 'INSERT INTO "districts_pagechange"'


@pytest.fixture(autouse=True, scope="session")
def changes_are_told() -> Iterator[None]:
    """Every form of every test: what it changed for visitors is told, so that no published page outlives it."""
    ask = Client.request

    def watched(client: Client, **request: Any) -> Any:
        if request.get("REQUEST_METHOD", "GET") in {"GET", "HEAD"}:
            return ask(client, **request)
        written: set[str] = set()

        def note(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            written.update(SHOWN.findall(str(sql)), [TOLD] if str(sql).startswith(TOLD) else [])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            response = ask(client, **request)
        assert not written or TOLD in written, f"{request['PATH_INFO']} changes {written} and tells nobody."
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", watched)
        yield
