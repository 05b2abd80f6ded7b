"""Anybody gives an idea or a hint, and sees how it stands."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.retention import forget
from kiezkontor.members.tests import builders as members
from kiezkontor.organisations.tests.builders import picture
from kiezkontor.shared import guard
from kiezkontor.voices.models import Voice
from kiezkontor.voices.rules.limits import VOICES_AN_HOUR
from kiezkontor.voices.tests import builders
from kiezkontor.voices.tests.builders import mails

pytestmark = pytest.mark.django_db
WORDS = "Vor der Nummer 12 ist die Bank kaputt. Es fehlen zwei Latten."
NEW, OWN_NEW = "/musterkiez/hinweise/neu/", "/musterkiez/mein/hinweise/neu/"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(guard, "MIN_SECONDS", -1)


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def trader(kiez):
    return members.member(kiez, "Hanna Beispiel", "Papeterie Beispiel", email="hanna@example.org")


def given(**changes):
    return {"kind": "problem", "words": WORDS, "homepage": "", "opened": guard.opened_now()} | changes


def test_one_sentence_is_enough_and_leads_to_its_state(client, kiez):
    answer = client.post(NEW, given())
    voice = Voice.objects.get()
    assert answer.status_code == 302
    assert "/hinweise/stand/" in answer["Location"]
    page = client.get(answer["Location"]).text
    assert "Danke, es ist angekommen" in page
    assert WORDS in page
    assert (voice.shown_title, voice.status, voice.published_at) == (
        "Vor der Nummer 12 ist die Bank kaputt",
        "received",
        None,
    )
    assert mails() == []


def test_nobody_else_reads_it_before_the_office_released_it(client, kiez):
    client.post(NEW, given())
    voice = Voice.objects.get()
    assert "Bank" not in client.get("/musterkiez/hinweise/").text
    assert client.get(f"/musterkiez/hinweise/{voice.pk}/").status_code == 404
    assert client.get(f"/musterkiez/hinweise/{voice.pk}/foto/").status_code == 404


def test_mail_goes_to_an_address_only_once_somebody_confirmed_it(client, kiez):
    client.post(NEW, given(name="Gerda Gast", email="gerda@example.org"))
    [asked] = mails()
    assert asked.to == "gerda@example.org"
    assert "Bank" not in asked.text
    url = re.search(r"https?://\S+/hinweise/bestaetigen/\S+", asked.text)[0]
    path = "/" + url.split("/", 3)[3]
    assert "gerda@example.org" in client.get(path).text
    assert Voice.objects.get().email_confirmed_at is None
    answer = client.post(path)
    assert "/hinweise/stand/" in answer["Location"]
    assert Voice.objects.get().email_confirmed_at is not None
    assert client.get(path).status_code == 404


def test_the_street_is_found_by_what_was_written_or_by_the_point(client, kiez):
    street = districts.street(kiez, "Karlstraße", lines=[[[13.42, 52.47], [13.43, 52.47]]])
    client.post(NEW, given(place="Karlstr. 12"))
    client.post(NEW, given(lat="52.4701", lon="13.425", words="Hier ist es dunkel."))
    client.post(NEW, given(place="am Brunnen", words="Hier auch."))
    assert [voice.street for voice in Voice.objects.order_by("pk")] == [street, street, None]


def test_what_lies_far_away_is_for_another_office(client, kiez):
    ring = [[13.42, 52.47], [13.43, 52.47], [13.43, 52.48], [13.42, 52.48], [13.42, 52.47]]
    kiez.boundary = {"type": "Polygon", "coordinates": [ring]}
    kiez.south, kiez.west, kiez.north, kiez.east = 52.47, 13.42, 52.48, 13.43
    kiez.save()
    answer = client.post(NEW, given(lat="49.0", lon="8.4"))
    assert answer.status_code == 422
    assert "außerhalb von Musterkiez" in answer.text
    assert client.post(NEW, given(lat="52.481", lon="13.425")).status_code == 302


def test_half_a_place_on_the_map_is_asked_for(client, kiez):
    assert "zwei Zahlen" in client.post(NEW, given(lat="52.47")).text
    assert not Voice.objects.exists()


def test_a_photo_loses_what_the_camera_wrote_and_stays_closed(client, kiez):
    photo = SimpleUploadedFile("bank.jpg", picture(), content_type="image/jpeg")
    client.post(NEW, given(image=photo))
    voice = Voice.objects.get()
    assert voice.image.name.startswith("voices/")
    with voice.image.open() as stored:
        assert not Image.open(stored).getexif()
    assert client.get(f"/media/{voice.image.name}").status_code == 404


def test_what_is_no_photo_is_refused_and_the_words_stay(client, kiez):
    answer = client.post(NEW, given(image=SimpleUploadedFile("bank.jpg", b"<svg/>", content_type="image/jpeg")))
    assert answer.status_code == 422
    assert "Das ist kein Foto" in answer.text
    assert WORDS in answer.text


def test_machines_are_stopped_but_members_are_not(client, kiez, trader):
    for _nth in range(VOICES_AN_HOUR):
        builders.voice(kiez)
    answer = client.post(NEW, given())
    assert answer.status_code == 422
    assert "sehr viel" in answer.text
    client.force_login(trader)
    assert client.post(OWN_NEW, given()).status_code == 302


def test_the_field_nobody_sees_stays_empty(client, kiez):
    assert client.post(NEW, given(homepage="https://spam.example")).status_code == 422
    assert not Voice.objects.exists()


def test_a_trader_gives_a_hint_with_one_sentence_and_sees_it(client, kiez, trader):
    client.force_login(trader)
    assert OWN_NEW in client.get("/musterkiez/mein/").text
    form = client.get(OWN_NEW).text
    assert 'accept="image/jpeg,image/png,image/webp"' in form
    assert re.search(r'value="hint"[^>]*checked', form)
    answer = client.post(OWN_NEW, {"kind": "hint", "words": WORDS})
    voice = Voice.objects.get()
    assert answer["Location"].endswith(f"/mein/hinweise/{voice.pk}/")
    assert (voice.person, voice.organisation) == (trader, members.of(trader))
    assert WORDS in client.get(answer["Location"]).text
    assert "Die Bank" not in client.get("/musterkiez/mein/hinweise/").text.split("<main")[0]


def test_whoever_looks_after_an_entry_is_led_to_their_own_form(client, kiez, trader):
    client.force_login(trader)
    assert client.get(NEW)["Location"] == OWN_NEW


def test_nobody_reads_what_another_member_gave(client, kiez, trader):
    voice = builders.voice(kiez, trader)
    client.force_login(members.member(kiez))
    assert client.get(f"/musterkiez/mein/hinweise/{voice.pk}/").status_code == 404


def test_whoever_looks_after_several_entries_says_for_which(client, kiez, trader):
    second = members.of(members.member(kiez, "Zweite", "Zweiter Laden"))
    second.stewards.update(person=trader)
    client.force_login(trader)
    assert client.post(OWN_NEW, {"kind": "hint", "words": WORDS}).status_code == 422
    assert client.post(OWN_NEW, {"kind": "hint", "words": WORDS, "organisation": second.pk}).status_code == 302
    assert Voice.objects.get().organisation == second


def test_a_form_that_is_sent_twice_gives_one(client, kiez):
    client.get(NEW)
    sent = given(csrfmiddlewaretoken="x" * 64)
    first, second = client.post(NEW, sent), client.post(NEW, sent)
    assert first["Location"] == second["Location"]
    assert Voice.objects.count() == 1


def test_a_closed_topic_is_offered_no_longer(client, kiez):
    topic = builders.topic(kiez, "Altes Thema", is_closed=True)
    assert "Altes Thema" not in client.get(NEW).text
    assert client.post(NEW, given(topic=topic.pk)).status_code == 422


def test_a_photo_is_gone_from_the_disk_once_it_was_never_public_for_three_years(
    kiez, django_capture_on_commit_callbacks
):
    long_ago = timezone.now() - timedelta(days=4 * 365)
    voice = builders.with_photo(kiez, status="declined", since=long_ago)
    name = voice.image.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        forget(now=timezone.now())
    assert not Voice.objects.exists()
    assert not default_storage.exists(name)
