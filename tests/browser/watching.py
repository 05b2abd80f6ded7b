"""What a page does wrong while it is looked at: barriers, requests to other hosts, complaints of the browser."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
SCHEMES = ("light", "dark")
# A phone, a tablet held upright, and the desk, where the rest is looked at.
WIDTHS = (360, 768, 1280)
# Chromium reports the status of every page that is not 200, and its own drawing without a graphics card.
NOT_OURS = ("the server responded with a status of 4", "the server responded with a status of 5", "GL Driver Message")
RUN = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
    .then(found => found.violations.map(
        one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).join(' | ')))"""
# Dates and states in tables that stand on more lines than they have words: "28.11.202 6", "Besichtigu ng".
PARTED = """() => [...document.querySelectorAll('td :is(time, .stage, .seeker-status)')].filter(one => {
    const text = [...one.childNodes].findLast(node => node.nodeType === 3 && node.data.trim());
    if (!text) return false;
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = new Set([...range.getClientRects()].map(rect => Math.round(rect.top)));
    return lines.size > text.data.trim().split(/[\\s-]+/).length;
}).map(one => one.textContent.trim())"""


class Watch:
    """Looks at one page after the other in one tab and notes what is wrong with each, by address."""

    def __init__(self, context: Any, site: Any) -> None:
        self.site = site
        self.own = urlsplit(site.url).netloc
        self.wrong: dict[str, list[str]] = {}
        self.looked = 0
        self.path = ""
        self.page = context.new_page()
        self.page.emulate_media(reduced_motion="reduce")
        self.page.on("request", self.note_request)
        self.page.on("console", self.note_message)
        self.page.on("pageerror", lambda error: self.note(f"script error: {error}"))

    def note(self, what: str) -> None:
        self.wrong.setdefault(self.path, []).append(what)

    def note_request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.own:
            self.note(f"asked {parts.netloc}")

    def note_message(self, message: Any) -> None:
        if message.type in {"error", "warning"} and not any(text in message.text for text in NOT_OURS):
            self.note(f"{message.type}: {message.text}")

    def look_at(self, path: str, *, status: int = 200) -> None:
        self.path = path
        answer = self.page.goto(self.site.page(path))
        if answer.status != status:
            self.note(f"status {answer.status}")
        if self.page.locator("[data-map-worker]:not(details:not([open]) *)").count():
            self.page.locator("[data-map-ready]").wait_for()
        self.look()

    def look(self) -> None:
        """At the page that is shown: in both schemes, and at all widths whether it fits."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        for scheme in SCHEMES:
            self.page.emulate_media(color_scheme=scheme)
            for violation in self.page.evaluate(RUN, TAGS):
                self.note(f"{scheme}: {violation}")
            self.looked += 1
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.note(f"scrolls sideways at {width} pixels")
            if parted := self.page.evaluate(PARTED):
                self.note(f"parts words at {width} pixels: {parted}")
