"""The pages a browser walks through, and how a person signs in."""

import re
from typing import Any

DISTRICT = "/karlstrasse"
PUBLIC_PAGES = [
    "/",
    "/en/",
    "/konto/anmelden/",
    "/gibt-es-nicht/",
    *(
        f"{DISTRICT}{path}"
        for path in (
            "/",
            "/en/",
            "/verzeichnis/",
            "/verzeichnis/?q=b%C3%A4ckerei",
            "/verzeichnis/?q=xyzqqq",
            "/verzeichnis/?open=1&independent=1",
            "/en/verzeichnis/",
            "/karte/",
            "/leerstand/",
            "/projekte/",
            "/projekte/lebendige-karlstrasse/",
            "/ueber-uns/",
            "/team/",
            "/kontakt/",
            "/impressum/",
            "/datenschutz/",
            "/barrierefreiheit/",
            "/regeln/",
            "/leichte-sprache/",
            "/gebaerdensprache/",
            "/barriere-melden/",
            "/inhalt-melden/",
            "/gibt-es-nicht/",
        )
    ),
]
OFFICE_PAGES = [
    "/buero/",
    *(
        f"{DISTRICT}/buero/{path}"
        for path in ("", "eintraege/", "einheiten/", "importe/", "meldungen/", "quartier/", "team/", "protokoll/")
    ),
]


def sign_in(page: Any, site: Any, email: str) -> None:
    """Sign in as a person does: address, code from the mail, done."""
    page.goto(site.page("/konto/anmelden/"))
    page.get_by_label("E-Mail").fill(email)
    page.get_by_role("button", name=re.compile("Code")).click()
    page.wait_for_load_state()
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", site.latest_mail(email), re.MULTILINE)
    assert code, "The mail holds no code."
    page.locator("input[name=code]").fill(code.group(1))
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_url(re.compile("/buero/"))
