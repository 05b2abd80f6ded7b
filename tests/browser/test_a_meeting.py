"""From an idea to the next meeting: three people, one of them without an account, and one sheet of paper."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from tests.browser.pages import COORDINATOR, DISTRICT, OWNER, sign_in
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
IDEA = "Ein Bücherschrank am Platz vor der 52 wäre schön."
# For whom somebody without an account comes to a meeting of the members, so that they vote.
MEMBER = "Radwerkstatt Speichenglück (Demo)"
SAID = "Alle möchten ihn."


@pytest.fixture
def phone(chromium):
    """Of somebody without an account."""
    context = chromium.new_context(viewport=PHONE, locale="de-DE", has_touch=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def trader(chromium):
    context = chromium.new_context(viewport=PHONE, locale="de-DE", has_touch=True)
    yield context.new_page()
    context.close()


def give_an_idea(trader, site):
    sign_in(trader, site, OWNER)
    trader.goto(site.page(f"{DISTRICT}/mein/"))
    trader.get_by_role("link", name="Hinweis geben", exact=True).click()
    trader.get_by_label("Was möchten Sie sagen?").fill(IDEA)
    trader.get_by_role("button", name="Abschicken").click()
    trader.wait_for_url(re.compile(r"/mein/hinweise/\d+/$"))


def accept_it(page, site):
    page.goto(site.page(f"{DISTRICT}/buero/hinweise/"))
    page.get_by_role("link", name="Ein Bücherschrank am Platz").click()
    page.get_by_role("link", name="Entscheiden").click()
    page.get_by_label("angenommen").check()
    page.get_by_role("button", name="Speichern").click()


def soon():
    return timezone.localtime() + timedelta(minutes=40)


def plan(page, site, title, starts_at):
    page.goto(site.page(f"{DISTRICT}/buero/kalender/neu/"))
    page.locator("[name=title]").fill(title)
    page.locator("[name=kind]").select_option("round")
    page.locator("[name=on]").fill(starts_at.date().isoformat())
    page.locator("[name=begins]").fill(starts_at.strftime("%H:%M"))
    page.locator("[name=takes_answers]").check()
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(re.compile(r"/buero/kalender/\d+/$"))
    page.get_by_role("button", name="Ankündigen").click()
    return page.url


def note_on_paper(page, event, name):
    page.goto(f"{event}antwort/")
    page.locator("[name=channel][value=paper]").check()
    page.locator("[name=name]").fill(name)
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(event)


def is_short_on_a_telephone(page, line):
    """Of somebody who is there, with their vote and what is rare, so that a list of forty is not eight screens long."""
    size = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 800})
    assert line.locator("details").is_visible()
    assert line.bounding_box()["height"] < 150
    page.set_viewport_size(size)


def test_an_idea_becomes_a_decision_a_task_and_the_next_agenda(trader, phone, page, site):
    give_an_idea(trader, site)
    sign_in(page, site, COORDINATOR)
    accept_it(page, site)
    event = plan(page, site, "Runde zum Bücherschrank", soon())
    note_on_paper(page, event, "Paula Papier")
    page.get_by_role("link", name="Tagesordnung").click()
    page.get_by_label(re.compile("Ein Bücherschrank am Platz")).check()
    page.get_by_role("button", name="Auf die Tagesordnung setzen").click()
    page.goto(event)
    page.get_by_role("link", name="Anwesenheit").click()
    page.locator("#guests li", has_text="Paula Papier").locator("[value=present]").click()
    page.get_by_text("1 Person ist da").wait_for()
    # Whom she comes for stands on no list; the office knows it.
    paula = page.locator("#guests li", has_text="Paula Papier")
    paula.get_by_role("button", name="Stimmrecht geben").click()
    paula.get_by_role("button", name="Stimmrecht entziehen").wait_for()
    is_short_on_a_telephone(page, paula)
    page.get_by_role("button", name="Code für die Wand").click()
    door = page.locator("main a[href*='/sitzung/']").get_attribute("href")
    check_in(phone, door, "Gesa Gast")
    write_without_network(page, event, phone)
    decide_and_ask(page)
    page.get_by_role("button", name="Die Sitzung ist zu Ende").click()
    page.get_by_role("button", name="Freigeben und senden").click()
    assert "Gesa Gast" in page.locator("main").inner_text()
    following = plan(page, site, "Runde danach", timezone.localtime() + timedelta(days=90))
    page.goto(following)
    page.get_by_role("link", name="Tagesordnung").click()
    page.get_by_label(re.compile("Offene Aufgaben früherer Sitzungen")).check()
    page.get_by_role("button", name="Auf die Tagesordnung setzen").click()
    assert "Standort für den Bücherschrank klären, Gesa Gast" in page.locator("main").inner_text()


def check_in(phone, door, name):
    phone.goto(door)
    phone.get_by_label(re.compile("Mein Name|Ihr Name")).fill(name)
    phone.locator("[name=of_what]").fill(MEMBER)
    phone.get_by_role("button", name="Anmelden").click()
    phone.get_by_role("link", name="Die Sitzung mitlesen").click()


def write_without_network(page, event, phone):
    page.goto(event)
    page.locator("main").get_by_role("link", name="Protokoll", exact=True).first.click()
    item = page.locator("[data-item]", has_text="Ein Bücherschrank am Platz")
    page.context.set_offline(True)
    item.locator("textarea").press_sequentially(SAID)
    item.get_by_text("Noch nicht gespeichert; auf diesem Gerät aufgehoben").wait_for()
    page.context.set_offline(False)
    item.get_by_text("Gespeichert", exact=True).wait_for()
    phone.get_by_text(SAID).wait_for(timeout=12_000)


def decide_and_ask(page):
    item = page.locator("[data-item]", has_text="Ein Bücherschrank am Platz")
    item.locator("a[href$='/beschluss/']").click()
    page.locator("[name=wording]").fill("Wir stellen einen Bücherschrank auf.")
    page.locator("[name=yes]").fill("2")
    page.get_by_role("button", name="Speichern").click()
    item.locator("a[href$='/aufgabe/']").click()
    page.locator("[name=what]").fill("Standort für den Bücherschrank klären")
    page.locator("[name=owner]").fill("Gesa Gast")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("Wir stellen einen Bücherschrank auf.", exact=True).wait_for()


def test_what_two_people_wrote_stands_side_by_side(context, site):
    one = context.new_page()
    sign_in(one, site, COORDINATOR)
    event = plan(one, site, "Runde zu zweit", soon())
    one.get_by_role("link", name="Tagesordnung").click()
    one.get_by_role("button", name="Auf die Tagesordnung setzen").click()
    one.goto(event)
    one.locator("main").get_by_role("link", name="Protokoll", exact=True).first.click()
    other = context.new_page()
    other.goto(one.url)
    other.route("**/text/", lambda route: route.abort())
    other.locator("textarea").first.fill("Von Bernd")
    one.locator("textarea").first.fill("Von Anna")
    one.locator("[data-item]").first.get_by_text("Gespeichert", exact=True).wait_for()
    other.unroute("**/text/")
    for _opened in ("as it was", "again"):
        other.locator("[data-theirs]", has_text="Von Anna").wait_for()
        assert other.locator("textarea").first.input_value() == "Von Bernd"
        other.reload()
    other.locator("[data-theirs]", has_text="Von Anna").wait_for()
    other.get_by_role("button", name="Beide untereinander setzen").click()
    other.locator("[data-item]").first.get_by_text("Gespeichert", exact=True).wait_for()
    other.reload()
    text = other.locator("textarea").first.input_value()
    assert {"Von Anna", "Von Bernd"} == set(text.split("\n"))


def ask_in_secret(page):
    item = page.locator("[data-item]", has_text="Begrüßung")
    item.locator("a[href$='/abstimmung/']").click()
    page.locator("[name=question]").fill("Wann feiern wir?")
    page.locator("[name=options]").fill("12.06.2027\n19.06.2027")
    page.get_by_role("button", name="Speichern").click()
    page.locator("[name=count]").fill("1")
    page.get_by_role("button", name="Stimmzettel mit Code erstellen").click()
    page.get_by_role("button", name="Abstimmung eröffnen").click()


def meets_no_barrier(page, site):
    watch = Watch(page.context, site)
    watch.look_at(page.url.removeprefix(site.url))
    assert watch.wrong == {}


def code_on_paper(page):
    printed = page.context.request.get(page.get_by_role("link", name="Stimmzettel als PDF").evaluate("a => a.href"))
    text = PdfReader(BytesIO(printed.body())).pages[0].extract_text()
    return re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", text)[0]


def test_a_telephone_and_a_sheet_of_paper_vote_in_secret(phone, trader, page, site):
    wall = trader
    sign_in(page, site, COORDINATOR)
    event = plan(page, site, "Runde zum Fest", soon())
    page.get_by_role("link", name="Tagesordnung").click()
    page.get_by_role("button", name="Auf die Tagesordnung setzen").click()
    page.goto(event)
    page.get_by_role("link", name="Anwesenheit").click()
    page.get_by_role("button", name="Code für die Wand").click()
    door = page.locator("main a[href*='/sitzung/']").get_attribute("href")
    check_in(phone, door, "Gesa Gast")
    wall.goto(f"{door}mitlesen/")
    page.goto(event)
    page.locator("main").get_by_role("link", name="Protokoll", exact=True).first.click()
    ask_in_secret(page)
    phone.get_by_role("link", name="Jetzt abstimmen").click(timeout=12_000)
    meets_no_barrier(phone, site)
    meets_no_barrier(page, site)
    phone.get_by_label("Samstag, 19. Juni 2027").check()
    phone.get_by_role("button", name="Stimme abgeben").click()
    phone.get_by_role("heading", name="gezählt").wait_for()
    code = code_on_paper(page)
    page.get_by_role("link", name="Stimmzettel eintippen").click()
    page.locator("[name=code]").fill(code.lower())
    page.get_by_label("Samstag, 19. Juni 2027").check()
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("Dieser Stimmzettel ist gezählt.").wait_for()
    page.goto(page.url.removesuffix("eintippen/"))
    page.get_by_role("button", name="Abstimmung beenden").click()
    papers = "Stimmzettel: 2, benutzt: 2, nicht benutzt: 0; Enthaltungen: 0"
    for screen in (page, wall):
        screen.get_by_text(papers).wait_for(timeout=12_000)
        assert "Samstag, 19. Juni 2027\n2" in screen.locator(".votes li").first.inner_text()
    page.get_by_role("link", name="Zurück zum Protokoll").click()
    page.get_by_role("button", name="Die Sitzung ist zu Ende").click()
    page.get_by_role("button", name="Freigeben und senden").click()
    assert "Samstag, 19. Juni 2027: 2" in page.locator("main").inner_text()
