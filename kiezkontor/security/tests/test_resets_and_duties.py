"""Whoever lost the second step gets in again; roles that must have one do not enter the office without."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import COORDINATOR, EDITOR, OFFICE_ROLES, Viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.config import env
from kiezkontor.districts.actions.roles import invite
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices.actions import mark_address
from kiezkontor.notices.rules.kinds import Reason
from kiezkontor.security.tests.builders import app, confirmed, told

pytestmark = pytest.mark.django_db
RESET, OWN, STEP = "/konto/sicherheit/zuruecksetzen/", "/konto/sicherheit/", "/konto/anmelden/zweiter-schritt/"


@pytest.fixture
def otto():
    return person("Otto Operator", email="otto@example.org", is_operator=True)


def test_the_operator_opens_the_way_by_mail_again(client, anna, otto):
    app(anna)
    anna.set_password("drei gelbe Fahrräder am Kiosk")
    anna.save()
    telephone = Client()
    telephone.force_login(anna)
    client.force_login(otto)
    assert confirmed(client).post(RESET, {"email": "Anna@example.org"}).url == RESET
    anna.refresh_from_db()
    assert not Authenticator.objects.filter(user=anna).exists()
    assert not anna.has_usable_password()
    assert telephone.get(OWN).status_code == 302
    assert AuditEntry.objects.get(verb="security.reset").actor == otto
    assert "zurückgesetzt" in told("anna@example.org")
    assert client.post(RESET, {"email": "nobody@example.org"}).status_code == 422


def test_no_bounce_keeps_from_anybody_that_their_sign_in_was_changed(client, anna, otto):
    app(anna)
    mark_address("anna@example.org", Reason.BOUNCED, scope_id=None, by=Viewer(system="test"))
    client.force_login(otto)
    confirmed(client).post(RESET, {"email": "anna@example.org"})
    assert "zurückgesetzt" in told("anna@example.org")


@pytest.mark.parametrize("role", sorted(OFFICE_ROLES))
def test_no_office_resets_anybody(client, anna, role):
    client.force_login(districts.role(person(), districts.district(), role).person)
    app(anna)
    assert confirmed(client).get(RESET).status_code == 403
    assert client.post(RESET, {"email": "anna@example.org"}).status_code == 403
    assert Authenticator.objects.filter(user=anna).exists()


def test_a_command_resets_the_operators_own(otto):
    app(otto)
    call_command("reset_sign_in", "otto@example.org")
    assert not Authenticator.objects.filter(user=otto).exists()
    assert AuditEntry.objects.get(verb="security.reset").actor_label == "kontor reset sign in"
    with pytest.raises(CommandError, match="meldet sich niemand an"):
        call_command("reset_sign_in", "nobody@example.org")


def test_a_link_from_the_mailbox_passes_nobody_by_the_second_step(client, anna):
    app(anna)
    district = districts.district()
    _invitation, token = invite("anna@example.org", district=district, role=EDITOR, by=Viewer(system="test"))
    office = client.post(f"/einladung/{token}/").url
    assert office == f"/{district.slug}/buero/"
    assert client.get(office).url.startswith("/konto/anmelden/")
    assert "_auth_user_id" not in client.session


@pytest.fixture
def duty(settings):
    settings.SECOND_STEP_ROLES = frozenset({COORDINATOR, "operator"})


def test_the_office_waits_for_a_second_step_where_the_role_needs_one(client, duty):
    district, other = districts.district("Musterkiez"), districts.district("Anderkiez")
    mira = districts.coordinator(district, "Mira")
    districts.role(mira, other, EDITOR)
    client.force_login(mira)
    assert client.get("/musterkiez/buero/").url == OWN
    assert client.post("/musterkiez/buero/team/einladen/", {"email": "x@example.org"}).url == OWN
    assert "Das Büro öffnet sich" in client.get(OWN).text
    assert client.get("/anderkiez/buero/").status_code == 200
    assert client.get("/buero/zugang/").status_code == 200
    app(mira)
    assert client.get("/musterkiez/buero/").status_code == 200


def test_the_administration_waits_as_well(client, otto, duty):
    districts.district("Musterkiez")
    client.force_login(otto)
    assert client.get("/admin/").status_code == 302
    assert client.get("/buero/neues-quartier/").url == OWN
    assert client.get("/musterkiez/buero/").url == OWN
    app(otto)
    assert client.get("/admin/").status_code == 200
    assert client.get("/buero/neues-quartier/").status_code == 200


@pytest.mark.parametrize("page", [RESET, "/buero/post/", "/buero/neues-quartier/"])
def test_every_page_of_the_operator_waits(client, otto, duty, page):
    client.force_login(otto)
    confirmed(client)
    assert client.get(page).url == OWN
    app(otto)
    assert client.get(page).status_code == 200


def test_without_the_setting_nobody_needs_one(client, otto):
    client.force_login(otto)
    assert client.get("/admin/").status_code == 200


def test_the_setting_knows_the_roles_of_the_office(settings, monkeypatch):
    assert frozenset() == settings.SECOND_STEP_ROLES
    monkeypatch.setenv("KONTOR_SECOND_STEP", "coordinator, operator")
    assert env.some_of("KONTOR_SECOND_STEP", {*OFFICE_ROLES, "operator"}) == {COORDINATOR, "operator"}
    monkeypatch.setenv("KONTOR_SECOND_STEP", "coordinators")
    with pytest.raises(ImproperlyConfigured, match="KONTOR_SECOND_STEP may name"):
        env.some_of("KONTOR_SECOND_STEP", {*OFFICE_ROLES, "operator"})
