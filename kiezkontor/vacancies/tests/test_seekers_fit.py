import random
import re
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.formats import date_format

from kiezkontor.districts.tests import builders as districts
from kiezkontor.methods.geo import distance_m
from kiezkontor.methods.matching import best
from kiezkontor.organisations.tests.builders import category, organisation
from kiezkontor.premises.models import Unit, UseSpell
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.mounting import district_path
from kiezkontor.vacancies import fitting_words
from kiezkontor.vacancies.fitting import Around, best_vacancies
from kiezkontor.vacancies.models import Expose
from kiezkontor.vacancies.rules.exposes import GROUPS
from kiezkontor.vacancies.rules.fit import CRITERIA, MOST, Offer, Wish, offer_side, vocabulary, wish_side
from kiezkontor.vacancies.rules.fit_reasons import Reason
from kiezkontor.vacancies.tests import builders, exposes, seekers

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def other():
    return districts.district("Nachbarkiez", office_email="buero@nachbarkiez.example")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district))
    return client


def vacancy(district, number="1", street_name="Karlstraße", expected_from=None, stage="in_talks", **details):
    unit = builders.vacant_unit(district, number, street_name=street_name)
    if details:
        Unit.objects.filter(pk=unit.pk).update(**details)
    return builders.case(district, unit, stage=stage, expected_from=expected_from)


def page(district, name, pk):
    return district_path(district.slug, f"vacancies:{name}", pk)


def for_case(client, case):
    return client.get(page(case.district, "office_case_seekers", case.pk))


def for_seeker(client, request):
    return client.get(page(request.district, "seeker_fits", request.pk))


def names(answer):
    return [str(fit.about) for fit in answer.context["fits"]]


def test_the_best_seekers_of_a_vacancy_stand_first_with_the_reasons(office, district):
    case = vacancy(district, area_sqm=Decimal("68.0"), equipment=["kitchen"], steps=2)
    seekers.request(district, "Genau", area_min=60, area_max=80, needs=["kitchen"])
    seekers.request(district, "Knapp", area_min=80, musts=["kitchen"], needs=["step_free", "water"])
    seekers.request(district, "Riesig", area_min=300)
    seekers.request(district, "Rollstuhl", musts=["step_free"])
    seekers.request(district, "Fertig", status="placed")
    seekers.draft(district, "Halb")
    answer = for_case(office, case)
    assert names(answer) == ["Genau", "Knapp"]
    for sentence in (
        "Die Größe passt: 68 m².",
        "12 m² zu klein.",
        "Küche ist vorhanden.",
        "Niemand hat nachgesehen, ob es da ist: Wasser.",
    ):
        assert sentence in answer.text
    assert "Stufenloser Eingang fehlt." in answer.text


def test_what_is_not_known_is_said_and_not_held_against_it(office, district):
    case = vacancy(district)
    seekers.request(district, area_min=60, rent_max=900, musts=["kitchen"])
    said = for_case(office, case).text
    for sentence in (
        "Die Fläche ist nicht bekannt.",
        "Die Miete ist nicht bekannt.",
        "Niemand hat nachgesehen, ob es da ist: Küche.",
    ):
        assert sentence in said


def test_what_somebody_has_not_found_is_not_proposed_to_whoever_needs_it(office, district, other):
    found = everywhere(district, musts=["kitchen"])
    for place in (district, other):
        case = vacancy(place, "7", equipment=["water"])
        exposes.release(exposes.expose(case))
        Unit.objects.filter(pk=case.unit_id).update(equipment_seen_on=timezone.localdate())
    answer = for_seeker(office, found)
    # What is missing elsewhere is not released.
    assert names(answer) == ["None"]
    assert "Nicht bekannt: Küche." in answer.text
    assert "nachgesehen" not in answer.text


def test_the_reasons_are_said_in_english_as_well(office, district):
    case = vacancy(district, area_sqm=Decimal("68.5"))
    seekers.request(district, area_min=80)
    with translation.override("en"):
        url = page(district, "office_case_seekers", case.pk)
    assert "11.5 m² too small." in office.get(url).text


def test_the_best_vacancies_of_a_seeker_stand_first(office, district):
    fitting_one = vacancy(district, "1", area_sqm=70)
    vacancy(district, "2", area_sqm=55)
    vacancy(district, "3", area_sqm=400)
    vacancy(district, "4", area_sqm=70, stage="let")
    request = seekers.request(district, area_min=60, area_max=80)
    answer = for_seeker(office, request)
    assert names(answer) == ["Karlstraße 1", "Karlstraße 2"]
    assert page(district, "office_case", fitting_one.pk) in answer.text


@pytest.mark.parametrize("limits", [{"area_min": 60, "area_max": 80}, {"area_min": 60}, {"area_max": 80}, {}])
def test_a_unit_is_left_out_unread_only_where_the_rule_would_leave_it_out(office, district, limits):
    sizes = [None, 40, 48, 49, 59.5, 60, 80, 95, 96, 97, 300]
    cases = [vacancy(district, str(nth), area_sqm=size) for nth, size in enumerate(sizes, start=1)]
    request = seekers.request(district, **{"area_min": None, "area_max": None, **limits})
    wish = Wish(request.pk, district.pk, **limits)
    suits = {case.pk for case, size in zip(cases, sizes, strict=True) if fits(Offer(case.pk, district.pk, size), wish)}
    found = {each.id for each in best_vacancies(request, on=timezone.localdate())}
    assert found <= suits
    assert len(found) == min(len(suits), MOST)


def fits(offer, wish):
    places = vocabulary([offer])
    one, many = wish_side([wish], places).row(0), offer_side([offer], places)
    return bool(best(CRITERIA, one, many, offers=True, most=1))


def test_a_street_that_is_wanted_comes_first(office, district):
    street = districts.street(district, "Karlstraße")
    vacancy(district, "1", street_name="Nebenweg")
    vacancy(district, "2", street_name="Karlstraße")
    request = seekers.request(district, places=[f"street:{street.pk}"])
    answer = for_seeker(office, request)
    assert names(answer) == ["Karlstraße 2", "Nebenweg 1"]
    assert "Die Fläche liegt am gewünschten Ort." in answer.text
    assert "Die Fläche liegt im Quartier, aber nicht am gewünschten Ort." in answer.text


def test_a_coming_vacancy_says_from_when_it_is_free(office, district):
    today = timezone.localdate()
    vacancy(district, expected_from=today + timedelta(days=90))
    late = seekers.request(district, from_day=today)
    gone = seekers.request(district, until_day=today + timedelta(days=30))
    assert "später als gewünscht" in for_seeker(office, late).text
    assert names(for_seeker(office, gone)) == []


def test_another_district_is_proposed_where_it_is_wanted_and_may_be_told(office, district, other):
    exposes.release(exposes.expose(vacancy(other, "7", street_name="Fremdweg", area_sqm=70)))
    seekers.request(district, "Hier", area_min=60)
    far = seekers.request(district, "Überall", area_min=60, elsewhere=True)
    silent = for_seeker(office, far)
    assert names(silent) == []
    assert "der Weitergabe wurde nicht zugestimmt" in silent.text
    seekers.agreed(far)
    told = for_seeker(office, far)
    assert names(told) == ["None"]
    assert "Nachbarkiez" in told.text
    assert "buero@nachbarkiez.example" in told.text


def test_of_a_room_elsewhere_stands_what_is_released_with_a_link_to_its_public_exposé(office, client, district, other):
    case = vacancy(other, "7", street_name="Fremdweg", area_sqm=70, expected_from=timezone.localdate())
    about = exposes.expose(case, rent_cold=700)
    exposes.release(about, "page", "room")
    found = everywhere(district, area_min=60, rent_max=900, term="short")
    told = for_seeker(office, found)
    (fit,) = told.context["fits"]
    assert fit.url.endswith(f"/nachbarkiez/leerstand/angebote/{about.code.lower()}/")
    assert f'href="{fit.url}"' in told.text
    assert client.get(f"/nachbarkiez/leerstand/angebote/{about.code.lower()}/").status_code == 200
    assert "Die Größe passt: 70 m²." in told.text
    assert "Die Miete ist nicht bekannt." in told.text
    assert "auf Zeit, wie gewünscht" in told.text
    assert "Fremdweg" not in told.text
    assert page(other, "office_case", case.pk) not in told.text


def test_a_public_room_in_interim_use_is_proposed_from_its_end_on(office, district, other):
    ends_on = timezone.localdate() + timedelta(days=100)
    for place in (district, other):
        case = vacancy(place, "7", stage="interim_use")
        builders.letting(case, ends_on=ends_on)
        about = exposes.expose(case)
        found = everywhere(district)
        assert names(for_seeker(office, found)) == ([] if place == district else ["Karlstraße 7"])
        exposes.release(about, "page")
    told = for_seeker(office, found)
    assert names(told) == ["Karlstraße 7", "None"]
    day = date_format(ends_on - timedelta(days=1), "SHORT_DATE_FORMAT")
    assert [day in " ".join(map(str, fit.sentences)) for fit in told.context["fits"]] == [True, False]
    soon = everywhere(district, until_day=timezone.localdate() + timedelta(days=30))
    assert names(for_seeker(office, soon)) == ["None"]
    Expose.objects.update(kind="interim")
    assert names(for_seeker(office, found)) == []


def test_how_a_room_elsewhere_is_let_counts_once_its_page_is_released(office, district, other):
    for_good = everywhere(district, term="long")
    about = exposes.expose(vacancy(other), kind="interim")
    exposes.release(about, *(set(GROUPS) - {"page"}))
    assert names(for_seeker(office, for_good)) == []
    exposes.release(about, "page")
    assert names(for_seeker(office, for_good)) == []
    assert names(for_seeker(office, everywhere(district, term="short"))) == ["None"]


def everywhere(district, **details):
    return seekers.agreed(seekers.request(district, "Überall", elsewhere=True, **details))


def test_of_another_district_nothing_is_proposed_that_its_owner_has_not_released(office, district, other):
    found = everywhere(district)
    about = exposes.expose(vacancy(other))
    assert names(for_seeker(office, found)) == []
    exposes.release(about, "room", "rent")
    assert names(for_seeker(office, found)) == []
    exposes.release(about, "page")
    assert names(for_seeker(office, found)) == ["None"]
    about.releases.update(withdrawn_at=timezone.now(), ended_how="talk")
    assert names(for_seeker(office, found)) == []


@pytest.mark.parametrize(
    ("group", "wished"),
    [
        ("rent", [{"rent_max": 900}, {"rent_max": 780}, {"rent_max": 300}]),
        ("rent", [{"kind": "investor", "price_max": most} for most in (250_000, 190_000, 1000)]),
        ("room", [{"area_min": 60}, {"area_min": 80}, {"area_min": 500}]),
        ("room", [{"musts": ["step_free"]}, {"needs": ["step_free"]}]),
        ("terms", [{"use_class": "retail"}, {"use_class": "gastronomy"}]),
        ("terms", [{"until_day": timezone.localdate() + timedelta(days=days)} for days in (20, 60)]),
    ],
)
def test_wishes_do_not_find_out_what_another_district_has_not_released(office, district, other, group, wished):
    case = vacancy(other, area_sqm=70, steps=2)
    free_from = timezone.localdate() + timedelta(days=40)
    about = exposes.expose(case, rent_cold=700, utilities=100, excluded=["gastronomy"], free_from=free_from)
    if wished[0].get("kind") == "investor":
        Expose.objects.update(kind="sale", price=200_000)
    exposes.release(about, *(set(GROUPS) - {group}))
    requests = [everywhere(district, **details) for details in wished]

    def percents():
        return [[fit.percent for fit in for_seeker(office, each).context["fits"]] for each in requests]

    silent = percents()
    assert all(found == silent[0] for found in silent)
    assert len(silent[0]) == 1
    exposes.release(about, group)
    told = percents()
    assert any(found != told[0] for found in told)


def test_the_day_another_office_expects_and_its_targets_for_streets_do_not_count_here(office, district, other):
    street = districts.street(other, "Karlstraße")
    case = vacancy(other, expected_from=timezone.localdate() + timedelta(days=300))
    exposes.release(exposes.expose(case))
    seekers.mix(other, street, use_class="gastronomy", most=0)
    far = timezone.localdate() + timedelta(days=20)
    found = [everywhere(district, use_class=each, until_day=far) for each in ("gastronomy", "retail")]
    percents = {fit.percent for each in found for fit in for_seeker(office, each).context["fits"]}
    assert len(percents) == 1


def test_one_more_room_elsewhere_needs_no_further_statement(office, district, other, django_assert_num_queries):
    found = everywhere(district)
    exposes.release(exposes.expose(vacancy(other)))
    with CaptureQueriesContext(connection) as few:
        assert len(for_seeker(office, found).context["fits"]) == 1
    for number in range(2, 6):
        exposes.release(exposes.expose(vacancy(other, str(number))))
    with django_assert_num_queries(len(few)):
        assert len(for_seeker(office, found).context["fits"]) == 5


def test_seekers_of_another_district_stay_nameless(office, district, other):
    case = vacancy(district, area_sqm=70)
    seekers.request(other, "Bleibt dort", area_min=60)
    seekers.request(other, "Ohne Zusage", area_min=60, elsewhere=True)
    seekers.agreed(seekers.request(other, "Ganz Geheim", area_min=60, elsewhere=True, idea="Eine Rösterei."))
    answer = for_case(office, case)
    assert names(answer) == ["None"]
    assert "Nachbarkiez" in answer.text
    assert "Geheim" not in answer.text
    assert "Rösterei" not in answer.text


def test_the_target_mix_counts_what_is_within_a_hundred_metres(office, district):
    street = districts.street(district, "Karlstraße")
    case = vacancy(district)
    places = [premises.unit(district, str(20 + number)) for number in range(4)]
    Unit.objects.filter(pk=places[3].pk).update(lat=places[3].lat + 0.01)
    spells = [premises.used(place, occupancy="occupied").pk for place in places]
    UseSpell.objects.filter(pk__in=spells).update(use_class="gastronomy")
    seekers.mix(district, street, use_class="gastronomy", most=3)
    seekers.request(district, use_class="gastronomy")
    seekers.request(district, "Laden", use_class="retail")
    answer = for_case(office, case)
    assert names(answer)[0] == "Laden"
    assert "Im Umkreis von 100 m gibt es „Gastronomie“ 3-mal" in answer.text
    assert "läge über dem Zielbild der Straße von höchstens 3" in answer.text


def test_a_target_for_one_category_counts_what_is_of_it(office, district, django_assert_max_num_queries):
    street = districts.street(district, "Karlstraße")
    cafe, bar = category("amenity=cafe", "Café"), category("amenity=bar", "Bar")
    case = vacancy(district)
    for number, its, occupants in (
        (20, cafe, []),
        (21, None, [organisation("Eck", category=cafe)]),
        (22, cafe, [organisation("Theke", category=bar), organisation("Backstube", category=category())]),
        (23, None, [organisation("Krug", category=bar)]),
        (24, None, []),
    ):
        spell = premises.used(premises.unit(district, str(number)), occupancy="occupied")
        UseSpell.objects.filter(pk=spell.pk).update(use_class="gastronomy", category=its)
        spell.occupants.set(occupants)
    seekers.mix(district, street, use_class="gastronomy", most=9)
    one = seekers.request(district, "Kaffee", use_class="gastronomy", category=cafe)
    seekers.request(district, "Kneipe", use_class="gastronomy", category=bar)
    seekers.request(district, "Lokal", use_class="gastronomy")
    with CaptureQueriesContext(connection) as by_class:
        assert names(for_case(office, case)) == ["Kaffee", "Kneipe", "Lokal"]
    seekers.mix(district, street, use_class="", category=cafe, most=2)
    with django_assert_max_num_queries(len(by_class)):
        answer = for_case(office, case)
    assert names(answer) == ["Kneipe", "Lokal", "Kaffee"]
    said = "gibt es „Café“ 3-mal. Ein weiterer Betrieb dieser Art läge über dem Zielbild der Straße von höchstens 2."
    assert answer.text.count(said) == 1
    assert answer.text.count("gibt es „Gastronomie“ 5-mal. Ein weiterer Betrieb dieser Art passt") == 3
    assert said in for_seeker(office, one).text


@pytest.mark.parametrize("lat", [0.0, 49.3, -49.3, 69.9])
def test_around_a_place_is_all_that_lies_within_a_hundred_metres(lat):
    chance = random.Random(7)
    rows = [(lat + chance.uniform(0, 0.01), 8.4 + chance.uniform(0, 0.01), chance.choice("ab")) for _nth in range(400)]
    around = Around(rows)
    found = 0
    for _nth in range(50):
        spot = lat + chance.uniform(-0.002, 0.012), 8.4 + chance.uniform(-0.002, 0.012)
        near = Counter(row[2] for row in rows if distance_m(spot, row[:2]) <= 100)
        assert Counter(around.counted(spot)) == near
        found += near.total()
    assert found > 50


def test_the_same_ten_come_again_and_equals_by_their_number(office, district):
    case = vacancy(district)
    for number in range(12):
        seekers.request(district, f"Sina {number}")
    once, again = for_case(office, case), for_case(office, case)
    assert names(once) == names(again) == [f"Sina {number}" for number in range(10)]


def test_the_points_of_each_sentence_add_up_to_those_of_the_proposal(office, district):
    case = vacancy(district, area_sqm=63)
    seekers.request(district, area_min=70, rent_max=500, needs=["kitchen", "wc", "water"], use_class="retail")
    answer = for_case(office, case)
    shown = " ".join(answer.text.split())
    whole = re.search(r"([\d,]+) von 100 Punkten", shown)[1]
    parts = re.findall(r"\(([\d,]+) von (\d+) Punkten\)", shown)
    assert sum(int(of) for _points, of in parts) == 100
    assert sum(number(points) for points, _of in parts) == number(whole)
    assert number(whole) % 1, "tenths are shown"
    assert "Eine bestimmte Lage ist nicht gefragt. (15 von 15 Punkten)" in shown


def number(text):
    return Decimal(text.replace(",", "."))


SAID = [
    ("area_fits", {"value": 60.0}),
    ("area_above", {"off": 1.25}),
    ("rent_above", {"off": 120.0}),
    ("rent_fits", {"value": 900}),
    ("must_missing", {"thing": "wc"}),
    ("elsewhere", {}),
    ("too_short", {"days": 1}),
    ("too_late", {"day": timezone.localdate()}),
    ("free_in_time", {"day": timezone.localdate()}),
    ("mix_fits", {"count": 1, "most": 3, "kind": "retail"}),
    ("mix_over", {"count": 3, "most": 2, "kind": "amenity=cafe"}),
    ("thing_unknown", {"thing": "wc"}),
    ("use_other", {"uses": ("retail", "gastronomy")}),
    ("use_open", {"uses": ("retail",)}),
    ("price_above", {"off": 10_000.0}),
    ("sale_only", {}),
    *((f"{way}_{answer}", {}) for way in ("interim", "permanent", "sale") for answer in ("fits", "refused", "unknown")),
    ("in_interim_use", {"day": timezone.localdate()}),
    *((f"no_{name}", {}) for name in ("area", "rent", "price", "things", "place", "time", "mix", "use")),
    ("time_fits", {}),
]


@pytest.mark.parametrize(("key", "values"), SAID)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_reason_has_a_whole_sentence(key, values, language):
    with translation.override(language):
        text = fitting_words.in_words(Reason(key, "good", values)).text
    assert text.endswith(".")
    assert "%" not in text
    assert "1,25" not in text


@pytest.mark.parametrize(
    ("key", "values", "text"),
    [
        ("rent_above", {"off": Decimal("745.50")}, "745,50 € im Monat zu teuer."),
        ("rent_fits", {"value": Decimal("1200.00")}, "Die Miete passt: 1.200 € im Monat."),
        ("price_above", {"off": 10_000.0}, "Der Kaufpreis ist 10.000 € zu hoch."),
        ("area_above", {"off": 12.5}, "12,5 m² zu groß."),
    ],
)
def test_money_has_both_digits_of_its_cents_or_none(key, values, text):
    with translation.override("de"):
        assert fitting_words.in_words(Reason(key, "good", values)).text == text


def test_the_asked_rent_counts_for_the_office_whether_it_is_released_or_not(office, district):
    case = vacancy(district)
    exposes.expose(case, rent_cold=700, utilities=100, excluded=["gastronomy"])
    seekers.request(district, "Genug", rent_max=900)
    seekers.request(district, "Knapp", rent_max=720)
    seekers.request(district, "Arm", rent_max=300)
    seekers.request(district, "Café", rent_max=900, use_class="gastronomy")
    answer = for_case(office, case)
    assert names(answer) == ["Genug", "Knapp"]
    assert "Die Miete passt: 800 € im Monat." in answer.text
    assert "80 € im Monat zu teuer." in answer.text


def test_whoever_says_nothing_of_the_room_stands_before_nobody(office, district):
    case = vacancy(district, area_sqm=Decimal("68.0"))
    seekers.request(district, "Offen", from_day=None)
    seekers.request(district, "Fast", from_day=None, area_min=70)
    answer = for_case(office, case)
    assert names(answer) == ["Fast"]
    assert "steht in keiner solchen Liste" in answer.text


def test_of_a_request_that_says_nothing_the_office_reads_so(office, district):
    vacancy(district)
    nothing = for_seeker(office, seekers.request(district, from_day=None))
    assert len(nothing.context["fits"]) == 1
    assert "steht bei keinem unter den Raumsuchenden" in nothing.text
    assert "steht bei keinem" not in for_seeker(office, seekers.request(district, from_day=None, rent_max=600)).text
