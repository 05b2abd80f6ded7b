"""Tables of the office on a tablet and on a small screen: words stay whole, and the page does not scroll sideways."""

import pytest

from tests.browser.pages import COORDINATOR, DISTRICT, sign_in

pytestmark = pytest.mark.browser
PAGES = ("eintraege", "ansprache", "leerstand", "einheiten", "meldungen", "bestandsaufnahmen", "sitzungen/jahr")
# Words of tables that stand on more than one line, as a browser shows them that knows no German syllables.
TORN = r"""() => [...document.querySelectorAll('main .table-frame :is(td, th)')].map(cell => {
    cell.style.hyphens = 'manual';
    return cell;
}).flatMap(cell => {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    const torn = [];
    while (texts.nextNode()) {
        const text = texts.currentNode;
        if (text.parentElement.closest('.kern-sr-only, option, a[href^="mailto:"], a[href^="http"]')) continue;
        for (const word of text.data.matchAll(/\p{L}{2,}/gu)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            const lines = new Set([...range.getClientRects()].map(rect => Math.round(rect.top)));
            if (lines.size > 1) torn.push(word[0]);
        }
    }
    return torn;
})"""


@pytest.mark.parametrize("width", [768, 1100])
def test_no_word_of_a_table_is_torn_where_the_table_scrolls_in_its_frame(page, site, width):
    sign_in(page, site, COORDINATOR)
    page.set_viewport_size({"width": width, "height": 900})
    for each in PAGES:
        page.goto(site.page(f"{DISTRICT}/buero/{each}/"))
        assert page.evaluate(TORN) == [], each
        assert page.evaluate("document.documentElement.scrollWidth") <= width, each
