"""Having data about oneself corrected, and objecting to their use: oneself where one can, else with the office."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.models import Consent, PublicReport, Role
from kiezkontor.districts.rules.period import one_month_after
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.organisations.actions.releases import save_card
from kiezkontor.organisations.models import Contact, Organisation
from kiezkontor.organisations.released import asked_for_list
from kiezkontor.organisations.tests import builders

pytestmark = pytest.mark.django_db
DATA = "/konto/meine-daten/"
REASON = "Ich arbeite dort nicht mehr."


@pytest.fixture
def district():
    return districts.district("Musterkiez", office_email="buero@example.org")


@pytest.fixture
def hanna(client, district):
    someone = person("Hanna Muster", email="hanna@example.org")
    districts.role(someone, district, Role.Name.TRADER)
    shop = builders.organisation("Laden Muster")
    builders.membership(shop, district)
    builders.steward(someone, shop)
    values = {"name": "Hanna Muster", "function": "", "phone": "+493012345678", "email": "hanna@example.org"}
    by, asked = Viewer(person=someone), asked_for_list(district)
    save_card(shop, values=values, released={"name"}, asked=asked, district=district, by=by)
    client.force_login(someone)
    return someone


def of_row(row, what):
    return f"{DATA}{row._meta.label_lower}/{row.pk}/{what}/"


def mails_to(address):
    return OutgoingMail.objects.filter(to=address).order_by("pk")


def test_beside_each_record_stands_how_to_correct_it_and_to_object(client, district, hanna):
    page = client.get(DATA).text
    for row in (hanna, Role.objects.get(person=hanna), Contact.objects.get(), Consent.objects.get()):
        assert of_row(row, "berichtigen") in page
        assert of_row(row, "widersprechen") in page


def test_what_one_can_do_oneself_leads_to_where_one_does_it(client, district, hanna):
    shop, card = Organisation.objects.get(), Contact.objects.get()
    own = f"/musterkiez/mein/eintraege/{shop.pk}/"
    assert client.get(of_row(card, "berichtigen")).url == f"{own}kontaktliste/"
    assert client.get(of_row(shop, "berichtigen")).url == f"{own}bearbeiten/"
    assert client.get(of_row(Consent.objects.get(), "widersprechen")).url == f"{own}kontaktliste/"


def test_an_objection_waits_a_month_at_most_and_its_outcome_is_told(client, district, hanna):
    asked = Role.objects.get(person=hanna)
    assert "Es antwortet das Büro von Musterkiez." in client.get(of_row(asked, "widersprechen")).text
    assert client.post(of_row(asked, "widersprechen"), {"message": REASON}).url == DATA
    objection = PublicReport.objects.get()
    today = timezone.localdate()
    assert (objection.kind, objection.district, objection.due_on) == ("objection", district, one_month_after(today))
    assert objection.about == "Rolle in einem Quartier: Hanna Muster: Gewerbe"
    assert "Widerspruch" in mails_to("hanna@example.org").get().text
    assert REASON in mails_to("buero@example.org").get().text
    assert AuditEntry.objects.get(verb="report.received").actor == hanna
    client.force_login(districts.coordinator(district, "Carla"))
    desk = client.get("/musterkiez/buero/").text
    assert "Meldung beantworten: Widerspruch gegen die Verwendung eigener Daten" in desk
    page = f"/musterkiez/buero/meldungen/{objection.pk}/"
    assert REASON in client.get(page).text
    assert client.post(page, {"answer": "Beendet."}).status_code == 422
    client.post(page, {"answer": "Die Rolle ist beendet.", "outcome": "followed"})
    told = mails_to("hanna@example.org").last()
    assert "Die Rolle ist beendet." in told.text
    assert "wie gewünscht erledigt" in told.text
    assert "Aufsichtsbehörde" in told.text
    assert AuditEntry.objects.get(verb="report.answered").detail["outcome"] == "followed"
    assert "Meldung beantworten: Widerspruch" not in client.get("/musterkiez/buero/").text
    client.force_login(hanna)
    assert "Die Rolle ist beendet." in client.get(DATA).text


def test_who_reads_english_is_answered_in_english(client, district, hanna):
    asked = Role.objects.get(person=hanna)
    client.post("/en" + of_row(asked, "berichtigen"), {"message": REASON})
    objection = PublicReport.objects.get()
    client.force_login(districts.coordinator(district, "Carla"))
    client.post(f"/musterkiez/buero/meldungen/{objection.pk}/", {"answer": "No.", "outcome": "refused"})
    first, last = mails_to("hanna@example.org")
    assert "your wish to have data corrected" in first.text
    assert "you wrote to us about your data" in last.text
    assert "(not done)" in last.text


def test_what_does_not_stand_there_goes_to_the_office_as_well(client, district, hanna):
    assert client.post(f"{DATA}berichtigen/", {"message": "Es fehlt etwas."}).url == DATA
    asked = PublicReport.objects.get()
    assert (asked.kind, asked.about, asked.email) == ("correction", "", "hanna@example.org")


def test_who_has_to_do_with_two_offices_chooses_one(client, district, hanna):
    other = districts.district("Nachbarkiez")
    districts.role(hanna, other, Role.Name.RESIDENT)
    districts.district("Fremdkiez")
    page = client.get(f"{DATA}widersprechen/").text
    assert ("Nachbarkiez" in page, "Fremdkiez" in page) == (True, False)
    assert client.post(f"{DATA}widersprechen/", {"message": REASON}).status_code == 422
    client.post(f"{DATA}widersprechen/", {"message": REASON, "office": other.pk})
    assert PublicReport.objects.get().district == other


@pytest.mark.parametrize("what", ["berichtigen", "widersprechen"])
def test_records_of_others_do_not_exist(client, district, hanna, what):
    carla = districts.coordinator(district, "Carla")
    theirs = builders.contact(Organisation.objects.get(), district, email="kim@example.org")
    for row in (carla, Role.objects.get(person=carla), theirs):
        assert client.get(of_row(row, what)).status_code == 404
        assert client.post(of_row(row, what), {"message": REASON}).status_code == 404
    for wrong in ("accounts.person/x", "no.table/1", f"accounts.person/{10**30}"):
        assert client.get(f"{DATA}{wrong}/{what}/").status_code == 404
    client.logout()
    assert client.get(of_row(hanna, what)).status_code == 302
    assert PublicReport.objects.count() == 0


def test_what_nobody_answered_is_told_to_the_office_before_the_month_is_over(client, district, hanna):
    client.post(f"{DATA}widersprechen/", {"message": REASON})
    PublicReport.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    client.force_login(districts.coordinator(district, "Carla"))
    assert "Überfällig" in client.get("/musterkiez/buero/").text
