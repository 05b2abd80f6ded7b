"""Keys of another district's objects, in every place an address or a form has for one."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoDbBlocker

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import DataNotice
from kiezkontor.shared.mounting import district_path
from tests.addresses import pages
from tests.forms import Form, forms_of
from tests.planted import Planted, planted_once
from tests.test_access import TABLE, answer, client_of

pytestmark = pytest.mark.django_db

ARGUMENTS = pages(settings.DISTRICT_URLCONF)
OF_TWO = {page: names for page, names in ARGUMENTS.items() if page in TABLE and len(names) == 2 and "kind" not in names}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    with planted_once(django_db_blocker) as planted:
        yield planted


def arguments(world: Planted, page: str, district: Any) -> dict[str, Any]:
    known = world.arguments[district.pk]
    return known[max((key for key in known if page.startswith(key)), key=len)]


@pytest.mark.parametrize("page", OF_TWO)
def test_no_part_of_a_foreign_object_slips_in_beside_an_own_one(world, page):
    own, foreign = arguments(world, page, world.own), arguments(world, page, world.foreign)
    client = client_of("coordinator" if COORDINATOR in TABLE[page] else "trader", world)
    whole, part = OF_TWO[page]
    mixed = {whole: own[whole], part: foreign[part]}, {whole: foreign[whole], part: own[part]}
    answers = [answer(client, district_path(world.own.slug, page, **each)) for each in mixed]
    assert answers == [404, 404]


# Says from when the form is, and is no field that a person sees.
OF_THE_FORM = {"latest"}
# Whoever is ticked and not there any more is left out, for the list has changed meanwhile.
LEFT_OUT = {"told"}


def marked_wrong(response: Any, name: str) -> bool:
    """Whether the answer says that this field is wrong; of several buttons their group says so."""
    fields = re.findall(rf'<[^>]*(?:name="{name}"|id="id_{name}")[^>]*>', response.text)
    return response.status_code == 422 and any('aria-invalid="true"' in field for field in fields)


def test_no_key_of_a_foreign_object_is_taken_by_a_form(world):
    here, there = Client(), Client()
    here.force_login(districts.coordinator(world.own))
    there.force_login(districts.coordinator(world.foreign))
    own, foreign = forms_of(here, TABLE, world, world.own), forms_of(there, TABLE, world, world.foreign)
    tried, taken = set(), {}
    for (page, nth), form in own.items():
        for name, keys in form.choices.items():
            others = foreign.get((page, nth), Form("")).choices.get(name, set()) - keys
            for key in sorted(others)[:1]:
                tried.add(name)
                answered = here.post(form.action or world.address(page, world.own), form.values | {name: key})
                is_refused = answered.status_code == 422 if name in OF_THE_FORM else marked_wrong(answered, name)
                if not is_refused and name not in LEFT_OUT:
                    taken[page, name] = answered.status_code
    assert taken == {}
    assert len(tried) > 5
    assert not DataNotice.objects.exists()
