"""Whatever people and sources write stays in the text of a mail: it becomes neither a header nor markup."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from kiezkontor.districts.models import District
from tests.hostile import LINES, LINES_HEADER, Hostile, taint_lines
from tests.mails import OCCASIONS, Scene, scene_in, sent_by
from tests.planted import Planted, planted_once

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    """With lines of a mail's head in every text; whoever is written to is known by an address as ever."""
    with planted_once(django_db_blocker) as planted:
        taint_lines()
        District.objects.filter(pk=planted.own.pk).update(office_email="buero@example.org")
        yield planted


@pytest.fixture
def scene(world, settings) -> Scene:
    settings.MAIL_REPLY = "antwort@quartier.example"
    district = District.objects.get(pk=world.own.pk)
    return scene_in(district, world.shops[district.pk], lambda _data_class: LINES, stranger=LINES)


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_no_text_becomes_a_header_of_a_mail_or_markup_in_it(scene, occasion):
    mails = sent_by(occasion, scene)
    assert mails
    for sent in mails:
        assert len(sent.message.get_all("To")) == 1
        assert LINES_HEADER not in {name.lower() for name, _value in sent.message.items()}
        head = sent.message.as_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
        assert f"\n{LINES_HEADER}:".encode() not in head
        for part in sent.message.walk():
            if part.get_content_type() == "text/html":
                assert Hostile(part.get_content()).found == []
