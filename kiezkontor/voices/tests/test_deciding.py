"""The office looks at what came in, publishes, sorts and decides; its author hears of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import EDITOR, FIELD_WORKER
from kiezkontor.desk.models import Task
from kiezkontor.districts.access import viewer_for
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.retention import forget
from kiezkontor.members.tests import builders as members
from kiezkontor.notices.actions import leave
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.voices import access, hooks
from kiezkontor.voices.actions import deciding
from kiezkontor.voices.models import Voice
from kiezkontor.voices.tests import builders
from kiezkontor.voices.tests.builders import mails

pytestmark = pytest.mark.django_db
LIST = "/musterkiez/buero/hinweise/"


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def mira(kiez):
    return districts.coordinator(kiez)


@pytest.fixture
def office(client, mira):
    client.force_login(mira)
    return client


@pytest.fixture
def trader(kiez):
    return members.member(kiez, "Hanna Beispiel", "Papeterie Beispiel", email="hanna@example.org")


def page(voice, rest=""):
    return f"{LIST}{voice.pk}/{rest}"


def test_what_is_new_waits_on_the_desk_with_its_clock(office, kiez):
    late = builders.voice(kiez, received_at=timezone.now() - timedelta(hours=80), shown_title="Alte Sache")
    builders.voice(kiez, shown_title="Neue Sache")
    assert "2 Ideen und Hinweise warten auf Prüfung" in office.get("/musterkiez/buero/").text
    listed = office.get(LIST).text
    assert listed.index("Alte Sache") < listed.index("Neue Sache")
    assert "Prüfung überfällig" in listed
    assert "noch 71 Stunden Zeit" in listed
    office.post(page(late, "stand/"), {"to": "under_review"})
    assert "Alte Sache" not in office.get(LIST).text
    assert "Alte Sache" in office.get(f"{LIST}?show=open").text


def test_the_office_releases_its_own_words_and_keeps_the_authors(office, kiez, trader):
    voice = builders.voice(kiez, trader, words="Frau Meier macht Lärm!")
    office.post(page(voice, "veroeffentlichen/"), {"title": "Lärm am Abend", "words": "Abends ist es laut."})
    public = office.get(f"/musterkiez/hinweise/{voice.pk}/").text
    assert "Abends ist es laut." in public
    assert "Meier" not in public
    assert "Papeterie" not in public
    assert "von einem Mitglied des Netzwerks" in public
    assert "Frau Meier macht Lärm!" in office.get(page(voice)).text
    [told] = mails()
    assert (told.to, told.subject) == ("hanna@example.org", "Veröffentlicht: Lärm am Abend")
    office.post(page(voice, "veroeffentlichen/"), {"title": "Lärm", "words": "Abends ist es laut."})
    assert len(mails()) == 1


def test_an_organisation_is_named_where_it_agreed(office, kiez, trader):
    voice = builders.published(kiez, trader, names_organisation=True)
    assert "von Papeterie Beispiel" in office.get(f"/musterkiez/hinweise/{voice.pk}/").text


def test_a_photo_is_public_with_a_description_alone(office, client, kiez):
    voice = builders.with_photo(kiez)
    said = {"title": "Bank", "words": "Kaputt.", "shows_photo": "on"}
    assert office.post(page(voice, "veroeffentlichen/"), said).status_code == 422
    office.post(page(voice, "veroeffentlichen/"), said | {"photo_alt": "Eine Bank ohne Lehne"})
    client.logout()
    assert 'alt="Eine Bank ohne Lehne"' in client.get(f"/musterkiez/hinweise/{voice.pk}/").text
    photo = client.get(f"/musterkiez/hinweise/{voice.pk}/foto/")
    assert (photo["Content-Type"], photo["Cache-Control"]) == ("image/jpeg", "no-cache")


def test_what_is_taken_back_is_closed_at_once_and_its_author_hears_why(office, kiez, trader):
    voice = builders.published(kiez, trader)
    assert office.post(page(voice, "zuruecknehmen/"), {"reason": ""}).status_code == 422
    office.post(page(voice, "zuruecknehmen/"), {"reason": "Es nennt einen Namen."})
    assert office.get(f"/musterkiez/hinweise/{voice.pk}/").status_code == 404
    assert "Es nennt einen Namen." in mails()[0].text


@pytest.mark.parametrize("to", ["forwarded", "done", "declined"])
def test_some_steps_need_a_sentence(office, kiez, to):
    voice = builders.voice(kiez, status="accepted")
    assert "Begründung oder Ergebnis" in office.post(page(voice, "stand/"), {"to": to}).text
    assert office.post(page(voice, "stand/"), {"to": to, "reason": "Ans Grünflächenamt."}).status_code == 302
    assert Voice.objects.get(pk=voice.pk).status == to


def test_everybody_reads_the_decision_with_its_reason(office, kiez, trader):
    voice = builders.published(kiez, trader)
    office.post(page(voice, "stand/"), {"to": "declined", "reason": "Der Platz gehört der Bahn."})
    public = office.get(f"/musterkiez/hinweise/{voice.pk}/").text
    assert "abgelehnt" in public
    assert "Der Platz gehört der Bahn." in public
    assert "Der Platz gehört der Bahn." in mails()[0].text


def test_a_step_the_table_does_not_know_is_refused(kiez, mira):
    voice = builders.voice(kiez)
    with pytest.raises(ActionRefused):
        deciding.move(voice.pk, to="done", reason="Fertig.", by=viewer_for(mira, on=timezone.localdate()))


def test_what_is_known_already_leads_to_the_other_one(office, kiez):
    first, again = builders.published(kiez, shown_title="Die erste"), builders.published(kiez)
    foreign = builders.voice(districts.district("Fremdkiez"))
    for wrong in ("", str(again.pk), str(foreign.pk), "x", "9" * 30):
        assert office.post(page(again, "stand/"), {"to": "duplicate", "duplicate_of": wrong}).status_code == 422
    Voice.objects.filter(pk=again.pk).update(status="received")
    office.post(page(again, "stand/"), {"to": "duplicate", "duplicate_of": f"#{first.pk}"})
    assert "Die erste" in office.get(f"/musterkiez/hinweise/{again.pk}/").text


def test_a_need_for_action_has_somebody_responsible_and_a_task(office, kiez, mira):
    voice = builders.voice(kiez, status="accepted", shown_title="Dunkle Ecke")
    street = districts.street(kiez, "Karlstraße")
    said = {"kind": "problem", "street": street.pk, "topic": builders.topic(kiez).pk, "way": "administration"}
    said |= {"is_need": "on", "responsible": mira.pk, "next_step": "Beim Amt anrufen", "due_on": "2030-01-15"}
    assert office.post(page(voice, "einordnen/"), said).status_code == 302
    task = Task.objects.get()
    assert (task.kind, task.what, task.assigned_to, task.about_id) == (
        "voices.next_step",
        "Beim Amt anrufen",
        mira,
        voice.pk,
    )
    needs = office.get(f"{LIST}?show=needs").text
    assert "Dunkle Ecke" in needs
    assert "Karlstraße" in needs
    assert "Dunkle Ecke" in office.get("/musterkiez/buero/").text
    office.post(page(voice, "einordnen/"), said | {"next_step": "Noch einmal anrufen"})
    assert [each.what for each in Task.objects.all()] == ["Noch einmal anrufen"]
    office.post(page(voice, "stand/"), {"to": "done", "reason": "Die Lampe brennt."})
    assert Task.objects.get().done_at is not None
    assert "Dunkle Ecke" not in office.get(f"{LIST}?show=needs").text
    assert "Dunkle Ecke" in office.get(f"{LIST}?show=ended").text


def test_a_day_without_a_step_and_a_person_from_elsewhere_are_refused(office, kiez):
    voice = builders.voice(kiez)
    assert office.post(page(voice, "einordnen/"), {"kind": "hint", "due_on": "2030-01-15"}).status_code == 422
    stranger = districts.coordinator(districts.district("Fremdkiez"))
    assert office.post(page(voice, "einordnen/"), {"kind": "hint", "responsible": stranger.pk}).status_code == 422


def test_a_problem_is_carried_over_until_it_is_solved(office, kiez, mira):
    voice = builders.voice(kiez, kind="problem", status="accepted", shown_title="Lieferzone")
    by = viewer_for(mira, on=timezone.localdate())
    assert list(access.open_for_agenda(by, kiez)) == [voice]
    assert deciding.carry_over(kiez, [voice.pk], by=by) == 1
    assert "1 Mal übernommen" in office.get(f"{LIST}?show=problems").text
    deciding.move(voice.pk, to="done", reason="Sie ist da.", by=by)
    assert deciding.carry_over(kiez, [voice.pk], by=by) == 0
    assert list(access.open_for_agenda(by, kiez)) == []


def test_what_is_said_about_the_website_comes_up_in_a_meeting_once_it_is_accepted(kiez, mira):
    by = viewer_for(mira, on=timezone.localdate())
    builders.voice(kiez, kind="website")
    accepted = builders.voice(kiez, kind="website", status="accepted")
    assert list(access.open_for_agenda(by, kiez)) == [accepted]


def test_areas_above_hear_of_each_step_and_say_where_it_is_dealt_with(office, kiez, monkeypatch):
    voice, heard = builders.voice(kiez), []
    monkeypatch.setattr(hooks, "voices_moved", [lambda voice, by: heard.append((voice.pk, voice.status))])
    links = [hooks.Link("Sitzung vom 3. März", "/sitzung/"), hooks.Link("Antrag auf Bänke", "/antrag/")]
    monkeypatch.setattr(hooks, "dealt_with", [lambda viewer, district, ids: dict.fromkeys(ids, links)])
    office.post(page(voice, "stand/"), {"to": "accepted"})
    assert heard == [(voice.pk, "accepted")]
    text = office.get(page(voice)).text
    assert [text.count(said) for said in ("Sitzung vom 3. März", "Antrag auf Bänke", "Wo es weitergeht")] == [1, 1, 1]


def test_whoever_left_this_mail_gets_none_and_reads_it_all_the_same(office, kiez, trader):
    voice = builders.voice(kiez, trader)
    leave("hanna@example.org", Kind.VOICES, scope_id=kiez.pk)
    office.post(page(voice, "stand/"), {"to": "accepted"})
    assert mails() == []
    office.force_login(trader)
    assert "angenommen" in office.get(f"/musterkiez/mein/hinweise/{voice.pk}/").text


def test_whoever_no_longer_looks_after_the_entry_gets_no_mail(office, kiez, trader):
    voice = builders.voice(kiez, trader)
    members.of(trader).stewards.update(until_on=timezone.localdate())
    office.post(page(voice, "stand/"), {"to": "accepted"})
    assert mails() == []


def test_a_visitor_hears_of_it_by_a_link_in_a_mail(office, client, kiez):
    voice = builders.voice(kiez, email="gerda@example.org", email_confirmed_at=timezone.now())
    office.post(page(voice, "stand/"), {"to": "accepted", "reason": "Das machen wir im Mai."})
    [told] = mails()
    client.logout()
    url = next(word for word in told.text.split() if "/hinweise/stand/" in word)
    assert "Das machen wir im Mai." in client.get("/" + url.split("/", 3)[3]).text


def test_editors_decide_as_well_and_walkers_do_not(client, kiez):
    voice = builders.voice(kiez)
    for role, status in ((EDITOR, 200), (FIELD_WORKER, 403)):
        client.force_login(districts.role(person(), kiez, role).person)
        assert client.get(page(voice)).status_code == status


def test_where_it_heaps_up_is_a_table_and_a_file(office, kiez):
    karl, amalie = districts.street(kiez, "Karlstraße"), districts.street(kiez, "Amalienstraße")
    waste, light = builders.topic(kiez, "Müll"), builders.topic(kiez, "Licht")
    for street, topic in ((karl, waste), (karl, waste), (amalie, light), (None, None)):
        builders.voice(kiez, street=street, topic=topic)
    builders.voice(kiez, street=karl, topic=waste, status="duplicate")
    old = timezone.now() - timedelta(days=200)
    builders.voice(kiez, street=amalie, topic=light, received_at=old)
    table = office.get(f"{LIST}haeufung/").context["rows"]
    assert [(row["name"], row["sum"]) for row in table] == [("Amalienstraße", 2), ("Karlstraße", 2), ("ohne Straße", 1)]
    recent = office.get(f"{LIST}haeufung/?months=3").context["total"]
    assert recent == 4
    file = office.get(f"{LIST}haeufung.csv?months=3").content.decode("utf-8-sig").splitlines()
    assert file[0] == "Straße;Thema;Summe"
    assert "Karlstraße;Müll;2" in file


def test_topics_are_added_and_closed(office, kiez):
    office.post(f"{LIST}themen/", {"name": "Radwege"})
    assert office.post(f"{LIST}themen/", {"name": "radwege"}).status_code == 422
    topic = kiez.voice_topics.get(name="Radwege")
    builders.voice(kiez, topic=topic)
    office.post(f"{LIST}themen/{topic.pk}/schliessen/")
    assert kiez.voice_topics.get(name="Radwege").is_closed
    office.post(f"{LIST}themen/", {"name": "Radwege"})
    assert not kiez.voice_topics.get(name="Radwege").is_closed


def test_who_gave_it_is_forgotten_half_a_year_after_it_ended(kiez, trader):
    long_ago = timezone.now() - timedelta(days=181)
    gone = builders.published(kiez, trader, status="done", since=long_ago)
    visitor = builders.published(kiez, status="declined", since=long_ago, name="Gerda", email="gerda@example.org")
    open_still = builders.published(kiez, trader, since=long_ago)
    fresh = builders.published(kiez, trader, status="done")
    comment = builders.comment(gone, name="Gerda", shown_since=long_ago, written_at=long_ago)
    hidden = builders.comment(fresh, written_at=long_ago)
    assert forget(now=timezone.now())["people of voices"] == 2
    for voice in (gone, visitor):
        voice.refresh_from_db()
        assert (voice.person, voice.name, voice.email) == (None, "", "")
        assert voice.published_at
    comment.refresh_from_db()
    assert comment.name == ""
    assert not type(hidden).objects.filter(pk=hidden.pk).exists()
    assert {Voice.objects.get(pk=each.pk).person for each in (open_still, fresh)} == {trader}
    assert forget(now=timezone.now())["people of voices"] == 0


def test_a_list_is_narrowed_by_a_word_a_topic_and_a_street(office, kiez):
    street = districts.street(kiez, "Karlstraße")
    builders.voice(kiez, words="Glas auf dem Radweg.", topic=builders.topic(kiez, "Müll"), street=street)
    builders.voice(kiez, words="Die Laterne ist aus.", place="Markt 3", topic=builders.topic(kiez, "Licht"))
    topic = builders.topic(kiez, "Licht").pk
    for query, found in (
        ("q=radweg", "Glas"),
        ("q=markt", "Laterne"),
        (f"topic={topic}", "Laterne"),
        (f"street={street.pk}", "Glas"),
    ):
        shown = office.get(f"{LIST}?show=open&{query}").text
        assert [word for word in ("Glas", "Laterne") if word in shown] == [found], query
    assert "Nichts in dieser Liste" in office.get(f"{LIST}?show=open&q=nirgends").text
    heat = office.get(f"{LIST}haeufung/").text
    assert f"show=all&amp;street={street.pk}&amp;topic=" in heat


def test_news_is_told_once_while_the_status_stays(office, kiez, trader):
    voice = builders.published(kiez, trader, status="in_work", shown_title="Bank am Platz")
    refused = office.post(page(voice, "stand/"), {"to": "in_work", "reason": " "})
    assert "Bitte schreiben Sie, was es Neues gibt" in refused.text
    for _again in range(2):
        office.post(page(voice, "stand/"), {"to": "in_work", "reason": "Das Holz ist bestellt."})
    [told] = mails()
    assert "Das Holz ist bestellt." in told.text
    assert office.get(f"/musterkiez/hinweise/{voice.pk}/").text.count("Das Holz ist bestellt.") == 1
    voice.refresh_from_db()
    assert voice.status == "in_work"


@pytest.mark.parametrize("status", ["received", "done", "declined", "duplicate"])
def test_there_is_no_news_of_what_nobody_waits_for(office, kiez, status):
    voice = builders.voice(kiez, status=status)
    assert office.post(page(voice, "stand/"), {"to": status, "reason": "Neues."}).status_code == 422
