from datetime import timedelta
from importlib import import_module

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import access, room
from kiezkontor.meetings.actions import attending, balloting
from kiezkontor.meetings.actions.minutes import counted
from kiezkontor.meetings.content import minutes_content
from kiezkontor.meetings.models import Attendance, Ballot, Decision, Interest
from kiezkontor.meetings.rules.voting import has_vote
from kiezkontor.meetings.tests import builders
from kiezkontor.members.tests import builders as members
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path


@pytest.mark.parametrize(
    ("kind", "invited_as", "is_member", "has_members", "votes"),
    [
        ("body", "body", False, True, True),
        ("body", "", True, True, False),
        ("body", "guest", True, True, False),
        ("body", "expert", False, False, False),
        ("body", "", False, False, False),
        ("round", "", True, True, True),
        ("round", "", False, True, False),
        ("round", "", False, False, True),
        ("round", "guest", True, True, False),
        ("round", "expert", False, False, False),
        ("round", "body", False, True, False),
        ("round", "body", True, True, True),
        ("round", "body", False, False, True),
        ("workshop", "body", False, True, True),
        ("breakfast", "", False, True, False),
        ("salon", "", False, True, False),
        ("round_table", "", False, True, False),
        ("workshop", "", False, True, True),
        ("workshop", "expert", False, True, False),
        ("course", "", False, True, True),
        ("course", "guest", True, True, False),
    ],
)
def test_who_votes_by_format_and_invitation(kind, invited_as, is_member, has_members, votes):
    found = has_vote(kind, invited_as=invited_as, is_member=is_member, has_members=has_members)
    assert found is votes


@pytest.fixture
def district():
    return districts.district()


@pytest.fixture
def office(district):
    client = Client()
    client.force_login(districts.coordinator(district))
    return client


@pytest.fixture
def shop(district):
    """A member of the network, so that it has members."""
    made = organisations.organisation("Blumen Rose", slug="blumen-rose", email="blumen@example.org")
    organisations.membership(made, district)
    return made


def meeting(district, kind="round"):
    return calendar.event(district, kind=kind, starts_at=timezone.now() + timedelta(minutes=5))


def page(event, name, *args):
    return district_path(event.district.slug, f"meetings:{name}", *args)


def add(event, name, **said):
    return attending.add_person(event, name=name, by=calendar.office_of(event.district), **said)


def at_the_door(event, client=None, **said):
    """Checks in behind the code on the wall."""
    client = client or Client()
    token = room.token_of(builders.item(event).meeting)
    assert client.post(page(event, "check_in", token), said).status_code == 302
    return client, token


def votes(event):
    return dict(Attendance.objects.filter(meeting__event=event).values_list("name", "may_vote"))


@pytest.mark.django_db
def test_at_a_member_meeting_members_vote_however_they_came(district, shop):
    event = meeting(district)
    hanna = members.member(district, "Hanna", "Café Krume")
    organisations.contact(shop, district, name="Rosa", email="rosa@example.org")
    elsewhere = organisations.organisation("Salon Schick", email="salon@example.org")
    add(event, "Mit Laden", organisation=shop)
    add(event, "Mit fremdem Laden", organisation=elsewhere)
    add(event, "Ohne Laden")
    at_the_door(event, name="Schreibt Laden", of_what="blumen rose")
    at_the_door(event, name="Schreibt fremden Laden", of_what="Salon Schick")
    client = Client()
    client.force_login(hanna)
    at_the_door(event, client, name="Mit Zugang")
    for name, email in (("Per Laden", "Blumen@example.org"), ("Per Person", "rosa@example.org"), ("Fremd", "x@y.org")):
        answered = calendar.answer(event, name, email=email)
        attending.mark(event, f"answer-{answered.pk}", state="present", by=calendar.office_of(district))
    who_votes = {name for name, may in votes(event).items() if may}
    assert who_votes == {"Mit Laden", "Schreibt Laden", "Mit Zugang", "Per Laden", "Per Person"}
    assert len(votes(event)) == 9


@pytest.mark.django_db
def test_who_is_expected_comes_for_the_member_the_office_chose(district, office, shop):
    event = meeting(district)
    calendar.answer(event, "Anna Muster", email="anna@example.org")
    cafe = organisations.organisation("Café Krume")
    organisations.membership(cafe, district)
    url = page(event, "add_person", event.pk)
    assert office.post(url, {"name": "anna muster", "organisation": shop.pk}).status_code == 302
    anna = Attendance.objects.get()
    assert (anna.organisation, anna.may_vote) == (shop, True)
    refused = office.post(url, {"name": "Anna Muster", "organisation": cafe.pk})
    assert refused.status_code == 422
    assert "aber nicht für das Mitglied" in refused.text
    assert office.post(url, {"name": "Anna Muster", "organisation": shop.pk}).status_code == 302
    assert Attendance.objects.get().organisation == shop


@pytest.mark.django_db
def test_who_left_the_network_before_the_meeting_does_not_vote(district, shop):
    gone, today = organisations.organisation("Weg"), timezone.localdate()
    organisations.membership(gone, district, from_on=today - timedelta(days=90), until_on=today)
    event = meeting(district)
    add(event, "War Mitglied", organisation=gone)
    assert votes(event) == {"War Mitglied": False}


@pytest.mark.django_db
def test_guests_and_experts_do_not_vote_also_by_their_name_at_the_door(district, shop):
    event = meeting(district)
    calendar.invitation(event, "Gesa Gast", as_what="guest")
    expert = calendar.invitation(event, "Erik Experte", as_what="expert", email="blumen@example.org")
    answered = calendar.answer(event, "Erik Experte", invitation=expert, email=expert.email)
    at_the_door(event, name="gesa  gast", of_what="Blumen Rose")
    at_the_door(event, guest=f"answer-{answered.pk}", name="")
    assert votes(event) == {"Gesa Gast": False, "Erik Experte": False}


@pytest.mark.django_db
def test_in_a_body_its_members_vote_alone_and_make_its_number(office, district, shop):
    event = meeting(district, "body")
    item = builders.item(event)
    calendar.invitation(event, "Ruth Rat", as_what="body")
    add(event, "Ruth Rat")
    add(event, "Zoe Zuschauerin", organisation=shop)
    calendar.invitation(event, "Gesa Gast", as_what="guest")
    add(event, "Gesa Gast")
    assert votes(event) == {"Ruth Rat": True, "Zoe Zuschauerin": False, "Gesa Gast": False}
    assert counted(item) == (1, 0)
    office.post(page(event, "quorum", event.pk), {"quorum": 2})
    office.post(page(event, "item_decide", item.pk), {"wording": "Wir fördern das Fest."})
    made = Decision.objects.get()
    assert (made.entitled, made.has_quorum, made.is_adopted) == (1, False, False)


@pytest.mark.django_db
def test_a_deputy_has_the_vote_of_whom_they_stand_for_and_gives_it_back(district):
    event = meeting(district, "body")
    by = calendar.office_of(district)
    rat = calendar.invitation(event, "Ruth Rat", as_what="body")
    gast = calendar.invitation(event, "Gesa Gast", as_what="guest")
    add(event, "Vera Vertretung", stands_for=f"invitation-{rat.pk}")
    add(event, "Gerd Ersatz", stands_for=f"invitation-{gast.pk}")
    assert votes(event) == {"Ruth Rat": True, "Vera Vertretung": True, "Gesa Gast": False, "Gerd Ersatz": False}
    ruth = Attendance.objects.get(name="Ruth Rat")
    add(event, "Zwei Vertretung", stands_for=f"attendance-{ruth.pk}")
    assert votes(event)["Zwei Vertretung"] is False
    assert access.numbers_at(ruth.meeting).entitled == 1
    attending.mark(event, f"attendance-{ruth.pk}", state="present", by=by)
    assert votes(event)["Vera Vertretung"] is False
    assert access.numbers_at(ruth.meeting).entitled == 1


@pytest.mark.django_db
def test_a_deputy_who_votes_anyway_keeps_their_own_vote(district):
    event = meeting(district, "body")
    rat = calendar.invitation(event, "Ruth Rat", as_what="body")
    gast = calendar.invitation(event, "Gesa Gast", as_what="guest")
    for name, other in (("Bodo Beirat", rat), ("Beate Beirat", gast)):
        calendar.invitation(event, name, as_what="body")
        add(event, name, stands_for=f"invitation-{other.pk}")
    attending.mark(event, f"invitation-{rat.pk}", state="present", by=calendar.office_of(district))
    ruth = Attendance.objects.get(name="Ruth Rat")
    attending.mark(event, f"attendance-{ruth.pk}", state="present", by=calendar.office_of(district))
    assert votes(event) == {"Ruth Rat": True, "Bodo Beirat": True, "Gesa Gast": False, "Beate Beirat": True}


@pytest.mark.django_db
def test_who_stands_for_another_one_now_gives_up_the_vote_of_the_first(district):
    event = meeting(district, "body")
    rat = calendar.invitation(event, "Ruth Rat", as_what="body")
    gast = calendar.invitation(event, "Gesa Gast", as_what="guest")
    for other in (rat, rat, gast):
        key = Attendance.objects.filter(invitation=other).values_list("pk", flat=True).first()
        add(event, "Vera Vertretung", stands_for=f"attendance-{key}" if key else f"invitation-{other.pk}")
        assert votes(event)["Vera Vertretung"] is (other == rat)


@pytest.mark.django_db
def test_whoever_leads_the_meeting_switches_it_in_the_list_also_of_a_deputy(office, district, shop):
    event = meeting(district)
    builders.item(event)
    add(event, "Ohne Laden")
    answered = calendar.answer(event, "Anna Muster")
    deputy = add(event, "Dora Deputy", stands_for=f"answer-{answered.pk}")
    shown = office.get(page(event, "attendance", event.pk)).text
    assert shown.count("Ohne Stimmrecht") == 2
    assert "2 Personen sind da, davon stimmberechtigt: 0, davon als Vertretung: 1, entschuldigt: 1" in " ".join(
        shown.split()
    )
    url = page(event, "let_vote", event.pk, deputy.pk)
    for _press in range(2):
        assert office.post(url, {"may_vote": "yes"}, follow=True).status_code == 200
    assert votes(event)["Dora Deputy"] is True
    part = office.post(url, {"may_vote": "no"}, headers={"HX-Request": "true"}).text
    assert "davon stimmberechtigt: 0" in part
    assert "<h1" not in part
    log = AuditEntry.objects.filter(verb__startswith="attendance.vote").order_by("pk").values_list("verb", "detail")
    assert [(verb, detail["person"]) for verb, detail in log] == [
        ("attendance.vote_given", "Dora Deputy"),
        ("attendance.vote_taken", "Dora Deputy"),
    ]


@pytest.mark.django_db
def test_who_is_not_there_or_elsewhere_is_not_switched(office, district):
    event = meeting(district)
    answered = calendar.answer(event, "Anna Muster")
    add(event, "Dora Deputy", stands_for=f"answer-{answered.pk}")
    anna = Attendance.objects.get(name="Anna Muster")
    foreign = add(meeting(districts.district("Anderswo")), "Fremd Person")
    for pk in (anna.pk, foreign.pk):
        assert office.post(page(event, "let_vote", event.pk, pk), {"may_vote": "no"}).status_code == 404
    assert set(Attendance.objects.values_list("may_vote", flat=True)) == {True}


@pytest.mark.django_db
def test_who_has_no_vote_reads_so_on_the_telephone_and_is_refused(district, shop):
    event = meeting(district)
    client, token = at_the_door(event, name="Nora Nachbarin")
    item = event.meeting.items.first()
    ballot = builders.ballot(item, is_open=True)
    url = page(event, "vote", token, ballot.pk)
    shown = client.get(url)
    assert shown.status_code == 200
    assert "Nora Nachbarin nimmt an dieser Sitzung ohne Stimmrecht teil." in shown.text
    assert "Dieses Telefon hat abgestimmt" not in shown.text
    option = ballot.options.all()[0]
    nora = Attendance.objects.get()
    assert client.post(url, {"answer": option.pk, "person": nora.pk}).status_code == 422
    with pytest.raises(ActionRefused):
        balloting.vote_by_phone(ballot, nora.pk, {option.pk: 1})
    found = Ballot.objects.counted().get()
    assert (found.given, found.used, found.options.all()[0].votes) == (0, 0, 0)
    attending.let_vote(nora, may_vote=True, by=calendar.office_of(district))
    assert client.post(url, {"answer": option.pk}).status_code == 302
    attending.let_vote(nora, may_vote=False, by=calendar.office_of(district))
    balloting.close(ballot, by=calendar.office_of(district))
    assert Ballot.objects.get().people == 0


@pytest.mark.django_db
def test_of_two_on_one_telephone_the_one_with_a_vote_is_asked(district, shop):
    event = meeting(district)
    client, token = at_the_door(event, name="Nora Nachbarin")
    at_the_door(event, client, name="Rosa Rose", of_what="Blumen Rose")
    ballot = builders.ballot(event.meeting.items.first(), is_open=True)
    url = page(event, "vote", token, ballot.pk)
    assert "Stimmzettel von Rosa Rose" in client.get(url).text
    client.post(url, {"answer": "0"})
    again = client.get(url).text
    assert "Dieses Telefon hat abgestimmt" in again
    assert "Nora Nachbarin nimmt" in again


@pytest.mark.django_db
def test_own_interests_of_who_does_not_vote_take_nobody_off_the_count(district, shop):
    event = meeting(district)
    item = builders.item(event)
    rosa, nora = add(event, "Rosa Rose", organisation=shop), add(event, "Nora Nachbarin")
    for row in (rosa, nora):
        Interest.objects.create(item=item, attendance=row, noted_at=timezone.now())
    assert counted(item) == (0, 1)
    assert balloting.may_vote(builders.ballot(item)) == []


@pytest.mark.django_db
def test_pages_wall_and_minutes_say_how_many_of_those_there_vote(client, office, district, shop):
    event = meeting(district)
    item = builders.item(event)
    add(event, "Rosa Rose", organisation=shop)
    assert minutes_content(item.meeting)["count"] == "1 Person war da"
    add(event, "Nora Nachbarin")
    assert "davon stimmberechtigt: 1" in client.get(page(event, "follow", room.token_of(item.meeting))).text
    live = office.get(page(event, "live", event.pk)).text
    assert "<span data-entitled>1</span>" in live
    told = office.get(page(event, "state", event.pk)).json()
    assert (told["present"], told["entitled"]) == (2, 1)
    assert minutes_content(item.meeting)["count"] == "2 Personen waren da, davon 1 stimmberechtigt"
    ballot = builders.ballot(item)
    assert "Zu diesem Punkt stimmberechtigt: 1." in office.get(page(event, "ballot", ballot.pk)).text


def test_who_was_noted_before_anybody_asked_keeps_the_vote():
    with_default = import_module("kiezkontor.meetings.migrations.0011_who_votes").Migration.operations[0].field
    assert with_default.default is True
