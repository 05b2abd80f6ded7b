"""Pages, mail and papers agree on who reads what is not for everybody at a meeting."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from kiezkontor.accounts.tests.builders import person
from kiezkontor.calendar.models import BodyMember, Event
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.desk.models import Task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import access, room
from kiezkontor.meetings.actions import attending
from kiezkontor.meetings.expecting import guests_of
from kiezkontor.meetings.models import AgendaItem, Attendance, Meeting
from kiezkontor.meetings.rules.closed import reads_closed
from kiezkontor.meetings.shown import invited_to
from kiezkontor.meetings.tests import builders
from kiezkontor.members.tests.builders import member, of
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.mounting import district_path

OPEN, CLOSED = "Lieferzone vor dem Markt", "Beitrag für das nächste Jahr"


@pytest.mark.parametrize(
    ("kind", "is_what", "reads"),
    [
        ("round", "is_member", True),
        ("round", "is_in_body", False),
        ("body", "is_in_body", True),
        ("body", "is_member", False),
        *((kind, what, True) for kind in ("round", "body") for what in ("is_inside", "came_for_one")),
        ("workshop", "is_member", True),
        ("workshop", "", False),
    ],
)
def test_the_closed_part_is_for_the_circle_that_meets_and_who_came_for_one_of_it(kind, is_what, reads):
    none = dict.fromkeys(("is_inside", "is_member", "is_in_body", "came_for_one"), False)
    assert reads_closed(kind, **none | ({is_what: True} if is_what else {})) is reads


pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez():
    return districts.district()


def signed_in(someone):
    client = Client()
    client.force_login(someone)
    return client


def page(event, name, *args):
    return district_path(event.district.slug, name, *args)


def test_of_the_office_the_coordination_alone_leads_a_confidential_meeting_and_sees_its_tasks(kiez):
    event = builders.event(
        kiez, audience="members", is_confidential=True, starts_at=timezone.now() + timedelta(minutes=5)
    )
    item = builders.item(event, "Kredit")
    came = attending.add_person(event, name="Anna Muster", by=calendar.office_of(kiez))
    task = builders.task(item, "Bank fragen")
    assert task.task.open_to == Task.OpenTo.COORDINATION
    editor, coordinator = signed_in(districts.editor(kiez)), signed_in(districts.coordinator(kiez))
    pages = [page(event, f"meetings:{name}", event.pk) for name in ("agenda", "attendance", "door")]
    pages.append(page(event, "meetings:item_change", item.pk))
    pages += [page(event, "meetings:swap_enter", event.pk, came.pk), page(event, "desk:edit", task.task_id)]
    assert [editor.get(each).status_code for each in pages] == [404] * len(pages)
    assert [coordinator.get(each).status_code for each in pages] == [200] * len(pages)


def meeting(kiez, kind="body", **details):
    """Goes on, with an open and a closed item, in a network that has a member."""
    if not Organisation.objects.exists():
        organisations.membership(organisations.organisation("Laden", email="laden@example.org"), kiez)
    event = builders.event(kiez, kind=kind, starts_at=timezone.now() + timedelta(minutes=5), **details)
    builders.item(event, OPEN)
    builders.item(event, CLOSED, is_closed=True)
    return event


def came(event, name, *, stands_for="", **details):
    """Somebody with an invitation to their own address who is there; stands_for: the name of who is excused."""
    email = f"{name.split()[0].lower()}@example.org"
    calendar.invitation(event, name, email=email, **details)
    key = next((each.key for each in guests_of(event) if each.name == stands_for), "")
    return attending.add_person(event, name=name, stands_for=key, by=calendar.office_of(event.district))


def reads_by_mail(email):
    """What of the minutes opens behind the link in the last mail, on the page and on paper."""
    told = OutgoingMail.objects.filter(to=email, text__contains="/protokoll/").latest("pk")
    link = re.search(r"(/\S*/protokoll/\S+)", told.text)[1]
    paper = PdfReader(BytesIO(Client().get(f"{link}protokoll.pdf").content))
    printed = " ".join(" ".join(each.extract_text() for each in paper.pages).split())
    shown = Client().get(link).text
    assert (OPEN in shown, CLOSED in shown) == (OPEN in printed, CLOSED in printed)
    return CLOSED in shown


def reads_on_pages(event, someone):
    """The same of the page of the event, of the room, of the minutes and their paper."""
    client, token = signed_in(someone), room.token_of(Meeting.objects.get(event=event))
    names = [("calendar:event", event.pk), ("meetings:follow", token), ("meetings:checked_in", token)]
    shown = [client.get(page(event, name, key)).text for name, key in names]
    minutes = client.get(page(event, "meetings:minutes", event.pk))
    shown += [minutes.text] if minutes.status_code == 200 else []
    assert all(OPEN in each for each in shown)
    (found,) = {CLOSED in each for each in shown}
    return found


def test_who_sat_for_a_member_of_the_body_reads_what_that_member_reads(kiez):
    event = meeting(kiez)
    calendar.invitation(event, "Ruth Rat", email="ruth@example.org", as_what="body")
    calendar.invitation(event, "Gesa Gast", email="gesa@example.org", as_what="guest")
    came(event, "Vera Vertretung", as_what="guest", stands_for="Ruth Rat")
    came(event, "Otto Ohne", as_what="guest", stands_for="Gesa Gast")
    builders.approved(event)
    assert [reads_by_mail(f"{name}@example.org") for name in ("vera", "otto")] == [True, False]
    people = [person(name=name, email=f"{name.lower()}@example.org") for name in ("Vera", "Otto")]
    assert [reads_on_pages(event, each) for each in people] == [True, False]


def test_who_sat_for_a_member_of_the_network_reads_what_that_member_reads(kiez):
    event = meeting(kiez, "round")
    shop = Organisation.objects.get(name="Laden")
    calendar.invitation(event, "Hanna Laden", email="hanna@example.org", organisation=shop)
    came(event, "Vera Vertretung", as_what="guest", stands_for="Hanna Laden")
    builders.approved(event)
    assert reads_by_mail("vera@example.org")
    assert reads_on_pages(event, person(email="vera@example.org"))


def test_an_account_at_the_door_is_a_deputy_only_where_the_body_knows_it(kiez):
    event, body = meeting(kiez), calendar.body(kiez, "Beirat")
    calendar.invitation(event, "Ruth Rat", email="ruth@example.org", as_what="body", body=body)
    sitting = came(event, "Dora Deputy", as_what="guest", stands_for="Ruth Rat")
    known, stranger = person(email="known@example.org"), person(email="fremd@example.org")
    sits = districts.role(person(email="ruth@example.org"), kiez, "body_member").person
    ruth = BodyMember.objects.create(body=body, person=sits)
    BodyMember.objects.create(body=body, person=known, deputy_of=ruth)
    for account, reads in ((stranger, False), (known, True)):
        Attendance.objects.filter(pk=sitting.pk).update(person=account, invitation=None)
        builders.item(event, f"Noch etwas {account.email}")
        builders.approved(event)
        assert reads_by_mail(account.email) is reads
        assert reads_on_pages(event, account) is reads


def test_members_of_the_network_are_guests_of_a_body_and_those_of_a_body_of_a_round(kiez):
    organisations.membership(organisations.organisation("Laden", email="laden@example.org"), kiez)
    trader, sits = member(kiez), person(email="berta@example.org")
    Organisation.objects.filter(pk=of(trader).pk).update(email="trader@example.org")
    for kind, reads in (("body", [False, True]), ("round", [True, False])):
        event = meeting(kiez, kind)
        attending.add_person(event, name="Tim", organisation=of(trader), by=calendar.office_of(kiez))
        came(event, "Berta Beirat", as_what="body")
        for readers in ("attendees", "members", "body"):
            builders.approved(event, readers=readers)
            assert [reads_by_mail(f"{name}@example.org") for name in ("trader", "berta")] == reads
            assert [reads_on_pages(event, each) for each in (trader, sits)] == reads
        if kind == "body":
            assert not reads_by_mail("laden@example.org"), "all members, also who was not there"


def test_a_confidential_meeting_is_read_by_the_coordination_and_its_circle(kiez):
    event = meeting(kiez, audience="invited", is_confidential=True)
    came(event, "Berta Beirat", as_what="body")
    builders.approved(event)
    board, sits = districts.role(person(), kiez, "board").person, person(email="berta@example.org")
    url = page(event, "meetings:minutes", event.pk)
    everybody = (districts.editor(kiez), board, districts.coordinator(kiez), sits)
    assert [signed_in(each).get(url).status_code for each in everybody] == [404, 404, 200, 200]
    approve = page(event, "meetings:approve", event.pk)
    assert "Die Koordination liest es in jedem Fall ganz." in signed_in(districts.coordinator(kiez)).get(approve).text
    Event.objects.filter(pk=event.pk).update(is_confidential=False)
    assert [signed_in(each).get(url).status_code for each in everybody] == [200] * 4


def test_what_one_body_closed_does_not_come_up_at_the_meeting_of_another(kiez):
    jury, council = calendar.body(kiez, "Jury"), calendar.body(kiez, "Beirat")
    for body in (jury, council):
        before = builders.earlier_event(kiez, kind="body")
        calendar.invitation(before, "Berta", email="berta@example.org", as_what="body", body=body)
        for is_closed in (False, True):
            item = builders.item(before, f"{body} {is_closed}", is_closed=is_closed)
            builders.task(item, f"{body} {is_closed}")
            AgendaItem.objects.filter(pk=item.pk).update(goes_on=True)
    among_few = builders.earlier_event(kiez, kind="body", audience="invited")
    calendar.invitation(among_few, "Berta", email="berta@example.org", as_what="body", body=jury)
    builders.task(builders.item(among_few), "Jury unter sich")
    event = meeting(kiez)
    calendar.invitation(event, "Berta", email="berta@example.org", as_what="body", body=council)
    expected = {"Jury False", "Beirat False", "Beirat True"}
    assert {each.what for each in access.open_tasks_before(event)} == expected
    assert {each.title for each in access.unsettled_before(event)} == expected


def test_the_form_of_an_item_says_for_whose_members_it_is(kiez):
    form = page(meeting(kiez), "meetings:item_new", Event.objects.get().pk)
    shown = signed_in(districts.coordinator(kiez)).get(form).text
    assert "Bei der Sitzung eines Gremiums sind das dessen Mitglieder, sonst die des Netzwerks." in shown


def test_audit_reads_no_name_of_a_confidential_meeting_and_no_words_of_minutes(kiez):
    for title, is_confidential in (("Geheime Jury", True), ("Offener Beirat", False)):
        event = meeting(kiez, title=title, is_confidential=is_confidential)
        builders.decision(event.meeting.items.last(), f"Wir nehmen {title}.")
        builders.interest(builders.item(event, f"Auswahl {title}"))
        builders.ballot(event.meeting.items.last())
    log = f"/{kiez.slug}/buero/protokoll/"
    auditor = districts.role(person("Dana"), kiez, "auditor").person
    told = [signed_in(each).get(log).text for each in (auditor, districts.coordinator(kiez))]
    assert [("Geheime Jury" in each, "Offener Beirat" in each) for each in told] == [(False, True), (True, True)]
    for words in ("Wir nehmen Offener Beirat", "Auswahl Offener Beirat", "Was feiern wir?"):
        assert [words in each for each in told] == [False, True]


def test_who_is_invited_at_the_address_of_a_member_reads_all_by_each_link(kiez, client):
    event = meeting(kiez, "round")
    shop = Organisation.objects.get(name="Laden")
    organisations.contact(shop, kiez, name="Rosa", email="rosa@example.org")
    for name in ("Rosa Rose", "Gesa Gast"):
        calendar.invitation(event, name, email=f"{name.split()[0].lower()}@example.org", as_what="guest")
    calendar.invitation(event, "Hanna Laden", email="hanna@example.org", organisation=shop)
    told = {each.email: invited_to(event, each) for each in event.invitations.all()}
    assert {email: len(items) for email, items in told.items()} == {
        "rosa@example.org": 2,
        "gesa@example.org": 1,
        "hanna@example.org": 2,
    }
    people = [person(email=f"{name}@example.org") for name in ("hanna", "gesa")]
    assert [reads_on_pages(event, each) for each in people] == [True, False]


@pytest.mark.parametrize(("kind", "chosen"), [("body", "body"), ("round", "attendees")])
def test_minutes_of_a_body_are_for_all_of_it_unless_one_says_otherwise(kiez, kind, chosen):
    event = meeting(kiez, kind)
    calendar.invitation(event, "Ruth Rat", email="ruth@example.org", as_what="body")
    form = signed_in(districts.coordinator(kiez)).get(page(event, "meetings:approve", event.pk)).context["form"]
    assert form["readers"].value() == chosen
