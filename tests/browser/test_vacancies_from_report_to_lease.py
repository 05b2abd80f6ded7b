"""A shop the walk finds empty: reported on a telephone, used for a time, let for good; each step by whose it is."""

import itertools
import re
import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiezkontor.organisations.tests.builders import picture
from kiezkontor.shared.guard import MIN_SECONDS
from tests.browser.pages import COORDINATOR, DISTRICT, sign_in
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
MOST_INTERACTIONS = 5
# What a thumb takes: to find and touch something, and for each letter; and the most a request may take.
TOUCH_SECONDS, LETTER_SECONDS, MOST_SECONDS = 2.0, 0.35, 180
WALKER = "walid@kiezkontor.example"
# What moved in there was invented for the demo, so nothing is said of a shop that exists.
WHERE, FORMER = "Karlstraße 84", "Musterladen (Demo)"
CONFIRM = re.compile(r"http://[^\s<\"]+/raum-suchen/bestaetigen/[^\s<\"&]+")
RELEASE = re.compile(r"http://[^\s<\"]+/leerstand/freigabe/[^\s<\"&]+")


class Thumb:
    """Counts what somebody does on a telephone."""

    def __init__(self, page):
        self.page, self.touches, self.letters = page, 0, 0

    def touch(self, place):
        self.touches += 1
        place.click()

    def write(self, label, text):
        self.touches += 1
        self.letters += len(text)
        self.page.get_by_label(label).fill(text)

    def show(self, label, files):
        self.touches += 1
        self.page.get_by_label(label).set_input_files(files)

    def think(self):
        """As long as anybody needs to read a form for everybody."""
        self.page.wait_for_timeout((MIN_SECONDS + 0.5) * 1000)

    @property
    def seconds(self):
        return self.touches * TOUCH_SECONDS + self.letters * LETTER_SECONDS


@pytest.fixture
def telephones(chromium):
    contexts = [chromium.new_context(viewport=PHONE, locale="de-DE", has_touch=True) for _person in range(4)]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def walk(phone, site):
    """A volunteer on the round that is in the field: the shop is empty now."""
    sign_in(phone, site, WALKER)
    phone.goto(site.page(f"{DISTRICT}/buero/begehung/"))
    phone.get_by_role("listitem").filter(has_text="Runde 3").get_by_role("button", name="Mitnehmen").click()
    phone.locator(".walk-part").filter(has_text=WHERE.rpartition(" ")[0]).click()
    for nth in itertools.count(2):
        if phone.get_by_role("heading", level=1).inner_text() == WHERE:
            break
        phone.get_by_role("button", name="Nächstes Haus").click()
        phone.get_by_text(re.compile(rf"^Haus {nth} von ")).wait_for()
    phone.locator("#walk li").filter(has_text=FORMER).get_by_role("button", name="Jetzt leer").click()
    phone.locator("#walk form [type=submit]").click()
    phone.locator(".walk-undo").get_by_text("Gespeichert.").wait_for()
    phone.get_by_role("button", name="Jetzt senden").click()
    phone.locator(".walk-status").filter(has_text="Alles ist gesendet.").wait_for()


def mailed(phone, site, link):
    """The first link of its kind in the mailbox of the demo, which holds the mails to everybody."""
    until = time.monotonic() + 20
    while not (found := link.search(phone.request.get(site.page("/postfach/")).text())):
        assert time.monotonic() < until
        phone.wait_for_timeout(100)
    return found[0]


def report(phone, site):
    """A neighbour without an account."""
    phone.goto(site.page(f"{DISTRICT}/leerstand/"))
    thumb = Thumb(phone)
    thumb.touch(phone.locator("main").get_by_role("link", name="Leerstand melden"))
    thumb.write("Wo ist es?", WHERE)
    thumb.show("Foto", {"name": "laden.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    thumb.think()
    thumb.touch(phone.get_by_role("button", name="Melden"))
    phone.get_by_text("Danke, es ist angekommen.").wait_for()
    assert thumb.touches <= MOST_INTERACTIONS


def seek(phone, site):
    """Somebody who founds a business; returns the page of the request."""
    phone.goto(site.page(f"{DISTRICT}/raum-suchen/"))
    thumb = Thumb(phone)
    thumb.touch(phone.get_by_label("Ich suche einen Raum auf Zeit"))
    thumb.write("Was haben Sie vor?", "Eine Nähstube, in der Kleidung geflickt wird und die auch andere nutzen.")
    thumb.write("Ihr Name", "Nele Probe")
    thumb.write("Ihre E-Mail-Adresse", "nele.probe@example.org")
    thumb.think()
    thumb.touch(phone.locator("main form [type=submit]"))
    phone.get_by_text("Seite 2 von 4").wait_for()
    thumb.write("Wie viele m² mindestens?", "20")
    thumb.write("Wie viele m² höchstens?", "80")
    thumb.write("Welche Miete höchstens, in Euro?", "600")
    thumb.touch(phone.locator("main form [type=submit]"))
    phone.get_by_text("Seite 3 von 4").wait_for()
    thumb.touch(phone.locator("main form [type=submit]"))
    phone.get_by_text("Seite 4 von 4").wait_for()
    thumb.touch(phone.locator("main form [type=submit]"))
    phone.get_by_role("heading", name="Ihr Gesuch").wait_for()
    assert thumb.seconds <= MOST_SECONDS


def confirm(phone, site):
    """The founder opens the mail, so that the office may write."""
    own = phone.url
    phone.goto(mailed(phone, site, CONFIRM))
    phone.locator("main form [type=submit]").click()
    phone.goto(own)


def take_in(page, site):
    """The coordination: the report becomes a case of the unit that is meant; returns its page."""
    page.goto(site.page(f"{DISTRICT}/buero/leerstand/meldungen/"))
    page.locator("main").get_by_role("link", name=WHERE).last.click()
    page.locator("main li").get_by_role("link", name=WHERE).first.click()
    page.get_by_role("button", name="Annehmen").click()
    page.get_by_role("heading", name=WHERE).wait_for()
    case = page.url
    page.get_by_role("link", name="Was hier gesehen wurde und was das Register weiß").click()
    page.get_by_text(FORMER).first.wait_for()
    page.get_by_text(f"{date.today():%d.%m.%Y}, Walid Probe: leer").first.wait_for()
    page.goto(case)
    return case


def speak_with_the_owner(page, case):
    page.get_by_role("link", name="Eigentümerseite erfassen").click()
    page.get_by_label("Name", exact=True).fill("Ottilie Muster (erfunden)")
    page.get_by_label("E-Mail").fill("ottilie.muster@example.org")
    page.get_by_label("Herkunft der Angaben").select_option(label="Selbst mitgeteilt")
    page.get_by_label("Zur Vermietung bereit").select_option(label="Ja")
    page.get_by_role("button", name="Speichern").click()
    page.goto(case)
    page.get_by_role("link", name="Gespräch notieren").click()
    page.get_by_label("Ergebnis").fill("Sie vermietet gern auf Zeit.")
    page.get_by_role("button", name="Speichern").click()
    page.goto(case)
    page.get_by_text("Sie vermietet gern auf Zeit.").wait_for()
    page.get_by_text("Im Gespräch").first.wait_for()


def offer_it(page, owner, site):
    """The office writes, and the owner releases behind their link what they like: all but the rent."""
    page.get_by_role("link", name="Ein Exposé schreiben").click()
    page.get_by_label("Überschrift").fill("Eckladen mit Tageslicht")
    page.get_by_label("Dauerhaft oder auf Zeit").check()
    page.get_by_label("Kaltmiete in Euro im Monat").fill("417")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Der Eigentümerseite einen Link schicken").click()
    page.get_by_role("button", name="Abschicken").click()
    owner.goto(mailed(owner, site, RELEASE))
    owner.get_by_label("Dass die Fläche angeboten wird").check()
    owner.get_by_label("Anschrift und genaue Lage").check()
    owner.get_by_role("button", name="Speichern").click()
    owner.get_by_label("Ich habe gesehen, dass Energieangaben fehlen").check()
    owner.get_by_role("button", name="Speichern").click()
    owner.get_by_role("link", name="Die Seite, wie alle sie lesen").wait_for()


def read_it(neighbour):
    """Everybody reads what the owner released, and neither the rent nor whose it is."""
    district = neighbour.url.partition("/leerstand/")[0]
    neighbour.goto(f"{district}/leerstand/angebote/")
    neighbour.get_by_role("link", name="Eckladen mit Tageslicht").click()
    neighbour.get_by_role("heading", name="Eckladen mit Tageslicht").wait_for()
    read = neighbour.content()
    assert WHERE in read
    assert re.search(r"\b417\b", read) is None
    assert "Ottilie" not in read


def find_the_seeker(page, case):
    page.goto(case)
    page.get_by_role("link", name="Passende Gesuche").click()
    page.get_by_role("link", name="Nele Probe").first.wait_for()


def view_it(page, founder):
    """The founder reads day and place at once on their own page, and nothing of the owner."""
    page.locator(".fit", has_text="Nele Probe").first.get_by_role("link", name="Besichtigung vereinbaren").click()
    begins = next_minute()
    page.get_by_label("Tag", exact=True).fill(begins.date().isoformat())
    page.get_by_label("Beginn (Uhrzeit)").fill(f"{begins:%H:%M}")
    page.get_by_role("button", name="Speichern").click()
    page.wait_for_url(re.compile(r"/besichtigungen/\d+/$"))
    founder.reload()
    founder.get_by_role("heading", name="Ihre Besichtigungen").wait_for()
    read = founder.locator("main").inner_text()
    assert WHERE in read
    assert "Ottilie" not in read


def next_minute():
    """Soon enough to wait for, and late enough to be entered before."""
    soon = datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(seconds=75)
    return soon.replace(second=0, microsecond=0)


def negotiate(page):
    """From what came of the viewing to an agreement, which the contract begins with."""
    result = page.get_by_role("link", name="Ergebnis festhalten")
    until = time.monotonic() + 90
    while not result.count():
        assert time.monotonic() < until
        page.wait_for_timeout(2000)
        page.reload()
    result.click()
    page.get_by_label("Will verhandeln").check()
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("button", name="Verhandeln").click()
    page.get_by_role("link", name="Gespräch festhalten").click()
    page.get_by_label("Die Eigentümerin oder der Eigentümer").check()
    page.get_by_label("Was gesagt wurde").fill("Für zwei Monate, dann sehen wir weiter.")
    page.get_by_label("Gebotene Kaltmiete im Monat, in Euro").fill("120,50")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Verhandlung beenden").click()
    page.get_by_label("Geeinigt").check()
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("heading", name="Nutzung vereinbaren").wait_for()
    assert page.get_by_label("Kaltmiete im Monat in Euro").input_value() == "120,50"


def use_it_for_a_time(page):
    today = date.today()
    page.get_by_label("Zwischennutzung").check()
    page.get_by_label("Wofür sie genutzt wird").fill("Nähwerkstatt")
    page.get_by_label("Name des Geschäfts oder der Nutzung").fill("Nähstube Muster (Demo)")
    page.get_by_label("Mietpartei").fill("Nele Probe (erfunden)")
    page.get_by_label("Erster Tag").fill((today - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("Eine befristete Nutzung braucht ihren letzten Tag").first.wait_for()
    assert page.get_by_label("Kaltmiete im Monat in Euro").input_value() == "120,50"
    page.get_by_label("Letzter Tag").fill((today + timedelta(days=60)).isoformat())
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("heading", name="Nähstube Muster (Demo)").wait_for()
    page.get_by_role("button", name="Im Register vermerken").click()
    page.get_by_text("Das Register kennt diese Nutzung jetzt.").wait_for()


def let_it_for_good(page):
    use = page.url
    page.get_by_role("link", name="Dauerhaft machen").click()
    page.get_by_role("heading", name="Dauerhaft machen").wait_for()
    assert page.get_by_label("Kaltmiete im Monat in Euro").input_value() == "120,50"
    page.get_by_label("Kaltmiete im Monat in Euro").fill("640")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("Es ist jetzt ein dauerhafter Mietvertrag.").wait_for()
    assert page.url != use


def test_from_a_report_to_a_permanent_lease(telephones, context, site):
    walker, neighbour, founder, owner = telephones
    walk(walker, site)
    report(neighbour, site)
    seek(founder, site)
    confirm(founder, site)
    watch = Watch(context, site)
    page = watch.page
    sign_in(page, site, COORDINATOR)
    case = take_in(page, site)
    neighbour.reload()
    neighbour.get_by_text(re.compile("arbeitet daran")).first.wait_for()
    speak_with_the_owner(page, case)
    watch.look()
    offer_it(page, owner, site)
    read_it(neighbour)
    find_the_seeker(page, case)
    watch.look()
    view_it(page, founder)
    negotiate(page)
    use_it_for_a_time(page)
    watch.look()
    let_it_for_good(page)
    watch.look()
    page.goto(case)
    page.get_by_text("Vermietet").first.wait_for()
    neighbour.reload()
    neighbour.get_by_role("heading", name="Nicht mehr im Angebot").wait_for()
    owner.reload()
    owner.get_by_role("heading", level=1).wait_for()
    assert not owner.get_by_role("link", name="Die Seite, wie alle sie lesen").count()
    assert watch.wrong == {}, watch.wrong
