"""The text of a mail that comes as HTML alone; nothing of it is ever shown as HTML."""

import re
from html.parser import HTMLParser
from itertools import islice

import nh3

SILENT = {"script", "style", "title", "template", "svg", "math", "noscript", "object", "iframe"}
INLINE = {"a", "b", "strong", "i", "em", "u", "span", "font", "pre", "blockquote"}
BLOCKS = {"p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "hr", "section", "article", "header"}
VOID = {"br", "img", "hr", "meta", "link", "input", "wbr", "area", "base", "col", "embed", "source", "track"}
# What programs write around the earlier mail and around signatures.
QUOTING = re.compile(
    r"gmail_quote|gmail_signature|gmail_attr|moz-cite-prefix|moz-signature|yahoo_quoted|protonmail_quote"
    r"|ms-outlook-mobile-signature|k9mail-signature|samsung_signature|gmx_quote"
)
# Below these Outlook puts the earlier mail, beside them and not within.
ENDS = re.compile(
    r"^(?:divrplyfwdmsg|appendonsend|mail-editor-reference-message-container|ms-outlook-mobile-body-separator.*)$"
)
LONGEST = 500_000
# What a person wrote stands above the quote; tags within tags within tags cost time that grows with their square.
MOST_TAGS = 10_000


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.within = ""
        self.depth = 0
        self.is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth:
            self.depth += tag == self.within and tag not in VOID
            return
        given = {name: (value or "").lower() for name, value in attrs}
        named = f"{given.get('class', '')} {given.get('id', '')}"
        if ENDS.match(given.get("id", "")):
            self.is_over = True
        elif tag not in VOID and (tag == "blockquote" or QUOTING.search(named) or given.get("name") == "quote"):
            self.within, self.depth = tag, 1
        elif tag == "br":
            self.words.append("\n")
        elif tag in BLOCKS:
            self.words.append("\n\n" if tag == "p" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if self.depth:
            self.depth -= tag == self.within
        elif tag in BLOCKS:
            self.words.append("\n\n" if tag == "p" else "\n")

    def handle_data(self, data: str) -> None:
        if not self.depth and not self.is_over:
            self.words.append(re.sub(r"\s+", " ", data))


def beginning(html: str) -> str:
    last = next(islice(re.finditer(r"[<&]", html[:LONGEST]), MOST_TAGS, None), None)
    return html[: last.start() if last else LONGEST]


def in_order(html: str) -> str:
    """The same with every tag closed and without comments and programs, which Python's parser could lose itself in."""
    return nh3.clean(
        html,
        tags=BLOCKS | INLINE | {"br"},
        clean_content_tags=SILENT,
        attributes={"*": {"class", "id", "name"}},
        link_rel=None,
    )


def text_of(html: str) -> str:
    """Paragraphs and lines of what is new in it; what quotes, hides or acts is left out."""
    reader = _Text()
    reader.feed(in_order(beginning(html)))
    reader.close()
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
