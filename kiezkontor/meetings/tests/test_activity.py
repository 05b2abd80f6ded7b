"""Who comes to a meeting moves along the pipeline of the office, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.models import Event
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import attending
from kiezkontor.meetings.tasks import follow_attendance
from kiezkontor.meetings.tests import builders
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.actions.pipeline import follow
from kiezkontor.outreach.models import Activation

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez(db):
    return districts.district()


def statuses():
    return dict(Activation.objects.values_list("organisation__name", "status"))


def come(event, *shops, state="present"):
    office = builders.calendar.office_of(event.district)
    for shop in shops:
        found = attending.add_person(event, name=f"Person von {shop}", organisation=shop, by=office)
        if state != "present":
            found.state = state
            found.save()


def test_members_who_come_are_active_and_others_are_met(kiez):
    member, guest, ill = (organisations.organisation(name) for name in ("Blumen", "Bäcker", "Krank"))
    for shop in (member, ill):
        organisations.membership(shop, kiez, from_on=timezone.localdate() - timedelta(days=400))
    follow()
    event = builders.earlier_event(kiez, days=2)
    come(event, member, guest)
    come(event, ill, state="excused")
    assert follow_attendance.call() == 2
    assert statuses() == {"Blumen": "active", "Bäcker": "contacted", "Krank": "member"}
    assert follow_attendance.call() == 0
    assert AuditEntry.objects.filter(verb="activation.moved").count() == 2


def test_a_meeting_long_ago_moves_nobody(kiez):
    shop = organisations.organisation("Blumen")
    come(builders.earlier_event(kiez, days=30), shop)
    assert follow_attendance.call() == 0


def test_members_with_a_place_in_a_joint_action_are_active_and_who_waits_or_says_no_is_not(kiez):
    shops = [organisations.organisation(name) for name in ("Blumen", "Wartet", "Nein", "Fest", "Ausgefallen")]
    for shop in shops:
        organisations.membership(shop, kiez, from_on=timezone.localdate() - timedelta(days=400))
    follow()
    soon = timezone.now() + timedelta(hours=1)
    action = builders.event(kiez, kind="action", capacity=1, starts_at=soon)
    fair = builders.event(kiez, kind="public", starts_at=soon)
    off = builders.event(kiez, kind="action", starts_at=soon)
    for of, shop, reply in zip(
        (action, action, action, fair, off), shops, ("yes", "yes", "no", "yes", "yes"), strict=True
    ):
        invited = builders.calendar.invitation(of, "", organisation=shop)
        builders.calendar.answer(of, f"Person von {shop}", invitation=invited, reply=reply)
    for event in (action, fair, off):
        builders.over(event, days=2)
    Event.objects.filter(pk=off.pk).update(stage="cancelled")
    assert follow_attendance.call() == 1
    assert statuses() == {"Blumen": "active"} | {shop.name: "member" for shop in shops[1:]}
    assert follow_attendance.call() == 0
