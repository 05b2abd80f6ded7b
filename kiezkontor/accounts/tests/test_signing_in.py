import re
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kiezkontor.accounts import limits
from kiezkontor.accounts.adapter import passkey_host
from kiezkontor.accounts.tests.builders import person

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, SIGN_OUT = "/konto/anmelden/", "/konto/anmelden/code/", "/konto/abmelden/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def anna():
    return person("Anna Muster", email="anna@example.org")


def code_in_mail():
    return re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body)[0]


def ask(client: Client, email: str = "anna@example.org", **query: str):
    return client.post(SIGN_IN + ("?" + urlencode(query) if query else ""), {"email": email, **query})


def test_people_sign_in_with_the_code_from_the_mail(client, anna):
    assert ask(client).url == CODE
    assert mail.outbox[-1].to == ["anna@example.org"]
    assert mail.outbox[-1].subject.startswith("Ihr Code zum Anmelden: ")
    answer = client.post(CODE, {"code": code_in_mail().lower().replace("-", " ")})
    assert answer.url == "/buero/"
    assert "Sie sind angemeldet" in client.get("/buero/", follow=True).text


def test_everything_is_said_in_english_too(client, anna):
    page = client.get("/en/konto/anmelden/").content.decode()
    assert "You need no password" in page
    client.post("/en/konto/anmelden/", {"email": "anna@example.org"})
    assert mail.outbox[-1].subject.startswith("Your code to sign in: ")


def test_the_german_page_speaks_german(client):
    page = client.get(SIGN_IN).content.decode()
    assert "Sie brauchen kein Passwort" in page
    assert "You need" not in page


def test_who_came_for_no_page_is_led_to_none(client):
    page = client.get(SIGN_IN, headers={"host": passkey_host()}).text
    assert '<input type="hidden" name="next" value=""' in page


def test_nobody_can_tell_whether_an_address_has_access(client, anna):
    stranger = Client()
    known, unknown = ask(client), ask(stranger, "nobody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert set(known.cookies) == set(unknown.cookies)
    pages = [each.get(CODE).content.decode() for each in (client, stranger)]
    hide = [re.sub(r'value="[^"]{20,}"', "", page).replace("nobody@", "anna@") for page in pages]
    assert hide[0] == hide[1]
    assert [message.to for message in mail.outbox] == [["anna@example.org"], ["nobody@example.org"]]
    assert not re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body)
    wrong = [each.post(CODE, {"code": "BBBB-BBBB"}) for each in (client, stranger)]
    assert [answer.status_code for answer in wrong] == [422, 422]


def test_a_blocked_person_looks_like_an_unknown_one(client, anna):
    anna.is_active = False
    anna.save()
    assert ask(client).url == CODE
    assert not re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body)


def test_a_wrong_code_is_refused_with_a_sentence(client, anna):
    ask(client)
    page = client.post(CODE, {"code": "BBBB-BBBB"})
    assert page.status_code == 422
    assert "Dieser Code stimmt nicht" in page.content.decode()


def test_after_three_wrong_codes_a_new_one_is_needed(client, anna):
    ask(client)
    right = code_in_mail()
    for _ in range(2):
        client.post(CODE, {"code": "BBBB-BBBB"})
    page = client.post(CODE, {"code": "BBBB-BBBB"}, follow=True)
    assert page.redirect_chain[-1][0] == SIGN_IN
    assert "zu viele Versuche" in page.content.decode()
    assert client.post(CODE, {"code": right}).url == SIGN_IN


@pytest.mark.parametrize("limit", ["ACCOUNT_LOGIN_BY_CODE_TIMEOUT", "ACCOUNT_LOGIN_TIMEOUT"])
def test_an_old_code_is_no_longer_valid(client, anna, settings, limit):
    ask(client, next="/buero/?x=1")
    setattr(settings, limit, -1)
    page = client.post(f"{CODE}?next=/buero/%3Fx%3D1", {"code": code_in_mail()}, follow=True)
    assert page.redirect_chain[-1][0] == f"{SIGN_IN}?next=%2Fbuero%2F%3Fx%3D1"
    assert "nicht mehr gültig" in page.content.decode()


def test_a_code_works_once(client, anna):
    ask(client)
    code = code_in_mail()
    client.post(CODE, {"code": code})
    client.post(SIGN_OUT)
    assert client.post(CODE, {"code": code}).url == SIGN_IN


def test_people_come_back_to_the_page_they_wanted(client, anna):
    answer = ask(client, next="/schillerkiez/buero/")
    assert answer.url == f"{CODE}?next=%2Fschillerkiez%2Fbuero%2F"
    assert client.post(answer.url, {"code": code_in_mail()}).url == "/schillerkiez/buero/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_to_another_site(client, anna, target):
    answer = ask(client, next=target)
    assert "evil" not in client.post(f"{CODE}?{urlencode({'next': target})}", {"code": code_in_mail()}).url
    assert answer.url.startswith(CODE)


def test_asking_again_and_again_is_stopped(client, anna):
    answers = [ask(Client()).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 422]
    assert len(mail.outbox) == 3


def test_nobody_gets_round_the_limit_by_asking_for_many_other_addresses(client, anna):
    for _ in range(3):
        ask(Client())
    for number in range(400):
        cache.set(f"someone-else-{number}", number, 3_600)
    assert ask(Client()).status_code == 422


def ask_at(minute: float, network: str, email: str = "anna@example.org"):
    """Ask for a code some time after the start, from a network; True when one was sent."""
    with patch("allauth.core.internal.ratelimit.time.time", return_value=1_800_000_000 + 60 * minute):
        before = len(mail.outbox)
        answer = Client(REMOTE_ADDR=network).post(SIGN_IN, {"email": email})
        assert answer.status_code in {302, 422}
        return len(mail.outbox) > before


@pytest.mark.parametrize("email", ["anna@example.org", "nobody@example.org"])
def test_a_stranger_elsewhere_locks_nobody_out(client, anna, email):
    sent = [ask_at(minute / 2, "203.0.113.7", email) for minute in range(100)]
    assert 10 < sum(sent) <= 25
    assert ask_at(50, "198.51.100.4", email)


def test_many_strangers_slow_somebody_down_and_never_stop_them(client, anna):
    for number in range(60):
        ask_at(number / 3, f"203.0.113.{number}")
    assert ask_at(20, "198.51.100.4")
    assert not ask_at(22, "198.51.100.4")
    assert ask_at(26, "198.51.100.4")


def test_asking_all_day_from_one_place_becomes_slow_and_goes_on(client, anna):
    sent = [ask_at(minute, "198.51.100.4") for minute in range(60)]
    assert all(sent[:10])
    assert 8 <= sum(sent[10:]) <= 12
    assert any(sent[-6:])


def test_a_code_that_was_sent_stays_valid_while_no_other_is(client, anna):
    ask(client)
    right = code_in_mail()
    for _ in range(12):
        ask(Client())
    assert "bleibt 15 Minuten gültig" in ask(Client()).text
    assert client.post(CODE, {"code": right}).url == "/buero/"


def test_whoever_asks_for_another_code_keeps_the_one_before(client, anna):
    ask(client, next="/buero/?x=1")
    right = code_in_mail()
    page = client.get(f"{CODE}?next=%2Fbuero%2F%3Fx%3D1").text
    way_back = re.search(r'href="(/konto/anmelden/[^"]*)"', page)[1]
    assert client.get(way_back).status_code == 200
    for _ in range(3):
        ask(Client())
    refused = ask(client, next="/buero/?x=1")
    assert refused.status_code == 422
    way_on = re.search(r'href="(/konto/anmelden/code/[^"]*)"', refused.text)[1]
    assert client.post(way_on, {"code": right}).url == "/buero/?x=1"


def test_a_new_code_takes_the_place_of_the_one_before(client, anna):
    ask(client)
    old = code_in_mail()
    ask(client)
    assert client.post(CODE, {"code": old}).status_code == 422
    assert client.post(CODE, {"code": code_in_mail()}).url == "/buero/"


def test_a_colleague_who_asks_for_everybody_slows_the_house_down_and_never_stops_it(client, anna, monkeypatch):
    monkeypatch.setattr(limits, "NETWORK", {"codes": "10/m/ip,12/h/ip"})
    for number in range(20):
        ask_at(number / 8, "198.51.100.4", f"nobody-{number}@example.org")
    assert ask_at(25, "198.51.100.4")
    assert not ask_at(26, "198.51.100.4")
    assert ask_at(31, "198.51.100.4")


def test_one_network_cannot_send_mail_to_the_whole_world(client, monkeypatch):
    monkeypatch.setattr(limits, "NETWORK", {"codes": "10/m/ip,12/h/ip"})
    monkeypatch.setattr(limits, "SLOWLY_FROM_HERE", {"codes_slowly_here": "5/h/ip"})
    sent = [ask_at(number / 8, "198.51.100.4", f"stranger-{number}@example.org") for number in range(25)]
    assert sum(sent) == 12 + 5


def test_signing_out_takes_a_button(client, anna):
    client.force_login(anna)
    assert client.get(SIGN_OUT).status_code == 200
    assert "Sie sind angemeldet" in client.get("/buero/", follow=True).text
    assert client.post(SIGN_OUT).url == reverse("home:front")
    assert client.get("/buero/").url.startswith("/konto/anmelden/")


def test_the_sign_in_sets_only_the_cookie_that_protects_the_form(client):
    assert set(client.get(SIGN_IN).cookies) == {"csrftoken"}


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "login/",
        "email/",
        "password/reset/",
        "password/change/",
        "2fa/",
        "social/login/",
        "reauthenticate/",
        "",
    ],
)
def test_what_is_not_offered_does_not_exist(client, anna, path):
    assert client.get(f"/konto/{path}").status_code == 404
    client.force_login(anna)
    assert client.get(f"/konto/{path}").status_code == 404


def test_the_administration_has_no_door_of_its_own(client):
    assert client.get("/admin/login/").url.startswith(SIGN_IN)


def test_a_mail_server_that_is_away_is_said_plainly(client, anna, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    page = ask(client)
    assert page.status_code == 503
    assert "konnte nicht verschickt werden" in page.content.decode()
