import re

import pytest
from django.core import mail

from kiezkontor.accounts.tests.builders import person
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.models import PublicReport, Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.shared import guard

pytestmark = pytest.mark.django_db
WRONG = "Samstags schließen sie schon um zwölf."


@pytest.fixture
def kiez():
    return districts.district(slug="musterkiez", office_email="buero@example.org")


@pytest.fixture
def baker(kiez):
    return listed(kiez, "Bäckerei Ähre")


@pytest.fixture
def slow_typist(monkeypatch):
    monkeypatch.setattr(guard, "MIN_SECONDS", -1)


def profile_of(entry):
    return f"/musterkiez/verzeichnis/{entry.slug}/"


def tell(client, entry, **changes):
    details = {"message": WRONG, "email": "", "homepage": "", "opened": guard.opened_now()}
    return client.post(f"{profile_of(entry)}fehler-melden/", details | changes)


def test_a_profile_leads_to_a_short_form_that_names_the_entry(client, baker):
    link = re.search(r'href="([^"]+)"[^>]*>Hier stimmt etwas nicht', client.get(profile_of(baker)).text)[1]
    page = client.get(link).text
    assert "Was stimmt bei „Bäckerei Ähre“ nicht?" in page
    assert baker.address in page
    assert set(re.findall(r'name="([a-z_]+)"[^>]*required', page)) == {"message"}
    content = re.search(r'href="([^"]+)"[^>]*>melden Sie es so, wie das Gesetz es vorsieht', page)[1]
    assert f'value="{profile_of(baker)}"' in client.get(content).text


def test_whoever_has_no_profile_before_them_finds_the_entry_first(client, kiez, baker):
    listed(kiez, "Radhaus", kind="shop=bicycle")
    someone = districts.role(person("Ayla"), kiez, Role.Name.RESIDENT).person
    client.force_login(someone)
    link = re.search(r'href="([^"]+)">Einen Fehler in einem Eintrag melden', client.get("/buero/zugang/").text)[1]
    assert link in client.get("/musterkiez/kontakt/").text
    assert "card" not in client.get(link).text.partition("<main")[2]
    found = client.get(link, {"q": "ähre"}).text
    assert f'href="{profile_of(baker)}fehler-melden/"' in found
    assert "Radhaus" not in found
    assert "Zu „Zeppelin“ passt kein Eintrag" in client.get(link, {"q": "Zeppelin"}).text


def test_the_office_finds_the_mistake_among_its_reports(
    client, kiez, baker, slow_typist, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = tell(client, baker)
    assert "Danke, Ihre Meldung ist angekommen." in client.get(answer.url).text
    (sent,) = mail.outbox
    assert sent.to == ["buero@example.org"]
    assert sent.subject.startswith("Fehler in einem Eintrag gemeldet")
    assert WRONG in sent.body
    client.force_login(districts.coordinator(kiez))
    assert "Fehler in einem Eintrag" in client.get("/musterkiez/buero/").text
    assert WRONG in client.get("/musterkiez/buero/meldungen/").text
    report = client.get(f"/musterkiez/buero/meldungen/{PublicReport.objects.get().pk}/").text
    assert re.search(rf'<a href="http://[^"/]+{profile_of(baker)}">', report)


def test_who_left_an_address_is_answered_without_words_of_the_law(
    client, kiez, baker, slow_typist, django_capture_on_commit_callbacks
):
    client.force_login(districts.coordinator(kiez))
    with django_capture_on_commit_callbacks(execute=True):
        tell(client, baker, email="rita@leserin.example")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/musterkiez/buero/meldungen/{PublicReport.objects.get().pk}/", {"answer": "Geändert, danke!"})
    (sent,) = mail.outbox
    assert sent.to == ["rita@leserin.example"]
    assert "Geändert, danke!" in sent.body
    assert "Rechtsweg" not in sent.body


@pytest.mark.parametrize("changes", [{"message": ""}, {"email": "rita@"}, {"homepage": "https://spam.example"}])
def test_what_cannot_be_used_is_refused_and_not_stored(client, baker, slow_typist, changes):
    answer = tell(client, baker, **changes)
    assert answer.status_code == 422
    assert "Es wurde noch nichts gesendet." in answer.text
    assert not PublicReport.objects.exists()


def test_the_form_of_the_law_names_the_shorter_way(client, kiez):
    assert "führt zu einem kürzeren Formular" in client.get("/musterkiez/inhalt-melden/").text
