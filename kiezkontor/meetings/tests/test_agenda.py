import pytest
from django.test import Client

from kiezkontor.accounts.tests.builders import person
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import agenda, minutes
from kiezkontor.meetings.models import AgendaItem, Meeting
from kiezkontor.meetings.tests import builders
from kiezkontor.members.tests.builders import member
from kiezkontor.shared.mounting import district_path
from kiezkontor.voices.tests import builders as voices

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return districts.district()


@pytest.fixture
def office(district):
    client = Client()
    client.force_login(districts.coordinator(district))
    return client


@pytest.fixture
def event(district):
    return builders.event(district)


def page(district, name, *args):
    return district_path(district.slug, f"meetings:{name}", *args)


def titles(event):
    return list(AgendaItem.objects.filter(meeting__event=event).values_list("title", flat=True))


def test_the_office_is_offered_ideas_problems_and_what_comes_each_time(office, district, event):
    voices.published(district, shown_title="Mehr Bänke")
    voices.voice(district, kind="problem", shown_title="Der Müll bleibt liegen")
    voices.voice(district, shown_title="Noch nicht angesehen")
    shown = office.get(page(district, "agenda", event.pk)).content.decode()
    assert shown.index("Der Müll bleibt liegen") < shown.index("Mehr Bänke") < shown.index("Was sonst?")
    assert "Noch nicht angesehen" not in shown
    assert not Meeting.objects.exists()


def test_open_tasks_of_the_last_meeting_stand_first_whenever_they_are_taken(office, district):
    line = builders.series(district)
    before = builders.earlier_event(district, series=line)
    builders.task(builders.item(before), "Angebote für Bänke holen", owner="Frau Muster")
    event = builders.event(district, series=line)
    builders.item(event, "Straßenfest")
    office.post(page(district, "take", event.pk), {"proposal": ["tasks"]})
    assert titles(event) == ["Offene Aufgaben früherer Sitzungen", "Straßenfest"]
    shown = office.get(page(district, "agenda", event.pk)).content.decode()
    assert "Angebote für Bänke holen" in shown
    assert "Frau Muster" in shown


def test_tasks_that_are_done_are_not_offered(office, district):
    before = builders.earlier_event(district)
    given = builders.task(builders.item(before))
    office.post(district_path(district.slug, "desk:finish", given.task_id))
    event = builders.event(district)
    assert "Offene Aufgaben" not in office.get(page(district, "agenda", event.pk)).content.decode()


def test_what_is_taken_is_not_offered_again(office, district, event):
    idea = voices.published(district, shown_title="Mehr Bänke")
    for _time in range(2):
        office.post(page(district, "take", event.pk), {"proposal": [f"voice-{idea.pk}", "standing-0"]})
    assert titles(event) == ["Begrüßung und Vorstellung", "Mehr Bänke"]


def test_items_are_moved_by_buttons_and_by_htmx(office, district, event):
    for title in ("Eins", "Zwei", "Drei"):
        builders.item(event, title)
    third = AgendaItem.objects.get(title="Drei")
    assert office.post(page(district, "item_up", third.pk)).status_code == 302
    assert titles(event) == ["Eins", "Drei", "Zwei"]
    part = office.post(page(district, "item_up", third.pk), headers={"HX-Request": "true"}).content.decode()
    assert titles(event) == ["Drei", "Eins", "Zwei"]
    assert "<h1" not in part


def test_the_page_says_when_the_agenda_is_too_long(office, district, event):
    builders.item(event, minutes_planned=150)
    assert "30 Minuten länger" in office.get(page(district, "agenda", event.pk)).content.decode()


def test_an_item_is_changed_and_taken_off(office, district, event):
    item = builders.item(event)
    values = {"title": "Neuer Titel", "text": "", "minutes_planned": "5", "presenter": "Frau Muster"}
    assert office.post(page(district, "item_change", item.pk), values).status_code == 302
    assert titles(event) == ["Neuer Titel"]
    office.post(page(district, "item_remove", item.pk))
    assert titles(event) == []


def test_who_saves_an_item_that_was_changed_meanwhile_sees_what_is_stored(office, district, event):
    item = builders.item(event, "Bänke", presenter="Frau Muster")
    address = page(district, "item_change", item.pk)
    seen = office.get(address).context["form"]["seen_version"].value()
    mine = {"title": "Mehr Bänke", "text": "", "minutes_planned": "10", "presenter": "Frau Muster"}
    theirs = {"title": "Bänke am Platz", "is_closed": True}
    agenda.change_item(item, values=theirs, by=calendar.office_of(district))
    written(item)
    refused = office.post(address, mine | {"seen_version": seen})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"__all__", "title", "is_closed"}
    assert "Jetzt gespeichert: Bänke am Platz" in refused.text
    assert "Jetzt gespeichert: ja" in refused.text
    assert titles(event) == ["Bänke am Platz"]
    again = refused.context["form"]["seen_version"].value()
    assert office.post(address, mine | {"seen_version": again}).status_code == 302
    assert titles(event) == ["Mehr Bänke"]


def test_minutes_written_meanwhile_do_not_stop_a_new_title(office, district, event):
    item = builders.item(event, "Bänke")
    address = page(district, "item_change", item.pk)
    seen = office.get(address).context["form"]["seen_version"].value()
    written(item)
    mine = {"title": "Mehr Bänke", "minutes_planned": "10", "seen_version": seen}
    assert office.post(address, mine).status_code == 302
    assert titles(event) == ["Mehr Bänke"]


def test_an_item_with_tasks_stays(office, district, event):
    item = builders.item(event, "Bänke")
    builders.task(item)
    office.post(page(district, "item_remove", item.pk))
    assert titles(event) == ["Bänke"]


def written(item):
    minutes.write(item, text="Alle wollen Bänke.", version=0, by=calendar.office_of(item.meeting.event.district))


def decided(item):
    minutes.decide(
        item, wording="Wir wollen Bänke.", votes=minutes.Votes(), by=calendar.office_of(item.meeting.event.district)
    )


def declared(item):
    came = builders.deputy(item.meeting.event)
    minutes.declare_interest(item, came.pk, by=calendar.office_of(item.meeting.event.district))


def idea_kept(item):
    minutes.capture(item, kind="idea", words="Blumen", by=calendar.office_of(item.meeting.event.district))


@pytest.mark.parametrize(
    "deal_with",
    [
        written,
        decided,
        declared,
        idea_kept,
        lambda item: builders.ballot(item, is_open=True),
        lambda item: builders.board(item, "Lindenblüten"),
    ],
)
def test_an_item_the_meeting_has_dealt_with_stays_with_what_came_of_it(office, district, event, deal_with):
    item = builders.item(event, "Bänke")
    deal_with(item)
    said = office.post(page(district, "item_remove", item.pk), follow=True).content.decode()
    assert titles(event) == ["Bänke"]
    assert "bleibt mit allem" in said


def test_an_item_with_no_more_than_prepared_questions_is_taken_off(office, district, event):
    item = builders.item(event, "Bänke")
    builders.ballot(item)
    builders.board(item)
    office.post(page(district, "item_remove", item.pk))
    assert titles(event) == []


def test_everybody_reads_the_public_part_and_members_all(client, district, event):
    builders.item(event, "Straßenfest")
    builders.item(event, "Mietsachen", is_closed=True)
    url = district_path(district.slug, "calendar:event", event.pk)
    shown = client.get(url).content.decode()
    assert "Straßenfest" in shown
    assert "Mietsachen" not in shown
    client.force_login(member(district))
    assert "Mietsachen" in client.get(url).content.decode()


@pytest.mark.parametrize(("role", "reads"), [("board", True), ("funder", False), ("resident", False)])
def test_the_board_reads_what_members_read_and_changes_nothing(client, district, role, reads):
    elsewhere = districts.district()
    among_us = builders.event(district, title="Nur für uns", audience="members")
    builders.item(among_us, "Mietsachen", is_closed=True)
    next_door = builders.event(elsewhere, title="Nur nebenan", audience="members")
    client.force_login(districts.role(person("Vera Vorstand"), district, role).person)
    listed = client.get(district_path(district.slug, "calendar:events")).content.decode()
    told = client.get(district_path(district.slug, "calendar:event", among_us.pk))
    assert ("Nur für uns" in listed) is reads
    assert (told.status_code, "Mietsachen" in told.content.decode()) == ((200, True) if reads else (404, False))
    assert client.get(district_path(elsewhere.slug, "calendar:event", next_door.pk)).status_code == 404
    assert client.get(page(district, "agenda", among_us.pk)).status_code == 403


def test_the_page_of_an_idea_leads_to_the_meeting_that_talks_about_it(office, district, event):
    idea = voices.published(district)
    office.post(page(district, "take", event.pk), {"proposal": [f"voice-{idea.pk}"]})
    shown = office.get(district_path(district.slug, "voices:office_voice", idea.pk)).content.decode()
    assert page(district, "agenda", event.pk) in shown


def test_the_desk_says_from_which_meeting_a_task_comes_and_who_took_it_on(office, district, event):
    builders.task(builders.item(event, "Bänke"), "Angebote holen", owner="Café Muster")
    shown = office.get(district_path(district.slug, "home:office") + "?whose=all").content.decode()
    assert "Angebote holen" in shown
    assert "Bänke (Café Muster)" in shown


def test_on_the_desk_a_walk_reads_the_task_and_not_what_was_dealt_with(client, district, event):
    builders.task(builders.item(event, "Mieten im Kiez"), "Angebote holen", owner="Café Muster")
    client.force_login(districts.field_worker(district))
    shown = client.get(district_path(district.slug, "home:office") + "?whose=all").content.decode()
    assert "Angebote holen" in shown
    assert "Mieten im Kiez" not in shown
    assert "Café Muster" not in shown


def test_a_public_party_has_no_agenda(office, district):
    event = builders.event(district, kind="public")
    assert office.get(page(district, "agenda", event.pk)).status_code == 404


def test_what_opens_a_meeting_stands_after_the_open_tasks_and_what_closes_it_last(office, district):
    line = builders.series(district)
    builders.task(builders.item(builders.earlier_event(district, series=line)), "Angebote holen")
    event = builders.event(district, series=line)
    idea, late = (voices.published(district, shown_title=title) for title in ("Mehr Bänke", "Blumen"))
    taken = ["standing-0", "standing-2", f"voice-{idea.pk}"]
    office.post(page(district, "take", event.pk), {"proposal": taken})
    office.post(page(district, "take", event.pk), {"proposal": ["tasks", "standing-1", f"voice-{late.pk}"]})
    assert titles(event) == [
        "Offene Aufgaben früherer Sitzungen",
        "Begrüßung und Vorstellung",
        "Neues aus dem Netzwerk",
        "Mehr Bänke",
        "Blumen",
        "Was sonst?",
    ]


@pytest.mark.django_db
def test_the_page_of_an_idea_leads_guests_to_what_is_public_of_its_meeting(client):
    kiez = districts.district("Musterkiez")
    idea = voices.published(kiez)
    open_round = builders.event(kiez, title="Offene Runde")
    closed_round = builders.earlier_event(kiez, title="Runde der Mitglieder", audience="members")
    for event in (open_round, closed_round):
        builders.item(event, voice=idea)
    builders.item(builders.event(kiez, title="Hinter der Tür"), voice=idea, is_closed=True)
    page = f"/musterkiez/hinweise/{idea.pk}/"
    shown = client.get(page).text
    assert f"/musterkiez/kalender/{open_round.pk}/" in shown
    assert "Hinter der Tür" not in shown
    assert "Runde der Mitglieder" not in shown
    builders.approved(closed_round, has_public=True)
    assert f"/musterkiez/kalender/{closed_round.pk}/protokoll/" in client.get(page).text


@pytest.mark.django_db
def test_with_an_item_go_the_pictures_of_ballots_nobody_saw(district, django_capture_on_commit_callbacks):
    item = builders.item(builders.event(district))
    picture = builders.with_picture(builders.ballot(item)).image
    assert picture.storage.exists(picture.name)
    with django_capture_on_commit_callbacks(execute=True):
        agenda.remove_item(item, by=calendar.office_of(district))
    assert not picture.storage.exists(picture.name)
