"""What is not to be read any longer is gone from published pages at the next request, for whatever reason."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.changes import marks
from kiezkontor.districts.tests import builders as districts
from kiezkontor.vacancies.actions import lettings, owners
from kiezkontor.vacancies.actions.cases import move
from kiezkontor.vacancies.actions.exposes import withdraw
from kiezkontor.vacancies.tests import builders, exposes

pytestmark = pytest.mark.django_db
BY = system_viewer("tests")


@pytest.fixture
def kiez():
    return districts.district("Musterkiez", slug="musterkiez")


def pages_of(expose):
    one = f"/musterkiez/leerstand/angebote/{expose.code.lower()}/"
    return one, "/musterkiez/leerstand/angebote/", "/musterkiez/leerstand/angebote.geojson", f"/musterkiez/en{one[11:]}"


def test_what_an_owner_takes_back_is_gone_at_once(site, kiez):
    expose = exposes.told(kiez, None, "page", "rent")
    pages = pages_of(expose)
    assert [page for page in pages if not exposes.names(site.ask(page).text, "743")] == []
    assert not site.renders(pages[0])
    withdraw(expose.pk, ["rent"], how="talk", by=BY)
    assert [page for page in pages if exposes.names(site.ask(page).text, "743")] == []
    assert "Eckladen" in site.ask(pages[0]).text


def test_a_unit_that_is_let_is_gone_at_once(site, kiez):
    expose = exposes.told(kiez, None, "page", "rent")
    one, every, *_others = pages_of(expose)
    assert [page for page in (one, every) if "Eckladen" not in site.ask(page).text] == []
    move(expose.case_id, to="let", by=BY)
    assert "Eckladen" not in site.ask(every).text
    gone = site.ask(one)
    assert (gone.status, "Eckladen" in gone.text) == (410, False)


def test_a_text_that_names_an_owner_is_gone_as_soon_as_they_are_noted(site, kiez):
    expose = exposes.told(kiez, None, "page", title="Laden von Rosa Heimlich")
    one, *_others = pages_of(expose)
    values = {"name": "Rosa Heimlich", "kind": "person", "source": "themselves"}

    def is_named() -> bool:
        return "Heimlich" in site.ask(one).text

    assert is_named()
    owner = owners.add_owner(values, unit=expose.case.unit, district=kiez, by=BY)
    assert not is_named()
    owners.take_unit(owner, expose.case.unit, by=BY)
    assert is_named()
    owners.give_unit(owner, expose.case.unit, by=BY)
    assert not is_named()
    owners.change_owner(owner.pk, values | {"name": "Otto Offen"}, by=BY)
    assert is_named()
    owners.change_owner(owner.pk, values, by=BY)
    assert not is_named()
    owners.remove_owner(owner.pk, by=BY)
    assert is_named()


def test_an_owner_whose_units_are_not_on_offer_makes_no_page_anew(kiez):
    expose = exposes.told(kiez, None)
    before = marks()
    owners.add_owner({"name": "Rosa", "source": "themselves"}, unit=expose.case.unit, district=kiez, by=BY)
    assert marks() == before


@pytest.mark.parametrize("ending", ["at_term", "mistake"])
def test_an_example_of_an_interim_use_says_at_once_that_it_is_over(site, kiez, ending):
    today = timezone.localdate()
    use = builders.letting(builders.case(kiez, stage="interim_use"), begins_on=today - timedelta(days=400))
    builders.example(use)

    def shown() -> str:
        return str(site.ask("/musterkiez/leerstand/ideen/").text)

    assert "Offenes Atelier" in shown()
    before = shown()
    terms = lettings.Terms(**{each.name: getattr(use, each.name) for each in fields(lettings.Terms)})
    lettings.change_terms(use.pk, replace(terms, begins_on=today - timedelta(days=800)), by=BY)
    assert shown() != before
    before = shown()
    lettings.end(use.pk, ending=ending, ended_on=today, by=BY)
    assert ("Offenes Atelier" in shown(), shown() != before) == (ending == "at_term", True)
