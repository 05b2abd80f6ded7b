"""A location in figures: everybody reads what is public elsewhere, as page, paper and JSON, and nothing besides."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from kiezkontor.directory.actions import refresh_entries
from kiezkontor.directory.models import Entry
from kiezkontor.directory.rules.totals import shown_parts
from kiezkontor.districts.models import Street
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import OpeningInterval, OpeningPattern, Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.models import SurveyRound, UseSpell
from kiezkontor.premises.tests import builders as premises
from kiezkontor.surveys.public import PublicRound
from kiezkontor.surveys.tests.walks import FIRST, SECOND, freeze, walk
from kiezkontor.vacancies.access_location import Directory, Location, Open, Rooms, counted_in
from kiezkontor.vacancies.location_words import Fact, counted_share
from kiezkontor.vacancies.models import Letting, Owner, VacancyCase
from kiezkontor.vacancies.rules import exposes as rules
from kiezkontor.vacancies.rules.locations import street_slug, together
from kiezkontor.vacancies.tests import builders, exposes, seekers

pytestmark = pytest.mark.django_db
PAGE = "/musterkiez/standort/"
SECRET = "Standortgeheimnis"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Karlstraße", "karlstrasse"),
        ("Am Müllerteich 3", "am-muellerteich-3"),
        ("Łódź-Platz", "lodz-platz"),
        ("…", "strasse"),
    ],
)
def test_a_street_has_a_readable_address(name, slug):
    assert street_slug(name) == slug


@pytest.mark.parametrize(("numbers", "sum_"), [([], None), ([1, 2], 3), ([1, None], None), ([0], 0)])
def test_a_sum_is_told_where_all_of_it_may_be(numbers, sum_):
    assert together(numbers) == sum_


@pytest.fixture
def kiez():
    """Four entries, three in one street, and five vacant units the office alone knows, of which it has cases."""
    kiez = districts.district("Musterkiez", office_email="buero@example.org")
    street = districts.street(kiez, "Karlstraße")
    for number, use in enumerate(("shop=bakery", "shop=florist", "amenity=cafe", "craft=tailor")):
        name = "Karlstraße" if number < 3 else "Nebenweg"
        shop = organisations.organisation(f"Laden {number}", category=organisations.category(use))
        premises.used(premises.unit(kiez, str(number + 1), street_name=name), shop)
    assert street.key
    for number in range(5):
        unit = builders.vacant_unit(kiez, str(20 + number), street_name="Karlstraße")
        case = builders.case(kiez, unit, note=SECRET)
        builders.owner(kiez, unit, name=SECRET)
        builders.letting(case, tenant=SECRET, purpose=SECRET, sign=SECRET)
    seekers.request(kiez, SECRET, idea=SECRET)
    seekers.enquiry(kiez, topic=SECRET)
    refresh_entries(list(Organisation.objects.values_list("pk", flat=True)))
    return kiez


def facts(client, url=PAGE):
    return {each["key"]: (each["value"], each["of"]) for each in client.get(f"{url}zahlen.json").json()["facts"]}


@pytest.mark.parametrize(
    ("shown", "units", "vacant"),
    [
        ({("street", "Nord", "Weg"): 4, ("vacant_in", "Nord", "Weg"): 0}, None, None),
        ({("street", "Nord", "Weg"): 4, ("street", "Süd", "Weg"): 9, ("vacant_in", "Nord", "Weg"): 0}, 13, None),
    ],
)
def test_a_street_of_which_a_part_is_not_told_has_no_sum(shown, units, vacant):
    pieces = frozenset({("Nord", "Weg"), ("Süd", "Weg"), ("Nord", "Platz")})
    latest = PublicRound(SurveyRound(), 20, shown, None, None, [], None, shown_parts({}), pieces)
    counted = counted_in(latest, Street(name="Weg", key="weg"))
    assert (counted.units, counted.vacant) == (units, vacant)


def test_page_paper_and_data_hold_the_same_facts(client, kiez):
    for url in (PAGE, f"{PAGE}karlstrasse/"):
        page = client.get(url)
        told: list[Fact] = [fact for group in page.context["groups"] for fact in group.facts]
        data = client.get(f"{url}zahlen.json").json()
        assert [(each["key"], each["value"], each["source"]) for each in data["facts"]] == [
            (fact.key, fact.value, str(fact.source)) for fact in told
        ]
        paper = PdfReader(BytesIO(client.get(f"{url}standort.pdf").content))
        text = " ".join(" ".join(each.extract_text() for each in paper.pages).split())
        for fact in told:
            assert str(fact.label) in text
            assert fact.words in text
        assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert data["contact"]["email"] == "buero@example.org"


def test_every_fact_has_a_source_and_shares_a_denominator(client, kiez):
    shown = client.get(PAGE)
    for group in shown.context["groups"]:
        for fact in group.facts:
            assert str(fact.source)
            assert fact.on is not None
            assert fact.unit != "percent" or fact.value is None or (fact.of and fact.basis)
    assert facts(client)["entries"] == (4, None)
    assert facts(client)["vacant"] == (5, None)
    assert facts(client)["vacancy_share"] == (55.6, 9)
    assert facts(client, f"{PAGE}karlstrasse/")["entries"] == (3, None)
    assert facts(client, f"{PAGE}karlstrasse/")["vacancy_share"] == (62.5, 8)
    assert client.get(f"{PAGE}anderswo/").status_code == 404


def test_fewer_than_three_vacant_units_are_not_told(client, kiez):
    units = list(VacancyCase.objects.order_by("pk").values_list("unit", flat=True))
    UseSpell.objects.filter(unit__in=units[2:]).delete()
    for url in (PAGE, f"{PAGE}karlstrasse/"):
        found = facts(client, url)
        assert found["vacant"] == (None, None)
        assert found["vacancy_share"] == (None, None)


STREET = [f"Weserstr.;{number};;Laden {number};retail;;;" for number in range(1, 10)]
BESIDE = [f"Gasse;{number};;Amt {number};public_use;;;" for number in range(1, 8)]


def test_once_a_round_is_published_its_figures_are_those_of_the_location(client, tmp_path):
    empty = [f"Weserstr.;{number};;;;;vacant;" for number in range(20, 24)]
    closed = [f"Gasse;{number};;;;;vacant;" for number in range(5, 8)]
    walk(tmp_path, 1, FIRST, *STREET, *BESIDE[:4], *closed, *empty)
    walk(
        tmp_path,
        2,
        SECOND,
        *STREET[:5],
        *BESIDE,
        *empty,
        *(f"Weserstr.;{number};;;;;vacant;" for number in range(6, 10)),
    )
    assert "units" not in facts(client, "/kiez/standort/")
    freeze(1, publish=True), freeze(2, publish=True)
    told = client.get("/kiez/bestandsaufnahme/2/zahlen.json").json()
    found = facts(client, "/kiez/standort/")
    assert found["units"] == (told["units"], None)
    shown = {line["class"]: line["units"] for line in told["use_structure"]}
    assert {line: found.get(f"units_{line}", (0, 0))[0] for line in shown} == shown
    assert found["openings"][0] == told["openings"] == 3
    assert found["closures"][0] == told["closures"] == 4
    street = next(row for row in told["by_street"] if row["street"].startswith("Weser"))
    there = facts(client, "/kiez/standort/weserstrasse/")
    assert there["units"][0] == street["units"] == 13
    assert there["vacancy_share"] == (61.5, 13)
    assert "units_vacant" in found
    assert "units_vacant" not in there


@pytest.mark.parametrize(
    ("entries", "units", "vacant", "told"),
    [(2, 3, None, None), (10, 11, None, None), (10, 10, None, None), (10, 13, None, 13), (10, 11, 0, 11)],
)
def test_units_beside_entries_do_not_tell_how_few_are_vacant(entries, units, vacant, told):
    """Where vacancy is held back, units are as well unless they are so many more that it tells of no few."""
    shown = {("street", "", "Weg"): units} | ({} if vacant is None else {("vacant_in", "", "Weg"): vacant})
    latest = PublicRound(
        SurveyRound(number=1, reference_on=FIRST),
        40,
        shown,
        None,
        None,
        [],
        None,
        shown_parts({}),
        frozenset({("", "Weg")}),
    )
    weg = Street(name="Weg", key="weg")
    directory = Directory({"retail": entries}, {}, FIRST, Open(0, 0, 0, 0))
    found = Location(weg, directory, None, FIRST, True, latest, counted_in(latest, weg), Rooms(0, 0, None, None, None))
    assert (found.directory.total, found.units) == (entries, told)
    assert counted_share(found).of == (None if vacant is None else units)


def test_units_of_the_whole_are_held_back_alike(client, tmp_path):
    walk(tmp_path, 1, FIRST, *STREET, "Weserstr.;30;;;;;vacant;")
    freeze(1, publish=True)
    refresh_entries(list(Organisation.objects.values_list("pk", flat=True)))
    found = facts(client, "/kiez/standort/")
    assert (found["entries"], found["units"], found["vacancy_share"]) == ((9, None), (None, None), (None, None))
    assert {of for key, (_value, of) in found.items() if key.startswith("units_")} == {None}


def test_vacancies_of_the_public_list_say_which_are_counted(client, kiez, tmp_path):
    def told(url):
        groups = client.get(url).context["groups"]
        return next(fact for group in groups for fact in group.facts if fact.key == "vacant")

    assert (told(PAGE).value, told(PAGE).basis) == (5, "")
    walk(tmp_path, 1, FIRST, *STREET, *(f"Weserstr.;{number};;;;;vacant;" for number in range(20, 24)))
    freeze(1, publish=True)
    builders.vacant_unit(SurveyRound.objects.get().district, "25", street_name="Weserstr.")
    for url in ("/kiez/standort/", "/kiez/standort/weserstrasse/"):
        found = told(url)
        assert (found.value, found.on) == (4, FIRST)
        assert "letzten veröffentlichten Bestandsaufnahme" in str(found.source)
        assert found.basis in client.get(url).text
        assert "kennt vielleicht weitere" in found.basis


def test_hours_are_those_of_the_coming_weeks(client, kiez):
    entries = list(Entry.objects.order_by("pk"))
    now = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
    saturday = now + timedelta(days=(5 - now.weekday()) % 7 + 7)
    monday = saturday + timedelta(days=2)
    patterns = [OpeningPattern.objects.create(expression=f"Mo 0{number}:00-09:00", region="DE-BE") for number in (1, 2)]
    OpeningInterval.objects.create(pattern=patterns[0], opens_at=saturday, closes_at=saturday + timedelta(hours=2))
    OpeningInterval.objects.create(pattern=patterns[1], opens_at=monday, closes_at=monday + timedelta(hours=9))
    Entry.objects.filter(pk__in=[entries[0].pk, entries[1].pk]).update(pattern=patterns[0])
    Entry.objects.filter(pk=entries[2].pk).update(pattern=patterns[1])
    found = facts(client)
    assert (found["open_saturday"], found["open_sunday"], found["open_evening"]) == ((2, 3), (0, 3), (1, 3))


def test_nothing_the_office_keeps_stands_there(client, kiez):
    assert Letting.objects.filter(tenant=SECRET).exists()
    assert Owner.objects.filter(name=SECRET).exists()
    for url in (PAGE, f"{PAGE}karlstrasse/"):
        assert SECRET not in client.get(url).text
        assert SECRET not in client.get(f"{url}zahlen.json").content.decode()
        paper = PdfReader(BytesIO(client.get(f"{url}standort.pdf").content))
        assert SECRET not in "".join(each.extract_text() for each in paper.pages)


def test_rooms_on_offer_are_told_and_their_rents_from_five_on(client):
    kiez = districts.district("Kiez")
    for number in range(1, 6):
        unit = builders.vacant_unit(kiez, str(number), street_name="Weserstraße", area_sqm=100)
        made = exposes.told(kiez, unit, rent_cold=1000 + 100 * number)
        exposes.release(made, *(rules.GROUPS if number > 1 else (rules.PAGE, rules.ROOM, rules.RENT)))
        found = facts(client, "/kiez/standort/")
        assert found["rooms"] == (number, None)
        assert ("rent_from" in found) == (number == 5)
    assert (found["rent_from"], found["rent_to"]) == ((11.0, 5), (15.0, 5))
    hidden = exposes.told(kiez, builders.vacant_unit(kiez, "9", area_sqm=10), rent_cold=9000)
    exposes.release(hidden, rules.PAGE, rules.ROOM)
    found = facts(client, "/kiez/standort/")
    assert (found["rooms"], found["rent_to"]) == ((6, None), (15.0, 5))
    assert "11,00 €" in client.get("/kiez/standort/").text
