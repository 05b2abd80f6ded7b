"""Open and closed as the browser works it out, from the times in the page and the clock of the visitor."""

import json
import re
from html import escape

import pytest

from tests.browser.pages import DISTRICT

pytestmark = pytest.mark.browser
SHOP = [["2026-11-26T09:00Z", "2026-11-26T17:30Z"], ["2026-11-27T09:00Z", "2026-11-27T17:30Z"]]
BAR = [["2026-11-26T17:00Z", "2026-11-27T02:00Z"]]
SUMMER_TIME_ENDS = [["2026-10-24T20:00Z", "2026-10-25T04:00Z"], ["2026-10-26T08:00Z", "2026-10-26T17:00Z"]]
AFTER_SUMMER_TIME_BEGINS = [["2027-03-29T07:00Z", "2027-03-29T16:00Z"]]
CUT = [["2026-11-26T17:00Z", "2026-11-26T23:00Z", "weiter"]]
PERHAPS = [["2026-11-26T09:00Z", "2026-11-26T17:00Z", "unbekannt"]]


@pytest.mark.parametrize(
    ("intervals", "moment", "said"),
    [
        (SHOP, "2026-11-26T18:29+01:00", "Geöffnet bis 18:30 Uhr"),
        (SHOP, "2026-11-26T18:30+01:00", "Geschlossen, öffnet morgen um 10:00 Uhr"),
        (SHOP, "2026-11-27T00:10+01:00", "Geschlossen, öffnet um 10:00 Uhr"),
        (SHOP, "2026-11-24T12:00+01:00", "Geschlossen, öffnet Donnerstag um 10:00 Uhr"),
        (SHOP, "2026-11-19T12:00+01:00", "Geschlossen"),
        (BAR, "2026-11-26T23:59+01:00", "Geöffnet bis 03:00 Uhr"),
        (BAR, "2026-11-27T02:59+01:00", "Geöffnet bis 03:00 Uhr"),
        (BAR, "2026-11-27T03:00+01:00", "Geschlossen"),
        (SUMMER_TIME_ENDS, "2026-10-25T02:30+02:00", "Geöffnet bis 05:00 Uhr"),
        (SUMMER_TIME_ENDS, "2026-10-25T02:30+01:00", "Geöffnet bis 05:00 Uhr"),
        (SUMMER_TIME_ENDS[1:], "2026-10-25T00:30+02:00", "Geschlossen, öffnet morgen um 09:00 Uhr"),
        (AFTER_SUMMER_TIME_BEGINS, "2027-03-27T23:30+01:00", "Geschlossen, öffnet Montag um 09:00 Uhr"),
        (AFTER_SUMMER_TIME_BEGINS, "2027-03-28T23:30+02:00", "Geschlossen, öffnet morgen um 09:00 Uhr"),
        (PERHAPS, "2026-11-26T12:00+01:00", "Vielleicht geöffnet"),
        ([["2026-11-20T00:00Z", "2026-12-24T00:00Z"]], "2026-11-26T12:00+01:00", "Durchgehend geöffnet"),
        ([], "2026-11-26T12:00+01:00", "Geschlossen"),
        (BAR, "2026-12-26T12:00+01:00", ""),
        (CUT, "2026-11-26T23:30+01:00", "Geöffnet"),
        (CUT, "2026-11-27T00:30+01:00", ""),
    ],
)
def test_the_sentence_fits_the_moment(page, site, intervals, moment, said):
    carried = f'data-open-intervals="{escape(json.dumps(intervals))}">Geöffnet bis irgendwann<'

    def with_these_times(route):
        answer = route.fetch()
        text = re.sub(r'data-open-intervals="[^"]*">[^<]*<', lambda _: carried, answer.text())
        route.fulfill(response=answer, body=text)

    page.route("**/verzeichnis/?q=*", with_these_times)
    page.clock.set_fixed_time(moment)
    page.goto(site.page(f"{DISTRICT}/verzeichnis/?q=Speichengl%C3%BCck"))
    assert page.locator("main .card .open").first.text_content() == said
