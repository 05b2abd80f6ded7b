"""Whoever is signed in finds no link that leads to a refusal."""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client

from kiezkontor.shared.mounting import installation_path
from tests.personas import PERSONAS
from tests.test_access import client_of
from tests.test_every_page import FilledWorld

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\b[^>]*?href="([^"]+)"')
NOT_FOLLOWED = re.compile(r"^(/static/|/media/|/admin/)|/en/|\?|/abmelden/")
SIGNED_IN = [name for name in PERSONAS if name != "visitor"]


def answers_to_links(client: Client, starts: list[str]) -> dict[str, int]:
    """Address → status of everything links lead to, page by page from the starts, in German."""
    found: dict[str, int] = {}
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        response = client.get(path, follow=True)
        found[path] = response.status_code
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            here = response.redirect_chain[-1][0] if response.redirect_chain else path
            links = (urldefrag(urljoin(here, unescape(link)))[0] for link in LINK.findall(response.text))
            waiting += [link for link in links if link.startswith("/") and not NOT_FOLLOWED.search(link)]
    return found


@pytest.mark.parametrize("name", SIGNED_IN)
def test_no_link_leads_somebody_signed_in_to_a_refusal(name):
    world = FilledWorld()
    starts = [installation_path("home:office"), f"/{world.own.slug}/", f"/{world.foreign.slug}/"]
    found = answers_to_links(client_of(name, world), starts)
    assert len(found) > 20
    assert {path: status for path, status in found.items() if status == 403} == {}
