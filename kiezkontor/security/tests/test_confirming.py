"""Nothing of a sign-in is changed or shown before it is confirmed, however the session came about."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from kiezkontor.security.gates import safe_next
from kiezkontor.security.tests.builders import app, confirmed, shown

pytestmark = pytest.mark.django_db
OWN, CONFIRM, SEND = "/konto/sicherheit/", "/konto/sicherheit/bestaetigen/", "/konto/sicherheit/bestaetigen/code/"
AFTER_CONFIRMING = [
    *("add_app", "remove_app", "codes", "new_codes", "add_passkey", "new_passkey_options", "set_password"),
    *("remove_password", "reset"),
]


@pytest.mark.parametrize("page", AFTER_CONFIRMING)
@pytest.mark.parametrize("seconds_ago", [16 * 60, -60, None])
def test_a_session_somebody_left_open_changes_nothing(client, anna, page, seconds_ago):
    anna.is_operator = True
    anna.save()
    client.force_login(anna)
    if seconds_ago is not None:
        confirmed(client, seconds_ago=seconds_ago)
    for ask in (client.get, client.post):
        answer = ask(reverse(f"security:{page}"))
        assert answer.status_code == 405 or answer.url.startswith(CONFIRM)
    form = {"code": "1", "password": "x" * 20, "email": "anna@example.org", "name": "x", "credential": "{}"}
    assert page == "codes" or client.post(reverse(f"security:{page}"), form).url.startswith(CONFIRM)


def test_every_page_about_the_sign_in_asks_to_sign_in(client):
    for page in [*AFTER_CONFIRMING, "overview", "confirm", "confirm_by_passkey", "confirm_send", "end_other_devices"]:
        for ask in (client.get, client.post):
            answer = ask(reverse(f"security:{page}"))
            assert answer.status_code == 405 or answer.url.startswith("/konto/anmelden/")


def test_without_a_second_step_people_confirm_by_mail(client, anna, code_in_mail):
    client.force_login(anna)
    page = client.get("/konto/sicherheit/app/einrichten/")
    assert page.url == f"{CONFIRM}?next=%2Fkonto%2Fsicherheit%2Fapp%2Feinrichten%2F"
    assert "Code per E-Mail zuschicken" in client.get(page.url).text
    page = client.post(SEND, {"next": "/konto/sicherheit/app/einrichten/"})
    assert mail.outbox[-1].subject.startswith("Ihr Code zum Bestätigen: ")
    assert client.post(CONFIRM, {"code": "BBBB-BBBB"}).status_code == 422
    answer = client.post(CONFIRM, {"code": code_in_mail(), "next": "/konto/sicherheit/app/einrichten/"})
    assert answer.url == "/konto/sicherheit/app/einrichten/"
    assert client.get(answer.url).status_code == 200


def test_the_mailed_code_works_once_and_three_times_wrong_is_the_end(client, anna, code_in_mail):
    client.force_login(anna)
    client.post(SEND)
    code = code_in_mail()
    client.post(CONFIRM, {"code": code})
    assert client.post(CONFIRM, {"code": code}).status_code == 422
    client.post(SEND)
    for _ in range(3):
        client.post(CONFIRM, {"code": "BBBB-BBBB"})
    assert client.post(CONFIRM, {"code": code_in_mail()}).status_code == 422


def test_a_code_for_one_session_confirms_no_other(client, anna, code_in_mail):
    stranger = Client()
    for each in (client, stranger):
        each.force_login(anna)
    client.post(SEND)
    assert stranger.post(CONFIRM, {"code": code_in_mail()}).status_code == 422


def test_who_has_a_second_step_confirms_by_it_and_not_by_mail(client, anna):
    app(anna)
    client.force_login(anna)
    assert client.post(SEND).status_code == 422
    assert mail.outbox == []
    assert client.post(CONFIRM, {"code": "000000"}).status_code == 422
    assert client.post(CONFIRM, {"code": shown()}).url == OWN
    assert client.get("/konto/sicherheit/ersatzcodes/").status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "None", "konto/"]
)
def test_nobody_is_led_to_another_site(client, anna, rf, target):
    assert safe_next(rf.post("/", {"next": target})) == ""
    app(anna)
    client.force_login(anna)
    assert client.post(CONFIRM, {"code": shown(), "next": target}).url == OWN


def test_forged_forms_change_nothing(anna):
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    confirmed(client)
    for page in [*AFTER_CONFIRMING, "end_other_devices", "confirm_send", "passkey_options", "passkey", "password"]:
        answer = client.post(reverse(f"security:{page}"), {"password": "viele lange Wörter"})
        assert answer.status_code == 403, page
    anna.refresh_from_db()
    assert not anna.has_usable_password()


def test_a_fresh_sign_in_counts_as_confirmed(client, anna, code_in_mail):
    client.post("/konto/anmelden/", {"email": "anna@example.org"})
    client.post("/konto/anmelden/code/", {"code": code_in_mail()})
    assert client.get("/konto/sicherheit/app/einrichten/").status_code == 200
