import re
from datetime import date, timedelta
from html import unescape
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import COORDINATOR, EDITOR
from kiezkontor.audit.models import AuditEntry
from kiezkontor.audit.sentences import sentence_of
from kiezkontor.districts.models import Invitation, Role
from kiezkontor.districts.roles_in_words import REACH
from kiezkontor.districts.tests import builders
from kiezkontor.districts.views.people import take_role

pytestmark = pytest.mark.django_db
TEAM = "/musterkiez/buero/team/"


@pytest.fixture
def district():
    return builders.district("Musterkiez", office_name="Stadtteilbüro Musterkiez", office_email="buero@example.org")


@pytest.fixture
def chief(district):
    return builders.coordinator(district, "Carla Chefin", email="carla@example.org")


@pytest.fixture
def office(client, chief):
    client.force_login(chief)
    return client


@pytest.fixture
def invite(office, django_capture_on_commit_callbacks):
    def send(email="neu@example.org", role=EDITOR, **details):
        data = {"email": email, "role": role, "name": "", "language": "de"} | details
        with django_capture_on_commit_callbacks(execute=True):
            assert office.post(f"{TEAM}einladen/", data).status_code == 302
        return re.search(r"http://localhost:8000(/\S*einladung/\S+)", mail.outbox[-1].body)[1]

    return send


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_the_coordination_sees_who_works_here(office, district):
    builders.editor(district, "Eda Editorin")
    builders.editor(builders.district("Fremdkiez"), "Frida Fremd")
    page = office.get(TEAM).content.decode()
    assert "Carla Chefin" in page
    assert "Eda Editorin" in page
    assert "Frida Fremd" not in page
    assert "Öffentlichkeitsarbeit" in page


def test_the_list_takes_the_same_queries_whatever_its_length(office, district, django_assert_max_num_queries):
    for _ in range(20):
        builders.editor(district)
    with django_assert_max_num_queries(12):
        office.get(TEAM)


def test_an_invited_person_accepts_and_is_signed_in(invite, district):
    link = invite(name="Nina Neu")
    assert mail.outbox[-1].to == ["neu@example.org"]
    assert "Stadtteilbüro Musterkiez" in mail.outbox[-1].from_email
    assert "Carla Chefin lädt Sie ein" in mail.outbox[-1].body
    guest = Client()
    assert 'value="Nina Neu"' in guest.get(link).content.decode()
    answer = guest.post(link, {"name": "Nina Neu"})
    assert answer.url == "/musterkiez/buero/"
    assert guest.get(answer.url).status_code == 200
    role = Role.objects.get(person__email="neu@example.org")
    assert (role.name, role.from_on, role.until_on) == (EDITOR, timezone.localdate(), None)
    assert verbs() == ["invitation.sent", "role.given", "invitation.accepted"]


@pytest.mark.parametrize("name", Role.Name.values)
def test_whoever_invites_and_whoever_is_invited_reads_what_the_role_may_do(office, invite, name):
    assert str(REACH[name].may) in unescape(office.get(f"{TEAM}einladen/").text)
    link = invite(role=name)
    assert str(REACH[name].may) in mail.outbox[-1].body
    page = Client().get(link).text
    assert str(REACH[name].may) in page
    assert str(REACH[name].may_not) in page


def test_whoever_accepts_a_role_outside_of_the_office_comes_to_their_access(invite):
    assert Client().post(invite(role=Role.Name.BOARD), {"name": "Nina Neu"}).url == "/buero/zugang/"


def test_an_invitation_in_english_leads_to_the_english_page(invite):
    link = invite(language="en")
    assert "invites you to take part" in mail.outbox[-1].body
    assert link.startswith("/en/einladung/")


def test_the_link_is_not_stored(invite):
    token = invite().strip("/").split("/")[-1]
    assert token not in str(list(Invitation.objects.values()))


def test_a_link_works_once(invite):
    link = invite()
    Client().post(link, {"name": "Nina"})
    page = Client().post(link, {"name": "Nobody"})
    assert page.status_code == 410
    assert "bereits angenommen" in page.content.decode()


def test_accepting_twice_leads_to_the_same_place(invite):
    link, page = invite(), {"name": "Nina", "csrfmiddlewaretoken": "a" * 64}
    browser = Client()
    assert browser.post(link, page).url == "/musterkiez/buero/"
    assert browser.post(link, page).url == "/musterkiez/buero/"
    assert browser.get(link).url == "/musterkiez/buero/"
    assert verbs() == ["invitation.sent", "role.given", "invitation.accepted"]


def test_a_second_press_signs_in_whose_first_answer_never_arrived(invite):
    link, page = invite(), {"name": "Nina", "csrfmiddlewaretoken": "a" * 64}
    Client().post(link, page)
    browser = Client()
    assert browser.post(link, page).url == "/musterkiez/buero/"
    assert browser.get("/musterkiez/buero/").status_code == 200
    assert Client().post(link, page | {"csrfmiddlewaretoken": "b" * 64}).status_code == 410
    assert Client().get(link).status_code == 410


def test_a_second_press_that_overtakes_the_page_of_the_first(invite):
    link, page = invite(), {"name": "Nina", "csrfmiddlewaretoken": "a" * 64}

    def quicker(request, invitation, **answers):
        take_role(request, invitation, **answers)
        return take_role(request, invitation, **answers)

    with patch("kiezkontor.districts.views.people.take_role", quicker):
        assert Client().post(link, page).url == "/musterkiez/buero/"
    assert verbs() == ["invitation.sent", "role.given", "invitation.accepted"]


def test_a_press_with_the_secret_from_before_the_sign_in_is_no_forgery(invite):
    browser, link = Client(enforce_csrf_checks=True), invite()
    secret = re.search(r'csrfmiddlewaretoken" value="(\w+)"', browser.get(link).text)[1]
    assert browser.post(link, {"name": "Nina", "csrfmiddlewaretoken": secret}).url == "/musterkiez/buero/"
    again = browser.post(link, {"name": "Nina", "csrfmiddlewaretoken": secret}, follow=True)
    assert again.redirect_chain[-1][0] == "/musterkiez/buero/"
    assert again.status_code == 200


def test_a_withdrawn_link_says_so(invite, office):
    link = invite()
    office.post(f"{TEAM}einladungen/{Invitation.objects.get().pk}/zurueckziehen/")
    page = Client().get(link)
    assert page.status_code == 410
    assert "zurückgezogen" in page.content.decode()
    assert Client().post(link, {"name": "Nina"}).status_code == 410
    assert not Person.objects.filter(email="neu@example.org").exists()


def test_a_link_expires_after_14_days(invite):
    link = invite()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = Client().get(link)
    assert page.status_code == 410
    assert "abgelaufen" in page.content.decode()


def test_a_link_nobody_was_sent_does_not_exist(client):
    assert client.get("/einladung/not-a-token/").status_code == 404


def test_somebody_with_an_account_takes_the_role_into_it(invite):
    known = person("Kim Kennt", email="kim@example.org")
    link = invite("KIM@example.org")
    Client().post(link)
    assert Role.objects.get(name=EDITOR).person == known


def test_an_address_is_not_invited_twice_to_the_same(invite, office):
    invite()
    page = office.post(f"{TEAM}einladen/", {"email": "neu@example.org", "role": EDITOR, "language": "de"})
    assert page.status_code == 422
    assert "offene Einladung" in page.content.decode()


def test_the_last_day_of_a_role_is_asked_and_told_as_one_on_which_it_is_held(office, district):
    role = builders.role(person("Eda"), district, EDITOR, from_on=date(2026, 1, 1))
    assert office.post(f"{TEAM}rollen/{role.pk}/beenden/", {"until_on": "2099-12-31"}).status_code == 302
    role.refresh_from_db()
    assert role.until_on == date(2100, 1, 1)
    assert Role.objects.held_on(date(2099, 12, 31)).filter(pk=role.pk).exists()
    assert verbs() == ["role.ended"]
    assert "von 01.01.2026 bis 31.12.2099" in office.get(TEAM).text
    assert "letzter Tag ist der 31.12.2099" in sentence_of(AuditEntry.objects.get())


def test_a_role_can_end_at_once(office, district):
    role = builders.role(person("Eda"), district, EDITOR)
    page = office.get(f"{TEAM}rollen/{role.pk}/beenden/").text
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert f'value="{yesterday}"' in page
    assert office.post(f"{TEAM}rollen/{role.pk}/beenden/", {"until_on": yesterday}).status_code == 302
    assert not Role.objects.held_on(timezone.localdate()).filter(pk=role.pk).exists()


def test_a_role_that_has_not_begun_is_taken_back(office, district):
    role = builders.role(person("Eda"), district, EDITOR, from_on=date(2099, 1, 1))
    office.post(f"{TEAM}rollen/{role.pk}/beenden/", {"until_on": timezone.localdate().isoformat()})
    assert not Role.objects.filter(pk=role.pk).exists()


def test_the_last_coordination_is_not_ended(office, district, chief):
    role = chief.roles.get()
    page = office.post(f"{TEAM}rollen/{role.pk}/beenden/", {"until_on": timezone.localdate().isoformat()})
    assert page.status_code == 422
    assert "niemand sonst koordinieren" in page.content.decode()
    role.refresh_from_db()
    assert role.until_on is None


def test_a_blocked_colleague_does_not_count_as_coordination(office, district, chief):
    builders.coordinator(district, "Blocked", is_active=False)
    role = chief.roles.get()
    assert office.post(f"{TEAM}rollen/{role.pk}/beenden/", {"until_on": "2027-01-01"}).status_code == 422
    builders.coordinator(district, "Dora")
    assert office.post(f"{TEAM}rollen/{role.pk}/beenden/", {"until_on": "2027-01-01"}).status_code == 302


def test_a_second_role_is_given_but_not_the_same_twice(office, district, chief):
    url = f"{TEAM}personen/{chief.pk}/rolle-geben/"
    assert office.post(url, {"name": EDITOR, "from_on": "2026-01-01", "until_on": "2026-12-31"}).status_code == 302
    assert office.post(url, {"name": EDITOR, "from_on": "2026-06-01", "until_on": ""}).status_code == 422
    assert office.post(url, {"name": EDITOR, "from_on": "2027-01-01", "until_on": ""}).status_code == 302
    assert office.post(url, {"name": COORDINATOR, "from_on": "2027-01-01", "until_on": "2026-01-01"}).status_code == 422


def test_people_of_another_district_cannot_be_reached(office):
    foreign = builders.district("Fremdkiez")
    frida = builders.coordinator(foreign, "Frida Fremd")
    assert office.get(f"{TEAM}personen/{frida.pk}/rolle-geben/").status_code == 404
    assert office.get(f"{TEAM}rollen/{frida.roles.get().pk}/beenden/").status_code == 404


@pytest.mark.parametrize("address", ["neu@example.org", "NEU@example.org"])
def test_an_invitation_that_was_passed_on_opens_no_account_that_was_there_before(invite, address):
    there = person("Neva", email="neu@example.org")
    path = invite(email=address)
    stranger = Client()
    assert stranger.post(path).status_code == 302
    assert "_auth_user_id" not in stranger.session
    assert Role.objects.filter(person=there).exists()


def test_an_address_that_only_looks_like_another_is_another(invite):
    operator = person("Otto", email="betrieb@provider.example", is_operator=True)
    path = invite(email="betrieb@prov\u0131der.example", role=Role.Name.TRADER)
    stranger = Client()
    stranger.post(path, {"name": "Otto"})
    assert not Role.objects.filter(person=operator).exists()
    assert stranger.session.get("_auth_user_id") != str(operator.pk)
