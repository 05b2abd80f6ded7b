"""Others support what is published and comment on it."""

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.districts.tests import builders as districts
from kiezkontor.members.tests import builders as members
from kiezkontor.shared import guard
from kiezkontor.voices.models import VoiceComment, VoiceSupport
from kiezkontor.voices.rules.limits import COMMENTS_AN_HOUR, SUPPORTS_AN_HOUR
from kiezkontor.voices.tests import builders
from kiezkontor.voices.tests.builders import mails

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(guard, "MIN_SECONDS", -1)


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def voice(kiez):
    return builders.published(kiez, shown_title="Mehr Bänke")


@pytest.fixture
def trader(kiez):
    return members.member(kiez, "Hanna Beispiel", "Papeterie Beispiel", email="hanna@example.org")


def support(client, voice):
    url = f"/musterkiez/hinweise/{voice.pk}/unterstuetzen/"
    client.get(url)
    return client.post(url, {"homepage": "", "opened": guard.opened_now()}, follow=True)


def comment(client, voice, **said):
    url = f"/musterkiez/hinweise/{voice.pk}/kommentieren/"
    return client.post(url, {"words": "Gute Idee!", "homepage": "", "opened": guard.opened_now()} | said, follow=True)


def test_a_browser_counts_once_and_the_next_one_again(voice):
    first = Client()
    assert "Danke, Ihre Unterstützung zählt" in support(first, voice).text
    assert "es zählt einmal" in support(first, voice).text
    support(Client(), voice)
    assert VoiceSupport.objects.count() == 2
    assert "2 Mal unterstützt" in Client().get("/musterkiez/hinweise/").text


def test_a_person_counts_once_in_every_browser(voice, trader):
    for _nth in range(2):
        client = Client()
        client.force_login(trader)
        support(client, voice)
    [row] = VoiceSupport.objects.all()
    assert row.by_member


def test_supporters_cannot_be_recognised_at_another_one(kiez, voice, trader):
    other, client = builders.published(kiez), Client()
    client.force_login(trader)
    support(client, voice)
    support(client, other)
    keys = set(VoiceSupport.objects.values_list("key", flat=True))
    assert len(keys) == 2
    assert str(trader.pk) not in keys


def test_reading_sets_no_cookie(voice):
    for path in ("", f"{voice.pk}/"):
        assert not Client().get(f"/musterkiez/hinweise/{path}").cookies


def test_a_machine_is_stopped_and_members_are_not(voice, trader):
    VoiceSupport.objects.bulk_create(
        VoiceSupport(voice=voice, key=f"{nth}", at=timezone.now()) for nth in range(SUPPORTS_AN_HOUR)
    )
    assert "nicht gezählt" in support(Client(), voice).text
    client = Client()
    client.force_login(trader)
    assert "zählt" in support(client, voice).text
    assert VoiceSupport.objects.filter(by_member=True).count() == 1


def test_a_visitors_comment_waits_for_the_office(client, kiez, voice):
    comment(client, voice, name="Gerda")
    [made] = VoiceComment.objects.all()
    public = f"/musterkiez/hinweise/{voice.pk}/"
    assert "Gute Idee!" not in client.get(public).text
    client.force_login(districts.coordinator(kiez))
    assert "1 Kommentar wartet auf Prüfung" in client.get("/musterkiez/buero/").text
    assert "Gute Idee!" in client.get("/musterkiez/buero/hinweise/").text
    client.post(f"/musterkiez/buero/hinweise/kommentare/{made.pk}/freigeben/")
    client.logout()
    page = client.get(public).text
    assert "Gute Idee!" in page
    assert "Gerda" in page


def test_a_members_comment_stands_at_once_and_is_hidden_with_a_reason(client, kiez, voice, trader):
    client.force_login(trader)
    assert "Papeterie Beispiel" in comment(client, voice).text
    [made] = VoiceComment.objects.all()
    client.force_login(districts.coordinator(kiez))
    hide = f"/musterkiez/buero/hinweise/kommentare/{made.pk}/ausblenden/"
    assert client.post(hide, {"reason": ""}).status_code == 422
    client.post(hide, {"reason": "Es ist Werbung."})
    assert "Gute Idee!" not in Client().get(f"/musterkiez/hinweise/{voice.pk}/").text
    assert "Es ist Werbung." in mails()[0].text
    client.post(f"/musterkiez/buero/hinweise/kommentare/{made.pk}/freigeben/")
    assert "Gute Idee!" in Client().get(f"/musterkiez/hinweise/{voice.pk}/").text


def test_the_office_answers_under_its_own_name(client, kiez, voice):
    client.force_login(districts.coordinator(kiez))
    assert "Büro" in comment(client, voice, words="Wir fragen nach.").text
    assert VoiceComment.objects.get().by_office


def test_a_machine_that_comments_is_stopped(client, voice):
    for _nth in range(COMMENTS_AN_HOUR):
        builders.comment(voice)
    assert "nicht gespeichert" in comment(client, voice).text
    assert VoiceComment.objects.count() == COMMENTS_AN_HOUR


def test_nothing_of_a_voice_that_is_not_public_can_be_answered(client, kiez):
    closed = builders.voice(kiez)
    for page in ("unterstuetzen", "kommentieren"):
        assert client.get(f"/musterkiez/hinweise/{closed.pk}/{page}/").status_code == 404


def test_whoever_finds_it_unlawful_is_led_to_the_form(client, voice):
    page = client.get(f"/musterkiez/hinweise/{voice.pk}/").text
    assert f"/musterkiez/inhalt-melden/?seite=/musterkiez/hinweise/{voice.pk}/" in page


def test_the_list_is_narrowed_by_kind_topic_and_state(client, kiez, voice):
    topic = builders.topic(kiez, "Licht")
    builders.published(kiez, kind="idea", topic=topic, status="done", shown_title="Lampen")
    listed = "/musterkiez/hinweise/"
    for query, found in (
        ("kind=idea", "Lampen"),
        (f"topic={topic.pk}", "Lampen"),
        ("state=done", "Lampen"),
        ("state=open", "Mehr Bänke"),
    ):
        page = client.get(f"{listed}?{query}").text
        assert (("Lampen" in page), ("Mehr Bänke" in page)) == (found == "Lampen", found == "Mehr Bänke"), query
    assert "Nichts passt" in client.get(f"{listed}?state=ended").text
    assert client.get(f"{listed}?topic=999999999999999999999").status_code == 200
