from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.audit.sentences import sentence_of
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.desk import actions as desk
from kiezkontor.desk.models import Task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import access, room
from kiezkontor.meetings.actions import attending
from kiezkontor.meetings.content import minutes_content
from kiezkontor.meetings.models import AgendaItem, Decision, Meeting, MeetingTask
from kiezkontor.meetings.paper import paper_item
from kiezkontor.meetings.rules import deciding
from kiezkontor.meetings.rules.minutes import public_part
from kiezkontor.meetings.rules.writing import fate_of
from kiezkontor.meetings.tests import builders
from kiezkontor.meetings.views import live
from kiezkontor.shared.mounting import district_path
from kiezkontor.voices.models import Voice
from kiezkontor.voices.tests import builders as voices

JSON = {"Accept": "application/json"}


@pytest.mark.parametrize(
    ("text", "version", "fate"),
    [("neu", 3, "kept"), ("alt", 3, "same"), ("alt", 2, "same"), ("neu", 2, "conflict"), ("", 2, "conflict")],
)
def test_a_text_on_an_older_one_is_a_conflict_unless_both_say_the_same(text, version, fate):
    assert fate_of(text, version, stored="alt", stored_version=3) == fate


@pytest.mark.parametrize(
    ("yes", "no", "entitled", "quorum", "has_quorum", "is_adopted"),
    [
        (5, 2, 8, None, True, True),
        (2, 2, 8, None, True, False),
        (5, 2, 7, 7, True, True),
        (5, 0, 6, 7, False, False),
        (0, 0, 3, None, True, False),
    ],
)
def test_a_vote_carries_with_more_yes_than_no_and_enough_people(yes, no, entitled, quorum, has_quorum, is_adopted):
    found = deciding.outcome(yes, no, entitled=entitled, quorum=quorum)
    assert (found.has_quorum, found.is_adopted) == (has_quorum, is_adopted)


@pytest.mark.parametrize(
    ("votes", "trouble"), [((3, 1, 1), None), ((3, 2, 1), "too_many"), ((0, 0, 0), "nobody"), ((0, 0, 5), None)]
)
def test_there_are_never_more_votes_than_people(votes, trouble):
    assert deciding.trouble_with(*votes, entitled=5) == trouble


@pytest.mark.parametrize(("present", "interested", "entitled"), [(8, 0, 8), (8, 2, 6), (1, 2, 0)])
def test_who_has_an_own_interest_is_not_counted(present, interested, entitled):
    assert deciding.entitled(present, interested) == entitled


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
    return calendar.event(district, starts_at=timezone.now())


@pytest.fixture
def item(event):
    return builders.item(event, "Straßenfest")


def page(name, district, *args):
    return district_path(district.slug, f"meetings:{name}", *args)


def write(client, item, text, version, **headers):
    url = page("item_write", item.meeting.event.district, item.pk)
    return client.post(url, {"minutes": text, "version": version}, headers=headers or None)


def come(event, *names):
    office = calendar.office_of(event.district)
    return [attending.add_person(event, name=name, by=office) for name in names]


@pytest.mark.django_db
def test_what_is_written_is_saved_by_the_page_and_by_its_script(office, district, event, item):
    assert write(office, item, "Alle sind dafür.", 0).status_code == 302
    assert write(office, item, "Alle sind sehr dafür.", 1, **JSON).json()["version"] == 2
    assert "Alle sind sehr dafür." in office.get(page("live", district, event.pk)).content.decode()


@pytest.mark.django_db
def test_two_texts_stand_side_by_side_and_none_is_lost(office, district, item):
    write(office, item, "Von Anna", 0)
    answer = write(office, item, "Von Bernd", 0)
    assert answer.status_code == 409
    assert "Von Anna" in answer.content.decode()
    assert "Von Bernd" in answer.content.decode()
    told = write(office, item, "Von Bernd", 0, **JSON)
    assert (told.status_code, told.json()) == (409, {"version": 1, "minutes": "Von Anna"})
    assert write(office, item, "Von Anna\nVon Bernd", 1).status_code == 302
    assert AgendaItem.objects.get(pk=item.pk).minutes == "Von Anna\nVon Bernd"


@pytest.mark.django_db
def test_a_decision_keeps_its_votes_and_who_was_not_counted(office, district, event, item):
    anna, *_others = come(event, "Anna Muster", "Bernd Beispiel", "Carla Kiez")
    office.post(page("item_interest", district, item.pk), {"attendance": anna.pk})
    given = {"wording": "Wir feiern.", "yes": 2, "no": 1, "abstained": 0}
    assert office.post(page("item_decide", district, item.pk), given).status_code == 422
    assert office.post(page("item_decide", district, item.pk), given | {"no": 0}).status_code == 302
    made = Decision.objects.get()
    assert (made.entitled, made.excluded, made.is_adopted) == (2, 1, True)
    noted = AuditEntry.objects.get(verb="minutes.interest_declared")
    assert "Anna Muster" in sentence_of(noted)
    assert "Anna" not in sentence_of(noted, names_people=False)


@pytest.mark.django_db
def test_no_interest_is_noted_after_the_vote(office, district, event, item):
    (anna,) = come(event, "Anna Muster")
    office.post(page("item_decide", district, item.pk), {"wording": "Wir feiern."})
    assert office.post(page("item_interest", district, item.pk), {"attendance": anna.pk}).status_code == 422


@pytest.mark.django_db
def test_a_body_that_needs_more_people_decides_nothing(office, district, event, item):
    come(event, "Anna Muster", "Bernd Beispiel")
    office.post(page("quorum", district, event.pk), {"quorum": 3})
    office.post(page("item_decide", district, item.pk), {"wording": "Wir feiern.", "yes": 2})
    assert Decision.objects.get().is_adopted is False
    assert "zu wenige" in office.get(page("live", district, event.pk)).content.decode()


@pytest.mark.django_db
def test_a_task_has_an_owner_who_may_be_nobody_of_the_office(office, district, event, item):
    given = {"what": "Genehmigung holen", "due_on": "2027-05-01", "owner": "Café Muster"}
    assert office.post(page("item_task", district, item.pk), given).status_code == 302
    made = MeetingTask.objects.get()
    assert (made.owner, made.task.due_on.isoformat(), made.task.assigned_to) == ("Café Muster", "2027-05-01", None)


@pytest.mark.django_db
def test_an_idea_that_comes_up_is_kept_like_every_other(office, district, event, item):
    office.post(page("item_idea", district, item.pk), {"kind": "idea", "words": "Ein Bücherschrank am Platz"})
    assert Voice.objects.get().status == "received"
    assert "Ein Bücherschrank" in office.get(page("live", district, event.pk)).content.decode()


@pytest.mark.django_db
def test_times_hold_on_the_wall_also_where_it_leaves_out_a_closed_item(client, office, district):
    starts_at = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    event = builders.event(district, starts_at=starts_at)
    builders.item(event, "Mietsachen", is_closed=True, minutes_planned=25)
    item = builders.item(event, "Bänke", minutes_planned=15)
    said = f"{starts_at:%H}:25 Uhr, 15 Minuten"
    wall = client.get(page("follow", district, room.token_of(item.meeting))).text
    assert said in wall
    assert "Mietsachen" not in wall
    assert said in office.get(page("live", district, event.pk)).text


@pytest.mark.django_db
def test_whoever_follows_is_told_in_two_queries_that_nothing_changed(client, item, django_assert_num_queries):
    url = page("followed", item.meeting.event.district, room.token_of(item.meeting))
    first = client.get(url)
    assert first.status_code == 200
    headers = {"If-None-Match": first.headers["ETag"]}
    client.get(url, headers=headers)
    with django_assert_num_queries(2):  # which district it is, and whether anything changed
        assert client.get(url, headers=headers).status_code == 304


@pytest.mark.django_db
def test_what_sixty_telephones_are_told_at_once_is_made_once(client, item, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(live, "ASKED_EVERY", 10**9)
    url = page("followed", item.meeting.event.district, room.token_of(item.meeting))
    first = client.get(url)
    with django_assert_num_queries(2):
        assert client.get(url).content == first.content


@pytest.mark.django_db
def test_a_change_is_told_at_the_next_question(client, office, district, item):
    url = page("followed", district, room.token_of(item.meeting))
    mark = client.get(url).headers["ETag"]
    write(office, item, "Alle sind dafür.", 0)
    told = client.get(url, headers={"If-None-Match": mark})
    assert told.status_code == 200
    assert "Alle sind dafür." in told.content.decode()
    office.post(page("item_now", district, item.pk))
    assert "aria-current" in client.get(url).content.decode()


@pytest.mark.django_db
def test_the_closed_part_is_not_on_telephones_without_an_account(client, district, event):
    closed = builders.item(event, "Mietsachen", is_closed=True)
    builders.item(event, "Verschiedenes")
    token = room.token_of(closed.meeting)
    shown = client.get(page("follow", district, token)).content.decode()
    assert "Mietsachen" not in shown
    assert '<h2 data-number="2">Verschiedenes</h2>' in shown
    assert "Mietsachen" not in client.get(page("followed", district, token)).content.decode()


@pytest.mark.django_db
def test_the_wall_keeps_the_closed_part_from_guests_whoever_opened_it(office, district, event):
    closed = builders.item(event, "Mietsachen", is_closed=True)
    office.post(page("item_now", district, closed.pk))
    token = room.token_of(closed.meeting)
    shown = office.get(page("live", district, event.pk)).content.decode()
    wall = f"{page('follow', district, token)}?wand=1"
    assert wall in shown
    assert "Nur für Mitglieder" in shown
    first = office.get(wall).content.decode()
    following = f"{page('followed', district, token)}?wand=1"
    assert following in first
    for words in (first, office.get(following).content.decode()):
        assert "Mietsachen" not in words
        assert "1. Nicht öffentlicher Punkt" in words
        assert "um einen Punkt nur für Mitglieder" in words
    own = office.get(page("followed", district, token))
    assert "Mietsachen" in own.content.decode()
    assert own.headers["ETag"] != office.get(following).headers["ETag"]


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-9, 9])
def test_the_wall_is_offered_only_on_the_day_on_which_it_opens(office, district, event, days):
    builders.item(event, "Begrüßung")
    assert "Für die Wand" in office.get(page("live", district, event.pk)).text
    event.starts_at += timedelta(days=days)
    event.ends_at += timedelta(days=days)
    event.save()
    shown = office.get(page("live", district, event.pk))
    assert (shown.status_code, "Für die Wand" in shown.text) == (200, False)


@pytest.mark.django_db
def test_the_wall_has_no_menu_and_says_first_what_the_meeting_is_at(client, office, district, event):
    items = [builders.item(event, title) for title in ("Begrüßung", "Lieferzone", "Verschiedenes")]
    builders.item(event, "Mietsachen", is_closed=True)
    office.post(page("item_now", district, items[1].pk))
    token = room.token_of(items[0].meeting)
    wall = client.get(f"{page('follow', district, token)}?wand=1").text
    assert "<nav" not in wall
    assert "<header" not in wall
    places = [wall.index(words) for words in ("Lieferzone", "Verschiedenes", "Nicht öffentlicher", "Begrüßung")]
    assert places == sorted(places)
    assert "Mietsachen" not in wall
    assert '<li value="4"' in wall
    followed = client.get(f"{page('followed', district, token)}?wand=1")
    on_telephones = client.get(page("followed", district, token))
    assert followed.headers["ETag"] != on_telephones.headers["ETag"]
    assert "Nicht öffentlicher Punkt" in followed.text
    assert "Nicht öffentlicher Punkt" not in on_telephones.text


@pytest.mark.django_db
def test_an_item_of_the_closed_part_stays_closed_when_it_comes_up_again(office, district):
    line = builders.series(district)
    event = builders.earlier_event(district, 90, series=line)
    closed = builders.item(event, "Mietsachen", is_closed=True)
    office.post(page("item_settle", district, closed.pk), {"goes_on": "yes"})
    office.post(page("end", district, event.pk))
    following = builders.event(district, series=line)
    office.post(page("take", district, following.pk), {"proposal": [f"item-{closed.pk}"]})
    assert AgendaItem.objects.get(meeting__event=following, earlier=closed).is_closed


@pytest.mark.django_db
def test_who_writes_is_told_what_others_wrote(office, district, event, item):
    url = page("state", district, event.pk)
    first = office.get(url)
    write(office, item, "Von Anna", 0)
    told = office.get(url, headers={"If-None-Match": first.headers["ETag"]}).json()
    assert told["items"][0]["minutes"] == "Von Anna"
    assert office.get(url, headers={"If-None-Match": office.get(url).headers["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_what_is_not_settled_comes_up_in_the_next_meeting(office, district):
    line = builders.series(district)
    event = builders.earlier_event(district, 90, series=line)
    problem = voices.voice(district, kind="problem", shown_title="Der Müll bleibt liegen")
    office.post(page("take", district, event.pk), {"proposal": [f"voice-{problem.pk}"]})
    own = builders.item(event, "Logo wählen")
    for each in AgendaItem.objects.filter(meeting__event=event):
        office.post(page("item_settle", district, each.pk), {"goes_on": "yes"})
    builders.task(own, "Entwürfe einholen")
    for _press in range(2):
        office.post(page("end", district, event.pk))
    problem.refresh_from_db()
    assert problem.carried_over == 1
    following = builders.event(district, series=line)
    shown = office.get(page("agenda", district, following.pk)).content.decode()
    places = [shown.index(words) for words in ("Offene Aufgaben", "Logo wählen", "Der Müll bleibt liegen")]
    assert places == sorted(places)


@pytest.mark.django_db
def test_who_edits_texts_reads_and_does_not_write_minutes(client, district, event, item):
    client.force_login(districts.editor(district))
    assert client.get(page("live", district, event.pk)).status_code == 403
    assert write(client, item, "Von mir", 0).status_code == 403


@pytest.mark.django_db
def test_a_task_is_given_once_however_often_the_button_is_pressed(office, district, item):
    given = {"what": "Genehmigung holen", "csrfmiddlewaretoken": "x" * 64}
    for _press in range(2):
        office.post(page("item_task", district, item.pk), given)
    assert Task.objects.filter(what="Genehmigung holen").count() == 1


@pytest.mark.django_db
def test_the_wall_is_dark_on_another_day(client, district, event, item):
    token = room.token_of(Meeting.objects.get())
    event.starts_at = event.ends_at = timezone.now() - timedelta(days=3)
    event.save()
    for name in ("follow", "followed"):
        assert client.get(page(name, district, token)).status_code == 404


@pytest.mark.django_db
def test_open_tasks_are_ticked_while_minutes_are_written_and_stand_in_them(client, office, district):
    line = builders.series(district)
    before = builders.item(builders.earlier_event(district, series=line))
    given, waits = builders.task(before, "Bänke holen", owner="Frau Muster"), builders.task(before, "Logo drucken")
    event = builders.event(district, series=line, starts_at=timezone.now())
    foreign = builders.task(builders.item(builders.earlier_event(districts.district())), "Anderswo")
    office.post(page("take", district, event.pk), {"proposal": ["tasks"]})
    item = AgendaItem.objects.get(meeting__event=event)
    shown = office.get(page("live", district, event.pk)).content.decode()
    assert "Bänke holen, Frau Muster" in shown
    assert shown.count("Ist erledigt") == 2
    for pk in (given.pk, foreign.pk):
        office.post(page("item_tick", district, item.pk), {"task": pk})
    assert list(Task.objects.exclude(done_at=None)) == [given.task]
    assert office.get(page("live", district, event.pk)).content.decode().count("Ist erledigt") == 1
    office.post(page("end", district, event.pk))
    desk.finish_task(waits.task_id, by=calendar.office_of(district))
    (content,) = minutes_content(Meeting.objects.get(event=event))["items"]
    assert [(each["what"], each["is_done"]) for each in content["waiting"]] == [
        ("Bänke holen", True),
        ("Logo drucken", False),
    ]
    approval = office.get(page("approve", district, event.pk)).content.decode()
    assert "Bänke holen</span>, Frau Muster: erledigt" in approval
    assert paper_item(content)["waiting"] == ["Bänke holen, Frau Muster: erledigt", "Logo drucken: noch offen"]


@pytest.mark.django_db
def test_what_one_member_meeting_asked_for_comes_up_at_the_next_of_another_format(district):
    line = builders.series(district)
    for kind in ("breakfast", "salon", "workshop", "round_table", "body", "course"):
        builders.task(builders.item(builders.earlier_event(district, kind=kind)), f"Aus {kind}")
    builders.task(builders.item(builders.earlier_event(district, kind="salon"), is_closed=True), "Aus zu")
    builders.task(builders.item(builders.earlier_event(district, kind="salon", audience="invited")), "Aus wenigen")
    builders.task(builders.item(builders.earlier_event(district, kind="salon", is_confidential=True)), "Aus geheim")
    builders.task(builders.item(builders.earlier_event(district, series=line), is_closed=True), "Aus Reihe")
    builders.task(builders.item(builders.earlier_event(district), is_closed=True), "Aus einzelner")
    builders.task(builders.item(builders.earlier_event(district, is_confidential=True), is_closed=True), "Aus geheimer")
    builders.task(builders.item(builders.earlier_event(district, audience="invited")), "Aus der von wenigen")

    def asked_at(**details):
        return {
            each.what.removeprefix("Aus ") for each in access.open_tasks_before(builders.event(district, **details))
        }

    members = {"breakfast", "salon", "workshop", "round_table"}
    assert asked_at(series=line) == members | {"Reihe", "einzelner"}
    assert asked_at() == members | {"Reihe", "einzelner"}
    assert asked_at(audience="invited") == members | {"Reihe", "einzelner", "der von wenigen"}
    assert asked_at(kind="round_table") == members
    assert asked_at(kind="breakfast") == members
    assert asked_at(kind="workshop") == {"workshop"}
    assert asked_at(kind="body") == {"body"}
    assert asked_at(kind="course") == {"course"}


@pytest.mark.django_db
def test_tasks_of_closed_items_and_of_meetings_of_members_stay_out_of_the_public_version(office, district):
    line = builders.series(district)
    before = builders.earlier_event(district, series=line)
    builders.task(builders.item(before), "Bänke holen", owner="Frau Muster")
    builders.task(builders.item(before, is_closed=True), "Miete verhandeln")
    builders.task(
        builders.item(builders.earlier_event(district, kind="breakfast", audience="members")), "Kaffee kaufen"
    )
    event = builders.event(district, series=line, starts_at=timezone.now())
    office.post(page("take", district, event.pk), {"proposal": ["tasks"]})
    AgendaItem.objects.filter(meeting__event=event).update(is_closed=False)
    content = minutes_content(Meeting.objects.get(event=event))
    told = [[each["what"] for each in part["items"][0]["waiting"]] for part in (content, public_part(content))]
    assert told == [["Bänke holen", "Miete verhandeln", "Kaffee kaufen"], ["Bänke holen"]]
