from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.models import PlanMeasure
from kiezkontor.meetings.rules import plan as rules
from kiezkontor.meetings.tests import builders
from kiezkontor.members.tests.builders import member
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.mounting import district_path
from kiezkontor.voices.tests import builders as voices

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 1)
SENT = {"goal": "Mehr Aufenthalt", "what": "Drei Bänke aufstellen", "status": "draft", "due_on": "2027-03-01"}


@pytest.fixture
def district():
    return districts.district()


@pytest.fixture
def office(district):
    client = Client()
    client.force_login(districts.coordinator(district))
    return client


def page(district, name, *args):
    return district_path(district.slug, f"meetings:{name}", *args)


@pytest.mark.parametrize(
    ("status", "due_on", "expected"),
    [
        ("draft", date(2027, 2, 1), False),
        ("adopted", date(2027, 2, 28), True),
        ("in_work", DAY, False),
        ("in_work", None, False),
        ("done", date(2027, 2, 1), False),
        ("dropped", date(2027, 2, 1), False),
    ],
)
def test_only_what_somebody_is_bound_to_can_be_overdue(status, due_on, expected):
    assert rules.is_overdue(status, due_on, today=DAY) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("draft", "draft", True),
        ("draft", "discussed", True),
        ("draft", "done", False),
        ("adopted", "in_work", True),
        ("done", "draft", False),
        ("dropped", "draft", True),
    ],
)
def test_a_measure_goes_on_step_by_step(before, after, expected):
    assert rules.may_move(before, after) is expected


def test_a_measure_is_added_below_its_goal_and_leaves_as_a_table(office, district):
    office.post(page(district, "measure_new"), SENT | {"target_group": "Ältere", "cost": "1500"})
    shown = office.get(page(district, "plan")).content.decode()
    assert shown.index("Mehr Aufenthalt") < shown.index("Drei Bänke aufstellen")
    assert "1.500 €" in shown
    assert "<dt>Für wen</dt><dd>Ältere</dd>" in shown
    table = office.get(page(district, "plan_csv")).content.decode("utf-8-sig")
    assert "Mehr Aufenthalt;Ältere;Drei Bänke aufstellen;;1500;01.03.2027" in table
    assert office.get(page(district, "plan_xlsx")).status_code == 200
    assert AuditEntry.objects.filter(verb="plan.measure_added").count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"status": "adopted"}, "responsible"), ({"status": "dropped"}, "outcome"), ({"what": ""}, "what")],
)
def test_what_binds_nobody_or_gives_no_reason_is_refused_in_a_sentence(office, district, sent, field):
    response = office.post(page(district, "measure_new"), SENT | sent)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not PlanMeasure.objects.exists()


def test_a_member_sees_to_an_adopted_measure(office, district):
    shop = Organisation.objects.get(stewards__person=member(district))
    made = builders.measure(district)
    sent = {"goal": made.goal, "what": made.what, "status": "adopted", "organisation": shop.pk, "seen_version": 1}
    assert office.post(page(district, "measure", made.pk), sent).status_code == 302
    assert shop.name in office.get(page(district, "plan")).content.decode()


def test_two_people_at_once_lose_nothing(office, district):
    made = builders.measure(district)
    sent = {"goal": made.goal, "what": "Leerung auch montags", "status": "draft", "seen_version": 1}
    assert office.post(page(district, "measure", made.pk), sent).status_code == 302
    late = {**sent, "what": "Größere Eimer"}
    refused = office.post(page(district, "measure", made.pk), late)
    assert refused.status_code == 422
    assert "Leerung auch montags" in refused.content.decode()
    assert 'name="seen_version" value="2"' in refused.content.decode()
    assert office.post(page(district, "measure", made.pk), {**late, "seen_version": 2}).status_code == 302
    assert PlanMeasure.objects.get().what == "Größere Eimer"


def test_only_drafts_are_deleted(office, district):
    draft, adopted = builders.measure(district), builders.measure(district, status="adopted", responsible="Büro")
    office.post(page(district, "measure_remove", draft.pk))
    office.post(page(district, "measure_remove", adopted.pk))
    assert list(PlanMeasure.objects.all()) == [adopted]


def test_a_step_that_skips_the_way_is_refused(office, district):
    made = builders.measure(district)
    sent = {"goal": made.goal, "what": made.what, "status": "done", "seen_version": 1}
    assert office.post(page(district, "measure", made.pk), sent).status_code == 422
    made.refresh_from_db()
    assert made.status == "draft"


def test_another_district_sees_and_changes_nothing(district):
    made = builders.measure(district)
    stranger = Client()
    elsewhere = districts.district()
    stranger.force_login(districts.coordinator(elsewhere))
    assert stranger.get(page(elsewhere, "measure", made.pk)).status_code == 404
    assert made.what not in stranger.get(page(elsewhere, "plan")).content.decode()


def test_an_idea_goes_into_the_plan_and_says_so(office, district):
    voice = voices.published(district, shown_title="Bänke am Platz", topic=voices.topic(district, "Aufenthalt"))
    idea = district_path(district.slug, "voices:office_voice", voice.pk)
    address = f"{page(district, 'measure_new')}?idee={voice.pk}"
    assert address.replace("&", "&amp;") in office.get(idea).text
    form = office.get(address).context["form"]
    assert (form["goal"].value(), form["what"].value()) == ("Aufenthalt", "Bänke am Platz")
    office.post(address, SENT | {"what": "Bänke am Platz"})
    assert PlanMeasure.objects.get().voice == voice
    assert "Maßnahme des Standortplans: Bänke am Platz (Entwurf)" in office.get(idea).text
    assert idea in office.get(page(district, "plan")).text
    public = Client().get(district_path(district.slug, "voices:voice", voice.pk)).text
    assert "Standortplan" not in public


def test_an_idea_of_another_district_is_none(office, district):
    foreign = voices.published(districts.district("Nebenan"), shown_title="Fremd")
    address = f"{page(district, 'measure_new')}?idee={foreign.pk}"
    assert office.get(address).context["form"]["what"].value() in {None, ""}
    office.post(address, SENT)
    assert PlanMeasure.objects.get().voice is None


def test_who_looks_after_it_and_until_when_stands_in_the_plan(office, district):
    found = builders.measure(district)
    address = page(district, "measure", found.pk)
    sent = SENT | {"seen_version": "1", "cared_until": "2029-12-31"}
    assert office.post(address, sent).context["form"].errors.keys() == {"cared_by"}
    assert office.post(address, sent | {"cared_by": "Bäckerei Muster"}).status_code == 302
    shown = " ".join(office.get(page(district, "plan")).text.split())
    assert "Bäckerei Muster" in shown
    assert "31. Dezember 2029" in shown
    assert "Bäckerei Muster" in office.get(page(district, "plan_csv")).content.decode("utf-8-sig")


def test_photos_before_and_after_are_stored_replaced_and_removed(office, district, django_capture_on_commit_callbacks):
    found = builders.measure(district)
    address, stored = page(district, "measure_photos", found.pk), default_storage

    def send(which):
        with django_capture_on_commit_callbacks(execute=True):
            picture = SimpleUploadedFile("a.jpg", organisations.picture(), "image/jpeg")
            assert office.post(address, {which: picture}).status_code == 302
        found.refresh_from_db()

    assert office.post(address, {}).status_code == 422
    assert office.post(address, {"after": SimpleUploadedFile("a.jpg", b"<svg/>", "image/jpeg")}).status_code == 422
    send("before")
    first = found.photo_before.name
    send("after")
    assert found.photo_before.name == first
    send("before")
    assert (stored.exists(first), stored.exists(found.photo_before.name)) == (False, True)
    assert office.get(page(district, "photo_before", found.pk))["Content-Type"] == "image/jpeg"
    assert page(district, "photo_after", found.pk) in office.get(page(district, "measure", found.pk)).text
    after = found.photo_after.name
    with django_capture_on_commit_callbacks(execute=True):
        office.post(page(district, "photo_after_remove", found.pk))
    assert (stored.exists(after), office.get(page(district, "photo_after", found.pk)).status_code) == (False, 404)
    before = found.photo_before.name
    with django_capture_on_commit_callbacks(execute=True):
        office.post(page(district, "measure_remove", found.pk))
    assert not stored.exists(before)


def test_photos_are_for_whoever_leads_meetings_in_this_district(district):
    address = page(district, "photo_before", builders.with_photos(district).pk)
    stranger = Client()
    stranger.force_login(districts.coordinator(districts.district()))
    assert 200 not in {Client().get(address).status_code, stranger.get(address).status_code}


def test_two_large_photos_come_together(office, district):
    found = builders.measure(district)
    large = organisations.picture() + bytes(11_000_000)
    sent = {which: SimpleUploadedFile("a.jpg", large, "image/jpeg") for which in ("before", "after")}
    assert office.post(page(district, "measure_photos", found.pk), sent).status_code == 302
    found.refresh_from_db()
    assert (bool(found.photo_before), bool(found.photo_after)) == (True, True)
