"""Hostile texts and numbers in every field of every form: texts stay texts whatever is said of them, nothing breaks."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from kiezkontor.notices.delivery import message_of
from kiezkontor.notices.models import OutgoingMail
from tests.forms import Form, forms_of
from tests.hostile import LINES, LONG, SCRIPT, Hostile
from tests.linked import give_links
from tests.planted import Planted, planted_once
from tests.test_access import PUBLIC, TABLE, client_of

pytestmark = pytest.mark.django_db

# What it is → what is typed into fields that ask for an address of the web, for one of e-mail, and into all others.
TEXTS = {
    "markup and scripts": {"url": SCRIPT, "email": LONG, "": LONG},
    "lines of a mail's head": {"url": "https://kiez.example/", "email": "gast@example.org", "": LINES},
}
# Days at the ends of what programs can count, and numbers no column holds.
ENDS = {
    "the first day and moment": {"date": "0001-01-01", "time": "00:00", "datetime-local": "0001-01-01T00:00"},
    "the last day and moment": {"date": "9999-12-31", "time": "23:59", "datetime-local": "9999-12-31T23:59"},
}
NUMBERS = ["-1", "99999999999999999999"]
# Left empty by people, who do not see it.
TRAP = {"homepage": ""}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    with planted_once(django_db_blocker) as planted:
        give_links(planted.arguments[planted.own.pk], planted.own, planted.shops[planted.own.pk])
        yield planted


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch):
    monkeypatch.setattr("kiezkontor.shared.guard.MIN_SECONDS", 0)


def wrong_with(response: Any) -> list[str]:
    if response.status_code >= 500:
        return [f"breaks with {response.status_code}"]
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return Hostile(response.content.decode()).found if is_page else []


def headed(mails: Iterable[OutgoingMail]) -> list[str]:
    """Mails that have a head or receivers nobody meant."""
    made = [message_of(each).message() for each in mails]
    return [str(each["To"]) for each in made if each["Bcc"] or len(each.get_all("To")) != 1]


def answers(client: Client, world: Planted, form: Form, page: str, typed: dict[str, str]) -> tuple[int, list[str]]:
    """The status of what is answered, and what is wrong with it; nothing of it stays."""
    with transaction.atomic():
        known = set(OutgoingMail.objects.values_list("pk", flat=True))
        sent = form.values | typed | TRAP
        response: Any = client.post(form.action or world.address(page, world.own), sent, follow=True)
        said = wrong_with(response) + headed(OutgoingMail.objects.exclude(pk__in=known))
        transaction.set_rollback(True)
    return response.status_code, said


def forms_for(name: str, world: Planted) -> tuple[Client, dict[tuple[str, int], Form]]:
    client = client_of(name, world)
    client.raise_request_exception = False
    return client, forms_of(client, sorted(PUBLIC if name == "visitor" else TABLE), world, world.own)


@pytest.mark.parametrize("what", TEXTS)
@pytest.mark.parametrize("name", ["visitor", "trader", "operator"])
def test_no_field_takes_a_text_for_more_than_a_text(world, name, what):
    client, found = forms_for(name, world)
    texts = TEXTS[what]
    wrong, taken = {}, 0
    for (page, nth), form in found.items():
        if not form.texts:
            continue
        typed = {field: texts.get(kind, texts[""]) for field, kind in form.texts.items()}
        status, said = answers(client, world, form, page, typed)
        taken += status == 200
        if said:
            wrong[page, nth] = said[:3]
    assert wrong == {}
    assert taken  # some went all the way


@pytest.mark.parametrize("name", ["visitor", "trader", "operator"])
def test_no_form_breaks_at_the_ends_of_time_and_numbers(world, name):
    client, found = forms_for(name, world)
    wrong, sent = {}, 0
    for (page, nth), form in found.items():
        texts = {
            field: "Ein Wort" for field, kind in form.texts.items() if not form.values[field] and kind in {"", "text"}
        }
        for what, ends in ENDS.items():
            for number in NUMBERS:
                typed = {field: ends.get(kind, number) for field, kind in form.numbers.items()}
                if not typed:
                    continue
                sent += 1
                said = answers(client, world, form, page, texts | typed)[1]
                if said:
                    wrong[page, nth, what, number] = said[:3]
    assert wrong == {}
    assert sent or name == "visitor"
