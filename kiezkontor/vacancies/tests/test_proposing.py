"""A room is proposed to somebody who looks for one: once, by mail, with what everybody may read of it."""

import pytest
from django.core import mail
from django.test import Client

from kiezkontor.districts.tests import builders as districts
from kiezkontor.shared.mounting import district_path
from kiezkontor.vacancies.models import SeekerStep
from kiezkontor.vacancies.rules import exposes as rules
from kiezkontor.vacancies.telling_seekers import own_token
from kiezkontor.vacancies.tests import builders, exposes, seekers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(kiez):
    client = Client()
    client.force_login(districts.coordinator(kiez))
    return client


def propose(office, kiez, case, request):
    path = district_path(kiez.slug, "vacancies:propose", case.pk, request.pk)
    return office.post(path, follow=True).text


def mails():
    return [str(each.body) for each in mail.outbox]


def test_a_room_is_proposed_once_and_the_request_goes_on(office, kiez):
    case, request = builders.case(kiez), seekers.request(kiez)
    suits = district_path(kiez.slug, "vacancies:office_case_seekers", case.pk)
    assert "Per E-Mail vorschlagen" in office.get(suits).text
    assert "E-Mail über diesen Raum geht an" in propose(office, kiez, case, request)
    request.refresh_from_db()
    assert (request.status, len(mails())) == ("proposed", 1)
    assert "schon vorgeschlagen" in propose(office, kiez, case, request)
    assert (len(mails()), SeekerStep.objects.filter(case=case).count()) == (1, 1)
    shown = office.get(suits).text
    assert "Schon per E-Mail vorgeschlagen" in shown
    assert "Per E-Mail vorschlagen" not in shown
    assert str(case) in office.get(district_path(kiez.slug, "vacancies:seeker", request.pk)).text


@pytest.mark.parametrize("released", [True, False])
def test_the_mail_and_the_own_page_tell_what_everybody_may_read(office, kiez, released):
    expose = exposes.told(kiez, builders.vacant_unit(kiez, "12", street_name="Geheimgasse"), title="Heller Eckladen")
    if released:
        exposes.release(expose, rules.PAGE)
    request = seekers.request(kiez)
    propose(office, kiez, expose.case, request)
    (told,) = mails()
    own = Client().get(district_path(kiez.slug, "vacancies:seek_own", own_token(request))).text
    for text in (told, own):
        assert ("Heller Eckladen" in text, expose.code.lower() in text.lower()) == (released, released)
        assert "Geheimgasse" not in text
    assert ("nicht öffentlich" in own) is not released


@pytest.mark.parametrize(
    ("case_details", "request_details", "sentence"),
    [
        ({}, {"email_confirmed_at": None}, "keine Adresse ist bestätigt"),
        ({}, {"status": "withdrawn"}, ""),
        ({"stage": "let"}, {}, "kann derzeit niemand bekommen"),
    ],
)
def test_nobody_is_written_to_in_vain(office, kiez, case_details, request_details, sentence):
    case, request = builders.case(kiez, **case_details), seekers.request(kiez, **request_details)
    assert sentence in propose(office, kiez, case, request)
    assert (mails(), SeekerStep.objects.filter(case=case).exists()) == ([], False)


def test_whoever_a_room_was_proposed_to_can_be_named_in_the_contract(office, kiez):
    case, request = builders.case(kiez, stage="in_talks"), seekers.request(kiez, "Lena Lastenrad")
    page = district_path(kiez.slug, "vacancies:letting_agree", case.pk)
    assert "Lena Lastenrad" not in office.get(page).text
    propose(office, kiez, case, request)
    assert "Lena Lastenrad" in office.get(page).text
