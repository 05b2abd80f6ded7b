"""Owners of units: known to the coordination of one district alone, spoken with, written to."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import EDITOR
from kiezkontor.desk.models import Task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.retention import forget
from kiezkontor.vacancies.models import Owner, OwnerTalk, VacancyCase
from kiezkontor.vacancies.rules.owners import Reached
from kiezkontor.vacancies.tests import builders

pytestmark = pytest.mark.django_db
CASES, OWNERS = "/musterkiez/buero/leerstand/", "/musterkiez/buero/leerstand/eigentum/"
ENTERED = {"kind": "person", "name": "Erika Eigentum", "source": "themselves", "address": "Hofweg 1\n12345 Musterstadt"}


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(districts.coordinator(kiez))
    return client


@pytest.mark.parametrize(
    ("reached", "share", "talks_per_owner"),
    [(Reached(0, 0, 0), None, None), (Reached(4, 0, 0), 0, None), (Reached(100, 80, 477), 0.8, 5.9625)],
)
def test_owners_reached_and_talks_per_owner_are_counted_as_the_catalogue_has_it(reached, share, talks_per_owner):
    assert (reached.share, reached.talks_per_owner) == (share, talks_per_owner)


def test_the_owner_of_a_vacancy_is_noted_on_its_page(office, kiez):
    case = builders.case(kiez)
    office.post(f"{CASES}{case.pk}/eigentum/", ENTERED)
    owner = Owner.objects.get()
    assert list(owner.units.all()) == [case.unit]
    case.refresh_from_db()
    assert case.stage == "no_contact"
    assert "Erika Eigentum" in office.get(f"{CASES}{case.pk}/").text
    second = builders.case(kiez)
    assert "Erika Eigentum" in office.get(f"{CASES}{second.pk}/eigentum/?q=Erika").text
    office.post(f"{CASES}{second.pk}/eigentum/{owner.pk}/")
    assert owner.units.count() == 2
    office.post(f"{CASES}{second.pk}/eigentum/{owner.pk}/loesen/")
    assert owner.units.count() == 1


def test_data_of_the_land_register_need_a_reason(office, kiez):
    case = builders.case(kiez)
    refused = office.post(f"{CASES}{case.pk}/eigentum/", ENTERED | {"source": "cadastre"})
    assert refused.status_code == 422
    assert "berechtigtes Interesse" in refused.text
    taken = office.post(f"{CASES}{case.pk}/eigentum/", ENTERED | {"source": "cadastre", "reason": "Antrag vom 1. Mai"})
    assert taken.status_code == 302


def test_the_page_says_on_which_basis_the_office_has_the_data(office, kiez):
    owner = builders.owner(kiez, builders.vacant_unit(kiez))
    page = f"{OWNERS}{owner.pk}/"
    assert "noch nicht vermerkt" in office.get(page).text
    changed = ENTERED | {"basis": "interest"}
    refused = office.post(f"{page}bearbeiten/", changed)
    assert (refused.status_code, "welches berechtigte Interesse" in refused.text) == (422, True)
    assert office.post(f"{page}bearbeiten/", changed | {"reason": "Sanierungsgebiet"}).status_code == 302
    shown = office.get(page).text
    assert "berechtigtes Interesse" in shown
    assert "Sanierungsgebiet" in shown


def test_the_first_talk_puts_the_vacancy_to_talks_and_is_counted(office, kiez):
    case = builders.case(kiez, stage="no_contact")
    owner = builders.owner(kiez, case.unit)
    today = timezone.localdate().isoformat()
    tried = {"on": today, "channel": "phone", "case": case.pk}
    office.post(f"{OWNERS}{owner.pk}/gespraech/", tried)
    case.refresh_from_db()
    assert case.stage == "no_contact"
    office.post(f"{OWNERS}{owner.pk}/gespraech/", tried | {"was_reached": "on", "result": "Denkt darüber nach."})
    case.refresh_from_db()
    assert case.stage == "in_talks"
    assert "Denkt darüber nach." in office.get(f"{OWNERS}{owner.pk}/").text
    assert "Denkt darüber nach." in office.get(f"{CASES}{case.pk}/").text
    builders.owner(kiez, builders.case(kiez).unit, name="Noch niemand")
    assert office.get(OWNERS).context["reached"] == Reached(2, 1, 1)


def test_letters_go_one_step_further_each_and_set_the_next_step(office, kiez):
    case = builders.case(kiez)
    owner = builders.owner(kiez, case.unit, manager="Hausverwaltung Muster", source="public")
    form = office.get(f"{OWNERS}{owner.pk}/brief/").context["form"]
    assert (form["step"].value(), form["case"].value()) == ("page", case.pk)
    office.post(f"{OWNERS}{owner.pk}/brief/", {"step": "page", "case": case.pk})
    task = Task.objects.get()
    assert task.due_on == timezone.localdate() + timedelta(days=21)
    letter = owner.letters.get()
    answer = office.get(f"{OWNERS}{owner.pk}/briefe/{letter.pk}.pdf")
    printed = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    for words in ("Erika Eigentum", "Hausverwaltung Muster", "12345 Musterstadt", str(case), "Art"):
        assert words in printed
    assert office.get(f"{OWNERS}{owner.pk}/brief/").context["form"]["step"].value() == "ask"


def test_whoever_wants_no_letters_gets_none(office, kiez):
    owner = builders.owner(kiez, wants_no_letters=True)
    refused = office.post(f"{OWNERS}{owner.pk}/brief/", {"step": "page"})
    assert refused.status_code == 422
    assert not owner.letters.exists()
    without = builders.owner(kiez, address="")
    assert "noch keine Postanschrift" in office.post(f"{OWNERS}{without.pk}/brief/", {"step": "page"}).text


def test_an_owner_never_leaves_the_office(client, kiez):
    case = builders.case(kiez)
    owner = builders.owner(kiez, case.unit)
    letter = builders.letter(owner)
    pages = (OWNERS, f"{OWNERS}{owner.pk}/", f"{OWNERS}{owner.pk}/briefe/{letter.pk}.pdf")
    other = districts.district("Anderer Kiez")
    client.force_login(districts.coordinator(other))
    assert [client.get(page).status_code for page in pages] == [404] * 3
    client.force_login(districts.role(person(), kiez, EDITOR).person)
    assert [client.get(page).status_code for page in pages] == [403] * 3


def test_whoever_asks_what_is_stored_finds_it(client, kiez):
    erika = person("Erika Eigentum", email="erika@example.org")
    builders.owner(kiez, email="erika@example.org", motive="Will erst erben")
    client.force_login(erika)
    assert "Will erst erben" in client.get("/konto/meine-daten/").text


def test_an_owner_is_forgotten_three_years_after_the_last_contact(office, kiez):
    long_ago = timezone.now() - timedelta(days=4 * 365)
    gone = builders.owner(kiez, noted_at=long_ago)
    spoken = builders.owner(kiez, noted_at=long_ago)
    OwnerTalk.objects.create(owner=spoken, on=timezone.localdate(), channel="phone", noted_at=timezone.now())
    worked_on = builders.owner(kiez, builders.case(kiez).unit, noted_at=long_ago)
    forget(now=timezone.now())
    assert set(Owner.objects.all()) == {spoken, worked_on}
    assert not Owner.objects.filter(pk=gone.pk).exists()
    office.post(f"{OWNERS}{spoken.pk}/loeschen/")
    assert list(Owner.objects.all()) == [worked_on]
    assert VacancyCase.objects.count() == 1
