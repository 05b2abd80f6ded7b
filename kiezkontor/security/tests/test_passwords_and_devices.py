import pytest
from django.contrib.auth import hashers
from django.test import Client

from kiezkontor.accounts.models import Device, Person
from kiezkontor.accounts.tests.builders import person
from kiezkontor.audit.models import AuditEntry
from kiezkontor.security.tests.builders import app, confirmed, shown, told

pytestmark = pytest.mark.django_db
OWN, SET, REMOVE = "/konto/sicherheit/", "/konto/sicherheit/passwort/", "/konto/sicherheit/passwort/entfernen/"
WITH_PASSWORD, STEP = "/konto/anmelden/passwort/", "/konto/anmelden/zweiter-schritt/"
OTHERS = "/konto/sicherheit/geraete/andere-abmelden/"
PASSWORD = "drei gelbe Fahrräder am Kiosk"


def has_set(someone: Person) -> Person:
    someone.set_password(PASSWORD)
    someone.save()
    return someone


def sign_in(client: Client, email: str = "anna@example.org", password: str = PASSWORD, **more: str):
    return client.post(WITH_PASSWORD, {"email": email, "password": password, **more})


def test_a_password_is_set_only_if_wanted_and_tells_the_person(client, anna):
    client.force_login(anna)
    assert confirmed(client).post(SET, {"password": "kurz"}).status_code == 422
    assert client.post(SET, {"password": "anna@example.org"}).status_code == 422
    assert client.post(SET, {"password": PASSWORD}).url == OWN
    assert client.get(OWN).status_code == 200
    assert "Passwort" in told("anna@example.org")
    assert AuditEntry.objects.get(verb="security.password_set").actor == anna
    assert PASSWORD not in str(list(AuditEntry.objects.values("detail", "subject_label")))
    assert sign_in(Client(), email="Anna@Example.org").url == "/buero/"
    assert client.post(REMOVE).url == OWN
    assert sign_in(Client()).status_code == 422


def test_with_a_second_step_the_password_alone_opens_nothing(client, anna):
    app(has_set(anna))
    assert sign_in(client, next="/schillerkiez/buero/").url == STEP
    assert client.get("/buero/zugang/").status_code == 302
    assert client.post(STEP, {"code": shown()}).url == "/schillerkiez/buero/"


def test_nobody_is_led_to_another_site(client, anna):
    has_set(anna)
    assert sign_in(client, next="https://evil.example/").url == "/buero/"


def test_no_answer_to_a_password_tells_who_is_known(anna, monkeypatch):
    has_set(anna)
    has_set(person(email="blocked@example.org", is_active=False))
    person(email="without@example.org")
    work = []
    encode = hashers.ScryptPasswordHasher.encode
    monkeypatch.setattr(
        hashers.ScryptPasswordHasher,
        "encode",
        lambda self, *args, **more: work.append(1) or encode(self, *args, **more),
    )
    pages, headers = set(), set()
    for email in ("anna@example.org", "blocked@example.org", "without@example.org", "nobody@example.org"):
        before = len(work)
        answer = sign_in(Client(), email, "falsch, aber lang genug")
        assert (answer.status_code, len(work) - before) == (422, 1), email
        pages.add(plain(answer.text, email))
        headers.add(
            str(sorted((name, value) for name, value in answer.items() if name not in {"Content-Length", "Expires"}))
        )
    assert (len(pages), len(headers)) == (1, 1)


def plain(page: str, email: str) -> str:
    """A page without the tokens that differ each time and without the address that was entered."""
    at = page.index("csrfmiddlewaretoken")
    while at >= 0:
        start = page.index('value="', at) + 7
        page = page[:start] + page[page.index('"', start) :]
        at = page.find("csrfmiddlewaretoken", start)
    return page.replace(email, "")


def test_guessing_passwords_is_slowed_down_and_the_code_by_mail_stays_open(client, anna):
    has_set(anna)
    answers = [sign_in(Client(), password=f"geraten {number}").text for number in range(8)]
    assert "zu viele Versuche" in answers[-1]
    assert "zu viele Versuche" in sign_in(Client()).text
    assert sign_in(Client(REMOTE_ADDR="198.51.100.4")).url == "/buero/"
    assert client.post("/konto/anmelden/", {"email": "anna@example.org"}).status_code == 302


def test_strangers_everywhere_keep_nobody_from_their_password(anna):
    has_set(anna)
    for number in range(70):
        sign_in(Client(REMOTE_ADDR=f"203.0.{number}.1"), password="geraten, aber falsch")
    assert sign_in(Client(REMOTE_ADDR="198.51.100.4")).url == "/buero/"


FIREFOX = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def two(anna):
    """The same person at the desk and on the telephone."""
    has_set(anna)
    desk, phone = Client(REMOTE_ADDR="198.51.100.4", **FIREFOX), Client(REMOTE_ADDR="203.0.113.9")
    for each in (desk, phone):
        sign_in(each)
    return desk, phone


def test_people_see_where_they_are_signed_in(two):
    page = two[0].get(OWN).text
    assert "Firefox, Linux" in page
    assert "198.51.100.…" in page
    assert "203.0.113.…" in page
    assert "203.0.113.9" not in page
    assert Device.objects.filter(network__contains="203.0.113.9").count() == 0


def test_one_device_is_ended_and_no_other(two, anna):
    desk, phone = two
    device = Device.objects.get(network="203.0.113.0/24")
    assert desk.post(f"/konto/sicherheit/geraete/{device.pk}/abmelden/").url == OWN
    assert phone.get(OWN).url.startswith("/konto/anmelden/")
    assert desk.get(OWN).status_code == 200
    assert AuditEntry.objects.get(verb="security.device_ended").actor == anna


def test_nobody_ends_devices_of_others(two):
    stranger = Client()
    stranger.force_login(person())
    for device in Device.objects.all():
        assert stranger.post(f"/konto/sicherheit/geraete/{device.pk}/abmelden/").status_code == 404
    assert two[1].get(OWN).status_code == 200


def test_ending_all_others_ends_copied_and_unnoted_sessions_as_well(two, anna):
    desk, phone = two
    thief, old = Client(), Client()
    thief.cookies.update(desk.cookies)
    old.force_login(anna)
    assert Device.objects.filter(person=anna).count() == 2
    assert {each.get(OWN).status_code for each in (desk, phone, thief, old)} == {200}
    assert desk.post(OTHERS).url == OWN
    assert desk.get(OWN).status_code == 200
    assert {each.get(OWN).status_code for each in (phone, thief, old)} == {302}
    assert Device.objects.get(person=anna).session_key == desk.session.session_key
    sign_in(phone)
    assert phone.get(OWN).status_code == 200


def test_a_new_password_ends_all_other_devices(two):
    desk, phone = two
    confirmed(desk).post(SET, {"password": "ganz andere Wörter hintereinander"})
    assert desk.get(OWN).status_code == 200
    assert phone.get(OWN).status_code == 302


def test_signing_out_takes_the_device_from_the_list(two):
    desk, phone = two
    phone.post("/konto/abmelden/")
    assert "203.0.113.…" not in desk.get(OWN).text


def test_nobody_is_signed_in_under_a_session_somebody_else_has_prepared(anna):
    has_set(anna)
    victim = Client()
    victim.post("/konto/anmelden/", {"email": "anna@example.org"})
    prepared = victim.cookies["sessionid"].value
    sign_in(victim)
    assert victim.cookies["sessionid"].value != prepared
    thief = Client()
    thief.cookies["sessionid"] = prepared
    assert thief.get(OWN).status_code == 302
