"""An authenticator app: set up, asked for, used up, removed."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from kiezkontor.accounts.sealing import unseal
from kiezkontor.audit.models import AuditEntry
from kiezkontor.security.access import recovery_codes_of
from kiezkontor.security.actions.factors import use_code
from kiezkontor.security.tests.builders import SECRET, app, confirmed, shown, told
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, STEP = "/konto/anmelden/", "/konto/anmelden/code/", "/konto/anmelden/zweiter-schritt/"
OWN, ADD, REMOVE = "/konto/sicherheit/", "/konto/sicherheit/app/einrichten/", "/konto/sicherheit/app/entfernen/"


def first_step(client, code_in_mail, **query):
    answer = client.post(SIGN_IN, {"email": "anna@example.org", **query})
    return client.post(answer.url, {"code": code_in_mail()})


def test_people_set_up_an_app_and_get_recovery_codes(client, anna):
    client.force_login(anna)
    page = confirmed(client).get(ADD)
    assert 'src="data:image/svg+xml' in page.text
    secret = re.search(r'class="secret-key">([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")
    assert confirmed(client).post(ADD, {"code": "000000"}).status_code == 422
    assert client.post(ADD, {"code": f" {shown(secret)[:3]} {shown(secret)[3:]}"}).url.endswith("/ersatzcodes/")
    codes = recovery_codes_of(anna)
    page = client.get("/konto/sicherheit/ersatzcodes/").text
    assert len(codes) == 10
    assert all(code in page for code in codes)
    assert AuditEntry.objects.get(verb="security.app_added").actor == anna
    assert "Authenticator-App" in told("anna@example.org")


def test_after_the_code_by_mail_the_app_is_asked_for(client, anna, code_in_mail):
    app(anna)
    assert first_step(client, code_in_mail).url == STEP
    assert client.get("/buero/").url.startswith(SIGN_IN)
    assert client.post(STEP, {"code": "000000"}).status_code == 422
    assert client.post(STEP, {"code": shown()}).url == "/buero/"
    assert client.get("/buero/zugang/").status_code == 200


def test_people_come_back_to_the_page_they_wanted(client, anna, code_in_mail):
    app(anna)
    first_step(client, code_in_mail, next="/schillerkiez/buero/")
    assert client.post(STEP, {"code": shown()}).url == "/schillerkiez/buero/"


def test_a_code_that_was_seen_over_the_shoulder_opens_nothing(client, anna, code_in_mail):
    app(anna)
    first_step(client, code_in_mail)
    code = shown()
    client.post(STEP, {"code": code})
    stranger = Client()
    first_step(stranger, code_in_mail)
    assert stranger.post(STEP, {"code": code}).status_code == 422
    assert stranger.get("/buero/zugang/").status_code == 302
    assert stranger.post(STEP, {"code": shown(steps=1)}).url == "/buero/"


def test_the_code_that_set_up_the_app_does_not_sign_in(client, anna, code_in_mail):
    client.force_login(anna)
    secret = re.search(r'class="secret-key">([A-Z2-7 ]+)<', confirmed(client).get(ADD).text)[1].replace(" ", "")
    code = shown(secret)
    client.post(ADD, {"code": code})
    stranger = Client()
    first_step(stranger, code_in_mail)
    assert stranger.post(STEP, {"code": code}).status_code == 422


def test_a_recovery_code_works_once_and_says_so_by_mail(client, anna, code_in_mail):
    app(anna)
    code = recovery_codes_of(anna)[3]
    first_step(client, code_in_mail)
    assert client.post(STEP, {"code": code}).url == "/buero/"
    assert "Ersatzcode" in told("anna@example.org")
    assert AuditEntry.objects.get(verb="security.recovery_code_used").actor == anna
    again = Client()
    first_step(again, code_in_mail)
    assert again.post(STEP, {"code": code}).status_code == 422


def test_the_second_step_is_no_door_of_its_own(client, anna):
    app(anna)
    assert client.post(STEP, {"code": shown()}).url == SIGN_IN
    assert client.get("/buero/").status_code == 302


def test_somebody_blocked_meanwhile_stays_outside(client, anna, code_in_mail):
    app(anna)
    first_step(client, code_in_mail)
    anna.is_active = False
    anna.save()
    assert client.post(STEP, {"code": shown()}).url == SIGN_IN
    assert client.get("/buero/").status_code == 302


def test_guessing_is_stopped_in_all_processes_and_a_passkey_is_still_asked(client, anna, code_in_mail):
    app(anna)
    for _ in range(2):
        visitor = Client()
        first_step(visitor, code_in_mail)
        for _ in range(3):
            visitor.post(STEP, {"code": "000000"})
    refused = visitor.post(STEP, {"code": shown()})
    assert refused.status_code == 422
    assert "zu viele Versuche" in refused.text


def test_whoever_guesses_elsewhere_locks_nobody_out_who_is_signed_in_here(client, anna, code_in_mail):
    app(anna)
    home = Client(REMOTE_ADDR="198.51.100.4")
    first_step(home, code_in_mail)
    assert home.post(STEP, {"code": shown()}).url == "/buero/"
    for number in range(9):
        stranger = Client(REMOTE_ADDR=f"203.0.113.{number}")
        first_step(stranger, code_in_mail)
        for _ in range(5):
            stranger.post(STEP, {"code": "000000"})
    elsewhere = Client(REMOTE_ADDR="203.0.113.99")
    first_step(elsewhere, code_in_mail)
    assert "zu viele Versuche" in elsewhere.post(STEP, {"code": shown(steps=1)}).text
    beside = Client(REMOTE_ADDR="198.51.100.9")
    first_step(beside, code_in_mail)
    assert beside.post(STEP, {"code": shown(steps=1)}).url == "/buero/"


def test_removing_the_app_takes_the_recovery_codes_with_it(client, anna):
    app(anna)
    client.force_login(anna)
    assert confirmed(client).get(REMOVE).status_code == 200
    assert client.post(REMOVE).url == OWN
    assert not Authenticator.objects.filter(user=anna).exists()
    assert "entfernt" in told("anna@example.org")
    assert AuditEntry.objects.get(verb="security.app_removed").actor == anna


def test_an_app_is_set_up_once(client, anna):
    app(anna)
    client.force_login(anna)
    assert confirmed(client).get(ADD).url == OWN
    assert client.post(ADD, {"code": shown()}).url == OWN
    assert unseal(Authenticator.objects.get(user=anna, type="totp").data["secret"]) == SECRET


def test_the_database_alone_opens_nothing(anna, settings):
    app(anna)
    stored = {each.type: each.data for each in Authenticator.objects.all()}
    assert SECRET not in stored["totp"]["secret"]
    assert re.fullmatch(r"sealed:[\w=-]{100,}", stored["recovery_codes"]["seed"])
    codes = [shown(), *recovery_codes_of(anna)]
    settings.SECRET_KEY = "the key of another installation"
    for guess in (*codes, shown("")):
        with pytest.raises(ActionRefused):
            use_code(anna, guess, now=time.time())


def test_secrets_from_before_they_were_sealed_still_open(client, anna, code_in_mail):
    factor = app(anna)
    factor.data["secret"] = SECRET
    factor.save()
    first_step(client, code_in_mail)
    assert client.post(STEP, {"code": shown()}).status_code == 302
