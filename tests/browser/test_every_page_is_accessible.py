"""Every page a person can open, in both colour schemes: axe finds nothing, nothing is fetched from elsewhere."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.pages import OFFICE_PAGES, PUBLIC_PAGES, sign_in

pytestmark = pytest.mark.browser
AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page):
    page.evaluate(AXE)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})"
        ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(' | ')))",
        RULES,
    )
    return found


def look_at(page, site, path, scheme):
    """What is wrong with one page: axe's findings, requests to other hosts, complaints of the browser."""
    wrong = []
    own = urlsplit(site.url).netloc
    page.on("request", lambda request: foreign(request.url, own, wrong))
    page.on("console", lambda message: complaint(message, wrong))
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    page.emulate_media(color_scheme=scheme)
    response = page.goto(site.page(path))
    page.wait_for_load_state("networkidle")
    expected = {400: 400, 404: 404}.get(path_status(path), 200)
    if response.status != expected:
        wrong.append(f"status {response.status}")
    return wrong + violations(page)


def path_status(path):
    return 404 if "gibt-es-nicht" in path else 200


def foreign(url, own, wrong):
    parts = urlsplit(url)
    if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != own:
        wrong.append(f"asked {parts.netloc}")


def complaint(message, wrong):
    if message.type in {"error", "warning"} and "status of 404" not in message.text:
        if "GL Driver Message" not in message.text and "WebGL" not in message.text:
            wrong.append(f"{message.type}: {message.text}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_visitors_meet_no_barrier(page, site, path, scheme):
    assert look_at(page, site, path, scheme) == []
    assert page.context.cookies() == [] or page.locator("form[method=post]").count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_office_meets_no_barrier(page, site, scheme):
    sign_in(page, site, "mira@kiezkontor.example")
    wrong = {}
    for path in OFFICE_PAGES:
        fresh = page.context.new_page()
        found = look_at(fresh, site, path, scheme)
        fresh.close()
        if found:
            wrong[path] = found
    assert wrong == {}
