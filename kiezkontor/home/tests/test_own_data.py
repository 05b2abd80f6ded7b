"""What somebody finds stored about themselves, and what is left when they delete their account."""

import json
from io import BytesIO

import pytest
from django.apps import apps
from django.utils import timezone
from django.utils.text import camel_case_to_spaces
from pypdf import PdfReader

from kiezkontor.accounts.models import Device, Person
from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.actions.consents import Asked, give_consent
from kiezkontor.districts.models import Consent, Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.held_words import COLUMNS, TABLES, TECHNICAL
from kiezkontor.home.own_data import NEVER_SHOWN, held_about, is_about_the_person, ways_to_people
from kiezkontor.notices import links
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.notices.words import kind_in_words
from kiezkontor.organisations.actions.releases import save_card
from kiezkontor.organisations.actions.stewards import publish_contact
from kiezkontor.organisations.models import Contact, Organisation
from kiezkontor.organisations.released import asked_for_list, asked_for_publishing
from kiezkontor.organisations.tests import builders
from kiezkontor.outreach.models import ContactEntry
from kiezkontor.security.tests.builders import confirmed
from kiezkontor.vacancies.tests import builders as vacancies
from kiezkontor.vacancies.tests import exposes

pytestmark = pytest.mark.django_db
DATA, DELETE = "/konto/meine-daten/", "/konto/loeschen/"
ASK = "/musterkiez/buero/aufbewahrung/auskunft/"


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def hanna(district):
    someone = person("Hanna Muster", email="hanna@example.org")
    districts.role(someone, district, Role.Name.TRADER)
    shop = builders.organisation("Laden Muster")
    builders.membership(shop, district)
    builders.steward(someone, shop)
    values = {"name": "Hanna Muster", "function": "", "phone": "+493012345678", "email": "hanna@example.org"}
    asked = asked_for_list(district)
    save_card(
        shop, values=values, released={"name", "phone"}, asked=asked, district=district, by=Viewer(person=someone)
    )
    return someone


def own_file(client):
    return json.loads(confirmed(client).get(f"{DATA}daten.json").content)


def test_everything_under_the_own_name_and_address_is_told(client, district, hanna):
    links.make_link("entry.invited", 1, days=30, scope_id=district.pk, email="Hanna@Example.org")
    builders.entry_request(builders.organisation("Laden Zwei"), district, email="hanna@example.org", message="Meiner!")
    client.force_login(hanna)
    held = {(each["table"], each["by"]): each for each in own_file(client)["held"]}
    assert held["accounts.person", ""]["rows"][0]["email"] == "hanna@example.org"
    assert held["districts.role", "person"]["count"] == 1
    assert held["organisations.contact", "person"]["rows"][0]["phone"] == "+493012345678"
    assert ("organisations.contact", "email") not in held
    assert held["organisations.entryrequest", "email"]["rows"][0]["message"] == "Meiner!"
    assert held["notices.personallink", "email"]["count"] == 1
    page = client.get(DATA).text
    assert "030 12345678" in page


def test_consents_about_oneself_are_told_whoever_entered_them_and_are_no_deeds_for_others(client, district, hanna):
    client.force_login(hanna)
    held = {(each["table"], each["by"]): each for each in own_file(client)["held"]}
    told = held["districts.consent", "subject_id"]
    assert {row["purpose"] for row in told["rows"]} == {"member_list.name", "member_list.phone"}
    assert ("districts.consent", "entered_by") not in held
    assert {each["table"] for each in held.values() if each["by"] == ""} == {"accounts.person"}
    assert "Name in der Kontaktliste" in client.get(DATA).text


def test_consents_about_anything_of_ones_own_are_found(client, district, hanna):
    seen = Device.objects.create(
        person=hanna, session_key="x", signed_in_at=timezone.now(), seen_on=timezone.localdate()
    )
    asked = Asked("first_contact.names", "Sie dürfen meinen Namen nennen.", "1")
    by = districts.viewer(districts.coordinator(district), district, COORDINATOR)
    give_consent(asked, seen, said_by="Hanna", channel=Consent.Channel.TALK, district=district, by=by)
    client.force_login(hanna)
    held = {(each["table"], each["by"]): each for each in own_file(client)["held"]}
    assert "Sie dürfen meinen Namen nennen." in {row["text"] for row in held["districts.consent", "subject_id"]["rows"]}


def test_entries_one_looks_after_are_told_with_the_consents_about_them(client, district, hanna):
    alone = builders.organisation("Hanna Muster", is_sole_trader=True, phone="+493055555")
    builders.membership(alone, district)
    builders.steward(hanna, alone)
    of_others = builders.organisation("Laden Vier", is_sole_trader=True, phone="+493066666")
    office = districts.viewer(districts.coordinator(district), district, COORDINATOR)
    for shop in (alone, of_others):
        publish_contact(shop, asked_for_publishing(district), said_by="Sie selbst", district=district, by=office)
    client.force_login(hanna)
    held = {(each["table"], each["by"]): each for each in own_file(client)["held"]}
    assert {row["name"] for row in held["organisations.organisation", "stewards"]["rows"]} == {
        "Hanna Muster",
        "Laden Muster",
    }
    consents = held["districts.consent", "subject_id"]
    assert "entry.publish_contact" in {row["purpose"] for row in consents["rows"]}
    assert "66666" not in json.dumps(own_file(client))


def test_what_an_office_noted_of_talks_is_counted_and_said_to_come_from_the_office(client, district, hanna):
    shop = Organisation.objects.get(name="Laden Muster")
    ContactEntry.objects.create(
        district=district, organisation=shop, contact=Contact.objects.get(person=hanna), on="2026-11-02",
        entered_at=timezone.now(), channel="visit", concerns="Über Dritte.",
    )  # fmt: skip
    client.force_login(hanna)
    told = own_file(client)
    (talks,) = [each for each in told["held"] if each["table"] == "outreach.contactentry"]
    assert (talks["count"], talks["rows"]) == (1, [])
    assert "erfahren Sie vom Büro" in talks["note"]
    assert "Über Dritte." not in json.dumps(told)


@pytest.mark.parametrize(
    ("language", "before", "table"), [("de", "", "Kontaktperson"), ("en", "/en", "Contact person")]
)
def test_the_file_for_machines_speaks_one_language_and_its_keys_stay(client, hanna, language, before, table):
    client.force_login(hanna)
    told = json.loads(confirmed(client).get(f"{before}{DATA}daten.json").content)
    names = {each["table"]: each["name"] for each in told["held"]}
    assert (told["language"], names["organisations.contact"]) == (language, table)
    (contact,) = [each for each in told["held"] if each["table"] == "organisations.contact"]
    assert (contact["rows"][0]["phone"], contact["columns"]["phone"]) == (
        "+493012345678",
        {"de": "Telefon", "en": "Telephone"}[language],
    )


def test_lists_are_told_like_texts(client, district, hanna):
    builders.organisation("Laden Drei", email="hanna@example.org", languages=["de", "tr"])
    client.force_login(hanna)
    assert "Laden Drei" in client.get(DATA).text
    assert confirmed(client).get(f"{DATA}daten.pdf").status_code == 200


def test_kinds_of_mail_are_called_as_where_one_unsubscribes_from_them(client, hanna):
    sent = {"to": hanna.email, "sender": "X", "language": "de", "subject": "S"}
    for number, kind in enumerate(Kind):
        OutgoingMail.objects.create(message_id=f"<{number}@example.org>", kind=kind.value, **sent)
    client.force_login(hanna)
    page = client.get(DATA).text
    assert [kind for kind in Kind if kind_in_words(kind.value) not in page] == []


def test_nothing_that_opens_something_is_told(client, district, hanna):
    made = links.make_link("entry.invited", 1, days=30, scope_id=district.pk, email="hanna@example.org")
    client.force_login(hanna)
    text = json.dumps(own_file(client))
    assert made.link.token_hash not in text
    assert hanna.password not in text
    assert client.session.session_key not in text
    columns = {column.name for model in apps.get_models() for column in model._meta.concrete_fields}
    assert {name for name in columns if "hash" in name or "secret" in name} <= NEVER_SHOWN


def test_deeds_about_others_are_counted_and_not_told(client, district):
    chief = districts.role(person("Carla", email="carla@example.org"), district, COORDINATOR).person
    other = builders.entry_request(builders.organisation("Laden"), district, message="Geheim", decided_by=chief)
    client.force_login(chief)
    text = json.dumps(own_file(client))
    assert "decided_by" in text
    assert other.message not in text


def test_mail_one_is_answered_to_does_not_tell_to_whom_it_went(client, hanna):
    OutgoingMail.objects.create(
        message_id="<1@example.org>",
        to="hidden@example.org",
        sender="X",
        reply_to=hanna.email,
        language="de",
        subject="S",
    )
    client.force_login(hanna)
    assert "hidden@example.org" not in json.dumps(own_file(client))


def test_a_new_table_about_people_is_found_by_itself():
    found = {(model._meta.label_lower, column.name) for model, column in ways_to_people()}
    assert {("districts.role", "person"), ("notices.outgoingmail", "to"), ("districts.invitation", "email")} <= found


def test_who_deletes_the_account_is_gone_from_lists_and_the_log_and_consents_stay_as_proof(client, district, hanna):
    client.force_login(hanna)
    assert client.post(DELETE).url.startswith("/konto/sicherheit/bestaetigen/")
    assert confirmed(client).get(DELETE).status_code == 200
    assert client.post(DELETE).status_code == 302
    assert not Person.objects.filter(email="hanna@example.org").exists()
    assert Contact.objects.count() == 0
    assert Organisation.objects.filter(name="Laden Muster").exists()
    assert Consent.objects.valid().count() == 0
    assert Consent.objects.count() == 2
    assert not AuditEntry.objects.filter(actor_label__contains="Hanna").exists()
    assert AuditEntry.objects.filter(verb="person.deleted").exists()
    assert client.get(DATA).status_code == 302


def test_the_last_coordination_cannot_leave_a_district_alone(client, district):
    chief = districts.role(person("Carla"), district, COORDINATOR).person
    client.force_login(chief)
    confirmed(client).post(DELETE)
    assert Person.objects.filter(pk=chief.pk).exists()


def test_the_last_who_administers_stays(client):
    operator = person("Otto", is_operator=True)
    client.force_login(operator)
    confirmed(client).post(DELETE)
    assert Person.objects.filter(pk=operator.pk).exists()


def test_what_is_stored_can_be_taken_along_on_paper(client, hanna):
    client.force_login(hanna)
    answer = confirmed(client).get(f"{DATA}daten.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in answer.content
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "Kontaktperson: 1 Datensatz" in text
    assert "030 12345678" in text


def test_the_office_tells_whoever_asks_what_it_holds_about_them(client, district):
    shop = builders.organisation("Laden Muster")
    known = builders.contact(shop, district, name="Kim Kontakt", email="kim@example.org")
    ContactEntry.objects.create(
        district=district, organisation=shop, contact=known, on="2026-11-02", entered_at=timezone.now(),
        channel="visit", concerns="Die Miete steigt.",
    )  # fmt: skip
    neighbours = districts.district("Nachbarkiez")
    builders.contact(shop, neighbours, name="Kim Kontakt", email="kim@example.org", function="Nur nebenan")
    client.force_login(districts.coordinator(district))
    page = client.post(ASK, {"email": "Kim@example.org"}).text
    assert "Kim Kontakt" in page
    assert "Die Miete steigt." in page
    assert "Nur nebenan" not in page
    answer = client.post(ASK, {"email": "kim@example.org", "pdf": "1"})
    assert answer.content.startswith(b"%PDF-1.7")
    told = json.loads(client.post(ASK, {"email": "kim@example.org", "json": "1"}).content)
    assert {each["table"] for each in told["held"]} == {"organisations.contact", "outreach.contactentry"}
    assert AuditEntry.objects.filter(verb="data.told").count() == 3


@pytest.mark.parametrize("page", [DATA, "/konto/verlauf/"])
def test_from_the_own_data_somebody_of_an_office_gets_back_to_it(client, district, hanna, page):
    def trail() -> str:
        text = str(client.get(page).text)
        return text[text.index('<nav class="breadcrumb"') :].partition("</nav>")[0]

    client.force_login(districts.coordinator(district, "Carla"))
    assert 'href="/buero/">Büro</a>' in trail()
    client.force_login(hanna)
    assert "Büro" not in trail()


def test_nothing_stored_is_an_answer_too(client, district):
    client.force_login(districts.coordinator(district))
    assert "Auch das ist eine Auskunft." in client.post(ASK, {"email": "niemand@example.org"}).text


def test_an_address_that_is_none_is_told_above_the_form_as_everywhere(client, district):
    client.force_login(districts.coordinator(district))
    page = client.post(ASK, {"email": "niemand"})
    assert page.status_code == 422
    assert "E-Mail-Adresse" in page.text.partition("data-error-summary")[2].partition("</ul>")[0]


def test_every_table_and_column_about_people_has_a_word():
    unnamed = []
    for model, column in ways_to_people():
        table = model._meta.label_lower
        if table not in TABLES and str(model._meta.verbose_name) == camel_case_to_spaces(model.__name__):
            unnamed.append(table)
        if is_about_the_person(column):
            for each in model._meta.concrete_fields:
                has_form_name = str(each.verbose_name) != each.name.replace("_", " ")
                if not (has_form_name or each.name in COLUMNS or each.name in TECHNICAL | NEVER_SHOWN):
                    unnamed.append(f"{table}.{each.name}")
    assert sorted(unnamed) == []


def test_what_the_office_thinks_of_ideas_and_owners_is_not_the_persons_own(client, district, hanna):
    case = vacancies.case(district, vacancies.vacant_unit(district, "77"))
    idea = {"status": "owner_ok", "note": "Eigentümer will verkaufen", "case": case, "email": hanna.email}
    vacancies.idea(district, **idea)
    vacancies.report(district, case=case, status="accepted", decided_at=timezone.now(), email=hanna.email)
    owned = {"email": hanna.email, "motive": "Streit unter Erben", "note": "schwierig", "reason": "Grundbuch"}
    vacancies.owner(district, **owned)
    client.force_login(hanna)
    told = json.dumps(own_file(client), ensure_ascii=False)
    for own in ("Eine Ausstellung.", "Streit unter Erben", "Grundbuch"):
        assert own in told
    for inside in ("owner_ok", "Eigentümer will verkaufen", str(case), "schwierig"):
        assert inside not in told


def test_whoever_is_named_as_the_contact_of_an_expose_is_told_that_and_not_what_is_asked_for_it(client, hanna):
    made = exposes.told(hanna.roles.get().district, None, contact_name="Hanna M.", contact_email="Hanna@example.org")
    exposes.told(districts.district("Nachbarkiez"), None, contact_name="Nur nebenan", contact_email=hanna.email)
    client.force_login(hanna)
    by_herself = json.dumps(own_file(client), ensure_ascii=False)
    client.force_login(districts.coordinator(made.case.district))
    by_the_office = json.dumps(client.post(ASK, {"email": hanna.email, "json": "1"}).json(), ensure_ascii=False)
    for told in (by_herself, by_the_office):
        for own in ("Hanna M.", "0721 4711", made.code):
            assert own in told
        for inside in (str(made.case), "743.00", "2229.00", "Hell und trocken", "gastronomy"):
            assert inside not in told
    assert ("Nur nebenan" in by_herself, "Nur nebenan" in by_the_office) == (True, False)


def test_who_is_in_a_body_is_told_so_and_is_in_none_without_an_account(district, hanna):
    jury = calendar.body(district, "Jury")
    jury.members.add(hanna)
    (told,) = [held for held in held_about(hanna) if held.table == "calendar.bodymember"]
    assert (told.count, "Jury" in str(told.rows)) == (1, True)
    hanna.delete()
    assert not jury.members.exists()
