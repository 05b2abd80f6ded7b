"""Whoever takes on a task at a meeting hears of it: with the minutes, alone, or on the page of their entry."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import attending, minutes
from kiezkontor.meetings.tests import builders
from kiezkontor.members.tests.builders import member, of
from kiezkontor.notices.models import AddressMark, OutgoingMail
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez():
    found = districts.district()
    District.objects.filter(pk=found.pk).update(office_phone="+4930123456", office_name="Kiezbüro")
    found.refresh_from_db()
    return found


@pytest.fixture
def event(kiez):
    return builders.event(kiez, title="Runde", starts_at=timezone.now() + timedelta(hours=1))


@pytest.fixture
def item(event):
    return builders.item(event, "Bänke")


def mails():
    return {mail.to: mail for mail in OutgoingMail.objects.order_by("pk")}


def came(event, name, email, *, state="present"):
    answer = calendar.answer(event, name, email=email)
    attending.mark(event, f"answer-{answer.pk}", state=state, by=calendar.office_of(event.district))


def shop_of(kiez, email="laden@example.org", **details):
    owner = member(kiez)
    Organisation.objects.filter(pk=of(owner).pk).update(email=email, **details)
    return owner, of(owner)


def test_who_was_there_reads_their_own_tasks_in_the_mail_with_the_minutes(event, item):
    came(event, "Anna Muster", "anna@example.org")
    came(event, "Bernd Beispiel", "bernd@example.org")
    builders.task(item, "Angebote holen", owner="anna  muster", due_on=date(2031, 5, 4))
    done = builders.task(item, "Schlüssel holen", owner="Anna Muster")
    done.task.done_at = timezone.now()
    done.task.save()
    builders.approved(event)
    found = mails()
    assert set(found) == {"anna@example.org", "bernd@example.org"}
    assert "Angebote holen, bis 4. Mai 2031" in found["anna@example.org"].text
    assert "Schlüssel holen" not in found["anna@example.org"].text
    assert "Angebote holen" not in found["bernd@example.org"].text


def test_who_may_not_read_the_minutes_hears_of_the_task_alone_and_once(kiez, event, item):
    came(event, "Emil Entschuldigt", "emil@example.org", state="excused")
    _owner, shop = shop_of(kiez)
    _other, quiet = shop_of(kiez, "still@example.org", do_not_contact_since=timezone.localdate())
    minutes.write(item, text="Was alle sagten.", version=0, by=calendar.office_of(kiez))
    builders.task(item, "Bänke bauen", organisation=shop, due_on=date(2031, 5, 4))
    builders.task(item, "Blumen gießen", owner="Emil Entschuldigt")
    builders.task(item, "Nichts hören", organisation=quiet)
    builders.task(item, "Am Schreibtisch", person=districts.coordinator(kiez))
    builders.approved(event)
    found = mails()
    assert set(found) == {"laden@example.org", "emil@example.org"}
    said = found["laden@example.org"].text
    for words in ("Bänke bauen", "bis 4. Mai 2031", "Runde", "Kiezbüro", "030 123456"):
        assert words in said
    for words in ("Was alle sagten", "/protokoll/", "Blumen gießen"):
        assert words not in said
    assert "Blumen gießen" in found["emil@example.org"].text
    builders.approved(event, has_public=True)
    assert OutgoingMail.objects.count() == 2


def test_a_member_that_gets_the_minutes_gets_its_task_with_them(kiez, event, item):
    _owner, shop = shop_of(kiez)
    builders.task(item, "Bänke bauen", organisation=shop)
    builders.approved(event, readers="members")
    (mail,) = OutgoingMail.objects.filter(to="laden@example.org")
    assert "/protokoll/" in mail.text
    assert "Bänke bauen" in mail.text


@pytest.mark.parametrize(("readers", "reads"), [("attendees", False), ("members", True)])
def test_the_page_of_the_entry_says_what_its_member_took_on_once_there_are_minutes(
    client, kiez, event, item, readers, reads
):
    owner, shop = shop_of(kiez)
    neighbour, other = shop_of(kiez, "nebenan@example.org")
    given = builders.task(item, "Bänke bauen", organisation=shop, due_on=date(2031, 5, 4))
    builders.task(item, "Blumen gießen", organisation=other)
    own = district_path(kiez.slug, "organisations:own_entry", shop.pk)
    client.force_login(owner)
    assert "Bänke bauen" not in client.get(own).text
    builders.approved(event, readers=readers)
    shown = client.get(own).text
    assert "Ihre Aufgaben aus der Sitzung „Runde“" in shown
    assert "Bänke bauen" in shown
    assert "bis 4. Mai 2031" in shown
    assert "Blumen gießen" not in shown
    assert (district_path(kiez.slug, "meetings:minutes", event.pk) in shown) is reads
    given.task.done_at = timezone.now()
    given.task.save()
    assert "Bänke bauen" not in client.get(own).text
    client.force_login(neighbour)
    assert client.get(own).status_code == 404


def test_the_office_reads_whom_it_has_to_call_because_no_mail_tells_of_a_task(kiez, event, item):
    _owner, quiet = shop_of(kiez, "still@example.org", do_not_contact_since=timezone.localdate())
    cafe = organisations.organisation("Café Krume")
    attending.add_person(event, name="Carla Café", organisation=cafe, by=calendar.office_of(kiez))
    came(event, "Berta Bounce", "berta@example.org")
    AddressMark.objects.create(address="berta@example.org", reason="bounced", scope_id=None)
    came(event, "Anna Muster", "anna@example.org")
    for name in ("Carla Café", "Berta Bounce", "Zora Zettel", "Anna Muster"):
        builders.task(item, f"Aufgabe von {name}", owner=name)
    builders.task(item, "Bänke bauen", organisation=quiet)
    builders.task(item, "Am Schreibtisch", person=districts.coordinator(kiez))
    office = Client()
    office.force_login(districts.coordinator(kiez))
    url = district_path(kiez.slug, "meetings:approve", event.pk)
    shown = office.get(url)
    expected = [("Carla Café", cafe), ("Berta Bounce", None), ("Zora Zettel", None), (str(quiet), quiet)]
    assert [(each.task.owner, each.entry) for each in shown.context["unreached"]] == expected
    for entry in (cafe, quiet):
        assert district_path(kiez.slug, "organisations:office_entry", entry.pk) in shown.text
    told = office.post(url, {"readers": "attendees", "is_read": "on"}, follow=True).text
    assert "Carla Café, Berta Bounce, Zora Zettel" in told
    assert mails()["berta@example.org"].withheld


def test_sending_minutes_asks_once_who_took_on_what(kiez, event, item):
    builders.task(item, "Zettel kleben", owner="Zora Zettel")
    office = Client()
    office.force_login(districts.coordinator(kiez))
    url = district_path(kiez.slug, "meetings:approve", event.pk)
    with CaptureQueriesContext(connection) as asked:
        assert office.post(url, {"readers": "attendees", "is_read": "on"}).status_code == 302
    read = [query["sql"] for query in asked if 'FROM "meetings_meetingtask"' in query["sql"]]
    assert len([sql for sql in read if '"done_at" IS NULL' in sql]) == 1
