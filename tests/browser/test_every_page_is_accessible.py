"""Every kind of page, in light and dark: no barrier, nothing fetched from elsewhere, no complaint of the browser."""

import re

import pytest
from django.template.loader import render_to_string

from tests.browser.pages import (
    COORDINATOR,
    DISTRICT,
    OFFICE_KINDS,
    OPERATOR,
    OWN_KINDS,
    OWNER,
    PUBLIC_KINDS,
    STATES,
    first_link,
    member,
    pages_of_every_kind,
    released_expose,
    sign_in,
    unconfirmed,
    without_expose,
    workshop,
)
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser


def test_visitors_meet_no_barrier_and_get_no_cookie(context, site):
    within = rf"/$|/konto/|/impressum/|/datenschutz/|/barrierefreiheit/|{DISTRICT}/"
    starts = [unconfirmed(context.request, site), "/", f"{DISTRICT}/"]
    pages = pages_of_every_kind(context.request, site, starts, within)
    assert PUBLIC_KINDS - set(pages) == set()
    context.clear_cookies()
    watch = Watch(context, site)
    profile = member(context.request, site)
    for path in [*pages.values(), profile, f"{profile}nachricht/", *STATES.values()]:
        watch.look_at(path, status=404 if "gibt-es-nicht" in path else 200)
        if context.cookies() and not watch.page.locator("form[method=post]").count():
            watch.note(f"sets {[cookie['name'] for cookie in context.cookies()]}")
        context.clear_cookies()
    assert watch.wrong == {}


def test_the_office_meets_no_barrier(context, site):
    sign_in(context.new_page(), site, COORDINATOR)
    request = context.request
    starts = [workshop(request, site), "/buero/", f"{DISTRICT}/buero/", without_expose(request, site)]
    exposes = pages_of_every_kind(request, site, [released_expose(request, site)], rf"{DISTRICT}/buero/.*/expose/")
    pages = exposes | pages_of_every_kind(request, site, starts, rf"({DISTRICT})?/buero/")
    assert OFFICE_KINDS - set(pages) == set()
    watch = Watch(context, site)
    for path in pages.values():
        watch.look_at(path)
    assert watch.wrong == {}


def test_owners_meet_no_barrier(context, site):
    sign_in(context.new_page(), site, OWNER)
    pages = pages_of_every_kind(context.request, site, [f"{DISTRICT}/mein/"], rf"{DISTRICT}/mein/")
    assert OWN_KINDS - set(pages) == set()
    watch = Watch(context, site)
    post = first_link(context.request, site, f"{DISTRICT}/mein/brett/?mine=1", rf"{DISTRICT}/mein/brett/\d+/")
    own_post = [post, *(f"{post}{deed}/" for deed in ("aendern", "loeschen", "melden"))]
    for path in [*pages.values(), *own_post, f"{DISTRICT}/code/"]:
        watch.look_at(path)
    assert watch.wrong == {}


def test_who_runs_the_installation_meets_no_barrier(context, site):
    sign_in(context.new_page(), site, OPERATOR)
    watch = Watch(context, site)
    for path in ("/buero/", "/buero/neues-quartier/", "/buero/post/", f"{DISTRICT}/buero/quartier/hostnamen/"):
        watch.look_at(path)
    assert watch.wrong == {}


def test_comparing_two_entries_meets_no_barrier(context, site):
    sign_in(context.new_page(), site, OPERATOR)
    duplicates = "/garmisch-partenkirchen/buero/eintraege/doppelte/"
    compare = first_link(context.request, site, duplicates, r".*/eintraege/\d+/zusammenfuehren/\d+/")
    watch = Watch(context, site)
    for path in (duplicates, compare, f"{compare.rsplit('/', 2)[0]}/?q=haus"):
        watch.look_at(path)
    assert watch.wrong == {}


def test_whoever_may_not_enter_meets_no_barrier_either(context, site):
    sign_in(context.new_page(), site, "walid@kiezkontor.example")
    watch = Watch(context, site)
    watch.look_at(f"{DISTRICT}/buero/quartier/marke/", status=403)
    watch.look_at("/buero/zugang/")
    watch.look_at("/konto/verlauf/")
    assert watch.wrong == {}


def test_the_page_of_last_resort_meets_no_barrier(context, site):
    styles = re.search(r"/static/built/app\.[0-9a-f]+\.css", context.request.get(site.page("/")).text())
    body = render_to_string("500.html").replace("/static/built/app.css", styles.group())
    context.route("**/defekt/", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    watch = Watch(context, site)
    watch.look_at("/defekt/")
    assert watch.wrong == {}


def test_refused_and_previewed_forms_meet_no_barrier(context, site):
    sign_in(context.new_page(), site, COORDINATOR)
    watch = Watch(context, site)
    page = watch.page
    for path in (
        f"{DISTRICT}/buero/eintraege/neu/",
        f"{DISTRICT}/buero/team/einladen/",
        f"{DISTRICT}/buero/post/kein-kontakt/",
        f"{DISTRICT}/buero/projekte/neu/",
        f"{DISTRICT}/barriere-melden/",
    ):
        watch.path = f"{path} sent empty"
        page.goto(site.page(path))
        page.locator("main form[method=post] button[type=submit]").last.click()
        page.locator(".error-summary, [aria-invalid=true]").first.wait_for()
        watch.look()
    assert watch.wrong == {}
