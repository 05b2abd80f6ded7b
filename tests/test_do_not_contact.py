"""Do not contact beats everything: whoever said so is reached on no way, neither by the office nor by members.

Each way prepares what it needs, then somebody says it, then the way is tried. Where nobody has said it each reaches: a
way that reaches nobody would prove nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.reminding import remind_all
from kiezkontor.calendar.tasks import follow_the_clock
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.desk.models import Task
from kiezkontor.directory import conversations
from kiezkontor.directory.actions import refresh_entries
from kiezkontor.directory.models import Entry
from kiezkontor.districts.models import District
from kiezkontor.districts.relay import address_towards
from kiezkontor.districts.tests import builders as districts
from kiezkontor.members.models import Follow
from kiezkontor.members.tests import builders as members
from kiezkontor.notices.incoming import store
from kiezkontor.notices.models import LetterRun
from kiezkontor.organisations.actions.freshness import ask_whether_still_right
from kiezkontor.organisations.actions.releases import save_card
from kiezkontor.organisations.models import Contact, Organisation
from kiezkontor.organisations.released import asked_for_list
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.models import ContactEntry
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared import guard
from kiezkontor.voices.tests import builders as voices

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
HOUSE = Path(__file__).parent.parent / "kiezkontor"
SHOP, HANNA = "laden@example.org", "hanna@example.org"
PHONE = "+4972155512345"
OFFICE = "/musterkiez/buero/"
# Where the wish itself is stored, merged and undone; the gate is the only other place that names its column.
STORES_IT = (
    *("organisations/models/organisation.py", "organisations/models/people.py", "organisations/forms/people.py"),
    *("organisations/actions/people.py", "organisations/actions/merging.py", "organisations/undoing.py"),
)
type Way = Iterator[Any]


@dataclass
class World:
    """A member of the network that everybody may reach: Hanna looks after its entry, and Soraya works at a carrier."""

    client: Client
    commits: Any
    kiez: District
    shop: Organisation
    hanna: Person
    soraya: Person
    coordinator: Person

    def sent(self, someone: Person | None, address: str, **said: Any) -> set[str]:
        """Whom of the shop a form that somebody sends brings a mail."""
        self.act(someone)
        return self.mails(lambda: self.client.post(address, said))

    def mails(self, act: Any) -> set[str]:
        before = len(mail.outbox)
        with self.commits(execute=True):
            act()
        return {to for each in mail.outbox[before:] for to in each.to} & {SHOP, HANNA}

    def act(self, someone: Person | None) -> None:
        if someone is None:
            self.client.logout()
        else:
            self.client.force_login(someone)

    def page(self, address: str) -> Any:
        self.act(self.coordinator)
        return self.client.get(address)

    def written_to(self, address: str, **said: Any) -> bool:
        """Whether a form of the office makes a letter or a sheet for the shop, where it asks first after a yes."""
        self.act(self.coordinator)
        shown = self.client.post(address, said)
        if shown.context and "sure" in shown.context:
            self.client.post(address, {**said, "sure": shown.context["sure"]})
        return any(self.shop.pk in run.subjects for run in LetterRun.objects.all())

    def for_all(self, **said: Any) -> Any:
        """One step of the office for everybody on its list, as it was shown before."""
        self.act(self.coordinator)
        address, said = f"{OFFICE}ansprache/gemeinsam/", {"on": TODAY.isoformat(), **said}
        said["sure"] = self.client.post(address, said).context["sure"]
        return self.client.post(address, said)


@pytest.fixture
def world(client, settings, monkeypatch, django_capture_on_commit_callbacks):
    settings.MAIL_REPLY = "antwort@quartier.example"
    monkeypatch.setattr(guard, "MIN_SECONDS", -1)
    kiez = districts.district("Musterkiez", office_email="buero@example.org", freshness_months=12)
    hanna = members.member(kiez, "Hanna Beispiel", "Papeterie Beispiel", email=HANNA)
    soraya = members.member(kiez, "Soraya Muster", "Treff Muster", role="social_carrier", email="soraya@example.org")
    shop = members.of(hanna)
    Organisation.objects.filter(pk=shop.pk).update(
        email=SHOP, is_sole_trader=True, confirmed_on=TODAY - timedelta(days=800)
    )
    unit = premises.unit(kiez, "7", street_name="Karlstraße", postcode="12049", city="Berlin")
    premises.used(unit, shop)
    refresh_entries([shop.pk])
    organisations.contact(shop, kiez, person=hanna, name=hanna.name, email=HANNA, phone=PHONE)
    shop.refresh_from_db()
    coordinator = districts.coordinator(kiez)
    return World(client, django_capture_on_commit_callbacks, kiez, shop, hanna, soraya, coordinator)


def mail_about_needs(world: World) -> Way:
    yield
    yield world.mails(lambda: world.for_all(step="needs_mail"))


def letter_about_needs(world: World) -> Way:
    yield
    world.for_all(step="needs_letter")
    yield any(world.shop.pk in run.subjects for run in LetterRun.objects.all())


def task_for_the_office(world: World) -> Way:
    yield
    world.for_all(step="task", what="Anrufen")
    yield Task.objects.filter(about_id=world.shop.pk).exists()


def letter_about_the_entry(world: World) -> Way:
    yield
    yield world.written_to(f"{OFFICE}briefe/", status="", language="de")


def question_by_mail(world: World) -> Way:
    yield
    yield world.mails(lambda: ask_whether_still_right(now=timezone.now()))


def question_by_letter(world: World) -> Way:
    Organisation.objects.filter(pk=world.shop.pk).update(email="")
    world.shop.stewards.all().delete()
    world.shop.contacts.update(email="", person=None)
    yield
    yield world.written_to(f"{OFFICE}briefe/nachfragen/")


def invitation(world: World) -> Way:
    yield
    address = f"{OFFICE}eintraege/{world.shop.pk}/einladen/"
    yield world.sent(world.coordinator, address, email=HANNA, language="de")


def event_to_come(world: World) -> Any:
    return calendar.event(world.kiez, "Runde", announce=True)


def invited_to(world: World, event: Any, **said: Any) -> set[str]:
    """Whom of the shop an invitation of the office brings a mail, also where somebody says so after it was planned."""
    world.act(world.coordinator)
    address = f"{OFFICE}kalender/{event.pk}/einladungen/neu/"
    sure = world.client.post(address, said).context["sure"]
    return world.mails(lambda: [world.client.post(address, said | {"sure": sure}), follow_the_clock.call()])


def invitation_to_an_event(world: World) -> Way:
    event = event_to_come(world)
    yield
    yield invited_to(world, event, members="on")


def invitation_of_a_guest(world: World) -> Way:
    event = event_to_come(world)
    yield
    yield invited_to(world, event, guests=f"Hanna Beispiel, {HANNA}")


def change_of_an_event(world: World) -> Way:
    event = event_to_come(world)
    invited_to(world, event, members="on")
    yield
    address = f"{OFFICE}kalender/{event.pk}/absagen/"
    yield world.mails(lambda: [world.client.post(address), follow_the_clock.call()])


def reminder_of_an_event(world: World) -> Way:
    event = event_to_come(world)
    calendar.answer(event, "Hanna", email=HANNA)
    event.reminders.create(hours_before=720)
    yield
    yield world.mails(lambda: remind_all(now=timezone.now()))


def walking_list(world: World) -> Way:
    yield
    yield "Papeterie Beispiel" in world.page(f"{OFFICE}ansprache/rundgang/").text


def sheets_for_a_walk(world: World) -> Way:
    yield
    yield world.written_to(f"{OFFICE}ansprache/rundgang/boegen/")


def talk(world: World) -> Way:
    yield
    world.act(world.coordinator)
    said = {"on": TODAY.isoformat(), "channel": "phone", "minutes": 5}
    world.client.post(f"{OFFICE}ansprache/{world.shop.pk}/kontakt/", said)
    yield ContactEntry.objects.exists()


def list_of_who_is_to_be_told(world: World) -> Way:
    yield
    yield bool(world.page(f"{OFFICE}briefe/informieren/").context["rows"])


def phone_list(world: World) -> Way:
    asked = asked_for_list(world.kiez)
    values = {"name": world.hanna.name, "function": "", "phone": PHONE, "email": HANNA}
    by = Viewer(person=world.hanna)
    save_card(world.shop, values=values, released=list(asked), asked=asked, district=world.kiez, by=by)
    yield
    yield "0721 55512345" in world.page("/musterkiez/mein/kontakte/").text


def write_to_hanna(world: World) -> None:
    """Hers is the shop's only address."""
    Organisation.objects.filter(pk=world.shop.pk).update(email=HANNA)


def message_of_a_visitor(world: World) -> Way:
    write_to_hanna(world)
    yield
    entry = Entry.objects.get(organisation=world.shop)
    said = {"name": "Kim", "email": "kim@example.com", "message": "Haben Sie Kreide?", "consent": "on", "homepage": ""}
    address = f"/musterkiez/verzeichnis/{entry.slug}/nachricht/"
    yield world.sent(None, address, opened=guard.opened_now(), **said)


def answer_of_a_visitor(world: World) -> Way:
    write_to_hanna(world)
    entry = Entry.objects.get(organisation=world.shop)
    running = conversations.begin(entry, name="Kim", email="kim@example.com", language="de")
    yield
    to = address_towards(conversations.TO_ENTRY, running.pk)
    raw = f"From: <kim@example.com>\nTo: {to}\nSubject: Re: Kreide\nMessage-ID: <1@example.net>\n\nUnd Stifte?\n"
    yield world.mails(lambda: store(raw.encode()))


def first_contact(world: World) -> Way:
    yield
    address = f"/musterkiez/mein/erstkontakte/neu/{world.shop.pk}/"
    yield world.sent(world.soraya, address, words="Wollen wir zusammen basteln?")


def further_message(world: World) -> Way:
    contact = members.first_contact(world.kiez, world.soraya, world.hanna)
    yield
    yield world.sent(world.soraya, f"/musterkiez/mein/erstkontakte/{contact.pk}/schreiben/", words="Und?")


def agreement_to_names(world: World) -> Way:
    contact = members.first_contact(world.kiez, world.soraya, world.hanna)
    yield
    yield world.sent(world.soraya, f"/musterkiez/mein/erstkontakte/{contact.pk}/namen-zeigen/")


def introduction(world: World) -> Way:
    yield
    both = {"carrier": members.of(world.soraya).pk, "trader": world.shop.pk}
    yield world.sent(world.coordinator, f"{OFFICE}erstkontakte/zusammenbringen/", words="Das passt.", **both)


def post_on_the_board(world: World) -> Way:
    topic = members.topic(world.kiez)
    Follow.objects.create(person=world.hanna, topic=topic)
    yield
    last_on = (TODAY + timedelta(days=9)).isoformat()
    said = {"topic": topic.pk, "title": "Leiter gesucht", "words": "Für Samstag.", "last_on": last_on}
    yield world.sent(world.soraya, "/musterkiez/mein/brett/neu/", **said)


def reply_on_the_board(world: World) -> Way:
    post = members.post(world.kiez, world.hanna)
    yield
    yield world.sent(world.soraya, f"/musterkiez/mein/brett/{post.pk}/antworten/", words="Nimm meine.")


def decision_on_a_hint(world: World) -> Way:
    hint = voices.voice(world.kiez, world.hanna)
    yield
    yield world.sent(world.coordinator, f"{OFFICE}hinweise/{hint.pk}/stand/", to="accepted")


def hiding_of_a_comment(world: World) -> Way:
    said = {"person": world.hanna, "organisation": world.shop, "shown_since": timezone.now()}
    comment = voices.comment(voices.published(world.kiez), **said)
    yield
    address = f"{OFFICE}hinweise/kommentare/{comment.pk}/ausblenden/"
    yield world.sent(world.coordinator, address, reason="Werbung")


TO_HANNA = (
    *(mail_about_needs, question_by_mail, invitation, phone_list, message_of_a_visitor, answer_of_a_visitor),
    *(first_contact, further_message, agreement_to_names, introduction, post_on_the_board, reply_on_the_board),
    *(decision_on_a_hint, hiding_of_a_comment, invitation_to_an_event, invitation_of_a_guest, change_of_an_event),
    reminder_of_an_event,
)
WAYS = (
    *TO_HANNA,
    *(letter_about_needs, task_for_the_office, letter_about_the_entry, question_by_letter, walking_list),
    *(sheets_for_a_walk, talk, list_of_who_is_to_be_told),
)


def tried(way: Any, world: World, said: Any) -> object:
    steps = way(world)
    next(steps)
    said(world)
    return next(steps)


def nobody(world: World) -> None:
    pass


def the_organisation(world: World) -> None:
    Organisation.objects.filter(pk=world.shop.pk).update(do_not_contact_since=TODAY)


def hanna_herself(world: World) -> None:
    Contact.objects.filter(person=world.hanna).update(do_not_contact_since=TODAY)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_reaches_those_who_did_not_forbid_it(world, way):
    assert tried(way, world, nobody)


@pytest.mark.parametrize("way", WAYS)
def test_an_organisation_that_forbade_contact_is_reached_on_no_way(world, way):
    assert not tried(way, world, the_organisation)


@pytest.mark.parametrize("way", TO_HANNA)
def test_a_person_who_forbade_contact_is_reached_on_no_way(world, way):
    reached = tried(way, world, hanna_herself)
    assert reached is False or HANNA not in reached


@pytest.mark.parametrize("said", [the_organisation, hanna_herself])
def test_the_contact_list_does_not_say_of_the_quiet_that_they_released_nothing(world, said):
    tried(phone_list, world, said)
    _before, _name, after = world.page("/musterkiez/mein/kontakte/").text.partition("Papeterie Beispiel")
    assert "freigegeben" not in after.partition("</tr>")[0]


def test_an_address_that_looks_alike_is_another_one(world):
    Person.objects.filter(pk=world.hanna.pk).update(email="hann_@example.org")
    organisations.contact(world.shop, world.kiez, email="hanne@example.org", do_not_contact_since=TODAY)
    tried(post_on_the_board, world, nobody)
    assert "hann_@example.org" in {to for each in mail.outbox for to in each.to}


def test_only_one_place_asks_who_forbade_contact():
    names = [
        str(file.relative_to(HOUSE))
        for file in sorted(HOUSE.rglob("*.py"))
        if not {"tests", "migrations"} & set(file.parts) and "do_not_contact_since" in file.read_text()
    ]
    assert names == sorted(["organisations/access_contacting.py", *STORES_IT])
