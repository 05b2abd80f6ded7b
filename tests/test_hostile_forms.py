"""Hostile texts in every field of every form: whatever the answer says of them, they stay texts, and nothing breaks."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from kiezkontor.notices.delivery import message_of
from kiezkontor.notices.models import OutgoingMail
from tests.forms import forms_of
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


@pytest.mark.parametrize("what", TEXTS)
@pytest.mark.parametrize("name", ["visitor", "trader", "operator"])
def test_no_field_takes_a_text_for_more_than_a_text(world, name, what):
    client = client_of(name, world)
    client.raise_request_exception = False
    typed = TEXTS[what]
    found = forms_of(client, sorted(PUBLIC if name == "visitor" else TABLE), world, world.own)
    wrong, taken = {}, 0
    for (page, nth), form in found.items():
        if not form.texts:
            continue
        sent = form.values | {field: typed.get(kind, typed[""]) for field, kind in form.texts.items()} | TRAP
        with transaction.atomic():
            known = set(OutgoingMail.objects.values_list("pk", flat=True))
            response: Any = client.post(form.action or world.address(page, world.own), sent, follow=True)
            said = wrong_with(response) + headed(OutgoingMail.objects.exclude(pk__in=known))
            transaction.set_rollback(True)
        taken += response.status_code == 200
        if said:
            wrong[page, nth] = said[:3]
    assert wrong == {}
    assert taken  # some went all the way
