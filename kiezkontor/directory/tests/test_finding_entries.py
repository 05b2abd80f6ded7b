import html
import re
from datetime import date, timedelta
from time import process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kiezkontor.directory import access, listing
from kiezkontor.directory.models import Entry
from kiezkontor.directory.tests.builders import ALWAYS, listed, many_listed
from kiezkontor.districts.models import SubLocation
from kiezkontor.districts.tests.builders import A_SQUARE, district, project
from kiezkontor.methods.fair_order import fair_order
from kiezkontor.premises.models import DistrictBuilding

pytestmark = pytest.mark.django_db
LIST = "/musterkiez/verzeichnis/"


@pytest.fixture
def kiez():
    made = district(slug="musterkiez")
    project(made)
    return made


@pytest.fixture
def street(kiez):
    """A small street with something of everything."""
    return [
        listed(kiez, "Bäckerei Ähre", hours=ALWAYS, wheelchair="yes", shuffle=1),
        listed(kiez, "Backmax", hours="Mo-Su 00:00-00:01", is_chain=True, shuffle=2),
        listed(
            kiez,
            "Radhaus",
            kind="shop=bicycle",
            shuffle=3,
            category_details={"name_de": "Fahrradladen"},
        ),
        listed(kiez, "Zum Anker", kind="amenity=pub", category_details={"name_de": "Kneipe"}, shuffle=4),
    ]


def names(response):
    return re.findall(r'card__title"><a href="[^"]+">([^<]+)</a>', response.content.decode())


def status(response):
    return re.search(r"data-announce>([^<]+)<", response.content.decode())[1]


def test_visitors_see_all_entries_with_what_they_are(client, street):
    response = client.get(LIST)
    assert set(names(response)) == {"Bäckerei Ähre", "Backmax", "Radhaus", "Zum Anker"}
    assert "Fahrradladen" in response.content.decode()
    assert "Musterstraße" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("use=gastronomy", {"Zum Anker"}),
        ("use=gastronomy&use=retail", {"Bäckerei Ähre", "Backmax", "Radhaus", "Zum Anker"}),
        ("category=shop=bakery", {"Bäckerei Ähre", "Backmax"}),
        ("open=1", {"Bäckerei Ähre"}),
        ("step_free=1", {"Bäckerei Ähre"}),
        ("independent=1&category=shop=bakery", {"Bäckerei Ähre"}),
        ("q=ähre", {"Bäckerei Ähre"}),
        ("q=aehre", {"Bäckerei Ähre"}),
        ("q=fahrrad+reparieren", {"Radhaus"}),
        ("q=radhaus&use=gastronomy", set()),
    ],
)
def test_filters_and_words_narrow_the_list(client, street, query, found):
    assert set(names(client.get(f"{LIST}?{query}"))) == found


def test_a_category_with_two_keys_stands_in_the_filter_once_and_finds_both(client, kiez):
    listed(kiez, "Leihwagen Ost", kind="amenity=car_rental", category_details={"name_de": "Autovermietung"})
    listed(kiez, "Leihwagen West", kind="shop=car_rental", category_details={"name_de": "Autovermietung"})
    offered = re.findall(r'<option value="([^"]*)"( selected)?>Autovermietung \((\d)\)', client.get(LIST).text)
    assert [(chosen, count) for _key, chosen, count in offered] == [("", "2")]
    for key in ("amenity=car_rental", "shop=car_rental"):
        found = client.get(LIST, {"category": key})
        assert set(names(found)) == {"Leihwagen Ost", "Leihwagen West"}
        assert re.findall(r'<option value="([^"]*)" selected>Autovermietung', found.text) == [key]
        assert chips(found) == {"Autovermietung": LIST}


def test_where_nobody_offers_both_the_list_says_so_before_it_shows_what_fits_in_part(client, kiez):
    listed(kiez, "Kfz-Meister", kind="shop=car_repair", category_details={"name_de": "Autowerkstatt"})
    page = client.get(LIST, {"q": "Autowerkstatt Restaurant"}).text
    assert "Zu „Autowerkstatt Restaurant“ gibt es hier nichts" in page
    assert page.index("gibt es hier nichts") < page.index("Kfz-Meister")


def chips(response):
    """The label of each chosen filter with the address of the list without it."""
    found = re.findall(r'<a class="chip" href="([^"]*)">.*?</span>\s*(.*?)\s*<span', response.text, re.DOTALL)
    return {html.unescape(label): html.unescape(url) for url, label in found}


def test_chosen_filters_leave_room_for_the_results_and_are_removed_one_by_one(client, street):
    page = client.get(f"{LIST}?use=gastronomy&use=retail&open=1&category=shop=bakery&q=laden&sort=name")
    assert re.search(r'<details class="filters"[^>]*>', page.text)[0].endswith("data-open-on-wide>")
    found = chips(page)
    assert found.keys() == {"Jetzt geöffnet", "Einzelhandel", "Gastronomie", "Bäckerei"}
    assert found["Gastronomie"] == f"{LIST}?q=laden&use=retail&category=shop%3Dbakery&open=1&sort=name"
    assert found["Jetzt geöffnet"] == f"{LIST}?q=laden&use=gastronomy&use=retail&category=shop%3Dbakery&sort=name"
    assert chips(client.get("/musterkiez/karte/?open=1")) == {"Jetzt geöffnet": "/musterkiez/karte/"}
    assert not chips(client.get(LIST))


def test_members_can_be_looked_at_alone_where_there_are_any(client, kiez, street):
    mark = "Mitglied im Netzwerk"
    assert mark not in client.get(LIST).text
    listed(kiez, "Fahrradladen Ritzel", is_member=True)
    assert mark in client.get(LIST).text
    assert mark in client.get(f"{LIST}?use=gastronomy").text
    assert set(names(client.get(f"{LIST}?member=1"))) == {"Fahrradladen Ritzel"}


def test_a_misspelt_word_finds_what_was_meant_and_says_so(client, street):
    response = client.get(LIST, {"q": "bekerei"})
    assert set(names(response)) >= {"Bäckerei Ähre"}
    assert "Zu „bekerei“ wurde nichts gefunden" in response.content.decode()


@pytest.mark.parametrize(
    ("there", "typed"),
    [("Schubarts Lieblingskinder", "Schuh"), ("Back und Brot", "Bank"), ("Füller Papier", "Müller")],
)
def test_a_word_that_exists_is_not_taken_for_a_typing_error(client, kiez, there, typed):
    listed(kiez, there, kind="shop=other")
    assert status(client.get(LIST, {"q": typed})) == "Keine Einträge gefunden"


@pytest.mark.parametrize("typed", ["Schuh", "Schuhreperatur", "schuhreparaturen", "Shuhreparatur", "Schuhmacher"])
def test_the_cobbler_is_found_by_what_people_type(client, kiez, typed):
    listed(kiez, "Absatz Eins", kind="shop=shoe_repair")
    assert names(client.get(LIST, {"q": typed})) == ["Absatz Eins"]


def test_an_entry_says_why_it_was_found_when_it_does_not_show(client, street):
    assert "Gefunden über: fahrradreparatur" in client.get(LIST, {"q": "fahrradreparatur"}).content.decode()
    assert "Gefunden über" not in client.get(LIST, {"q": "radhaus"}).content.decode()


def counts(response):
    text = response.content.decode()
    boxes = re.findall(r'name="(\w+)"\s+value="([^"]+)"[^>]*>.*?\(</span>(\d+)<', text)
    return {(name, value): int(count) for name, value, count in boxes}


def test_each_option_says_how_many_entries_it_would_leave(client, street):
    everything = counts(client.get(LIST))
    assert everything["use", "retail"] == 3
    assert everything["use", "gastronomy"] == 1
    assert everything["open", "1"] == 1
    assert everything["independent", "1"] == 3
    retail = counts(client.get(f"{LIST}?use=retail"))
    assert retail["use", "gastronomy"] == 1  # what choosing it as well would add
    assert retail["independent", "1"] == 2
    assert "Bäckerei" not in names(client.get(f"{LIST}?use=gastronomy"))


def test_counts_agree_with_the_list_they_lead_to(client, street):
    told = counts(client.get(LIST))
    assert told
    for (name, value), count in told.items():
        assert len(names(client.get(LIST, {name: value}))) == count


def test_a_list_too_long_to_be_sorted_around_a_person_says_so(client, street, monkeypatch):
    whole = client.get(LIST, {"sort": "distance"}).content.decode()
    assert 'data-sorted=""' in whole
    assert "nur die" not in whole
    monkeypatch.setattr(listing, "PAGE_SIZE_BY_DISTANCE", 3)
    part = client.get(LIST, {"sort": "distance"}).content.decode()
    assert "ordnet nur die 3 Einträge dieser Seite" in part
    assert 'data-sorted="Nach Entfernung von Ihnen geordnet sind nur die 3 Einträge dieser Seite.' in part


def test_parts_of_the_district_can_be_chosen(client, kiez, street):
    mall = SubLocation.objects.create(district=kiez, name="Galerie am Markt", boundary=A_SQUARE)
    entry = street[0]
    DistrictBuilding.objects.filter(district=kiez, building=entry.unit.building).update(sub_location=mall)
    Entry.objects.filter(pk=entry.pk).update(sub_location=mall)
    assert "Galerie am Markt" in client.get(LIST).content.decode()
    assert names(client.get(LIST, {"part": mall.pk})) == ["Bäckerei Ähre"]


def test_names_stand_in_order_whatever_their_umlauts(client, street):
    assert names(client.get(LIST, {"sort": "name"})) == ["Bäckerei Ähre", "Backmax", "Radhaus", "Zum Anker"]


def test_the_nearest_to_the_middle_comes_first_by_distance(client, kiez, street):
    for number, entry in enumerate(street):
        Entry.objects.filter(pk=entry.pk).update(lat=52.47 + number * 0.002, lon=13.42)
    assert names(client.get(LIST, {"sort": "distance"})) == ["Bäckerei Ähre", "Backmax", "Radhaus", "Zum Anker"]


def test_the_database_draws_the_same_order_as_the_rule(kiez, street):
    for day in (date(2026, 1, 1) + timedelta(days=count) for count in range(20)):
        draw = fair_order(day.isoformat(), kiez.pk)
        drawn = [entry.shuffle for entry in access.in_fair_order(Entry.objects.of(kiez), kiez, on=day)]
        assert drawn == sorted([1, 2, 3, 4], key=draw.key)


def test_pages_hold_each_entry_once(client, kiez):
    many_listed(kiez, 95)
    seen = [name for page in (1, 2, 3) for name in names(client.get(LIST, {"page": page}))]
    assert len(seen) == 95
    assert len(set(seen)) == 95
    assert status(client.get(LIST, {"page": 3})) == "95 Einträge, gezeigt werden 81 bis 95"


def test_long_lists_ask_the_database_as_often_as_short_ones(client, kiez):
    most = {
        "verzeichnis/": 7,
        "verzeichnis/?open=1&use=retail&sort=name": 7,
        "verzeichnis/?q=laden": 7,
        "verzeichnis/?q=schrippe": 7,
        "karte/": 8,
        "karte/eintraege.geojson": 3,
        "": 11,
    }

    def asked(path):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/musterkiez/{path}").status_code == 200
        return len(captured)

    many_listed(kiez, 12, without_hours=0)
    one_page = {path: asked(path) for path in most}
    many_listed(kiez, 48, without_hours=0)
    two_pages = {path: asked(path) for path in most}
    many_listed(kiez, 240, without_hours=0)
    assert two_pages == {path: asked(path) for path in most}
    assert {path: count for path, count in two_pages.items() if count > most[path]} == {}
    found_at_once = {path: count - 1 if "q=" in path else count for path, count in two_pages.items()}
    assert one_page == found_at_once


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-3",
        "page=99999999999999999999",
        "page=zwei",
        "part=9999999999999999999999",
        "part=x&use=nonsense&category=drop+table",
        "category=shop=%00bakery",
        "q=%00",
        "q=" + "x" * 5000,
        "q=%27%22%29%3B--+OR+1%3D1",
        "q=*+NEAR(a+b)+AND+%22",
        "q=%F0%9F%A5%A8",
        "q=%FF%FE",
        "q=<script>alert(1)</script>",
        "sort=;drop",
        "open=2&step_free=&independent=no",
        "use=retail&" * 500,
        "q[]=a&q=b",
    ],
)
def test_addresses_written_by_hand_never_break_the_list(client, street, query):
    for path in ("verzeichnis/", "karte/", "karte/eintraege.geojson", "en/verzeichnis/"):
        response = client.get(f"/musterkiez/{path}?{query}")
        assert response.status_code == 200
        assert b"<script>alert" not in response.content


def test_an_empty_result_is_said_once(client, street):
    for page in (LIST, "/musterkiez/karte/"):
        text = client.get(page, {"q": "xyzqqq"}).content.decode()
        assert text.count("Keine Einträge gefunden") == 1


def test_the_title_follows_a_search_while_typing(client, street):
    typed = client.get(LIST, {"q": "radhaus"}, headers={"HX-Request": "true"}).content.decode()
    title = re.search(r'data-page-title="([^"]+)"', typed)[1]
    assert title == "„radhaus“ im Verzeichnis · Musterkiez"
    assert title in " ".join(client.get(LIST, {"q": "radhaus"}).content.decode().split())


def test_zero_results_name_the_ways_out(client, street):
    text = client.get(LIST, {"q": "radhaus", "use": "gastronomy"}).content.decode()
    assert "Ohne die Filter gibt es einen Eintrag" in text
    assert f'href="{LIST}?q=radhaus"' in text
    text = client.get(LIST, {"q": "qqqqxxxx"}).content.decode()
    assert "Alle Einträge zeigen" in text


def test_an_empty_district_looks_intended(client, kiez):
    for path in ("", "verzeichnis/", "karte/", "leerstand/"):
        assert client.get(f"/musterkiez/{path}").status_code == 200
    for path in ("", "verzeichnis/", "karte/"):
        page = client.get(f"/musterkiez/{path}").text
        assert "Hier geht es gerade los" in page
        assert 'href="/musterkiez/kontakt/"' in page
        assert 'type="search"' not in page
    assert 'type="search"' in client.get(LIST, {"q": "Brot"}).text


def test_a_district_whose_project_is_over_does_not_promise_a_directory(client):
    past = district(slug="vorbei")
    project(past, short_name="Plattform", from_on=date(2017, 1, 1), until_on=date(2018, 12, 31))
    for path in ("", "verzeichnis/", "karte/"):
        assert "Das Projekt „Plattform“ wurde 2018 abgeschlossen" in client.get(f"/vorbei/{path}").text


def test_very_long_names_stay_whole_and_escaped(client, kiez):
    name = ("Donaudampfschifffahrt & Söhne <b>" * 6)[:200]
    listed(kiez, name, slug="lang")
    assert "Söhne &lt;b&gt;" in client.get(LIST).content.decode()


def test_htmx_gets_the_results_alone(client, street):
    response = client.get(LIST, {"q": "radhaus"}, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert "<html" not in text
    assert names(response) == ["Radhaus"]
    assert "data-announce>1 Eintrag<" in text
    assert "HX-Request" in response.headers["Vary"]


def test_open_badges_carry_their_times_and_a_sentence_without_scripts(client, street):
    text = client.get(LIST, {"sort": "name"}).content.decode()
    assert re.search(r'data-open-intervals="[^"]+">[^<]+ geöffnet<', text)
    start = re.search(r"data-open-intervals=\"\[\[&quot;([^&]+)&quot;", text)[1]
    assert timezone.datetime.fromisoformat(start) < timezone.now()


def test_english_visitors_read_english(client, kiez):
    listed(
        kiez, "Radhaus", kind="shop=bicycle", category_details={"name_de": "Fahrradladen", "name_en": "Bicycle shop"}
    )
    text = client.get("/musterkiez/en/verzeichnis/").content.decode()
    assert "Bicycle shop" in text
    assert "Fahrradladen" not in text
    assert "Order" in text


def test_readers_get_no_cookie_and_no_page_twice(client, street):
    for path in (
        "",
        "verzeichnis/",
        "karte/",
        "leerstand/",
        f"verzeichnis/{street[0].slug}/",
        "karte/eintraege.geojson",
    ):
        response = client.get(f"/musterkiez/{path}")
        assert not response.cookies
        assert "no-cache" in response.headers["Cache-Control"]
        again = client.get(f"/musterkiez/{path}", headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_another_districts_entries_stay_there(client, kiez, street):
    other = district(slug="nebenan")
    listed(other, "Fremdling")
    assert "Fremdling" not in client.get(LIST).content.decode()
    assert names(client.get("/nebenan/verzeichnis/", {"q": "ähre"})) == []


def test_ten_vague_words_keep_nobody_waiting_for_the_reasons(client, kiez):
    """What a question means is worked out once a page, not once an entry; measured about 0.1 s."""
    many_listed(kiez, 40)
    vague = {"q": "Restaurant shop office bar auto car food kaufen lassen Betrieb"}
    client.get(LIST, vague)
    began = process_time()
    page = client.get(LIST, vague)
    assert len(names(page)) == 40
    assert process_time() - began < 0.3


def test_what_is_only_close_to_the_question_says_so_and_the_chemist_is_no_pharmacy(client, kiez):
    listed(kiez, "Antonius", kind="amenity=pharmacy")
    listed(kiez, "Streif", kind="shop=medical_supply")
    listed(kiez, "Blank", kind="shop=chemist")
    response = client.get(LIST, {"q": "Apotheke"})
    assert names(response) == ["Antonius", "Streif"]
    assert "Nicht dasselbe, aber nah daran: " in response.content.decode()


def test_nobody_who_wants_a_bicycle_mended_is_sent_to_a_car_workshop(client, kiez):
    listed(kiez, "Turbo", kind="shop=car_repair")
    response = client.get(LIST, {"q": "Fahrrad reparieren"})
    assert names(response) == []
    assert "fahrrad reparieren" in response.text.lower()
    assert names(client.get(LIST, {"q": "Auto reparieren"})) == ["Turbo"]


@pytest.mark.parametrize("question", ["Bäcker Sonntag", "Sonntag Brötchen", "Brötchen am Sonntag"])
def test_who_wants_rolls_on_a_sunday_is_not_sent_to_a_closed_door(client, kiez, question):
    listed(kiez, "Alltagsbrot", hours="Mo-Sa 06:00-18:00")
    listed(kiez, "Sonntagsglück", hours="Mo-Su 07:00-11:00")
    assert names(client.get(LIST, {"q": question})) == ["Sonntagsglück"]


@pytest.mark.parametrize("asked", ["0721", "0721 9", "0721 98765", "+49 721", "0721/9876-5", "9876", "98765"])
def test_a_number_is_found_by_its_beginning_with_or_without_area_code(client, kiez, asked):
    listed(kiez, "Anruf genügt", phone="+4972198765")
    listed(kiez, "Anderswo", phone="+493012345678")
    found = client.get(LIST, {"q": asked})
    assert names(found) == ["Anruf genügt"]
    assert "Gefunden über: Telefon 0721 98765" in found.text


def test_what_was_found_by_its_site_or_postcode_says_so(client, kiez):
    made = listed(kiez, "Fadenlauf", website="https://www.nadelundgarn.example/laden")
    assert names(client.get(LIST, {"q": "nadelundgarn.example"})) == [made.name]
    assert "Gefunden über: Website nadelundgarn.example/laden" in client.get(LIST, {"q": "nadelundgarn.example"}).text


@pytest.mark.parametrize(("asked", "helps"), [("072", True), ("8765", True), ("quaxlbrunzer", False)])
def test_who_finds_no_number_reads_how_to_ask_for_one(client, kiez, asked, helps):
    listed(kiez, "Anruf genügt", phone="+4972198765")
    assert ("mindestens vier Ziffern" in client.get(LIST, {"q": asked}).text) is helps


@pytest.mark.parametrize("asked", ["Bäckerei", "Baeckerei", "Bäcker", "bakery"])
def test_a_trade_finds_nobody_who_only_shares_its_root(client, street, kiez, asked):
    listed(kiez, "Fahrschule von Baeckmann", kind="amenity=driving_school")
    listed(kiez, "Gorkibäcker", kind="amenity=cafe")
    found = set(names(client.get(LIST, {"q": asked})))
    assert {"Bäckerei Ähre", "Backmax"} <= found
    assert "Fahrschule von Baeckmann" not in found


def test_a_word_that_is_understood_is_not_taken_for_a_typing_error(client, street):
    found = client.get(LIST, {"q": "Bücher"})
    assert names(found) == []
    assert "Das sind die Ergebnisse für" not in found.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("bäck", ["Bäckerei"]),
        ("zum Radh", ["zum Radhaus"]),
        ("b", []),
        ("", []),
        ("<script>", []),
        ("bäck ", []),
    ],
)
def test_a_search_field_offers_how_a_question_goes_on(client, street, typed, words):
    offered = client.get(f"{LIST}vorschlaege/", {"q": typed}).content.decode()
    found = re.findall(r'<option value="([^"]*)"', offered)
    assert set(words) <= set(found)
    assert bool(found) == bool(words)


def test_words_are_offered_of_this_district_alone(client, street):
    listed(district(slug="anderswo"), "Radierwerkstatt")
    assert "Radierwerkstatt" not in client.get(f"{LIST}vorschlaege/", {"q": "rad"}).content.decode()
