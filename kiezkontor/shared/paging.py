"""Pages of long lists."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet


def page_of_keys[Row: Model](
    keys: Sequence[int], rows: "QuerySet[Row, Row]", number: str | None, *, per_page: int
) -> Page[Row]:
    """The asked page of rows whose keys stand in order, the nearest where there is no such page.

    rows: where the objects of one page are fetched. Databases sort thousands of keys much faster than whole rows.
    """
    page: Page[Any] = Paginator(keys, per_page).get_page(number)
    found = rows.in_bulk(list(page))
    page.object_list = [found[key] for key in page if key in found]
    return page
