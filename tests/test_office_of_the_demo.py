"""What the demo plants for its offices: each thing once, whatever people removed meanwhile."""

import tomllib

import pytest
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.config import demo_calendar, demo_meetings, demo_seekers
from kiezkontor.config.demo_office import load_office
from kiezkontor.config.demo_outreach import load_outreach
from kiezkontor.config.folders import ROOT
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.models import PublicReport
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.access_year import learned_in
from kiezkontor.notices.models import AddressMark
from kiezkontor.organisations.models import EntryRequest, LegalHold, Relation
from kiezkontor.organisations.tests.builders import category, organisation
from kiezkontor.outreach.models import Activation, ActivationMove, ContactEntry
from kiezkontor.premises.tests import builders as premises
from kiezkontor.vacancies.fitting import best_vacancies
from kiezkontor.vacancies.models import SpaceRequest
from kiezkontor.vacancies.tests import builders as vacancies

pytestmark = pytest.mark.django_db
PLANTED = (Relation, ContactEntry, PublicReport, EntryRequest, LegalHold, AddressMark)


@pytest.fixture
def district():
    made = districts.district("Musterkiez")
    districts.coordinator(made)
    for number in range(3):
        listed(made, f"Mitglied {number}", is_member=True)
    return made


def numbers() -> dict[str, int]:
    told = {"data.told": AuditEntry.objects.filter(verb="data.told").count()}
    return {model.__name__: model._default_manager.count() for model in PLANTED} | told


@pytest.mark.parametrize("removed", PLANTED)
def test_what_people_removed_in_the_demo_doubles_nothing_else(district, removed):
    listed(district, "Noch kein Mitglied")
    load_office(district)
    assert set(numbers().values()) == {1}
    removed._default_manager.all().delete()
    load_office(district)
    assert set(numbers().values()) == {1}


def test_nobody_declines_in_the_demo_without_having_been_spoken_to(district):
    for number in range(40):
        listed(district, f"Laden {number}")
    load_outreach(district)
    declined = Activation.objects.filter(district=district, status="declined")
    assert declined.count() > 2
    for each in declined:
        talks = ContactEntry.objects.filter(organisation=each.organisation, on=each.since_on, outcome="declined")
        assert [talk.reason for talk in talks] == [each.reason]
    moved = ActivationMove.objects.exclude(to_status="identified").filter(
        activation__organisation__contact_entries=None
    )
    assert not moved.exclude(to_status__in=["member", "active"]).exists()


def test_where_every_entry_is_a_member_nobody_asks_for_one(district):
    load_office(district)
    load_office(district)
    assert numbers() == dict.fromkeys(numbers(), 1) | {"EntryRequest": 0}


def test_the_demo_calendar_comes_whole_beside_what_other_parts_of_the_demo_plan(district):
    district.slug = demo_calendar.SLUG
    district.save()
    calendar.event(district, "Workshop: Unsere Straße in fünf Jahren (Demo)")
    folder = ROOT / "demo"
    for _again in range(2):
        demo_calendar.load_calendar(district, folder)
    wanted = tomllib.loads((folder / demo_calendar.FILE).read_text(encoding="utf-8"))["event"]
    assert Event.objects.filter(district=district).count() == len(wanted) + 1


def test_the_demo_tells_somebody_that_one_more_cafe_is_too_many(district):
    district.slug = demo_seekers.SLUG
    district.save()
    districts.street(district, "Karlstraße")
    for number in range(2):
        vacancies.case(district, vacancies.vacant_unit(district, str(number + 1), street_name="Karlstraße"))
        cafe = organisation(category=category("amenity=cafe"))
        premises.used(premises.unit(district, str(10 + number), street_name="Karlstraße"), cafe)
    demo_seekers.load_seekers(district)
    emil = SpaceRequest.objects.get(name="Emil Espresso")
    (found,) = best_vacancies(emil, on=timezone.localdate())
    said = [each.text for each in found.sentences if "Café" in each.text]
    assert said == [
        "Im Umkreis von 100 m gibt es „Café“ 2-mal. "
        "Ein weiterer Betrieb dieser Art läge über dem Zielbild der Straße von höchstens 2."
    ]


def test_who_was_at_a_workshop_or_a_course_of_the_demo_had_signed_up(district):
    district.slug = demo_meetings.SLUG
    district.save()
    demo_meetings.load_meetings(district, ROOT / "demo")
    learning = Event.objects.filter(district=district, kind__in=["workshop", "course"], course_day=None)
    assert [(each.signed_up, len(each.people)) for each in learned_in(learning).values()] == [(6, 6), (5, 5)]
    assert all(event.ends_at < timezone.now() for event in learning)
