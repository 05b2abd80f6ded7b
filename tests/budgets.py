"""How often a page asks the database, for few rows and for many."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kiezkontor.districts.models import District


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
        if response.streaming:  # the rows are fetched while it is read
            assert b"".join(response)
    assert response.status_code == 200, url
    return len(asked)


def assert_budget(client: Client, url: str, grow: Callable[[Any, int], None], district: District, most: int) -> None:
    for number in (1, 2):
        grow(district, number)
    client.get(url)  # fills what a process keeps
    few = statements(client, url)
    for number in range(3, 9):
        grow(district, number)
    many = statements(client, url)
    assert (many, many <= most) == (few, True), f"{few} statements for 2 rows, {many} for 8, {most} allowed"
