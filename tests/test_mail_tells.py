"""What lies in the outbox after each deed tells its receivers what their row of the visibility table says."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template import Template
from pytest_django import DjangoDbBlocker

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.rules.visibility import ENFORCED, MET_BY, matrix, reads_all
from kiezkontor.districts.models import District, Role
from tests.channels import in_one_piece
from tests.mails import OCCASIONS, Scene, Sent, scene_in, sent_by, templates
from tests.planted import Planted, planted_once, word
from tests.test_visibility import COLUMN_OF_ROLE

pytestmark = pytest.mark.django_db

OFFICE = "buero@example.org"
# Whose own the words are: who is written to about them has said or reported them, or is meant by whoever wrote.
OWN = {
    "calendar/mail/answer": "Invitations, agenda",
    "calendar/mail/reminder": "Invitations, agenda",
    "calendar/mail/invitation": "Invitations, agenda",
    "districts/mail/report_confirmed": "Here: public reports",
    "districts/mail/report_answered": "Here: public reports",
    "meetings/mail/course": "Invitations, agenda",
    "meetings/mail/day": "Invitations, agenda",
    "meetings/mail/effect": "Invitations, agenda",
    "meetings/mail/minutes": "Invitations, agenda",
    "meetings/mail/swapped": "Here: registrations",
    "meetings/mail/task": "Invitations, agenda",
    "members/mail/first_contact": "Here: first contacts",
    "members/mail/introduction": "Here: first contacts",
    "members/mail/no_interest": "Here: first contacts",
    "districts/mail/relayed": "Here: first contacts",
    "voices/mail/moved": "Here: voices, inside",
}

BY_MAIL = {name for name, ways in MET_BY.items() if "mail" in ways.split()}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    with planted_once(django_db_blocker) as planted:
        yield planted


@pytest.fixture
def scene(world, settings) -> Scene:
    """In the planted district, about the shop of which all is known."""
    settings.MAIL_REPLY = "antwort@quartier.example"
    district = District.objects.get(pk=world.own.pk)
    district.office_email = OFFICE
    district.save()
    return scene_in(district, world.shops[district.pk], lambda data_class: word(data_class, district))


def columns_of(sent: Sent, scene: Scene) -> set[str]:
    """In which columns a receiver stands."""
    if sent.to == OFFICE:
        return {"coordinator"}
    someone = Person.objects.filter(email=sent.to).first()
    names = Role.objects.filter(person=someone, district=scene.district).values_list("name", flat=True)
    return {COLUMN_OF_ROLE.get(name, name) for name in names} if someone else {"visitor"}


def told_in(sent: Sent, district: District) -> set[str]:
    said = in_one_piece(sent.text)
    return {name for name in ENFORCED if word(name, district).lower() in said}


def test_no_mail_is_missing_here():
    assert set(OCCASIONS) == templates()


def test_every_row_that_is_said_to_be_met_by_mail_is(scene):
    told = [told_in(sent, scene.district) for occasion in OCCASIONS for sent in sent_by(occasion, scene)]
    assert set().union(*told) == BY_MAIL


@pytest.fixture
def used(monkeypatch) -> set[str]:
    """The templates that are rendered, without language and ending."""
    used: set[str] = set()
    render = Template.render

    def noted(template: Template, context: Any) -> Any:
        used.add(str(template.name).partition(".")[0])
        return render(template, context)

    monkeypatch.setattr(Template, "render", noted)
    return used


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_nobody_is_told_more_than_their_row_says(world, scene, used, occasion):
    mails = sent_by(occasion, scene)
    assert mails
    assert occasion in used
    for sent in mails:
        assert told_in(sent, world.foreign) == set()
        told = told_in(sent, scene.district)
        assert told <= BY_MAIL, sent.to
        for column in columns_of(sent, scene):
            unread = {name for name in told if not reads_all(matrix().cells[name][column])}
            assert unread <= {OWN.get(occasion)}, (sent.to, column)
