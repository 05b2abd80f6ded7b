"""App, passkey and devices in a real browser on a phone, with the authenticator Chromium pretends to have."""

import re
import time
from typing import Any

import pytest

from kiezkontor.accounts.rules.totp import STEP_SECONDS
from kiezkontor.security.actions.factors import code_of
from tests.browser.pages import COORDINATOR, ask_for_code, codes, new_code, sign_in
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
OWN = "/konto/sicherheit/"
WITH_APP, WITH_PASSKEY, WITH_DEVICES = (
    "falk@kiezkontor.example",
    "soraya@kiezkontor.example",
    "gregor@kiezkontor.example",
)


@pytest.fixture
def phone(page: Any) -> Any:
    page.set_viewport_size(PHONE)
    return page


def fits(page: Any) -> bool:
    return not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def sign_in_anew(page: Any, site: Any, email: str) -> None:
    """Without what other tests remember: a session of its own."""
    page.context.clear_cookies()
    ask_for_code(page, site, email)


def test_an_app_is_set_up_and_asked_for(phone, site):
    sign_in_anew(phone, site, WITH_APP)
    phone.goto(site.page(OWN))
    phone.get_by_role("link", name="App einrichten").click()
    secret = phone.locator(".secret-key").inner_text().replace(" ", "")
    picture = phone.get_by_role("img", name="Bild für die Kamera der App")
    assert picture.evaluate("async image => (await image.decode(), image.naturalWidth)") > 100
    assert fits(phone)
    phone.get_by_label("Code, den die App zeigt").fill(code_of(secret, now_step()))
    phone.get_by_role("button", name="Einrichten").click()
    phone.get_by_role("heading", name="Ersatzcodes").wait_for()
    recovery = phone.locator(".recovery-codes code").first.inner_text()
    phone.context.clear_cookies()
    first_step(phone, site, WITH_APP)
    phone.wait_for_url(re.compile("/zweiter-schritt/"))
    assert fits(phone)
    phone.get_by_label("Code aus der App").fill(recovery)
    phone.get_by_role("button", name="Anmelden", exact=True).click()
    phone.wait_for_url(re.compile("/buero/"))
    phone.goto(site.page(f"{OWN}app/entfernen/"))
    phone.get_by_role("button", name="Entfernen").click()
    phone.get_by_role("link", name="App einrichten").wait_for()


def now_step() -> int:
    return int(time.time() // STEP_SECONDS)


def first_step(page: Any, site: Any, email: str) -> None:
    known = codes(page.context.request, site)
    page.goto(site.page("/konto/anmelden/"))
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_role("button", name="Code zuschicken").click()
    page.wait_for_url(re.compile("/code/"))
    page.get_by_label("Code aus der E-Mail").fill(new_code(page.context.request, site, known))
    page.get_by_role("button", name="Anmelden", exact=True).click()


def with_authenticator(page: Any) -> Any:
    """A finger that is always put on; the browser keeps its passkeys while the page lives."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    authenticator = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return lambda verified: session.send(
        "WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": verified}
    )


def test_a_passkey_signs_in_by_itself_and_as_second_step(phone, site):
    finger = with_authenticator(phone)
    sign_in_anew(phone, site, WITH_PASSKEY)
    phone.goto(site.page(f"{OWN}passkeys/neu/"))
    phone.get_by_label("Name des Passkeys").fill("Mein Telefon")
    assert fits(phone)
    phone.get_by_role("button", name="Passkey jetzt hinzufügen").click()
    phone.get_by_role("heading", name="Ersatzcodes").wait_for()
    phone.context.clear_cookies()

    phone.goto(site.page("/konto/anmelden/?next=/buero/zugang/"))
    phone.get_by_role("button", name="Mit Passkey anmelden").click()
    phone.wait_for_url(re.compile("/buero/zugang/"))
    phone.wait_for_load_state("networkidle")  # an answer still under way would bring the cookie back
    phone.context.clear_cookies()

    finger(False)
    phone.goto(site.page("/konto/anmelden/"))
    phone.get_by_role("button", name="Mit Passkey anmelden").click()
    phone.get_by_text("hat keinen Passkey gezeigt").wait_for()
    finger(True)

    first_step(phone, site, WITH_PASSKEY)
    phone.wait_for_url(re.compile("/zweiter-schritt/"))
    phone.get_by_role("button", name="Mit Passkey anmelden").click()
    phone.wait_for_url(re.compile("/buero/"))

    phone.goto(site.page(OWN))
    phone.get_by_role("link", name=re.compile("Umbenennen.*Mein Telefon")).click()
    phone.get_by_label("Name des Passkeys").fill("Altes Telefon")
    phone.get_by_role("button", name="Speichern").click()
    phone.get_by_role("link", name=re.compile("Entfernen.*Altes Telefon")).click()
    phone.get_by_role("button", name="Entfernen").click()
    phone.get_by_text("Der Passkey ist entfernt.").wait_for()
    phone.context.clear_cookies()

    phone.goto(site.page("/konto/anmelden/"))
    phone.get_by_role("button", name="Mit Passkey anmelden").click()
    phone.get_by_text("Dieser Passkey ist hier nicht bekannt").wait_for()


def test_another_device_is_signed_out_from_the_phone(phone, chromium, site):
    desk = chromium.new_context(locale="de-DE").new_page()
    for each in (desk, phone):
        sign_in_anew(each, site, WITH_DEVICES)
    phone.goto(site.page(OWN))
    assert fits(phone)
    phone.get_by_role("button", name="Alle anderen Geräte abmelden").click()
    phone.get_by_text("Alle anderen Geräte sind abgemeldet.").wait_for()
    desk.goto(site.page(OWN))
    assert "/konto/anmelden/" in desk.url
    phone.goto(site.page(OWN))
    assert "/konto/anmelden/" not in phone.url
    desk.context.close()


def test_pages_about_the_own_sign_in_meet_no_barrier(context, site):
    sign_in(context.new_page(), site, COORDINATOR)
    watch = Watch(context, site)
    for path in ("", "bestaetigen/", "app/einrichten/", "passkeys/neu/", "passwort/", "ersatzcodes/"):
        watch.look_at(f"{OWN}{path}")
    context.clear_cookies()
    watch.look_at("/konto/anmelden/passwort/")
    assert watch.wrong == {}
