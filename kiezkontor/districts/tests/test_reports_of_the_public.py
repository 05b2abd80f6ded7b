from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.utils import timezone

from kiezkontor.districts.actions.reports import REPORTS_AN_HOUR
from kiezkontor.districts.models import PublicReport
from kiezkontor.districts.tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez():
    return builders.district("Musterkiez")


def opened_form(client, url, minutes=1):
    """The hidden fields of a form that was opened a while ago."""
    with patch("django.core.signing.time.time", return_value=timezone.now().timestamp() - 60 * minutes):
        return {"opened": client.get(url).context["form"]["opened"].initial, "homepage": ""}


def test_a_barrier_is_answered_within_a_month(client, kiez, django_capture_on_commit_callbacks):
    coordinator = builders.coordinator(kiez, "Karla Koordination", email="karla@musterkiez.example")
    url = "/musterkiez/barriere-melden/"
    values = opened_form(client, url) | {"message": "Das Menü liest sich nicht vor.", "email": "rita@leserin.example"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url, values)
    assert answer.status_code == 302
    report = PublicReport.objects.get()
    assert report.kind == "barrier"
    assert report.due_on > timezone.localdate() + timedelta(days=27)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "rita@leserin.example" in page
    assert str(report.due_on.year) in page
    assert {message.to[0] for message in mail.outbox} == {"karla@musterkiez.example", "rita@leserin.example"}
    assert all("Das Menü" not in message.body for message in mail.outbox if message.to == ["rita@leserin.example"])

    client.force_login(coordinator)
    assert "Das Menü liest sich nicht vor." in client.get("/musterkiez/buero/meldungen/").content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/musterkiez/buero/meldungen/{report.pk}/", {"answer": "Behoben, danke!"})
    report.refresh_from_db()
    assert report.answered_by == coordinator
    assert mail.outbox[0].to == ["rita@leserin.example"]
    assert "Behoben, danke!" in mail.outbox[0].body


def test_who_reports_in_english_is_answered_in_an_english_letter(client, kiez, django_capture_on_commit_callbacks):
    url = "/musterkiez/en/barriere-melden/"
    values = {"message": "The map is silent.", "email": "bea@reader.example", "page_url": "/musterkiez/karte/"}
    assert client.post(url, opened_form(client, url) | values).status_code == 302
    report = PublicReport.objects.get()
    client.force_login(builders.coordinator(kiez))
    office = f"/musterkiez/buero/meldungen/{report.pk}/"
    page = client.get(office).text
    assert "englische Formular" in page
    assert '<a href="/musterkiez/karte/">' in page
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(office, {"answer": "Mended."})
    assert mail.outbox[0].body.startswith("Hello,")
    assert "Mended." in mail.outbox[0].body


def test_an_address_elsewhere_is_no_link_for_the_office(client, kiez):
    client.force_login(builders.coordinator(kiez))
    now = timezone.now()
    for address in ("https://boese.example/x", "javascript:alert(1)", "//boese.example/x"):
        report = PublicReport.objects.create(
            district=kiez, kind="content", message="x", page_url=address, received_at=now, due_on=now.date()
        )
        assert f'href="{address}"' not in client.get(f"/musterkiez/buero/meldungen/{report.pk}/").text


def test_a_report_that_waits_too_long_is_marked(client, kiez):
    client.force_login(builders.coordinator(kiez))
    now = timezone.now()
    PublicReport.objects.create(
        district=kiez, kind="barrier", message="Alt", received_at=now, due_on=timezone.localdate() - timedelta(days=1)
    )
    assert "überfällig" in client.get("/musterkiez/buero/meldungen/").content.decode()


def test_an_answer_is_given_once(client, kiez):
    client.force_login(builders.coordinator(kiez))
    report = PublicReport.objects.create(
        district=kiez, kind="barrier", message="Alt", received_at=timezone.now(), due_on=timezone.localdate()
    )
    url = f"/musterkiez/buero/meldungen/{report.pk}/"
    assert client.post(url, {"answer": "Erste"}).status_code == 302
    answer = client.post(url, {"answer": "Zweite"})
    assert answer.status_code == 422
    report.refresh_from_db()
    assert report.answer == "Erste"


def test_a_notice_of_content_needs_reason_place_name_and_good_faith(client, kiez):
    url = "/musterkiez/inhalt-melden/"
    complete = opened_form(client, url) | {
        "page_url": "/musterkiez/verzeichnis/1/",
        "message": "Das ist mein Foto.",
        "name": "Rita Leserin",
        "email": "rita@leserin.example",
        "good_faith": "on",
    }
    for missing in ("page_url", "message", "name", "email", "good_faith"):
        assert client.post(url, {key: value for key, value in complete.items() if key != missing}).status_code == 422
    assert client.post(url, complete).status_code == 302
    report = PublicReport.objects.get()
    assert report.good_faith
    assert report.due_on == timezone.localdate() + timedelta(days=7)


def test_all_that_is_missing_in_a_notice_of_content_is_told_at_once(client, kiez):
    answer = client.post("/musterkiez/inhalt-melden/", opened_form(client, "/musterkiez/inhalt-melden/", minutes=0))
    assert {"page_url", "message", "name", "email", "good_faith"} <= answer.context["form"].errors.keys()
    assert "Das Gesetz verlangt es" in answer.text


def test_the_abuse_of_children_is_reported_without_a_name(client, kiez):
    url = "/musterkiez/inhalt-melden/"
    values = {"page_url": "/x/", "message": "Bild", "anonymous": "on", "good_faith": "on"}
    assert client.post(url, opened_form(client, url) | values).status_code == 302


@pytest.mark.parametrize("trap", [{"homepage": "https://spam.example"}, {"opened": ""}, {"opened": "opened:1:x"}])
def test_machines_stay_outside(client, kiez, trap):
    url = "/musterkiez/barriere-melden/"
    answer = client.post(url, opened_form(client, url) | {"message": "Buy"} | trap)
    assert answer.status_code == 422
    assert not PublicReport.objects.exists()


def test_who_is_too_quick_waits_and_who_took_a_day_sends_again(client, kiez):
    url = "/musterkiez/barriere-melden/"
    assert client.post(url, opened_form(client, url, minutes=0) | {"message": "x"}).status_code == 422
    answer = client.post(url, opened_form(client, url, minutes=24 * 60) | {"message": "x"})
    assert answer.status_code == 422
    assert answer.context["form"]["opened"].value() != ""


def test_a_flood_of_reports_is_stopped_without_keeping_addresses(client, kiez):
    url = "/musterkiez/barriere-melden/"
    values = opened_form(client, url) | {"message": "x"}
    for _number in range(REPORTS_AN_HOUR):
        client.post(url, values)
    assert client.post(url, values).status_code == 422
    assert PublicReport.objects.count() == REPORTS_AN_HOUR


def test_the_page_someone_came_from_is_filled_in(client, kiez):
    answer = client.get("/musterkiez/barriere-melden/", headers={"referer": "http://testserver/musterkiez/team/"})
    assert "http://testserver/musterkiez/team/" in answer.content.decode()
    foreign = client.get("/musterkiez/barriere-melden/", headers={"referer": "http://fremd.example/"})
    assert "fremd.example" not in foreign.content.decode()


def test_a_confirmation_is_not_guessed(client, kiez):
    assert client.get("/musterkiez/gemeldet/1/").status_code == 404


def test_reports_of_another_district_stay_there(client, kiez):
    client.force_login(builders.coordinator(builders.district("Nachbarkiez")))
    assert client.get("/musterkiez/buero/meldungen/").status_code == 404
    client.force_login(builders.editor(kiez))
    assert client.get("/musterkiez/buero/meldungen/").status_code == 403
