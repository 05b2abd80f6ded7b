"""Viewings: proposed beside a seeker that suits, answered by mail, moved, called off, and what came of them."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.actions import events as calendar_events
from kiezkontor.calendar.actions.answers import answer_simply
from kiezkontor.calendar.actions.inviting import Wanted, invite
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.rules.inviting import Guest
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.tasks import follow_the_clock
from kiezkontor.districts.models import Consent
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.vacancies import telling_seekers
from kiezkontor.vacancies.actions.tours import invite_seekers
from kiezkontor.vacancies.models import SeekerStep, SpaceRequest, Viewing
from kiezkontor.vacancies.tests import builders, seekers
from kiezkontor.vacancies.tests.viewings import tour, viewing

pytestmark = pytest.mark.django_db
CASES = "/musterkiez/buero/leerstand/"
VIEWINGS = f"{CASES}besichtigungen/"


def with_role(kiez, name):
    someone = person()
    districts.role(someone, kiez, name)
    return someone


def moment(days, hour=10):
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(districts.coordinator(kiez))
    return client


@pytest.fixture
def case(kiez):
    return builders.case(kiez, stage="in_talks")


@pytest.fixture
def sought(kiez):
    return seekers.request(kiez, status="proposed")


def content_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def letters():
    """What was written since."""
    follow_the_clock.call()
    written = list(OutgoingMail.objects.order_by("pk"))
    OutgoingMail.objects.all().delete()
    return written


def entered(days=3, **more):
    day = (timezone.localdate() + timedelta(days=days)).isoformat()
    return {"on": day, "begins": "10:00", "minutes": "45", "attends": "Mira vom Büro", "note": "Bitte klingeln"} | more


def arranged(office, case, sought, **more):
    answer = office.post(f"{CASES}{case.pk}/besichtigen/{sought.pk}/", entered(**more))
    assert answer.status_code == 302, answer.text
    return Viewing.objects.get(case=case, request=sought)


def page(viewing, name=""):
    return f"{VIEWINGS}{viewing.pk}/{name}"


def status_of(sought):
    return SpaceRequest.objects.values_list("status", flat=True).get(pk=sought.pk)


def own_page(client, sought):
    client.logout()
    return client.get(f"/musterkiez/raum-suchen/{telling_seekers.own_token(sought)}/")


def test_a_viewing_is_arranged_beside_a_seeker_that_suits_and_told_by_mail(office, case, sought):
    link = f"{CASES}{case.pk}/besichtigen/{sought.pk}/"
    assert link in office.get(f"{CASES}{case.pk}/passend/").text
    assert link in office.get(f"/musterkiez/buero/raumsuchende/{sought.pk}/passend/").text
    found = arranged(office, case, sought)
    assert (found.state, found.starts_at, status_of(sought)) == ("proposed", moment(3), "viewing")
    assert found.event.ends_at - found.event.starts_at == timedelta(minutes=45)
    assert AuditEntry.objects.filter(verb="viewing.arranged").exists()
    (letter,) = letters()
    assert letter.to == "sina@example.org"
    assert "Bitte klingeln" in letter.text
    assert "METHOD:REQUEST" in letter.calendar
    assert "Besichtigung" in letter.subject
    for listed in (VIEWINGS, f"{CASES}{case.pk}/", f"/musterkiez/buero/raumsuchende/{sought.pk}/"):
        assert page(found) in office.get(listed).text


@pytest.mark.parametrize(
    ("reply", "state", "status"),
    [("yes", "agreed", "viewing"), ("maybe", "proposed", "viewing"), ("no", "cancelled", "proposed")],
)
def test_what_the_seeker_answers_is_followed(office, case, sought, reply, state, status):
    found = arranged(office, case, sought)
    slot = found.event.slots.get()
    answer_simply(found.invitation, reply, slot=slot, channel=Channel.LINK)
    found.refresh_from_db()
    assert (found.state, status_of(sought)) == (state, status)
    answer_simply(found.invitation, "yes", slot=slot, channel=Channel.LINK)
    found.refresh_from_db()
    assert (found.state, status_of(sought)) == ("agreed", "viewing")


def test_it_is_moved_and_called_off_by_mail(office, case, sought):
    found = arranged(office, case, sought)
    assert len(letters()) == 1
    again = {"on": (timezone.localdate() + timedelta(days=5)).isoformat(), "begins": "12:00", "minutes": "30"}
    assert office.post(page(found, "verlegen/"), again).status_code == 302
    found.refresh_from_db()
    assert found.starts_at == moment(5, 12)
    assert found.event.ends_at == moment(5, 12) + timedelta(minutes=30)
    assert len(letters()) == 1
    assert office.post(page(found, "absagen/"), {"reason": "Wasserschaden"}).status_code == 302
    found.refresh_from_db()
    assert (found.state, status_of(sought)) == ("cancelled", "proposed")
    (letter,) = letters()
    assert "Wasserschaden" in letter.text
    assert "METHOD:CANCEL" in letter.calendar
    assert office.post(page(found, "absagen/"), {"reason": "Noch einmal"}).status_code == 422


def test_what_happens_in_the_calendar_happens_here(office, case, sought, kiez):
    found = arranged(office, case, sought)
    by = districts.viewer(districts.coordinator(kiez), kiez, "coordinator")
    calendar_events.move_event(found.event_id, starts_at=moment(9), ends_at=moment(9, 11), by=by)
    found.refresh_from_db()
    assert found.starts_at == moment(9)
    calendar_events.become(found.event_id, "cancelled", by=by)
    found.refresh_from_db()
    assert (found.state, status_of(sought)) == ("cancelled", "proposed")
    calendar_events.become(found.event_id, "announced", by=by)
    found.refresh_from_db()
    assert (found.state, status_of(sought)) == ("proposed", "viewing")


@pytest.mark.parametrize(
    ("said", "result", "status"),
    [
        ({"state": "held", "result": "interested"}, "interested", "viewing"),
        ({"state": "held", "result": "negotiating"}, "negotiating", "negotiating"),
        ({"state": "held", "result": "not_interested", "reason": "rent"}, "not_interested", "proposed"),
        ({"state": "no_show", "result": "interested"}, "", "proposed"),
    ],
)
def test_what_came_of_it_leads_the_request_on(office, kiez, case, said, result, status):
    sought = seekers.request(kiez, status="viewing")
    found = viewing(case, sought, starts_at=timezone.now() - timedelta(hours=2))
    assert "Sina Such: Ergebnis festhalten" in " ".join(office.get("/musterkiez/buero/").text.split())
    answer = office.post(page(found, "ergebnis/"), said | {"words": "Gespräch im Laden"})
    assert answer.status_code == 302, answer.text
    found.refresh_from_db()
    assert (found.state, found.result, status_of(sought)) == (said["state"], result, status)
    assert "Ergebnis festhalten" not in office.get("/musterkiez/buero/").text


def test_a_no_needs_its_reason_and_what_is_to_come_has_no_result(office, kiez, case, sought):
    over = viewing(case, sought, starts_at=timezone.now() - timedelta(hours=2))
    refused = office.post(page(over, "ergebnis/"), {"state": "held", "result": "not_interested"})
    assert refused.status_code == 422
    assert "warum" in refused.text
    coming = viewing(case, seekers.request(kiez, "Nora Neu"))
    assert office.post(page(coming, "ergebnis/"), {"state": "held"}).status_code == 422


def test_nobody_viewed_before_their_request_was_sent(office, case, sought):
    SpaceRequest.objects.filter(pk=sought.pk).update(sent_at=moment(-3))
    url = f"{CASES}{case.pk}/besichtigen/{sought.pk}/"
    refused = office.post(url, entered(days=-4))
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"on"}
    assert "Dieses Gesuch ist am" in refused.text
    assert not Viewing.objects.exists()
    assert office.post(url, entered(days=-3)).status_code == 302


def test_a_moment_that_is_over_is_noted_as_a_viewing_that_was(office, case, sought):
    SpaceRequest.objects.filter(pk=sought.pk).update(sent_at=moment(-2))
    answer = office.post(f"{CASES}{case.pk}/besichtigen/{sought.pk}/", entered(days=-2))
    found = Viewing.objects.get()
    assert answer.headers["Location"] == page(found, "ergebnis/")
    assert (found.event, status_of(sought)) == (None, "viewing")
    assert not Event.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-01", ""])
def test_a_day_that_cannot_be_meant_is_said(office, case, sought, day):
    answer = office.post(f"{CASES}{case.pk}/besichtigen/{sought.pk}/", entered(on=day))
    assert answer.status_code == 422
    assert not Viewing.objects.exists()


def test_nobody_views_the_same_unit_twice_at_once_or_after_they_gave_up(office, case, sought, kiez):
    arranged(office, case, sought)
    assert office.post(f"{CASES}{case.pk}/besichtigen/{sought.pk}/", entered(days=8)).status_code == 422
    ended = seekers.request(kiez, "Ende Aus", status="withdrawn")
    assert office.post(f"{CASES}{case.pk}/besichtigen/{ended.pk}/", entered()).status_code == 422


def test_whose_address_nobody_confirmed_is_called(office, case, kiez):
    sought = seekers.request(kiez, email_confirmed_at=None)
    found = arranged(office, case, sought)
    assert found.invitation is None
    assert "Bitte anrufen" in office.get(page(found)).text
    assert letters() == []


def test_the_owner_is_named_to_the_seeker_of_this_viewing_alone_and_only_after_they_agreed(office, case, sought, kiez):
    owner = builders.owner(kiez, case.unit, name="Berta Besitz")
    found = arranged(office, case, sought)
    other = seekers.request(kiez, "Otto Other")
    viewing(case, other)
    for each in (sought, other):
        assert "Berta Besitz" not in own_page(office, each).text
    office.force_login(districts.coordinator(kiez))
    answer = office.post(page(found, "eigentum/"), {"owner": owner.pk, "channel": "phone"})
    assert answer.status_code == 302, answer.text
    said = Consent.objects.get()
    assert (said.purpose, said.said_by, said.channel) == ("vacancy.viewing_owner", "Berta Besitz", "phone")
    shown = own_page(office, sought).text
    assert "Berta Besitz" in shown
    assert "Mira vom Büro" in shown
    assert "Berta Besitz" not in own_page(office, other).text
    office.force_login(districts.coordinator(kiez))
    office.post(page(found, "eigentum/verschweigen/"))
    assert "Berta Besitz" not in own_page(office, sought).text
    assert all("Berta Besitz" not in each.text + each.calendar for each in letters())


def test_an_owner_who_has_another_unit_cannot_be_named(office, case, sought, kiez):
    found = arranged(office, case, sought)
    stranger = builders.owner(kiez, builders.vacant_unit(kiez), name="Frieda Fremd")
    assert office.post(page(found, "eigentum/"), {"owner": stranger.pk, "channel": "phone"}).status_code == 422
    assert not Consent.objects.exists()


def test_viewings_show_nowhere_outside_of_the_coordination(client, case, kiez):
    sought = seekers.request(kiez, "Mark Erwort")
    found = viewing(case, sought, starts_at=timezone.now() + timedelta(days=1))
    Event.objects.filter(pk=found.event_id).update(title="MARKERTITEL", text="MARKERTEXT")
    by = districts.viewer(districts.coordinator(kiez), kiez, "coordinator")
    calendar_events.move_event(found.event_id, starts_at=moment(4), ends_at=moment(4, 11), by=by)
    event = found.event_id
    public = ("kalender/", "kalender.ics", f"kalender/{event}/", "", "suche/?q=MARKERTITEL", "api/v1/events/")
    inside = ("buero/kalender/", f"buero/kalender/{event}/", "buero/", f"buero/leerstand/besichtigungen/{found.pk}/")
    for role in (None, "editor", "trader", "board"):
        client.logout()
        if role:
            client.force_login(with_role(kiez, role))
        for address in (*public, *inside):
            text = content_of(client.get(f"/musterkiez/{address}", follow=True)).decode(errors="replace")
            assert not re.search("MARKERT|Mark Erwort", text), (role, address)


def corrected(office, sought, email):
    url = f"/musterkiez/buero/raumsuchende/{sought.pk}/bearbeiten/"
    form = office.get(url).context["form"]
    kept = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [], "", False)}
    assert office.post(url, kept | {"email": email}).status_code == 302


def link_in(letter, part):
    return re.search(rf"https?://[^/]+(/\S*{part}\S+/)", letter.text)[1]


def put_off(office, found, days):
    again = {"on": (timezone.localdate() + timedelta(days=days)).isoformat(), "begins": "12:00", "minutes": "30"}
    assert office.post(page(found, "verlegen/"), again).status_code == 302


@pytest.mark.parametrize("answered", [False, True])
def test_what_is_told_of_a_viewing_follows_the_address_of_the_seeker(office, kiez, case, sought, answered):
    found = arranged(office, case, sought)
    (first,) = letters()
    old = link_in(first, "/")
    visitor = Client()
    assert visitor.get(old).status_code == 200
    if answered:
        answer_simply(found.invitation, "yes", slot=found.event.slots.get(), channel=Channel.LINK)
        letters()
    telling_seekers.own_token(sought)  # they have a link to their request
    corrected(office, sought, "neu@example.org")
    assert visitor.get(old).status_code == 404
    put_off(office, found, 5)
    (asked,) = letters()
    assert (asked.to, "Besichtigung" in asked.subject) == ("neu@example.org", False), "asked whether it is theirs"
    assert "Bitte anrufen" in office.get(page(found)).text
    visitor.post(link_in(asked, "bestaetigen/"))
    (told,) = letters()
    assert (told.to, "12:00" in told.text) == ("neu@example.org", True)
    assert "METHOD:REQUEST" in told.calendar
    put_off(office, found, 6)
    assert [each.to for each in letters()] == ["neu@example.org"]
    found.refresh_from_db()
    assert found.state == ("agreed" if answered else "proposed")


def test_whoever_told_the_office_their_address_is_written_to_at_the_right_one_at_once(office, kiez, case, sought):
    SeekerStep.objects.filter(request=sought).update(by=person())
    arranged(office, case, sought)
    follow_the_clock.call()
    for address in ("neu@example.org", sought.email):
        corrected(office, sought, address)
        follow_the_clock.call()
        assert OutgoingMail.objects.order_by("pk").last().to == address


def stage_of(found):
    return Event.objects.values_list("stage", flat=True).get(pk=found.event_id)


def decline(found, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer_simply(found.invitation, "no", slot=found.event.slots.get(), channel=Channel.LINK)
    found.refresh_from_db()


def test_an_appointment_nobody_may_come_to_is_called_off(
    office, kiez, case, sought, django_capture_on_commit_callbacks
):
    found = arranged(office, case, sought)
    letters()
    decline(found, django_capture_on_commit_callbacks)
    assert (found.state, stage_of(found), status_of(sought)) == ("cancelled", "cancelled", "proposed")
    (letter,) = letters()
    assert "dass Sie nicht kommen" in letter.text
    assert "abgesagt" in office.get(f"/musterkiez/buero/kalender/{found.event_id}/").text


def test_an_appointment_stays_while_somebody_else_may_come(
    office, kiez, case, sought, django_capture_on_commit_callbacks
):
    found = arranged(office, case, sought)
    by = districts.viewer(districts.coordinator(kiez), kiez, "coordinator")
    invite(found.event_id, Wanted(guests=[Guest("Erika Eigentum", "erika@example.org")]), by=by)
    decline(found, django_capture_on_commit_callbacks)
    assert (found.state, stage_of(found)) == ("cancelled", "announced")


def test_a_tour_takes_place_though_somebody_declines(kiez, case, sought, django_capture_on_commit_callbacks):
    by = districts.viewer(districts.coordinator(kiez), kiez, "coordinator")
    planned = tour(case, takes_answers=True)
    invite_seekers(planned, [sought.pk], by=by)
    found = Viewing.objects.get(request=sought)
    decline(found, django_capture_on_commit_callbacks)
    assert (found.state, stage_of(found)) == ("cancelled", "announced")
