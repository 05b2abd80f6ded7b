"""What the frames and components promise to everybody who builds a page with them."""

import json

import pytest
from django.core.paginator import Paginator
from django.http import Http404
from django.template import Context, Template, loader
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.utils.translation import override

from kiezkontor.shared import gallery
from kiezkontor.shared.templatetags import cards
from kiezkontor.shared.templatetags import page as tags


@pytest.mark.parametrize("frame", ["base", "office", "plain"])
def test_developers_see_every_component_in_each_frame(rf: RequestFactory, settings, frame: str) -> None:
    settings.DEBUG = True
    html = gallery.gallery(rf.get("/komponenten/"), frame).content.decode()
    for mark in ("kern-alert--danger", "hours__today", "figure-tile", "timeline", "pagination", "<dialog"):
        assert mark in html
    assert "style=" not in html.replace("data-kern-style=", "")
    assert " onclick" not in html


def test_visitors_do_not_find_the_component_page(rf: RequestFactory, settings) -> None:
    settings.DEBUG = False
    with pytest.raises(Http404):
        gallery.gallery(rf.get("/komponenten/"))


def test_a_refused_form_names_each_mistake_at_its_top_and_links_to_the_field() -> None:
    form = gallery.GalleryForm({"name": "", "email": "kim@", "access": "yes"})
    form.is_valid()
    html = str(form)
    assert html.index("data-error-summary") < html.index("<input")
    for name in ("name", "email", "use_class", "consent"):
        assert f'href="#id_{name}"' in html
        assert f'id="id_{name}"' in html
        assert f'id="id_{name}_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html


def test_a_fresh_form_complains_about_nothing_and_marks_what_may_stay_empty() -> None:
    with override("en"):
        html = str(gallery.GalleryForm())
    assert "data-error-summary" not in html
    assert html.count("(optional)") == 5
    assert "kern-form-input__input" in html


def test_what_people_typed_comes_back_escaped() -> None:
    form = gallery.GalleryForm({"name": '"><script>', "access": "yes"})
    form.is_valid()
    assert "<script>" not in str(form)


def test_the_page_of_a_breakdown_needs_nothing_but_itself() -> None:
    html = loader.get_template("500.html").render()
    assert "schiefgegangen" in html
    assert "went wrong" in html


@pytest.mark.parametrize("code", ["400", "403", "404", "403_csrf"])
def test_people_who_meet_an_error_are_shown_a_way_on(rf: RequestFactory, code: str) -> None:
    html = loader.get_template(f"{code}.html").render({"district": None}, rf.get("/gibt-es-nicht/"))
    assert "<h1>" in html
    assert '<main id="main"' in html


@pytest.mark.parametrize(
    ("number", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (2, 4, [1, 2, 3, 4]),
        (1, 20, [1, 2, 0, 20]),
        (7, 20, [1, 0, 6, 7, 8, 0, 20]),
        (4, 20, [1, 2, 3, 4, 5, 0, 20]),
        (20, 20, [1, 0, 19, 20]),
    ],
)
def test_long_lists_offer_the_ends_and_the_neighbours(number: int, pages: int, shown: list[int]) -> None:
    assert tags.page_numbers(Paginator(range(pages), 1).page(number)) == shown


def test_turning_the_page_keeps_what_people_searched_for(rf: RequestFactory) -> None:
    context = Context({"request": rf.get("/verzeichnis/?q=brot&use=retail&use=gastronomy&page=3")})
    assert tags.page_url(context, 4) == "?q=brot&use=retail&use=gastronomy&page=4"
    assert tags.page_url(context, 1) == "?q=brot&use=retail&use=gastronomy"


def test_the_first_page_of_everything_has_the_plain_address(rf: RequestFactory) -> None:
    assert tags.page_url(Context({"request": rf.get("/verzeichnis/?page=2")}), 1) == "/verzeichnis/"


def test_people_see_where_they_are(rf: RequestFactory) -> None:
    request = rf.get("/verzeichnis/baeckerei/")
    request.resolver_match = ResolverMatch(lambda: None, (), {}, "profile", namespaces=["directory"])
    context = Context({"request": request})
    assert tags.here(context, "directory:profile") == ' aria-current="page"'
    assert tags.here(context, "directory:list", "directory:") == ' aria-current="true"'
    assert tags.here(context, "districts:about") == ""
    assert tags.here(Context(), "districts:about") == ""


def test_a_missing_photo_always_gets_the_same_awning() -> None:
    assert tags.pattern_of("Bäckerei Morgenrot") == tags.pattern_of("Bäckerei Morgenrot")
    assert {tags.pattern_of(name) for name in range(100)} == {f"pattern--{n}" for n in range(1, 7)}


def test_icons_are_silent_unless_they_say_something() -> None:
    assert 'aria-hidden="true"' in tags.icon("local_economy")
    assert "kern-icon--local-economy" in tags.icon("local_economy")
    assert 'aria-label="Gast&lt;"' in tags.icon("gastronomy", "Gast<")


def test_the_browser_gets_its_sentences_in_the_language_of_the_page() -> None:
    with override("de"):
        german = json.loads(tags.browser_texts())
    with override("en"):
        english = json.loads(tags.browser_texts())
    assert german.keys() == english.keys()
    assert english["openUntil"] == "Open until {time}"
    assert "{time}" in german["openUntil"]


def test_a_card_says_only_what_is_known() -> None:
    entry = {"name": "Zum Löwen", "url": "/zum-loewen/", "category": "Kneipe", "use_class": "gastronomy"}
    html = loader.get_template("components/organisation_card.html").render({"entry": entry})
    assert "Zum Löwen" in html
    assert "data-open-intervals" not in html
    assert "data-lat" not in html
    assert "icon--step-free" not in html


@pytest.mark.parametrize("compact", [True, False])
def test_whatever_stands_in_an_entry_is_text_on_its_card(compact: bool) -> None:
    evil = '"><script>alert(1)</script>'
    names = (
        "key",
        "name",
        "url",
        "category",
        "use_class",
        "address",
        "sub_location",
        "hours_text",
        "reason",
        "lat",
        "lon",
    )
    entry: dict[str, object] = dict.fromkeys(names, evil)
    entry |= {"photo": {"url": evil, "alt": evil}, "open_intervals": [[evil]]}
    html = cards.organisation_card(entry, 2, compact)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= len(names)
    without_photo = cards.organisation_card(entry | {"photo": None}, 2, compact)
    assert "<script" not in without_photo


def test_uncertain_and_hostile_values_stay_inside_their_attribute() -> None:
    template = Template('{% load page %}<p data-x="{{ value|as_json }}"></p>')
    html = template.render(Context({"value": [['"><script>', "2026-11-21T09:00+01:00"]]}))
    assert "<script>" not in html
