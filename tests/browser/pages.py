"""Finds a page of every kind by following links as a visitor or a member of an office would, and signs people in."""

import re
import time
from html import unescape
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

DISTRICT = "/karlstrasse"
COORDINATOR = "mira@kiezkontor.example"
OWNER = "hanna@kiezkontor.example"
OPERATOR = "otto@kiezkontor.example"
NOT_PAGES = re.compile(r"^/(static|media|admin)/|/api/|/media/|\.\w{2,8}$|/abmelden/")
PARTS_THAT_VARY = (
    (re.compile(r"/\d+/"), "/N/"),
    (re.compile(r"/\d{4}-\d\d/"), "/MONTH/"),
    (re.compile(r"/verzeichnis/(?!fehler-melden/)[^/]+/"), "/verzeichnis/SLUG/"),
    (re.compile(r"/angebote/[^/]+/"), "/angebote/CODE/"),
    (re.compile(r"/standort/[^/]+/"), "/standort/SLUG/"),
    (re.compile(r"/projekte/(?!neu/|traeger/|programme/)[^/]+/"), "/projekte/SLUG/"),
    (re.compile(r"/texte/[^/]+/[^/]+/"), "/texte/KIND/LANGUAGE/"),
)
# What links do not tell apart: other states of the same page.
STATES = {
    "a word that fits": f"{DISTRICT}/verzeichnis/?q=b%C3%A4ckerei",
    "a typing error": f"{DISTRICT}/verzeichnis/?q=restaurnt",
    "nothing fits": f"{DISTRICT}/verzeichnis/?q=xyzqqq",
    "filters": f"{DISTRICT}/verzeichnis/?open=1&independent=1",
    "nothing fits the filters": f"{DISTRICT}/verzeichnis/?q=b%C3%A4ckerei&step_free=1&open=1",
    "where to report a mistake": f"{DISTRICT}/verzeichnis/fehler-melden/?q=b%C3%A4ckerei",
    "many pages": "/garmisch-partenkirchen/verzeichnis/?page=2",
    "a district without entries": "/herten-innenstadt/",
    "its directory": "/herten-innenstadt/verzeichnis/",
    "a page that does not exist": "/gibt-es-nicht/",
    "the same in a district": f"{DISTRICT}/gibt-es-nicht/",
    "whether a certificate is genuine": f"{DISTRICT}/bescheinigung-pruefen/",
    "the front page in English": "/en/",
    "the district in English": f"{DISTRICT}/en/",
    "the directory in English": f"{DISTRICT}/en/verzeichnis/?q=bakery",
    "the map in English": f"{DISTRICT}/en/karte/",
    "a project in English": f"{DISTRICT}/en/projekte/lebendige-karlstrasse/",
}
PUBLIC_KINDS = {
    "/",
    "/konto/anmelden/",
    "/impressum/",
    *(
        f"{DISTRICT}{rest}"
        for rest in (
            *("/", "/verzeichnis/", "/verzeichnis/SLUG/", "/verzeichnis/SLUG/aushang/", "/verzeichnis/SLUG/nachricht/"),
            *("/verzeichnis/SLUG/mein-betrieb/", "/verzeichnis/SLUG/fehler-melden/"),
            "/verzeichnis/fehler-melden/",
            *(
                "/karte/",
                "/leerstand/",
                "/leerstand/melden/",
                "/leerstand/angebote/",
                "/leerstand/angebote/CODE/",
                "/leerstand/angebote-per-mail/",
                "/leerstand/ideen/",
                "/leerstand/ideen/geben/",
                "/standort/",
                "/standort/SLUG/",
                "/bestandsaufnahme/",
                "/bestandsaufnahme/N/",
                "/bestandsaufnahme/karte/",
                "/projekte/",
                "/projekte/SLUG/",
                "/ueber-uns/",
                "/team/",
                "/kontakt/",
                "/mitmachen/",
                "/kalender/",
                "/kalender/MONTH/",
                "/kalender/karte/",
                "/kalender/vergangene/",
                "/raum-suchen/",
                "/hinweise/",
                "/hinweise/neu/",
                "/hinweise/N/",
                "/hinweise/N/unterstuetzen/",
                "/hinweise/N/kommentieren/",
            ),
            *("/impressum/", "/datenschutz/", "/barrierefreiheit/", "/regeln/", "/leichte-sprache/"),
            *("/gebaerdensprache/", "/barriere-melden/", "/inhalt-melden/"),
        )
    ),
}
OFFICE_KINDS = {
    "/buero/",
    "/buero/zugang/",
    *(
        f"{DISTRICT}/buero/{rest}"
        for rest in (
            *("", "eintraege/doppelte/", "eintraege/N/zusammenfuehren/", "eintraege/N/beziehungen/neu/"),
            *("eintraege/", "eintraege/N/", "eintraege/N/bearbeiten/", "eintraege/neu/", "eintraege/N/fotos/neu/"),
            *("eintraege/N/mitgliedschaft/", "einheiten/", "einheiten/neu/", "einheiten/N/", "einheiten/N/gesehen/"),
            *(
                "einheiten/N/beschreiben/",
                "einheiten/N/fotos/neu/",
                "einheiten/N/teilen/",
                "einheiten/N/beobachtungen/N/berichtigen/",
                "meldungen/",
                "protokoll/",
            ),
            *("aufbewahrung/", "aufbewahrung/behalten/", "aufbewahrung/auskunft/", "eintraege/N/behalten/"),
            *("post/", "post/kein-kontakt/"),
            *(
                "ansprache/",
                "ansprache/N/",
                "ansprache/N/kontakt/",
                "ansprache/N/stand/",
                "ansprache/N/unterstuetzung/",
            ),
            *(
                "ansprache/gemeinsam/",
                "ansprache/N/bedarf/",
                "ansprache/bedarf/",
                "ansprache/verlauf/",
                "ansprache/rundgang/",
                "ansprache/boegen/",
            ),
            *("ansprache/rundgang/papier/", "importe/", "importe/neu/", "importe/N/"),
            *("kalender/", "kalender/N/", "sitzungen/jahr/", "sitzungen/N/", "sitzungen/N/punkt/"),
            *("sitzungen/N/anwesend/", "sitzungen/N/protokoll/", "standortplan/", "standortplan/neu/"),
            *("kurse/", "kurse/planen/", "kurse/N/", "kurse/N/aendern/", "kurse/N/tag/"),
            *("sitzungen/karten/N/", "sitzungen/karten/N/eintippen/", "sitzungen/punkte/N/karten/"),
            *("briefe/", "briefe/informieren/", "brett/", "brett/themen/", "brett/themen/N/"),
            *("erstkontakte/", "erstkontakte/zusammenbringen/"),
            *("hinweise/", "hinweise/N/", "hinweise/N/stand/", "hinweise/N/einordnen/"),
            *("hinweise/N/veroeffentlichen/", "hinweise/haeufung/", "hinweise/themen/"),
            *("leerstand/", "leerstand/ohne-fall/", "leerstand/eroeffnen/N/", "leerstand/N/", "leerstand/N/stand/"),
            *("leerstand/N/schritt/", "leerstand/N/bearbeiten/", "leerstand/N/schliessen/", "leerstand/N/eigentum/"),
            "leerstand/N/expose/",
            *(f"leerstand/N/expose/{rest}/" for rest in ("neu", "bearbeiten", "freigeben", "link", "zuruecknehmen")),
            *("leerstand/N/expose/bilder/neu/", "leerstand/N/expose/bilder/N/entfernen/"),
            *("leerstand/meldungen/", "leerstand/meldungen/N/", "leerstand/meldungen/N/ablehnen/"),
            *("leerstand/fruehwarnung/", "leerstand/fruehwarnung/neu/N/", "leerstand/eigentum/"),
            *("leerstand/eigentum/N/", "leerstand/eigentum/N/gespraech/", "leerstand/eigentum/N/brief/"),
            *("leerstand/besichtigungen/", "leerstand/besichtigungen/planen/", "leerstand/besichtigungen/tag/"),
            *("leerstand/besichtigungen/rundgaenge/neu/", "leerstand/besichtigungen/rundgaenge/N/"),
            *(f"leerstand/besichtigungen/N/{rest}" for rest in ("", "verlegen/", "absagen/", "ergebnis/", "eigentum/")),
            *("leerstand/N/besichtigen/N/", "leerstand/verhandlungen/N/", "leerstand/verhandlungen/N/notiz/"),
            "leerstand/verhandlungen/N/beenden/",
            *("leerstand/nutzungen/", "leerstand/nutzungen/N/", "leerstand/nutzungen/N/miete/"),
            *(
                f"leerstand/nutzungen/N/{rest}/"
                for rest in ("bearbeiten", "verlaengern", "dauerhaft", "beenden", "einzug")
            ),
            *("leerstand/ergebnisse/", "leerstand/ergebnisse/vermittlungen/", "leerstand/ideen/", "leerstand/ideen/N/"),
            *("leerstand/mietmodelle/", "leerstand/mietmodelle/neu/", "leerstand/mietmodelle/einlesen/"),
            *("leerstand/mietmodelle/N/", "leerstand/mietmodelle/N/bearbeiten/", "leerstand/mietmodelle/N/kopieren/"),
            *("leerstand/nutzungen/N/mietmodell/", "leerstand/nutzungen/N/beispiel/"),
            *("leerstand/nutzungen/N/uebergabe/", "leerstand/nutzungen/N/nachfrage/N/"),
            *("anfragen/", "eintraege/N/einladen/", "eintraege/N/kontakte/neu/", "eintraege/N/nicht-ansprechen/"),
            "eintraege/N/oeffnungszeiten/",
            *("raumsuchende/", "raumsuchende/neu/", "raumsuchende/N/", "raumsuchende/N/stand/"),
            *("raumsuchende/N/schritt/", "raumsuchende/N/bearbeiten/", "raumsuchende/N/passend/"),
            *("raumsuchende/anfragen/", "raumsuchende/anfragen/neu/", "raumsuchende/anfragen/N/"),
            *("raumsuchende/zielbild/", "leerstand/N/passend/"),
            *("bestandsaufnahmen/", "bestandsaufnahmen/neu/", "bestandsaufnahmen/N/"),
            *(
                "bestandsaufnahmen/N/segmente/",
                "bestandsaufnahmen/N/einheiten/",
                "bestandsaufnahmen/N/pruefung/",
                "bestandsaufnahmen/N/papier/",
                "bestandsaufnahmen/N/openstreetmap/",
                "bestandsaufnahmen/N/abdeckung/",
                "bestandsaufnahmen/karte/",
            ),
            *("quartier/", "quartier/namen/", "quartier/grenze/", "quartier/teilbereiche/", "quartier/strassen/"),
            *("quartier/marke/", "quartier/buero/", "quartier/texte/", "quartier/texte/KIND/LANGUAGE/"),
            *("quartier/gebaerdensprache/", "projekte/programme/N/"),
            *("projekte/", "projekte/neu/", "projekte/SLUG/bearbeiten/", "projekte/SLUG/foerderung/"),
            *("projekte/SLUG/team/", "projekte/traeger/N/", "projekte/traeger/neu/", "projekte/programme/neu/"),
            *("team/", "team/einladen/", "team/personen/N/rolle-geben/", "team/rollen/N/beenden/"),
        )
    ),
}

OWN_KINDS = {
    f"{DISTRICT}/mein/{rest}"
    for rest in (
        *("", "kontakte/", "eintraege/N/", "eintraege/N/bearbeiten/", "eintraege/N/oeffnungszeiten/"),
        *(
            "eintraege/N/kontaktliste/",
            "eintraege/N/bedarf/",
            "eintraege/N/fotos/neu/",
            "eintraege/N/fotos/N/",
            "eintraege/N/fotos/N/entfernen/",
        ),
        *("brett/", "brett/neu/", "brett/themen/", "brett/N/"),
        *("hinweise/", "hinweise/neu/", "hinweise/N/"),
        *("erstkontakte/", "erstkontakte/N/", "erstkontakte/N/kein-interesse/"),
    )
}


def kind_of(path: str) -> str:
    for pattern, name in PARTS_THAT_VARY:
        path = pattern.sub(name, path)
    return path


def pages_of_every_kind(request: Any, site: Any, starts: list[str], within: str) -> dict[str, str]:
    """Kind to the first page of it that links lead to from `starts`; only paths that match `within`, in German.

    request: Playwright's request context; with the cookies of whoever is signed in.
    """
    found: dict[str, str] = {}
    waiting = list(starts)
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in found:
            continue
        answer = request.get(site.page(path))
        if not answer.ok or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        found[kind] = path
        for link in re.findall(r'<a\b[^>]*?href="([^"]+)"', answer.text()):
            parts = urlsplit(urljoin(site.page(path), unescape(link)))
            target = unquote(parts.path)
            if parts.netloc != urlsplit(site.url).netloc or "/en/" in target or NOT_PAGES.search(target):
                continue
            if re.match(within, target):
                waiting.append(target)
    return found


def first_link(request: Any, site: Any, path: str, pattern: str) -> str:
    """The first link on a page whose path matches the whole pattern."""
    for link in re.findall(r'href="([^"]+)"', request.get(site.page(path)).text()):
        if re.fullmatch(pattern, urlsplit(unescape(link)).path):
            return urlsplit(unescape(link)).path
    raise AssertionError(f"No link like {pattern} on {path}.")


def member(request: Any, site: Any) -> str:
    """The profile of a member with photo, texts and hours."""
    return first_link(
        request, site, f"{DISTRICT}/verzeichnis/?q=Speichengl%C3%BCck", r".*/verzeichnis/radwerkstatt-.*/"
    )


def workshop(request: Any, site: Any) -> str:
    """The office's page of the workshop that was held, with cards on its boards."""
    past = f"{DISTRICT}/kalender/vergangene/?q=Unsere+Stra%C3%9Fe"
    number = first_link(request, site, past, rf"{DISTRICT}/kalender/\d+/").rstrip("/").rpartition("/")[2]
    return f"{DISTRICT}/buero/kalender/{number}/"


def of_a_case(request: Any, site: Any, page: str, *ways: str) -> str:
    """The first page of a kind that leads on by all these ways, among those of all vacancies; all are below a case."""
    listed = request.get(site.page(f"{DISTRICT}/buero/leerstand/")).text()
    for case in dict.fromkeys(re.findall(rf'href="({DISTRICT}/buero/leerstand/\d+/)"', listed)):
        text = request.get(site.page(f"{case}{page}")).text()
        if all(re.search(f'"{case}{way}"', text) for way in ways):
            return f"{case}{page}"
    raise AssertionError(f"No vacancy has a page {page} that leads to {ways}.")


def without_expose(request: Any, site: Any) -> str:
    """The form of the exposé of a case that has none yet; the desk may lead to one that has first."""
    return of_a_case(request, site, "", "expose/neu/") + "expose/neu/"


def released_expose(request: Any, site: Any) -> str:
    """One of which parts are released and others not, with pictures."""
    ways = ("zuruecknehmen/", "freigeben/", "link/", r"bilder/\d+/entfernen/")
    return of_a_case(request, site, "expose/", *(f"expose/{way}" for way in ways))


def unconfirmed(request: Any, site: Any) -> str:
    """The profile of an entry nobody has confirmed yet, which asks whose it is."""
    not_a_member = r".*/verzeichnis/(?!.*-demo-)[a-z0-9-]+-\d+/"
    return first_link(request, site, f"{DISTRICT}/verzeichnis/?page=2", not_a_member)


def codes(request: Any, site: Any) -> list[str]:
    """The codes on the demonstration's page of mails, the newest first."""
    text = re.sub(r"<[^>]+>", "\n", request.get(site.page("/postfach/")).text())
    return re.findall(r"^\s*([A-Z]{4}-[A-Z]{4})\s*$", text, re.MULTILINE)


def new_code(request: Any, site: Any, known: list[str]) -> str:
    """The code that is not among the known ones; mails go out shortly after the answer, so it may take a moment."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for code in codes(request, site):
            if code not in known:
                return code
        time.sleep(0.1)
    raise AssertionError("No new code came by mail.")


SESSIONS: dict[tuple[str, str], list[Any]] = {}


def sign_in(page: Any, site: Any, email: str) -> None:
    """Sign in as a person does, once for each person: more than three codes a minute are refused, to tests as well."""
    page.context.add_cookies(SESSIONS.get((site.url, email), []))
    page.goto(site.page("/buero/"))
    if "/konto/" in page.url:
        ask_for_code(page, site, email)
        SESSIONS[site.url, email] = page.context.cookies()


def ask_for_code(page: Any, site: Any, email: str) -> None:
    known = codes(page.context.request, site)
    page.goto(site.page("/konto/anmelden/"))
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_role("button", name="Code zuschicken").click()
    page.wait_for_url(re.compile("/code/"))
    page.get_by_label("Code aus der E-Mail").fill(new_code(page.context.request, site, known))
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(re.compile("/buero/"))
