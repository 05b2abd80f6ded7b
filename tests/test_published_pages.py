"""Public pages are rendered once and sent until something they show has changed."""

import gzip
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.config.publishing import SLOT_SECONDS
from kiezkontor.directory.relay import pass_on, say_it_is_own
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.actions.profile import change_office
from kiezkontor.districts.actions.reports import receive_report
from kiezkontor.districts.changes import forget_changes, tell_changed
from kiezkontor.districts.models import DistrictHost, PublicReport
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices.actions import mark_address
from kiezkontor.notices.rules.kinds import Reason
from kiezkontor.organisations.actions import editing
from kiezkontor.organisations.actions.leaving import delete_account
from kiezkontor.organisations.actions.people import remove_contact, save_contact, stop_contact
from kiezkontor.organisations.models import FieldClaim
from kiezkontor.organisations.tests.builders import contact
from kiezkontor.premises.actions.imports import draw_map, quietly
from kiezkontor.premises.actions.observations import Sighting, add_observation
from kiezkontor.premises.models import DistrictBuilding, SurveyRound
from kiezkontor.premises.tests.builders import building, unit
from kiezkontor.shared.caching import PUBLISHED_AS
from kiezkontor.surveys.actions.rounds import go
from kiezkontor.surveys.tests.builders import published_round

pytestmark = pytest.mark.django_db
BY = system_viewer("tests")


@pytest.fixture
def kiez():
    return districts.district("Musterkiez", slug="musterkiez", office_email="buero@musterkiez.example")


@pytest.fixture
def bakery(kiez):
    return listed(kiez, "Bäckerei Krume")


PAGES = [
    "/musterkiez/", "/musterkiez/verzeichnis/", "/musterkiez/en/verzeichnis/", "/musterkiez/karte/",
    "/musterkiez/karte/eintraege.geojson", "/musterkiez/leerstand/", "/musterkiez/ueber-uns/", "/musterkiez/team/",
    "/musterkiez/projekte/", "/musterkiez/kontakt/", "/musterkiez/impressum/", "/musterkiez/sitemap.xml",
    "/musterkiez/bestandsaufnahme/",
    "/musterkiez/api/entries.csv", "/musterkiez/api/entries.geojson", "/musterkiez/api/entries.atom",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_rendered_once_and_is_the_same_then(site, kiez, bakery, path):
    first = site.ask(path)
    assert first.status == 200
    assert not site.renders(path)
    assert site.ask(path).text == first.text
    assert "x-kontor-published-as" not in first.headers


def test_another_process_and_a_restart_find_what_is_published(site, kiez, bakery):
    site.ask("/musterkiez/verzeichnis/")
    site.restart()
    site.ask("/musterkiez/")
    assert not site.renders("/musterkiez/verzeichnis/")


def test_a_web_server_finds_the_same_files_packed_and_plain(site, kiez, bakery):
    text = site.ask("/musterkiez/verzeichnis/").text
    file = site.folder / "sites/http-testserver/musterkiez/verzeichnis/index.html"
    assert file.read_text() == text
    assert gzip.decompress(file.with_name("index.html.gz").read_bytes()).decode() == text
    editing.confirm_organisation(bakery.organisation_id, district=kiez, by=BY)
    site.ask("/musterkiez/")
    assert not file.exists()


def test_what_a_web_server_tags_is_the_content_and_not_the_second_it_was_made(site, kiez, bakery):
    """nginx knows a file by its second and its length: two pages of one second are as long when a digit changes."""
    file = site.folder / "sites/http-testserver/musterkiez/kontakt/index.html"

    def tags():
        site.ask("/musterkiez/kontakt/")
        return [(int(one.stat().st_mtime), one.stat().st_size) for one in (file, file.with_name("index.html.gz"))]

    change_office(kiez, by=BY, office_phone="+49301234567")
    first = tags()
    tell_changed([kiez.pk])
    assert tags() == first
    change_office(kiez, by=BY, office_phone="+49301234568")
    assert tags()[0][1] == first[0][1]
    assert all(now != before for now, before in zip(tags(), first, strict=True))


def rename(kiez, entry):
    editing.edit_organisation(
        entry.organisation_id,
        values={"name": "Krume und Korn"},
        seen={"name": entry.name},
        basis=FieldClaim.Basis.OWNER,
        said_on=timezone.localdate(),
        district=kiez,
        by=BY,
    )


def confirm(kiez, entry):
    editing.confirm_organisation(entry.organisation_id, district=kiez, by=BY)


def join(kiez, entry):
    editing.join_network(entry.organisation, district=kiez, from_on=timezone.localdate(), by=BY)


def leave_empty(kiez, entry):
    today = timezone.localdate()
    add_observation(entry.unit, Sighting("vacant", since=(None, today)), seen_on=today, district=kiez, by=BY)


def call_elsewhere(kiez, entry):
    change_office(kiez, by=BY, office_phone="+4930123456")


@pytest.mark.parametrize("change", [rename, confirm, join, leave_empty, call_elsewhere])
def test_whatever_changes_every_page_is_rendered_anew(site, kiez, bakery, change):
    pages = [*PAGES, f"/musterkiez/verzeichnis/{bakery.slug}/"]
    assert all(site.renders(path) for path in pages)
    assert not any(site.renders(path) for path in pages)
    change(kiez, bakery)
    assert all(site.renders(path) for path in pages)


def test_a_change_elsewhere_leaves_pages_as_they_are(site, kiez, bakery):
    other = districts.district("Anderswo", slug="anderswo", south=48.1, north=48.2, west=11.5, east=11.6)
    elsewhere = listed(other, "Laden Fern")
    site.ask("/musterkiez/verzeichnis/")
    rename(other, elsewhere)
    assert not site.renders("/musterkiez/verzeichnis/")


def test_a_vacancy_shows_at_once_in_every_district_that_has_the_house(site, kiez):
    far = districts.district("Anderswo", slug="anderswo", south=48.1, north=48.2, west=11.5, east=11.6)
    house = building(kiez)
    DistrictBuilding.objects.create(district=far, building=house, decided=DistrictBuilding.Decided.INCLUDED)
    today, places = timezone.localdate(), [unit(kiez, building=house) for _number in range(3)]
    site.ask("/anderswo/leerstand/")
    for place in places:
        add_observation(place, Sighting("vacant", since=(None, today)), seen_on=today, district=kiez, by=BY)
    assert site.renders("/anderswo/leerstand/")


def test_a_map_that_is_drawn_after_an_import_shows_at_once(site, kiez, bakery, monkeypatch, settings, tmp_path):
    settings.DATA = tmp_path
    drawn = tmp_path / "tiles" / "musterkiez.pmtiles"

    def draw(_extract, target):
        target.parent.mkdir()
        target.write_bytes(b"tiles")
        return target

    monkeypatch.setattr("kiezkontor.premises.actions.imports.build_basemap", draw)
    assert "grundkarte.pmtiles" not in site.ask("/musterkiez/karte/").text
    draw_map(tmp_path / "extract.osm.pbf", "musterkiez", quietly)
    assert drawn.exists()
    assert "grundkarte.pmtiles" in site.ask("/musterkiez/karte/").text


def test_what_visitors_write_to_an_office_makes_no_page_anew(site, kiez, bakery):
    said = {"name": "Ada", "email": "ada@example.org", "message": "Guten Tag", "profile_url": "/", "by": BY}
    site.ask("/musterkiez/verzeichnis/")
    receive_report(kiez, kind=PublicReport.Kind.BARRIER, message="Eine Stufe", by=BY)
    pass_on(bakery, language="de", **said)
    say_it_is_own(bakery, standing="owner", phone="", office_url="/", **said)
    assert not site.renders("/musterkiez/verzeichnis/")


@pytest.fixture
def writable(kiez, bakery):
    """A profile on which only the organisation itself can be written to: its district's office has no address."""
    change_office(kiez, by=BY, office_email="")
    bakery.organisation.email = "ofen@example.org"
    bakery.organisation.save()
    confirm(kiez, bakery)
    bakery.refresh_from_db()
    return bakery


def note_somebody_quiet(kiez, entry):
    values = {"name": "Kim", "email": "Ofen@example.org", "do_not_contact_since": timezone.localdate()}
    origin = {"basis": FieldClaim.Basis.OWNER, "said_on": timezone.localdate()}
    return save_contact(entry.organisation, None, values=values | origin, district=kiez, by=BY)


def note_somebody_with_an_account_quiet(kiez, entry):
    someone = contact(entry.organisation, kiez, email="", person=person("Kim", email="ofen@example.org"))
    save_contact(
        entry.organisation, someone, values={"do_not_contact_since": timezone.localdate()}, district=kiez, by=BY
    )
    return someone


def stop_all_contact(kiez, entry):
    stop_contact(entry.organisation_id, since=timezone.localdate(), note="rief an", district=kiez, by=BY)


def have_mail_come_back(kiez, _entry):
    mark_address("ofen@example.org", Reason.BOUNCED, scope_id=kiez.pk, by=BY)


def have_mail_come_back_everywhere(_kiez, _entry):
    mark_address("ofen@example.org", Reason.BOUNCED, scope_id=None, by=BY)


@pytest.mark.parametrize(
    "change",
    [
        note_somebody_quiet, note_somebody_with_an_account_quiet, stop_all_contact, have_mail_come_back,
        have_mail_come_back_everywhere,
    ],
)  # fmt: skip
def test_a_profile_offers_no_message_from_the_moment_nobody_would_get_it(site, kiez, writable, change):
    path = f"/musterkiez/verzeichnis/{writable.slug}/"
    assert "Nachricht schreiben" in site.ask(path).text
    assert site.ask(f"{path}nachricht/").status == 200
    change(kiez, writable)
    assert "Nachricht schreiben" not in site.ask(path).text
    assert site.ask(f"{path}nachricht/").status == 404


def forget_them(someone):
    remove_contact(someone, by=BY)


def hear_that_they_changed_their_mind(someone):
    save_contact(someone.organisation, someone, values={"do_not_contact_since": None}, district=someone.district, by=BY)


def let_them_leave(someone):
    delete_account(someone.person)


@pytest.mark.parametrize("change", [forget_them, hear_that_they_changed_their_mind, let_them_leave])
def test_a_profile_offers_a_message_again_once_nobody_there_wants_quiet(site, kiez, writable, change):
    path = f"/musterkiez/verzeichnis/{writable.slug}/"
    someone = note_somebody_with_an_account_quiet(kiez, writable)
    assert "Nachricht schreiben" not in site.ask(path).text
    change(someone)
    assert "Nachricht schreiben" in site.ask(path).text


def test_what_an_office_notes_of_people_otherwise_makes_no_page_anew(site, kiez, writable):
    someone = contact(writable.organisation, kiez)
    site.ask("/musterkiez/verzeichnis/")
    save_contact(writable.organisation, someone, values={"name": "Kim K."}, district=kiez, by=BY)
    assert not site.renders("/musterkiez/verzeichnis/")


def test_a_hidden_district_is_hidden_at_once(site, kiez, bakery):
    site.ask("/musterkiez/verzeichnis/")
    type(kiez).objects.filter(pk=kiez.pk).update(is_published=False)
    tell_changed([kiez.pk])
    assert site.ask("/musterkiez/verzeichnis/").status == 404
    assert site.ask("/musterkiez/verzeichnis/").status == 404


def test_a_district_has_its_pages_on_its_own_host_as_well(site, kiez, bakery):
    DistrictHost.objects.create(district=kiez, host="muster.example", is_primary=True)
    on_path = site.ask("/musterkiez/verzeichnis/")
    on_host = site.ask("/verzeichnis/", HTTP_HOST="muster.example")
    assert on_host.status == 200
    assert on_host.text != on_path.text
    assert not site.renders("/verzeichnis/", HTTP_HOST="muster.example")
    assert site.ask("/musterkiez/verzeichnis/").text == on_path.text


@pytest.mark.parametrize(
    "details",
    [
        {"HTTP_COOKIE": "a=b; sessionid=abc"}, {"HTTP_COOKIE": "messages=abc"}, {"HTTP_HX_REQUEST": "true"},
        {"HTTP_RANGE": "bytes=0-5"}, {"QUERY_STRING": "q=brot"},
    ],
)  # fmt: skip
def test_who_may_see_something_else_is_not_sent_a_published_page(site, kiez, bakery, details):
    site.ask("/musterkiez/verzeichnis/")
    assert site.renders("/musterkiez/verzeichnis/", **details)
    assert site.renders("/musterkiez/verzeichnis/", **details)


@pytest.mark.parametrize("cookie", ["{name} =abc", "a=b;\t{name}\t=abc", "\xe2\x80\x83{name}=abc"])
@pytest.mark.parametrize("name", ["sessionid", "messages"])
def test_a_cookie_of_odd_spelling_is_one_all_the_same(site, kiez, bakery, name, cookie):
    """The application takes spaces of every kind from around the names of cookies."""
    answer = site.ask("/musterkiez/verzeichnis/", HTTP_COOKIE=cookie.format(name=name))
    assert answer.status == 200
    assert "x-kontor-published-as" not in answer.headers
    assert site.renders("/musterkiez/verzeichnis/")


def test_pages_that_come_with_a_cookie_are_not_kept(site, kiez, bakery):
    def with_cookie(environ, start_response):
        def begin(status, headers, *rest):
            return start_response(status, [*headers, ("Set-Cookie", "sessionid=abc")], *rest)

        return site.render(environ, begin)

    site.publishing.application = with_cookie
    assert "set-cookie" in site.ask("/musterkiez/verzeichnis/").headers
    site.publishing.application = site.render
    assert "set-cookie" not in site.ask("/musterkiez/verzeichnis/").headers


@pytest.mark.parametrize("path", ["kontakt/", "verzeichnis/"])
def test_a_csrf_cookie_of_another_form_changes_nothing(site, kiez, bakery, path):
    site.ask(f"/musterkiez/{path}")
    assert not site.renders(f"/musterkiez/{path}", HTTP_COOKIE="csrftoken=abc")


def test_forms_and_searches_are_never_published(site, kiez, bakery):
    for path in (
        f"/musterkiez/verzeichnis/{bakery.slug}/mein-betrieb/",
        f"/musterkiez/verzeichnis/{bakery.slug}/fehler-melden/",
        "/musterkiez/barriere-melden/",
        "/",
        "/konto/anmelden/",
    ):
        assert site.renders(path)
        assert site.renders(path)
    assert "csrfmiddlewaretoken" in site.ask("/musterkiez/barriere-melden/").text


def test_browsers_ask_again_and_are_told_that_nothing_changed(site, kiez, bakery):
    first = site.ask("/musterkiez/verzeichnis/", HTTP_ACCEPT_ENCODING="gzip")
    again = site.ask("/musterkiez/verzeichnis/", HTTP_IF_NONE_MATCH=first.headers["etag"])
    assert (again.status, again.raw) == (304, b"")
    rename(kiez, bakery)
    changed = site.ask("/musterkiez/verzeichnis/", HTTP_IF_NONE_MATCH=first.headers["etag"])
    assert changed.status == 200
    assert "Krume und Korn" in changed.text


@pytest.mark.parametrize("path", ["/", "/musterkiez/brand.css", "/musterkiez/verzeichnis/"])
def test_what_is_not_kept_is_tagged_as_well(site, kiez, bakery, path, monkeypatch):
    monkeypatch.setattr("kiezkontor.config.publishing.can_be_kept", lambda *_names: False)
    tag = site.ask(path).headers["etag"]
    assert site.ask(path, HTTP_IF_NONE_MATCH=tag).status == 304


def test_pages_are_packed_for_those_who_take_it_and_keep_their_protection(site, kiez, bakery):
    plain = site.ask("/musterkiez/verzeichnis/")
    packed = site.ask("/musterkiez/verzeichnis/", HTTP_ACCEPT_ENCODING="gzip, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.raw) < len(plain.raw) / 2
    assert packed.text == plain.text
    assert "Accept-Encoding" in plain.headers["vary"]
    for answer in (plain, packed):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-cache, public"
    head = site.ask("/musterkiez/verzeichnis/", method="HEAD")
    assert (head.status, head.raw) == (200, b"")


@pytest.mark.parametrize(
    "path",
    ["/musterkiez/../../etc/passwd", "/musterkiez/.hidden/", "/musterkiez/%2e%2e/", "/musterkiez/a\0b/", "/" * 300],
)
def test_odd_addresses_leave_no_file(site, kiez, bakery, path):
    assert site.ask(path).status in {400, 404}
    assert not site.folder.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/musterkiez/../../../{scope}/current/http-testserver_musterkiez/team/", "/musterkiez/team/index.html",
        "/musterkiez//team/", "/musterkiez/./team/", "/musterkiez/karte/../team/",
    ],
)  # fmt: skip
def test_odd_addresses_find_no_file(site, kiez, bakery, path):
    site.ask("/musterkiez/team/")
    assert site.ask(path.format(scope=kiez.pk)).status == 404


def test_a_host_nobody_knows_leaves_no_file(site, kiez, bakery):
    assert site.ask("/musterkiez/verzeichnis/", HTTP_HOST="evil.example").status == 400
    assert not site.folder.exists()


@pytest.mark.parametrize(
    "host",
    ["testserver:1", "testserver:00080", "testserver:000000000080", "TESTSERVER", "testserver.", "testserver.:80"],
)
def test_one_site_has_one_folder_however_its_host_is_spelt(site, kiez, bakery, host):
    """Else anybody could fill the disk with a copy of every page for each number of a port."""
    assert site.ask("/musterkiez/verzeichnis/", HTTP_HOST=host).status == 200
    assert not site.folder.exists()


@pytest.mark.parametrize("host", ["testserver", "testserver:80", "testserver:8000"])
def test_ports_that_are_listened_to_have_their_pages(site, kiez, bakery, host):
    site.ask("/musterkiez/verzeichnis/", HTTP_HOST=host)
    assert not site.renders("/musterkiez/verzeichnis/", HTTP_HOST=host)


def test_a_disk_that_is_nearly_full_is_left_alone(site, kiez, bakery, monkeypatch):
    monkeypatch.setattr("kiezkontor.shared.published.LEFT_FREE", 2**62)
    assert site.ask("/musterkiez/verzeichnis/").status == 200
    assert not site.renders("/musterkiez/verzeichnis/")
    assert not [file for file in site.folder.rglob("*") if file.is_file()]


def test_a_folder_that_cannot_be_written_costs_nothing_but_speed(site, kiez, bakery, tmp_path):
    (tmp_path / "published").write_text("in the way")
    assert site.ask("/musterkiez/verzeichnis/").status == 200
    assert not site.renders("/musterkiez/verzeichnis/")


def test_a_large_file_is_sent_whole_and_not_kept(site, kiez, bakery, monkeypatch):
    whole = site.ask("/musterkiez/api/entries.csv").text
    tell_changed([kiez.pk])
    monkeypatch.setattr("kiezkontor.config.publishing.LARGEST_PAGE", 20)
    assert site.ask("/musterkiez/api/entries.csv").text == whole
    assert site.renders("/musterkiez/api/entries.csv")


def test_what_is_said_of_the_moment_is_said_anew_every_five_minutes(site, kiez, bakery, monkeypatch):
    monkeypatch.setattr("kiezkontor.config.publishing.SLOT_SECONDS", SLOT_SECONDS)
    site.ask("/musterkiez/verzeichnis/")
    now = timezone.now().timestamp()
    monkeypatch.setattr("kiezkontor.config.publishing.time.time", lambda: now + SLOT_SECONDS)
    assert site.renders("/musterkiez/verzeichnis/")
    assert not site.renders("/musterkiez/verzeichnis/")


def test_without_a_database_the_application_answers_for_itself(site, kiez, bakery, monkeypatch):
    def broken() -> None:
        raise OperationalError

    site.ask("/musterkiez/verzeichnis/")
    monkeypatch.setattr("kiezkontor.config.publishing.changes.marks", broken)
    assert site.renders("/musterkiez/verzeichnis/")


def test_old_changes_are_summed_up_and_pages_hold_on(site, kiez, bakery):
    site.ask("/musterkiez/verzeichnis/")
    assert forget_changes(before=timezone.now()) > 0
    assert site.renders("/musterkiez/verzeichnis/")
    assert forget_changes(before=timezone.make_aware(timezone.datetime(2020, 1, 1))) == 0
    assert not site.renders("/musterkiez/verzeichnis/")


def test_of_many_who_ask_at_once_after_a_change_one_has_the_page_made(site, kiez, bakery, monkeypatch):
    site.ask("/musterkiez/verzeichnis/")
    tell_changed([kiez.pk])
    page = site.ask("/musterkiez/impressum/")
    begun: list[str] = []

    def slow(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        begun.append(environ["PATH_INFO"])
        time.sleep(0.2)
        start_response("200 OK", [("Content-Type", "text/html"), (PUBLISHED_AS, f"{kiez.pk} musterkiez")])
        return [page.raw]

    known = site.publishing.moment.now()
    monkeypatch.setattr(site.publishing.moment, "known", lambda: known)
    monkeypatch.setattr(site.publishing.moment, "now", lambda: known)
    monkeypatch.setattr(site.publishing, "application", slow)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _number: site.ask("/musterkiez/verzeichnis/").raw, range(8)))
    assert answers == [page.raw] * 8
    assert begun == ["/musterkiez/verzeichnis/"]


def test_a_survey_round_that_is_taken_back_is_gone_at_once(site, kiez):
    path = f"/musterkiez/bestandsaufnahme/{published_round(kiez, number=1).number}/"
    assert site.ask(path).status == 200
    assert not site.renders(path)
    go(SurveyRound.objects.get(), "frozen", by=BY)
    assert site.ask(path).status == 404
