"""Two entries become one and two again: everything that names them follows."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.desk.models import Task
from kiezkontor.desk.tests import builders as desk
from kiezkontor.directory.actions import refresh_entries
from kiezkontor.directory.models import Conversation, Entry, ViewCount
from kiezkontor.districts.models import Consent
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import attending
from kiezkontor.meetings.tests import builders as meetings
from kiezkontor.members.models import FirstContact, Message, Post, Reply
from kiezkontor.members.tests import builders as members
from kiezkontor.notices import links
from kiezkontor.notices.models import LetterRun, PersonalLink
from kiezkontor.organisations import hooks, merging
from kiezkontor.organisations.actions import merging as actions
from kiezkontor.organisations.journal import plain
from kiezkontor.organisations.models import (
    Contact,
    DataNotice,
    EntryRequest,
    FieldClaim,
    Membership,
    Merge,
    Organisation,
    Photo,
    Relation,
    SourceRecord,
    Steward,
    ToldApart,
)
from kiezkontor.organisations.tests import builders
from kiezkontor.outreach.models import Activation, ActivationMove, ContactEntry, NeedsInterview, SupportRecord
from kiezkontor.outreach.tests import builders as outreach
from kiezkontor.premises.models import ImportProposal, SpellOccupant, UseSpell
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.voices.tests import builders as voices

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)
# Derived anew after each merge, so that their keys are new; and what a merge itself leaves behind.
DERIVED = {"directory.entry", "search.document", "premises.usespell", "premises.spelloccupant"}
LEFT_BEHIND = {
    "organisations.merge",
    "organisations.openingpattern",
    "organisations.openinginterval",
    "audit.auditentry",
    "districts.pagechange",
    "search.word",
}


class World:
    """A district in which two entries tell of one bakery, each named in every table that can name one."""

    def __init__(self) -> None:
        self.district = districts.district()
        self.office = person("Eda Editorin")
        districts.role(self.office, self.district, COORDINATOR)
        self.by = districts.viewer(self.office, self.district, COORDINATOR)
        self.third = builders.organisation("Haus und Grund")
        self.run = builders.source_run(self.district)
        self.owner = person("Olga Owner")
        self.kept = builders.organisation("Bäckerei Ähre", phone="+4930111", confirmed_on=date(2026, 1, 1))
        self.absorbed = builders.organisation(
            "Baeckerei Aehre GmbH", email="a@aehre.example", opening_hours="Mo 08:00-10:00"
        )
        self.unit = premises.unit(self.district, "1")
        premises.used(self.unit, self.absorbed)
        premises.used(premises.unit(self.district, "2"), self.kept)
        for each in (self.kept, self.absorbed):
            for name, build in NAMING.items():
                if name not in {"premises.SpellOccupant.organisation", "directory.Entry.organisation"}:
                    build(self, each)
        for fill in (links_of, consent_of, task_of):
            fill(self, self.absorbed)
        builders.letter_run(self.district, subjects=[self.absorbed.pk, self.third.pk])
        refresh_entries([self.kept.pk, self.absorbed.pk])

    def merge(self, **more):
        more = {"district": self.district, "by": self.by} | more
        return actions.merge(self.kept.pk, self.absorbed.pk, **more)

    def undo(self, made):
        return actions.undo(made.pk, district=self.district, by=self.by)


def proposal(world, each):
    return ImportProposal.objects.create(
        run=world.run, kind="changed", ref=f"node/{each.pk}", organisation=each, label="x"
    )


def post(world, each):
    said = {"title": "Leiter", "words": "Wer hat eine?", "written_at": timezone.now(), "last_on": DAY}
    return Post.objects.create(district=world.district, topic=members.topic(world.district), organisation=each, **said)


def first_contact(world, **ends):
    now = timezone.now()
    contact = FirstContact.objects.create(
        district=world.district, started_by="carrier", started_at=now, latest_at=now, **ends
    )
    for part in ("carrier", "trader"):
        Message.objects.create(contact=contact, side=contact.sides.create(part=part), words=part, written_at=now)
    return contact


def relation(world, **ends):
    return Relation.objects.create(kind="landlord_of", district=world.district, entered_at=timezone.now(), **ends)


def told_apart(world, each, other):
    first, second = sorted((each.pk, other.pk))
    return ToldApart.objects.get_or_create(
        first_id=first, second_id=second, defaults={"district": world.district, "told_at": timezone.now()}
    )[0]


def activation(world, each):
    row = outreach.activation(each, world.district, status="member", since_on=DAY, last_contact_on=DAY)
    ActivationMove.objects.create(activation=row, from_status="identified", to_status="member", on=DAY)
    return row


def interview(world, each):
    answers = {"carried": f"from {each.pk}"}
    return NeedsInterview.objects.create(
        district=world.district, organisation=each, on=DAY, version=1, answers=answers, entered_by=world.office
    )


def occupant(world, each):
    return premises.used(premises.unit(world.district), each)


def entry(world, each):
    occupant(world, each)
    refresh_entries([each.pk])


# Every column that names an organisation → how a row comes to name one. A column missing here fails a test below:
# think of what a merge has to do with its rows (organisations/merging.py, or merge_rules of the area), then add it.
def answered(world, each):
    event = calendar.event(world.district)
    return calendar.answer(event, invitation=calendar.invitation(event, organisation=each))


NAMING = {
    "organisations.Membership.organisation": lambda world, each: builders.membership(each, world.district),
    "organisations.Photo.organisation": lambda world, each: builders.photo(each),
    "organisations.SourceRecord.organisation": lambda world, each: SourceRecord.objects.create(
        source="osm", ref=f"node/{each.pk}", organisation=each, first_run=world.run, last_run=world.run
    ),
    "organisations.FieldClaim.organisation": lambda world, each: FieldClaim.objects.create(
        organisation=each, field="name", basis="owner", said_on=DAY, entered_by=world.office
    ),
    "organisations.Contact.organisation": lambda world, each: builders.contact(each, world.district),
    "organisations.Steward.organisation": lambda world, each: builders.steward(world.owner, each),
    "organisations.DataNotice.organisation": lambda world, each: DataNotice.objects.create(
        district=world.district, organisation=each, way="hand", on=DAY
    ),
    "organisations.EntryRequest.organisation": lambda world, each: builders.entry_request(each, world.district),
    "organisations.LegalHold.organisation": lambda world, each: builders.legal_hold(world.district, organisation=each),
    "organisations.Merge.kept": lambda world, each: Merge.objects.create(
        kept=each, absorbed_id=each.pk + 10_000, district=world.district, merged_at=timezone.now()
    ),
    "organisations.ToldApart.first": lambda world, each: told_apart(world, each, builders.organisation("Jünger")),
    "organisations.ToldApart.second": lambda world, each: told_apart(world, each, world.third),
    "organisations.Relation.one": lambda world, each: relation(world, one=each, other=world.third),
    "organisations.Relation.other": lambda world, each: relation(world, one=world.third, other=each),
    "premises.ImportProposal.organisation": proposal,
    "premises.SpellOccupant.organisation": occupant,
    "directory.Entry.organisation": entry,
    "directory.ViewCount.organisation": lambda world, each: ViewCount.objects.create(
        district=world.district, organisation=each, day=DAY, count=3
    ),
    "calendar.Event.host": lambda world, each: calendar.event(world.district, host=each),
    "calendar.SeriesHost.organisation": lambda world, each: calendar.series(
        world.district, hosts=[each.pk]
    ).hosts.get(),
    "calendar.Invitation.organisation": lambda world, each: calendar.invitation(
        calendar.event(world.district), organisation=each
    ),
    "calendar.Answer.organisation": lambda world, each: calendar.answer(
        calendar.event(world.district),
        invitation=calendar.invitation(calendar.event(world.district), organisation=each),
    ),
    "meetings.Attendance.organisation": lambda world, each: attending.add_person(
        meetings.event(world.district), name="Kim Muster", organisation=each, by=world.by
    ),
    "meetings.PlanMeasure.organisation": lambda world, each: meetings.measure(world.district, organisation=each),
    "meetings.MeetingTask.organisation": lambda world, each: meetings.task(
        meetings.item(meetings.event(world.district)), organisation=each
    ),
    "directory.Conversation.organisation": lambda world, each: Conversation.objects.create(
        district=world.district, organisation=each, visitor_email="v@example.org", latest_at=timezone.now()
    ),
    "members.Post.organisation": post,
    "members.Reply.organisation": lambda world, each: Reply.objects.create(
        post=post(world, each), organisation=each, words="Ich.", written_at=timezone.now()
    ),
    "members.FirstContact.carrier": lambda world, each: first_contact(world, carrier=each, trader=world.third),
    "members.FirstContact.trader": lambda world, each: first_contact(world, carrier=world.third, trader=each),
    "outreach.Activation.organisation": activation,
    "outreach.ContactEntry.organisation": lambda world, each: outreach.contact_entry(each, world.district),
    "outreach.SupportRecord.organisation": lambda world, each: outreach.support(each, world.district),
    "outreach.NeedsInterview.organisation": interview,
    "voices.Voice.organisation": lambda world, each: voices.voice(world.district, organisation=each),
    "voices.VoiceComment.organisation": lambda world, each: voices.comment(
        voices.voice(world.district), organisation=each
    ),
}


def links_of(world, each):
    links.make_link("needs.answer", each.pk, days=30, scope_id=world.district.pk)
    links.make_link("entry.letter", each.pk, days=30, scope_id=world.district.pk, with_code=True)


def consent_of(world, each):
    about = {"subject_type": "organisations.organisation", "subject_id": each.pk}
    return Consent.objects.create(
        district=world.district, purpose="entry.publish_contact", given_at=timezone.now(), channel="talk", **about
    )


def task_of(world, each):
    return desk.task(world.district, about_type="organisations.organisation", about_id=each.pk)


@pytest.fixture
def world():
    return World()


def dump():
    """Every row of every table that a merge may have to do with, by its key; derived ones by what they hold."""
    found = {}
    for model in apps.get_models():
        table = model._meta.label_lower
        if table in LEFT_BEHIND:
            continue
        rows = [plain(row) for row in model._base_manager.order_by("pk")]
        if table in DERIVED:
            hidden = {model._meta.pk.attname, "changed_at", "object_id", "spell_id"}
            rows = sorted(str({name: value for name, value in row.items() if name not in hidden}) for row in rows)
        found[table] = rows
    return found


def test_every_column_that_names_an_organisation_is_thought_of():
    assert {merging.name_of(column) for column in merging.references()} == set(NAMING)
    for column in merging.references():
        assert not merging.needs_a_rule(column) or merging.name_of(column) in hooks.merge_rules


@pytest.mark.parametrize("name", NAMING)
def test_whatever_names_the_absorbed_entry_names_the_kept_one(name):
    world = World.__new__(World)
    world.district = districts.district()
    world.office, world.owner = person(), person()
    world.by = districts.viewer(world.office, world.district, COORDINATOR)
    world.third, world.run = builders.organisation("Haus und Grund"), builders.source_run(world.district)
    world.kept, world.absorbed = builders.organisation("Ähre"), builders.organisation("Aehre")
    NAMING[name](world, world.absorbed)
    column = next(each for each in merging.references() if merging.name_of(each) == name)
    before = merging.rows_naming(column, world.absorbed.pk).count()
    assert before
    world.merge(taken=["name"])
    assert merging.still_named(world.absorbed.pk) == []
    # A pair that was told apart is kept in order, whichever column it stands in.
    kept = (
        [each for each in merging.references() if each.model is column.model] if column.model is ToldApart else [column]
    )
    assert sum(merging.rows_naming(each, world.kept.pk).count() for each in kept) >= before


def test_all_of_both_is_found_at_the_kept_one(world):
    world.merge()
    kept = world.kept.pk
    assert not Organisation.objects.filter(pk=world.absorbed.pk).exists()
    assert Membership.objects.get().organisation_id == kept
    assert Steward.objects.get().organisation_id == kept
    assert Activation.objects.get().organisation_id == kept
    assert ActivationMove.objects.count() == 2
    assert NeedsInterview.objects.get().answers == {"carried": f"from {kept}"}
    assert ViewCount.objects.get().count == 6
    assert {
        row.organisation_id
        for model in (Photo, Contact, EntryRequest, ContactEntry, SupportRecord)
        for row in model.objects.all()
    } == {kept}
    assert Photo.objects.count() == Contact.objects.count() == 2
    assert UseSpell.objects.get(unit=world.unit).occupants.get().pk == kept
    assert SpellOccupant.objects.count() == 2
    assert [row.organisation_id for row in Entry.objects.all()] == [kept]
    assert set(PersonalLink.objects.values_list("subject_id", flat=True)) == {kept}
    assert LetterRun.objects.get().subjects == [kept, world.third.pk]
    assert Consent.objects.get().subject_id == kept
    assert Task.objects.get(about_type=Organisation._meta.label_lower).about_id == kept


@pytest.mark.parametrize("taken", [[], ["name", "email", "opening_hours", "category"]])
def test_after_undoing_everything_is_as_it_was(world, taken):
    before = dump()
    made = world.merge(taken=taken)
    assert dump() != before
    assert world.undo(made) == 0
    after = dump()
    for table, rows in before.items():
        assert after[table] == rows, table


def test_what_was_added_since_stays_with_the_kept_one(world):
    made = world.merge(taken=["email"])
    kept = Organisation.objects.get(pk=world.kept.pk)
    outreach.contact_entry(kept, world.district, concerns="neu")
    ViewCount.objects.update(count=10)
    Organisation.objects.filter(pk=kept.pk).update(phone="+4930999")
    assert world.undo(made) == 0
    assert ContactEntry.objects.get(concerns="neu").organisation_id == kept.pk
    assert {row.organisation_id: row.count for row in ViewCount.objects.all()} == {kept.pk: 7, world.absorbed.pk: 3}
    undone = Organisation.objects.get(pk=kept.pk)
    assert (undone.phone, undone.email) == ("+4930999", "")
    assert Organisation.objects.get(pk=world.absorbed.pk).email == "a@aehre.example"


def test_what_was_written_over_since_is_left_and_counted(world):
    made = world.merge()
    Membership.objects.update(until_on=date(2027, 1, 1))
    NeedsInterview.objects.update(answers={"carried": "anew"})
    assert world.undo(made) == 0
    made = world.merge(taken=["phone"])
    Organisation.objects.filter(pk=world.kept.pk).update(phone="+4930999")
    assert world.undo(made) == 1
    assert Organisation.objects.get(pk=world.kept.pk).phone == "+4930999"


def test_a_value_brings_who_said_it(world):
    FieldClaim.objects.all().delete()
    FieldClaim.objects.create(organisation=world.kept, field="phone", basis="public_source", said_on=DAY)
    FieldClaim.objects.create(organisation=world.absorbed, field="email", basis="consent", said_on=DAY)
    FieldClaim.objects.create(organisation=world.absorbed, field="website", basis="owner", said_on=DAY)
    world.merge(taken=["phone", "email"])
    assert dict(FieldClaim.objects.values_list("field", "basis")) == {"email": "consent", "website": "owner"}


def test_who_wants_no_contact_is_left_alone_whichever_entry_it_was_said_of(world):
    Organisation.objects.filter(pk=world.absorbed.pk).update(
        do_not_contact_since=DAY, do_not_contact_note="Chef, am Telefon"
    )
    world.merge()
    kept = Organisation.objects.get(pk=world.kept.pk)
    assert (kept.do_not_contact_since, kept.do_not_contact_note) == (DAY, "Chef, am Telefon")


@pytest.mark.parametrize(("is_of_elsewhere", "words"), [(False, "im Laden · rief an"), (True, "im Laden")])
def test_words_on_quiet_of_two_offices_are_not_put_together(world, is_of_elsewhere, words):
    heard_in = districts.district("Nachbarkiez") if is_of_elsewhere else world.district
    said = {"do_not_contact_since": DAY}
    for entry, note, where in ((world.kept, "im Laden", world.district), (world.absorbed, "rief an", heard_in)):
        found = Organisation.objects.filter(pk=entry.pk)
        found.update(**said, do_not_contact_note=note, do_not_contact_in=where)
    world.merge()
    kept = Organisation.objects.get(pk=world.kept.pk)
    assert (kept.do_not_contact_since, kept.do_not_contact_note, kept.do_not_contact_in) == (DAY, words, world.district)


def test_an_entry_may_be_absorbed_with_all_it_absorbed_and_parted_in_that_order(world):
    before = dump()
    first = world.merge()
    second = actions.merge(world.third.pk, world.kept.pk, district=world.district, by=world.by)
    assert Merge.objects.standing().kept_of([world.absorbed.pk, world.kept.pk]) == {
        world.absorbed.pk: world.third.pk,
        world.kept.pk: world.third.pk,
    }
    assert UseSpell.objects.get(unit=world.unit).occupants.get() == world.third
    with pytest.raises(ActionRefused):
        world.undo(first)
    assert world.undo(second) == 0
    assert world.undo(first) == 0
    assert dump() == before


def test_of_two_who_merge_at_once_one_hears_of_the_other(world):
    world.merge()
    with pytest.raises(ActionRefused):
        actions.merge(world.absorbed.pk, world.kept.pk, district=world.district, by=world.by)
    with pytest.raises(ActionRefused):
        actions.merge(world.kept.pk, world.kept.pk, district=world.district, by=world.by)


def test_whoever_compared_what_is_no_longer_there_is_asked_to_look_again(world):
    seen = {each.pk: actions.stamp(each) for each in (world.kept, world.absorbed)}
    Organisation.objects.filter(pk=world.absorbed.pk).update(changed_at=timezone.now() + timedelta(seconds=1))
    with pytest.raises(ActionRefused):
        world.merge(seen=seen)
    assert Organisation.objects.filter(pk=world.absorbed.pk).exists()


def test_a_member_of_another_network_is_a_matter_of_both_offices(world):
    other = districts.district("Nachbarkiez")
    builders.membership(world.absorbed, other)
    with pytest.raises(ActionRefused, match="Nachbarkiez"):
        world.merge()
    assert Organisation.objects.filter(pk=world.absorbed.pk).exists()
    operator = districts.viewer(person(is_operator=True), world.district, COORDINATOR)
    made = world.merge(by=operator)
    with pytest.raises(ActionRefused, match="Nachbarkiez"):
        world.undo(made)
