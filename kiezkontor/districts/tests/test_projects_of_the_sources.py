from datetime import date
from io import StringIO
from json import loads

import pytest
from django.core.management import call_command

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.content.source_projects import DISTRICTS
from kiezkontor.districts.models import District, Project
from kiezkontor.districts.presenting import period_of
from kiezkontor.districts.rules.brand import refusals
from kiezkontor.districts.rules.period import days_of, months_of

pytestmark = pytest.mark.django_db


def load():
    out = StringIO()
    call_command("load_source_projects", stdout=out)
    return loads(out.getvalue())


@pytest.fixture(autouse=True)
def loaded():
    return load()


def page(client, slug, name="", language=""):
    return client.get(f"/{slug}/{language}{name}").content.decode()


def test_loading_again_changes_nothing(loaded):
    assert loaded == {"districts": 8, "projects": 6}
    District.objects.filter(slug="schillerkiez").update(claim_de="Von Hand")
    entries = AuditEntry.objects.count()
    assert load() == {"districts": 0, "projects": 0}
    assert District.objects.get(slug="schillerkiez").claim_de == "Von Hand"
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize(
    ("slug", "months", "days"), [("gewerbeplattform-schillerkiez", 24, 730), ("kiezgroessen", 34, 1036)]
)
def test_periods_are_those_of_the_sources(slug, months, days):
    period = period_of(Project.objects.get(slug=slug))
    assert (months_of(period), days_of(period)) == (months, days)


def test_the_platform_of_schillerkiez_is_shown_as_published(client):
    text = page(client, "schillerkiez", "projekte/gewerbeplattform-schillerkiez/")
    assert "Aufbau und Unterstützung einer Gewerbeplattform" in text
    assert "1. Januar 2017 bis 31. Dezember 2018 (01/2017-12/2018)" in text
    assert "coopolis GmbH – Planungsbüro für kooperative Stadtentwicklung" in text
    assert "des Bundes und des Landes Berlin (Zukunftsinitiative Stadtteil, Programm Soziale Stadt)" in text
    assert text.index("André Batz") < text.index("Stefanie Raab")
    assert 'href="/duettmann-siedlung/projekte/kiezgroessen/"' in text


def test_the_estate_lies_within_the_neighbourhood(client):
    assert 'href="/graefekiez/ueber-uns/"' in page(client, "duettmann-siedlung", "ueber-uns/")
    text = page(client, "duettmann-siedlung", "projekte/kiezgroessen/")
    assert "03/2017-12/2019" in text
    assert text.index("Stefanie Raab") < text.index("Nils Grube")


def test_one_mandate_covers_two_districts_and_another_has_an_open_end(client):
    stollberg = Project.objects.get(slug="quartiersmanagement-stollberg")
    assert stollberg.districts.count() == 2
    assert "Laufzeit nicht bekannt" in page(
        client, "stollberg-zweiter-stadtteil", "projekte/quartiersmanagement-stollberg/"
    )
    text = page(client, "burgstaedt", "projekte/quartiersmanagement-burgstaedt/")
    assert "seit 2020" in text
    assert text.split("Das Angebot")[-1].count("<li>") >= 11
    assert "since 2020" in page(client, "burgstaedt", "projekte/quartiersmanagement-burgstaedt/", "en/")


def test_the_office_of_herten_is_there_from_monday_to_thursday(client):
    text = page(client, "herten-innenstadt", "kontakt/")
    assert 'href="tel:+4923669360621"' in text
    assert "02366 9360621" in text
    assert "mailto:nutzungsmanagement@innenstadt-herten.de" in text
    assert text.count("erreichbar</span>") == 4
    team = page(client, "herten-innenstadt", "team/")
    assert [team.index(name) for name in ("Mordhorst", "Siuda", "Zubala")] == sorted(
        team.index(name) for name in ("Mordhorst", "Siuda", "Zubala")
    )
    assert "Dipl. Sozialpädagogin" in team
    assert "Öffentlichkeitsarbeit" in team
    assert "Ombudsstelle" in page(client, "herten-innenstadt", "barrierefreiheit/")


def test_nothing_is_claimed_that_no_source_says():
    unknown = Project.objects.filter(from_precision="unknown").values_list("slug", "from_on")
    assert dict(unknown) == {
        "gewerbenetzwerk-klixstrasse-auguste-viktoria-allee": None,
        "quartiersmanagement-stollberg": None,
    }
    assert not District.objects.filter(boundary__isnull=False).exists()
    assert not Project.objects.filter(source_url="").exists()
    assert Project.objects.get(slug="nutzungsmanagement-innenstadt-herten").from_on == date(2020, 11, 1)


@pytest.mark.parametrize("district", DISTRICTS, ids=lambda district: district.slug)
def test_their_colours_can_be_read(district):
    assert refusals(district.values["colour"], district.values["colour_accent"]) == []
