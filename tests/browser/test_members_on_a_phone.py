"""Members on a phone: a post and an answer to it in few touches."""

import re

import pytest

from tests.browser.pages import DISTRICT, OWNER, sign_in

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
MOST_TOUCHES = {"post": 6, "answer": 3}


class Counted:
    """Counts what a person does: every press and every field filled."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, role, name):
        self.count += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def fill(self, label, text):
        self.count += 1
        self.page.get_by_label(label, exact=True).first.fill(text)


@pytest.fixture
def board(chromium, site):
    """Opens the pages of members on a phone, as somebody."""
    contexts = []

    def board(email):
        contexts.append(chromium.new_context(viewport=PHONE, locale="de-DE", has_touch=True))
        page = contexts[-1].new_page()
        sign_in(page, site, email)
        page.goto(site.page(f"{DISTRICT}/mein/"))
        return Counted(page)

    yield board
    for context in contexts:
        context.close()


def wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_post_and_its_answer_take_few_touches(board, site):
    hanna = board(OWNER)
    hanna.press("link", "Schwarzes Brett")
    assert not wide(hanna.page)
    hanna.press("link", "Etwas aushängen")
    hanna.count += 1
    hanna.page.get_by_text("Suche", exact=True).click()
    hanna.fill("Überschrift", "Wer leiht mir eine Leiter?")
    hanna.fill("Text", "Für Samstag, drei Meter reichen.")
    assert not wide(hanna.page)
    hanna.press("button", "Aushängen")
    hanna.page.get_by_text("Ihr Aushang hängt am Schwarzen Brett.").wait_for()
    assert hanna.count <= MOST_TOUCHES["post"]
    robin = board("robin@kiezkontor.example")
    robin.page.goto(hanna.page.url)
    robin.fill("Ihre Antwort", "Nimm meine, sie steht im Hof.")
    robin.press("button", "Antworten")
    robin.page.get_by_text("Ihre Antwort steht jetzt unten.").wait_for()
    assert not wide(robin.page)
    assert robin.count <= MOST_TOUCHES["answer"]
    hanna.page.reload()
    hanna.page.get_by_role("heading", name="Robin Radmeister, Radwerkstatt Speichenglück (Demo)").wait_for()
    mails = robin.page.context.request
    until = re.compile("Antwort am Schwarzen Brett: Wer leiht mir eine Leiter")
    for _try in range(100):
        if until.search(mails.get(site.page("/postfach/")).text()):
            break
        robin.page.wait_for_timeout(100)
    else:
        raise AssertionError("No mail told Hanna of the answer.")
