"""What an owner takes back is gone from published pages at the next request, however it was taken back."""

import pytest

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.tests import builders as districts
from kiezkontor.vacancies.actions.cases import move
from kiezkontor.vacancies.actions.exposes import withdraw
from kiezkontor.vacancies.tests import exposes

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
    assert [page for page in pages if "743" not in site.ask(page).text] == []
    assert not site.renders(pages[0])
    withdraw(expose.pk, ["rent"], how="talk", by=BY)
    assert [page for page in pages if "743" in site.ask(page).text] == []
    assert "Eckladen" in site.ask(pages[0]).text


def test_a_unit_that_is_let_is_gone_at_once(site, kiez):
    expose = exposes.told(kiez, None, "page", "rent")
    one, every, *_others = pages_of(expose)
    assert [page for page in (one, every) if "Eckladen" not in site.ask(page).text] == []
    move(expose.case_id, to="let", by=BY)
    assert "Eckladen" not in site.ask(every).text
    gone = site.ask(one)
    assert (gone.status, "Eckladen" in gone.text) == (410, False)
