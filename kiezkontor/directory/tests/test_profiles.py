import json
import re
from datetime import date
from html import unescape

import pytest
from django.core import mail
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.directory import view_counts
from kiezkontor.directory.actions import refresh_entries
from kiezkontor.directory.models import Entry, ViewCount
from kiezkontor.directory.tests.builders import ALWAYS, listed
from kiezkontor.districts.tests.builders import coordinator, district, editor, field_worker
from kiezkontor.notices.actions import mark_address
from kiezkontor.notices.rules.kinds import Reason
from kiezkontor.organisations.models import FieldClaim, SourceRecord
from kiezkontor.organisations.tests.builders import photo, source_run
from kiezkontor.shared import guard

CONFIRMED = date(2026, 11, 3)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def kiez(db):
    return district(slug="musterkiez", office_email="buero@example.org", federal_state="BE")


@pytest.fixture
def baker(kiez):
    return listed(
        kiez,
        "Bäckerei Ähre",
        hours="Mo-Fr 07:00-18:30; Sa 07:00-13:00; PH off",
        phone="+49301234567",
        website="https://aehre.example/",
        email="ofen@example.org",
        wheelchair="yes",
        who_we_are_de="Wir backen seit 1950.",
        languages=["de", "tr"],
    )


def confirm(entry, **details):
    for name, value in {"confirmed_on": CONFIRMED, **details}.items():
        setattr(entry.organisation, name, value)
    entry.organisation.save()
    refresh_entries([entry.organisation_id])
    return Entry.objects.get(pk=entry.pk)


def url_of(entry, tail=""):
    return f"/musterkiez/verzeichnis/{entry.slug}/{tail}"


def page(client, entry, **headers):
    response = client.get(url_of(entry), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_an_unconfirmed_entry_shows_the_street_and_the_open_source_only(client, baker):
    text = page(client, baker)
    for shown in ("Bäckerei Ähre", "Musterstraße", "030 1234567", "tel:+49301234567", "aehre.example", "07:00–18:30"):
        assert shown in text
    for hidden in ("ofen@example.org", "Wir backen seit 1950", "Bestätigt am"):
        assert hidden not in text
    assert "noch nicht bestätigt" in text
    assert "Ist das Ihr Betrieb?" in text


def test_a_sole_traders_personal_data_wait_for_consent(client, baker):
    baker.organisation.is_sole_trader = True
    baker.organisation.save()
    refresh_entries([baker.organisation_id])
    text = page(client, Entry.objects.get(pk=baker.pk))
    for hidden in ("1234567", "aehre.example", "ofen@example.org"):
        assert hidden not in text
    assert "erst, wenn diese Person zugestimmt hat" in text
    assert "1234567" not in page(client, confirm(baker))
    FieldClaim.objects.create(organisation=baker.organisation, field="phone", basis="consent", said_on=date(2026, 1, 1))
    assert "030 1234567" in page(client, confirm(baker))


def test_a_confirmed_organisation_speaks_for_itself(client, baker):
    text = page(client, confirm(baker, email_is_public=True))
    for shown in ("Wer wir sind", "Wir backen seit 1950.", "Bestätigt am 3. November 2026", "mailto:ofen@example.org"):
        assert shown in text
    assert "Türkisch" in text
    assert "Was wir anbieten" not in text  # nothing was said there


def test_the_source_and_its_date_are_named(client, kiez, baker):
    run = source_run(kiez, reference_on=date(2026, 2, 16))
    SourceRecord.objects.create(
        source="osm", ref="node/1", organisation=baker.organisation, first_run=run, last_run=run
    )
    text = page(client, baker)
    assert "Aus OpenStreetMap, Stand 16. Februar 2026" in text
    assert "ODbL" in text


def test_the_week_begins_today_and_names_the_next_holiday_of_the_state(client, baker):
    text = page(client, baker)
    rows = re.findall(r'<th scope="row">(\w+)', text)
    days = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
    today = timezone.localdate().weekday()
    assert rows == days[today:] + days[:today]
    assert "Nächster Feiertag: " in text


@pytest.mark.parametrize(("someone", "leads"), [(coordinator, True), (editor, True), (field_worker, False)])
def test_who_may_change_an_entry_goes_from_its_public_page_to_the_office(client, kiez, baker, someone, leads):
    client.force_login(someone(kiez))
    assert (f'href="/musterkiez/buero/eintraege/{baker.organisation_id}/"' in page(client, baker)) is leads


def test_visitors_are_not_led_to_the_office_of_an_entry(client, baker):
    assert "/buero/eintraege/" not in page(client, baker)


def test_hours_nobody_can_read_stand_there_as_they_are(client, kiez):
    text = page(client, listed(kiez, "Rätsel", opening_hours="nach Lust & Laune"))
    assert "nach Lust &amp; Laune" in text


def test_published_photos_come_with_description_caption_and_credit(client, baker):
    photo(baker.organisation, alt="Ein Ofen", caption="Unser Ofen", credit="Kim Muster")
    photo(baker.organisation, alt="Geheim", caption="Geheim", credit="Geheim", is_public=False)
    refresh_entries([baker.organisation_id])
    text = page(client, baker)
    assert all(part in text for part in ('alt="Ein Ofen"', "Unser Ofen", "Kim Muster"))
    assert "Geheim" not in text


def test_search_engines_read_the_same_facts(client, baker):
    data = json.loads(re.search(r'ld\+json">(.+?)</script>', page(client, baker))[1])
    assert (data["name"], data["telephone"]) == ("Bäckerei Ähre", "+49301234567")


def test_neighbours_are_shown_and_strangers_are_not(client, kiez, baker):
    near, far = listed(kiez, "Nebenan"), listed(kiez, "Weit weg")
    Entry.objects.filter(pk=near.pk).update(lat=baker.lat + 0.0005, lon=baker.lon)
    Entry.objects.filter(pk=far.pk).update(lat=baker.lat + 0.02, lon=baker.lon)
    text = page(client, baker)
    assert "Nebenan" in text
    assert "Weit weg" not in text


def test_an_old_address_leads_to_the_new_one(client, baker):
    old = url_of(baker)
    baker.organisation.name = "Ähre am Markt"
    baker.organisation.save()
    refresh_entries([baker.organisation_id])
    response = client.get(old)
    assert (response.status_code, response.headers["Location"]) == (301, url_of(Entry.objects.get(pk=baker.pk)))
    assert client.get("/musterkiez/verzeichnis/nie-dagewesen-zzzzzz/").status_code == 404
    assert client.get("/musterkiez/verzeichnis/zzzzzzzzzzzz/").status_code == 404


def test_a_profile_is_not_found_in_another_district(client, baker):
    district(slug="nebenan")
    assert client.get(f"/nebenan/verzeichnis/{baker.slug}/").status_code == 404


def test_a_profile_asks_the_database_a_fixed_number_of_times(client, kiez, baker, django_assert_max_num_queries):
    for number in range(6):
        listed(kiez, f"Nachbar {number}", hours=ALWAYS)
    with django_assert_max_num_queries(10):
        page(client, baker)


# Writing to an organisation


def message(client, entry, **changes):
    """Fill in the form as a person does, who takes more than a few seconds."""
    details = {
        "name": "Kim Muster",
        "email": "kim@example.com",
        "message": "Haben Sie sonntags Brötchen?",
        "consent": "on",
        "homepage": "",
        "opened": guard.opened_now(),
    }
    return client.post(url_of(entry, "nachricht/"), details | changes)


@pytest.fixture
def slow_typist(monkeypatch):
    monkeypatch.setattr(guard, "MIN_SECONDS", -1)


def test_a_message_reaches_the_organisation_without_showing_its_address(
    client, baker, slow_typist, django_capture_on_commit_callbacks
):
    entry = confirm(baker)
    form = client.get(url_of(entry, "nachricht/")).content.decode()
    assert "ofen@example.org" not in form
    with django_capture_on_commit_callbacks(execute=True):
        response = message(client, entry)
    assert response.status_code == 302
    assert "unterwegs" in client.get(response.headers["Location"]).content.decode()
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to) == (["ofen@example.org"], ["kim@example.com"])
    assert "Haben Sie sonntags Brötchen?" in sent.body


def test_a_message_that_was_refused_was_not_sent(client, baker):
    refused = message(client, confirm(baker), email="kein")
    assert refused.status_code == 422
    assert "Es wurde noch nichts gesendet." in refused.content.decode()


def test_a_message_to_who_has_not_confirmed_goes_to_the_office(
    client, baker, slow_typist, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        message(client, baker)
    (sent,) = mail.outbox
    assert sent.to == ["buero@example.org"]
    assert "keine bestätigte Adresse" in sent.body


def test_a_message_to_an_address_that_bounced_goes_to_the_office_and_to_nobody_where_that_bounced_too(
    client, kiez, baker, slow_typist, django_capture_on_commit_callbacks
):
    entry = confirm(baker)
    mark_address("ofen@example.org", Reason.BOUNCED, scope_id=kiez.pk, by=system_viewer("test"))
    assert "geht an das Büro vor Ort" in client.get(url_of(entry, "nachricht/")).text
    with django_capture_on_commit_callbacks(execute=True):
        message(client, entry)
    assert [sent.to for sent in mail.outbox] == [["buero@example.org"]]
    mark_address("buero@example.org", Reason.BOUNCED, scope_id=kiez.pk, by=system_viewer("test"))
    refused = message(client, entry)
    assert refused.status_code == 422
    assert "Ihre Nachricht wurde nicht gesendet." in refused.text


def test_nothing_of_the_sender_stays_with_us(client, baker, slow_typist, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message(client, baker)
    entry = AuditEntry.objects.get(verb="entry.contacted")
    assert "kim" not in f"{entry.actor_label}{entry.subject_label}{entry.detail}".lower()


@pytest.mark.parametrize(
    "changes",
    [
        {"consent": ""},
        {"email": "kim@"},
        {"email": "kim@example.com\nBcc: all@example.com"},
        {"message": "kurz"},
        {"name": "Kauf https://spam.example"},
        {"name": ""},
    ],
)
def test_an_incomplete_message_comes_back_with_what_is_missing(client, baker, slow_typist, changes):
    response = message(client, baker, **changes)
    assert response.status_code == 422
    assert not mail.outbox


@pytest.mark.parametrize("changes", [{"homepage": "https://spam.example"}, {"opened": "forged"}, {"opened": ""}])
def test_what_programs_send_is_refused(client, baker, slow_typist, changes, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert message(client, baker, **changes).status_code == 422
    assert not mail.outbox


def test_who_answers_faster_than_anybody_types_is_asked_to_wait(client, baker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = message(client, baker)
    assert (answer.status_code, mail.outbox) == (422, [])
    assert "Haben Sie sonntags Brötchen?" in answer.text


def test_a_message_that_was_written_for_a_day_is_kept_and_sent_on_the_second_try(
    client, baker, slow_typist, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(guard, "MAX_SECONDS", -2)
    late = message(client, baker)
    assert late.status_code == 422
    assert "Die Seite war zu lange geöffnet" in late.text
    monkeypatch.setattr(guard, "MAX_SECONDS", 60)
    opened = re.search(r'name="opened" value="([^"]+)"', late.text)[1]
    with django_capture_on_commit_callbacks(execute=True):
        assert message(client, baker, opened=unescape(opened)).status_code == 302
    assert len(mail.outbox) == 1


def test_a_flood_of_messages_is_refused_in_words(client, baker, slow_typist):
    for _ in range(10):
        assert message(client, baker).status_code == 302
    refused = message(client, baker)
    assert refused.status_code == 422
    assert "sehr viele Nachrichten" in refused.content.decode()


def test_nobody_is_asked_to_write_where_nobody_reads(client, kiez, baker):
    kiez.office_email = ""
    kiez.save()
    assert "Nachricht schreiben" not in page(client, baker)
    assert client.get(url_of(baker, "nachricht/")).status_code == 404


# Counting views


@pytest.fixture(autouse=True)
def fresh_limit(monkeypatch):
    monkeypatch.setattr(view_counts, "limit", view_counts.Limit(view_counts.MOST_A_MINUTE))


def look(client, entry, agent=BROWSER, **headers):
    response = client.post(url_of(entry, "aufruf/"), headers={"User-Agent": agent, **headers})
    assert response.status_code == 204
    assert not response.cookies


def views(entry):
    return sum(ViewCount.objects.filter(organisation=entry.organisation_id).values_list("count", flat=True))


def test_views_are_counted_a_day_without_a_cookie(client, baker):
    look(client, baker)
    look(client, baker)
    row = ViewCount.objects.get()
    assert (row.day, row.count, row.organisation_id) == (timezone.localdate(), 2, baker.organisation_id)


@pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "curl/8.5.0", "Mozilla/5.0 HeadlessChrome/140", "WhatsApp/2"])
def test_programs_are_not_counted(client, baker, agent):
    look(client, baker, agent)
    assert views(baker) == 0


def test_other_sites_cannot_count(client, baker):
    look(client, baker, **{"Sec-Fetch-Site": "cross-site"})
    assert views(baker) == 0


def test_the_office_does_not_count_itself_but_neighbours_do(client, kiez, baker):
    client.force_login(coordinator(kiez))
    look(client, baker)
    assert views(baker) == 0
    client.force_login(person())
    look(client, baker)
    assert views(baker) == 1


def test_a_flood_of_views_is_cut_off(client, baker):
    for _ in range(view_counts.MOST_A_MINUTE + 20):
        look(client, baker)
    assert views(baker) == view_counts.MOST_A_MINUTE


def test_looking_at_a_profile_alone_changes_nothing(client, baker):
    page(client, baker)
    assert views(baker) == 0
    assert client.get(url_of(baker, "aufruf/")).status_code == 405


@pytest.mark.parametrize("tail", ["", "nachricht/", "aushang/", "visitenkarte.vcf"])
def test_who_has_no_name_is_called_by_the_category_in_the_language_of_the_page(client, kiez, tail):
    details = {"name_de": "Friseursalon", "name_en": "Hairdresser"}
    entry = listed(kiez, "Friseursalon", kind="shop=salon", category_details=details)
    german = client.get(f"/musterkiez/verzeichnis/{entry.slug}/{tail}").content.decode()
    english = client.get(f"/musterkiez/en/verzeichnis/{entry.slug}/{tail}").content.decode()
    assert ("Friseursalon" in german, "Hairdresser" in german) == (True, False)
    assert ("Hairdresser" in english, "Friseursalon" in english) == (True, False)


def test_the_map_is_asked_for_this_very_place(client, kiez):
    entry = listed(kiez, "Filiale", street="Nordstraße")
    listed(kiez, "Filiale", street="Südstraße")
    link = re.search(r'href="([^"]*/karte/[^"]*)"[^>]*>\s*<span[^>]*></span>Auf der Karte', page(client, entry))[1]
    shown = client.get(unescape(link)).content.decode()
    assert re.findall(r'data-key="(\d+)"', shown) == [str(entry.pk)]


@pytest.mark.parametrize("words", ["Türkisch", "turkish", "türkçe"])
def test_who_looks_for_a_language_finds_where_it_is_spoken(client, kiez, words):
    listed(kiez, "Laden Eins", languages=["de", "tr"])
    listed(kiez, "Laden Zwei", languages=["de"])
    text = client.get("/musterkiez/verzeichnis/", {"q": words}).content.decode()
    assert ("Laden Eins" in text, "Laden Zwei" in text) == (True, False)
    assert re.search(r"Gefunden über: Tür|Gefunden über: Turk", text)
