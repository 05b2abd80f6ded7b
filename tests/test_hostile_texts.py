"""Whatever people and sources write stays a text: on every page and in every export."""

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoDbBlocker

from kiezkontor.directory.actions import refresh_entries
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.mounting import district_path, installation_path
from tests.channels import body_of
from tests.hostile import Hostile, taint
from tests.linked import give_links
from tests.planted import Planted, entry_slug, planted_once
from tests.test_access import PUBLIC, SIGNED_IN, TABLE
from tests.test_visibility import Asked, asked_of, client_of

pytestmark = pytest.mark.django_db

# The content of what is drawn and of files to be filled in is not read here.
NOT_READ = {"directory:basemap", "directory:count_view", "districts:brand_css"}
MARKUP = ("text/html", "image/svg+xml", "application/atom+xml", "application/xml", "text/xml")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    with planted_once(django_db_blocker) as planted:
        slug = planted.own.slug
        give_links(planted.arguments[planted.own.pk], planted.own, planted.shops[planted.own.pk])
        taint()
        refresh_entries(list(Organisation.objects.values_list("pk", flat=True)))
        planted.own.refresh_from_db()
        assert planted.own.slug == slug
        yield planted


def everything(world: Planted) -> list[Asked]:
    own = world.own
    both = (world.alone[own.pk], world.shops[own.pk].pk)
    pages = [(page, world.address(page, own)) for page in sorted((PUBLIC | set(TABLE)) - NOT_READ)]
    searches = ("directory:list", "directory:suggestions", "organisations:office", "outreach:pipeline", "districts:log")
    pages += [(page, f"{district_path(own.slug, page)}?q=%3Cx-attack") for page in searches]
    pages += [("directory:profile", district_path(own.slug, "directory:profile", slug=entry_slug(pk))) for pk in both]
    pages += [(page, installation_path(page, **world.of_installation.get(page, {}))) for page in sorted(SIGNED_IN)]
    return [each for page, url in pages for each in asked_of(page, url, own)]


def formulas(kind: str, body: bytes) -> list[str]:
    """Cells that a spreadsheet would calculate."""
    if kind == "text/csv":
        rows: Any = csv.reader(StringIO(body.decode("utf-8-sig")), delimiter=";")
        return [cell for row in rows for cell in row if cell.startswith(("=", "@"))]
    sheet: Any = load_workbook(BytesIO(body)).active
    return [str(cell.value) for row in sheet.rows for cell in row if cell.data_type == "f"]


def wrong_with(response: Any) -> list[str]:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    body = body_of(response)
    if kind in MARKUP:
        return Hostile(body.decode()).found
    if kind == "text/csv" or kind.endswith("spreadsheetml.sheet"):
        return formulas(kind, body)
    if kind.endswith("json"):
        json.loads(body)
        return [] if response.headers.get("X-Content-Type-Options") == "nosniff" else ["a browser may guess what it is"]
    return []


@pytest.mark.parametrize("name", ["visitor", "trader", "operator"])
def test_no_text_becomes_more_than_text_anywhere(world, name):
    client = client_of(name, world)
    wrong, shown = {}, 0
    for each in everything(world):
        response: Any = client.get(each.url) if each.form is None else client.post(each.url, each.form)
        assert response.status_code < 500, each.url
        found = wrong_with(response) if response.status_code == 200 else []
        shown += b"x-attack" in getattr(response, "content", b"")
        if found:
            wrong[each.url] = found[:3]
    assert wrong == {}
    assert shown > 20  # it was there to be met
