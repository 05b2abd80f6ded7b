"""Negotiations: from a viewing to the contract, noted by who moderates them; and the record of the handover."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kiezkontor.calendar.tests.builders import office_of
from kiezkontor.desk.models import Task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests.builders import category
from kiezkontor.vacancies.actions.cases import close
from kiezkontor.vacancies.models import Letting, Negotiation, NegotiationNote, SpaceRequest, VacancyCase, Viewing
from kiezkontor.vacancies.tests import builders, seekers
from kiezkontor.vacancies.tests.viewings import negotiation, viewing

pytestmark = pytest.mark.django_db
CASES = "/musterkiez/buero/leerstand/"


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
    return seekers.request(kiez, status="viewing", use_class="retail")


def page(found, name=""):
    return f"{CASES}verhandlungen/{found.pk}/{name}"


def status_of(sought):
    return SpaceRequest.objects.values_list("status", flat=True).get(pk=sought.pk)


def said(**more):
    day = timezone.localdate().isoformat()
    return {"on": day, "who": "owner", "words": "Kann sich 480 Euro vorstellen."} | more


@pytest.mark.parametrize("over", ["case", "request"])
def test_nobody_is_asked_to_negotiate_what_is_over(office, case, sought, over):
    past = timezone.now() - timedelta(days=1)
    seen = viewing(case, sought, starts_at=past, state="held", result="interested")
    url = f"{CASES}besichtigungen/{seen.pk}/"
    assert "/verhandeln/" in office.get(url).text
    if over == "case":
        office.post(f"{CASES}{case.pk}/schliessen/", {"outcome": "used"})
    else:
        SpaceRequest.objects.update(status="withdrawn")
    assert "/verhandeln/" not in office.get(url).text


@pytest.mark.parametrize(("stage", "is_offered"), [("let", False), ("withdrawn", False), ("interim_use", True)])
def test_a_unit_that_nobody_can_have_is_neither_viewed_nor_negotiated(office, case, sought, stage, is_offered):
    VacancyCase.objects.update(stage=stage)
    SpaceRequest.objects.update(status="proposed")
    past = timezone.now() - timedelta(days=1)
    seen = viewing(case, sought, starts_at=past, state="held", result="interested")
    begin, arrange = (f"{CASES}{case.pk}/{what}/{sought.pk}/" for what in ("verhandeln", "besichtigen"))
    assert (begin in office.get(f"{CASES}besichtigungen/{seen.pk}/").text) is is_offered
    assert (f"{CASES}{case.pk}/passend/" in office.get(f"{CASES}{case.pk}/").text) is is_offered
    assert (arrange in office.get(f"{CASES}{case.pk}/passend/").text) is is_offered
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    entered = {"on": day, "begins": "10:00", "minutes": "45"}
    assert office.post(arrange, entered).status_code == (302 if is_offered else 422)
    office.post(begin)
    assert (Negotiation.objects.count(), Viewing.objects.count()) == ((1, 2) if is_offered else (0, 1))


@pytest.mark.parametrize("closed", [False, True])
def test_what_goes_on_when_a_unit_is_let_is_asked_about_until_somebody_ends_it(office, case, sought, closed):
    ahead, talk = viewing(case, sought), negotiation(case, sought)
    for url in ("/musterkiez/buero/", f"{CASES}{case.pk}/"):
        assert "1 bevorstehende Besichtigung" not in office.get(url).text
    if closed:
        office.post(f"{CASES}{case.pk}/schliessen/", {"outcome": "used"})
    else:
        VacancyCase.objects.update(stage="let")
    for url in ("/musterkiez/buero/", f"{CASES}{case.pk}/"):
        assert "1 bevorstehende Besichtigung, 1 offene Verhandlung" in office.get(url).text
    panel = office.get(f"{CASES}{case.pk}/").text.split('id="in-vain"')[1].split("</section>")[0]
    assert f"besichtigungen/{ahead.pk}/" in panel
    assert f"verhandlungen/{talk.pk}/" in panel
    office.post(f"{CASES}besichtigungen/{ahead.pk}/absagen/", {"reason": ""})
    office.post(page(talk, "beenden/"), {"outcome": "no_terms"})
    assert 'id="in-vain"' not in office.get(f"{CASES}{case.pk}/").text
    assert "kann derzeit niemand" not in office.get("/musterkiez/buero/").text


def test_a_viewing_leads_to_a_negotiation_and_that_to_the_contract(office, case, sought):
    seen = viewing(case, sought, starts_at=timezone.now() - timedelta(days=1))
    office.post(f"{CASES}besichtigungen/{seen.pk}/ergebnis/", {"state": "held", "result": "negotiating"})
    begin = f"{CASES}{case.pk}/verhandeln/{sought.pk}/"
    assert begin in office.get(f"{CASES}besichtigungen/{seen.pk}/").text
    answer = office.post(begin)
    found = Negotiation.objects.get()
    assert answer.headers["Location"] == page(found)
    office.post(begin)
    assert Negotiation.objects.count() == 1
    due = (timezone.localdate() + timedelta(days=3)).isoformat()
    office.post(
        page(found, "notiz/"),
        said(rent="480", utilities="90,50", term="drei Jahre", what="Angebot schicken", due_on=due),
    )
    shown = office.get(page(found)).text
    for words in ("Kann sich 480 Euro", "480,00", "90,50", "drei Jahre", "Angebot schicken"):
        assert words in shown
    desk = office.get("/musterkiez/buero/").text
    assert "Angebot schicken" in desk
    assert "Verhandlung mit Sina Such" in desk
    ended = office.post(page(found, "beenden/"), {"outcome": "agreed"})
    assert status_of(sought) == "placed"
    assert Task.objects.get().done_at is not None
    form = office.get(ended.headers["Location"]).context["form"]
    assert (form["tenant"].value(), form["cold"].value(), form["words"].value()) == (
        "Sina Such",
        "480,00",
        "drei Jahre",
    )
    assert form["purpose"].value() == "Einzelhandel"
    SpaceRequest.objects.update(category=category("shop=bicycle", "Fahrradladen"))
    assert office.get(ended.headers["Location"]).context["form"]["purpose"].value() == "Fahrradladen"
    entered = {
        "kind": "permanent",
        "purpose": "Laden",
        "tenant": "Sina Such",
        "change_of_use": "unchecked",
        "cold": "480",
    }
    begins = timezone.localdate().isoformat()
    assert office.post(ended.headers["Location"], entered | {"begins_on": begins}).status_code == 302
    assert Letting.objects.get().rents.get().cold == Decimal(480)


@pytest.mark.parametrize("outcome", ["by_seeker", "by_owner", "no_terms"])
def test_who_did_not_come_together_gets_further_proposals(office, case, sought, outcome):
    office.post(f"{CASES}{case.pk}/verhandeln/{sought.pk}/")
    found = Negotiation.objects.get()
    assert status_of(sought) == "negotiating"
    answer = office.post(page(found, "beenden/"), {"outcome": outcome})
    assert answer.headers["Location"] == page(found)
    assert status_of(sought) == "proposed"
    assert office.post(page(found, "notiz/"), said()).status_code == 422
    assert office.post(page(found, "beenden/"), {"outcome": outcome}).status_code == 422


@pytest.mark.parametrize(
    "wrong", [{"words": ""}, {"who": "x"}, {"due_on": "2030-01-01"}, {"rent": "viel"}, {"on": "2099-01-01"}]
)
def test_what_cannot_be_is_said(office, case, sought, wrong):
    found = negotiation(case, sought)
    before = NegotiationNote.objects.count()
    answer = office.post(page(found, "notiz/"), said(**wrong))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert NegotiationNote.objects.count() == before


def test_nobody_but_the_coordination_reads_what_was_offered(client, kiez, case, sought):
    found = negotiation(case, sought)
    for someone in (districts.editor(kiez), districts.field_worker(kiez)):
        client.force_login(someone)
        assert client.get(page(found)).status_code == 403
        assert "Bietet drei Monate" not in client.get("/musterkiez/buero/").text
    client.logout()
    assert client.get(page(found)).status_code == 302


def test_a_handover_is_printed_to_be_signed(office, case):
    letting = builders.letting(case)
    record = letting.handovers.create(
        way="in", on=timezone.localdate(), keys=3, meters="Strom 4711", condition="Kratzer"
    )
    address = f"{CASES}nutzungen/{letting.pk}/uebergaben/{record.pk}.pdf"
    assert address in office.get(f"{CASES}nutzungen/{letting.pk}/").text
    made = office.get(address)
    assert made.headers["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made.content
    other = builders.letting(builders.case(case.district))
    assert office.get(f"{CASES}nutzungen/{other.pk}/uebergaben/{record.pk}.pdf").status_code == 404


def test_nothing_is_negotiated_about_a_closed_case(office, case, sought):
    close(case.pk, outcome="used", by=office_of(case.district))
    answer = office.post(f"{CASES}{case.pk}/verhandeln/{sought.pk}/", follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"/buero/leerstand/{case.pk}/")
    assert not case.negotiations.exists()
