"""A link opens what it was made for, while it holds, in its district; no other link opens it."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kiezkontor.calendar.models import Event
from kiezkontor.districts.models import Invitation, PublicReport
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices import hooks, links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.notices.rules.tokens import Token, read, written
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.mounting import district_path, installation_path
from tests.linked import MAKERS, OPENED_BY, besides, linked_pages
from tests.test_every_page import WRITES

pytestmark = pytest.mark.django_db

PAGES = linked_pages()
# By its link one leaves a kind of mail as long as the mail exists (RFC 8058).
FOR_EVER = {"leaving"}
OF_DISTRICTS = [kind for kind, (_make, opened) in MAKERS.items() if PAGES[opened[0]]]
NOTHING, OVER = {404, 405}, {403, 404, 405, 410}
# "Thank you" says nothing that the holder of the link has not said; whoever takes answers back is led to where it says
# that the link is over.
HARMLESS = {"outreach:answered": {200}, "outreach:take_back": {302}}
PRESSED = {"said_by": "Eva", "turnover": "rising", "on": "2026-01-15"}


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def other():
    return districts.district("Fremdkiez")


@pytest.fixture
def shop(kiez, other):
    """In both districts, so that nothing but the link decides; each has had a report as well."""
    made = organisations.organisation("Papeterie Muster")
    for district in (kiez, other):
        premises.used(premises.unit(district), made)
        now = timezone.now()
        PublicReport.objects.create(district=district, kind="barrier", message="Stufe", received_at=now, due_on=now)
    return made


def address(page: str, token: str, district: Any) -> str:
    if PAGES[page]:
        return district_path(district.slug, page, token=token, **besides(page))
    return installation_path(page, token=token)


def read_and_press(url: str) -> tuple[set[int], list[str]]:
    """What a stranger gets, by looking and by pressing the button, and what that changed."""
    with CaptureQueriesContext(connection) as said:
        answers = {Client().get(url).status_code, Client().post(url, PRESSED).status_code}
    changed = [query["sql"][:80] for query in said if query["sql"].lstrip().upper().startswith(WRITES)]
    return answers, changed


def forged(token: str) -> list[str]:
    """The token with another sign at its beginning, middle and end, shortened, prolonged, and of nobody."""
    others = [token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in (0, len(token) // 2, -2)]
    return [*others, token[:-1], f"{token}A", "x" * len(token), links.TYPED + token, "%00"]


def run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A year goes by."""
    before = timezone.now() - timedelta(days=1)
    Event.objects.update(starts_at=before, ends_at=before)
    PersonalLink.objects.update(expires_at=before)
    Invitation.objects.update(expires_at=before)
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 366 * 24 * 60 * 60)


def use_up(_patch: pytest.MonkeyPatch) -> None:
    PersonalLink.objects.update(used_at=timezone.now())
    Invitation.objects.update(accepted_at=timezone.now())


def take_back(_patch: pytest.MonkeyPatch) -> None:
    PersonalLink.objects.update(withdrawn_at=timezone.now())
    Invitation.objects.update(withdrawn_at=timezone.now())


def test_no_page_with_a_link_is_missing_here():
    assert {page for _make, opened in MAKERS.values() for page in opened} == set(PAGES)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_link_opens_its_pages(kiez, shop, kind):
    make, opened = MAKERS[kind]
    for page in opened:
        assert Client().get(address(page, make(kiez, shop), kiez)).status_code in {200, 405}, page


@pytest.mark.parametrize("kind", MAKERS)
def test_a_link_opens_no_page_that_is_meant_for_another(kiez, shop, kind):
    make, opened = MAKERS[kind]
    token = make(kiez, shop)
    for page in set(PAGES) - set(opened):
        answers, changed = read_and_press(address(page, token, kiez))
        assert (answers <= NOTHING, changed) == (True, []), (page, answers)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_forged_link_opens_nothing(kiez, shop, kind):
    make, opened = MAKERS[kind]
    for page in opened:
        for token in forged(make(kiez, shop)):
            answers, changed = read_and_press(address(page, token, kiez))
            assert (answers <= NOTHING, changed) == (True, []), (page, token, answers)


@pytest.mark.parametrize("kind", OF_DISTRICTS)
def test_a_link_opens_nothing_in_another_district(kiez, other, shop, kind):
    make, opened = MAKERS[kind]
    token = make(kiez, shop)
    for page in opened:
        answers, changed = read_and_press(address(page, token, other))
        assert (answers <= NOTHING, changed) == (True, []), (page, answers)


ENDS = [(kind, end) for kind in MAKERS if kind not in FOR_EVER for end in (run_out, use_up, take_back)]
# One says that a report came in, the other is for everybody in a room; there is nothing to use up.
ENDS = [(kind, end) for kind, end in ENDS if kind not in {"a report", "a room"} or end is run_out]


@pytest.mark.parametrize(("kind", "becomes"), ENDS)
def test_a_link_that_is_over_changes_nothing(kiez, shop, kind, becomes: Callable[..., None], monkeypatch):
    make, opened = MAKERS[kind]
    token = make(kiez, shop)
    becomes(monkeypatch)
    for page in opened:
        answers, changed = read_and_press(address(page, token, kiez))
        assert (answers <= OVER | HARMLESS.get(page, set()), changed) == (True, []), (page, answers)


@pytest.mark.parametrize("page", OPENED_BY)
def test_a_code_typed_from_a_letter_opens_what_its_purpose_opens_for_two_hours(kiez, shop, page, monkeypatch):
    made = links.make_link(OPENED_BY[page][0], shop.pk, days=9, scope_id=kiez.pk, with_code=True)
    token = links.typed_token(made.link)
    assert Client().get(address(page, token, kiez)).status_code in {200, 405}
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + links.TYPED_SECONDS + 1)
    answers, changed = read_and_press(address(page, token, kiez))
    assert (answers <= NOTHING, changed) == (True, [])


@pytest.mark.parametrize("purpose", sorted(hooks.answers))
def test_an_address_to_answer_to_cannot_be_made_of_another(purpose):
    token = written(Token(purpose, 7, timezone.localdate()), b"ours")
    assert read(token, b"ours") == Token(purpose, 7, timezone.localdate())
    assert read(token, b"theirs") is None
    for other in hooks.answers:
        if other != purpose:
            assert read(token.replace(purpose, other, 1), b"ours") is None
    for altered in (token.replace("-7-", "-8-"), token[:-1], f"{token}a"):
        assert read(altered, b"ours") is None
