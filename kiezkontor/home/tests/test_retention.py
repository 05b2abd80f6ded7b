import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import Consent, PublicReport
from kiezkontor.districts.tests import builders
from kiezkontor.home.retention import KINDS
from kiezkontor.home.retention_due import due_in
from kiezkontor.home.tasks import forget
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations.models import Contact, LegalHold
from kiezkontor.organisations.tests.builders import contact, membership, organisation
from kiezkontor.outreach.models import ContactEntry, NeedsInterview
from kiezkontor.outreach.tests.builders import activation, contact_entry, support

pytestmark = pytest.mark.django_db
PLAN = "/musterkiez/buero/aufbewahrung/"
LONG_AGO = timedelta(days=4 * 365)


@pytest.fixture
def district():
    return builders.district("Musterkiez")


@pytest.fixture
def shop(district):
    return organisation("Blumen Probe")


@pytest.fixture
def office(client, district):
    client.force_login(builders.coordinator(district))
    return client


def much_that_is_over(district, shop):
    """One of everything that hangs on an organisation, and one of what does not."""
    now = timezone.now()
    day = timezone.localdate(now - LONG_AGO)
    contact_entry(shop, district, on=day, concerns="Alt")
    NeedsInterview.objects.create(district=district, organisation=shop, on=day, version=1, answers={"wishes": "Bänke"})
    support(shop, district, on=day, done="Alt")
    contact(shop, district, name="Kim Kontakt", said_on=day)
    activation(shop, district, last_contact_on=day)
    Task.objects.create(district=district, what="Alt", noted_at=now, done_at=now - LONG_AGO)
    Consent.objects.create(
        district=district, purpose="x", subject_type="organisations.contact", subject_id=1, said_by="Kim", text="Ja",
        version="1", channel="talk", given_at=now - LONG_AGO, withdrawn_at=now - LONG_AGO,
    )  # fmt: skip
    PersonalLink.objects.create(
        purpose="x", scope_id=district.pk, subject_id=1, token_hash="x", expires_at=now - LONG_AGO
    )


def waiting(district):
    return {due.kind.name: due.now for due in due_in(district, now=timezone.now()) if due.now}


def test_the_plan_counts_what_the_night_deletes(office, district, shop):
    much_that_is_over(district, shop)
    before = waiting(district)
    kinds = {"contacts", "interviews", "support", "people", "tasks", "consents", "personal links"}
    assert set(before) == kinds
    gone = forget.call()
    assert {name: count for name, count in gone.items() if name in kinds} == before
    assert waiting(district) == {}
    told = AuditEntry.objects.filter(verb="data.forgotten").values_list("detail", flat=True)
    assert {each["what"]: each["count"] for each in told} == before


def test_every_kind_has_its_line_and_its_period(office):
    page = office.get(PLAN).text
    for kind in KINDS:
        assert str(kind.title) in page
    assert re.search(r">3 Jahre<.*>nach dem letzten Kontakt", page, re.DOTALL)


def test_what_follows_within_thirty_days_is_told_beforehand(office, district):
    done_at = timezone.now() - timedelta(days=3 * 365 - 10)
    Task.objects.create(district=district, what="Bald", noted_at=done_at, done_at=done_at)
    due = {each.kind.name: each for each in due_in(district, now=timezone.now())}
    assert (due["tasks"].now, due["tasks"].soon) == (0, 1)


def test_a_hold_on_a_shop_keeps_what_is_about_it_and_nothing_else(office, district, shop):
    other = organisation("Radhaus")
    much_that_is_over(district, shop)
    contact_entry(other, district, on=timezone.localdate(timezone.now() - LONG_AGO), concerns="Auch alt")
    activation(other, district, last_contact_on=timezone.localdate(timezone.now() - LONG_AGO))
    membership(shop, district)
    membership(other, district)
    office.post(f"/musterkiez/buero/eintraege/{shop.pk}/behalten/", {"kind": "", "reason": "Streit um die Miete"})
    due = {each.kind.name: each for each in due_in(district, now=timezone.now())}
    assert (due["contacts"].now, due["contacts"].held) == (1, 1)
    forget.call()
    assert ContactEntry.objects.get(organisation=shop).concerns == "Alt"
    assert ContactEntry.objects.get(organisation=other).concerns == ""
    assert not Task.objects.exists()
    office.post(f"{PLAN}{LegalHold.objects.get().pk}/beenden/")
    forget.call()
    assert ContactEntry.objects.get(organisation=shop).concerns == ""


def test_a_hold_on_a_kind_keeps_it_in_this_district_alone(office, district):
    neighbours = builders.district("Nachbarkiez")
    for place in (district, neighbours):
        PublicReport.objects.create(
            district=place, kind="barrier", message="Stufe", received_at=timezone.now(), due_on=timezone.localdate(),
            answered_at=timezone.now() - LONG_AGO,
        )  # fmt: skip
    office.post(f"{PLAN}behalten/", {"kind": "reports", "reason": "Prüfung"})
    assert forget.call()["reports"] == 1
    assert PublicReport.objects.get().district == district


def test_a_hold_wants_a_reason(office):
    answer = office.post(f"{PLAN}behalten/", {"kind": "", "reason": " "})
    assert answer.status_code == 422
    assert not LegalHold.objects.exists()


def test_people_of_a_held_shop_cannot_be_removed_and_the_reason_is_told(office, district, shop):
    membership(shop, district)
    kim = contact(shop, district, name="Kim Kontakt")
    office.post(f"/musterkiez/buero/eintraege/{shop.pk}/behalten/", {"kind": "people", "reason": "Streit"})
    page = office.post(f"/musterkiez/buero/eintraege/{shop.pk}/kontakte/{kim.pk}/entfernen/", follow=True).text
    assert Contact.objects.filter(pk=kim.pk).exists()
    assert "muss diese Daten vorerst behalten: Streit. Gelöscht wurde nichts." in page


@pytest.mark.parametrize("quiet", [True, False])
def test_who_asked_for_quiet_stays_known(district, shop, quiet):
    day = timezone.localdate(timezone.now() - LONG_AGO)
    contact(shop, district, name="Kim Kontakt", said_on=day, do_not_contact_since=day if quiet else None)
    forget.call()
    assert Contact.objects.exists() is quiet


def test_contact_people_of_members_stay(district, shop):
    contact(shop, district, said_on=timezone.localdate(timezone.now() - LONG_AGO))
    membership(shop, district)
    forget.call()
    assert Contact.objects.exists()


def test_holds_of_others_do_not_exist(client, office, district, shop):
    office.post(f"{PLAN}behalten/", {"kind": "", "reason": "Fall Anker"})
    hold = LegalHold.objects.get()
    neighbours = builders.district("Nachbarkiez")
    client.force_login(builders.coordinator(neighbours))
    assert client.post(f"/nachbarkiez/buero/aufbewahrung/{hold.pk}/beenden/").status_code == 404
    assert client.get(f"/nachbarkiez/buero/eintraege/{shop.pk}/behalten/").status_code == 404
    assert "Fall Anker" not in client.get("/nachbarkiez/buero/aufbewahrung/").text
    hold.refresh_from_db()
    assert hold.ended_at is None
