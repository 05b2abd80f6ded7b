import pytest
from django.apps import apps
from django.db import models
from django.http import Http404, HttpResponse, QueryDict

from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests import builders
from kiezkontor.shared.readable import ReadableTexts, only_readable, readable, unturned_values
from kiezkontor.shared.web_addresses import WebAddress


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        ("Bäckerei\u202egnp.exe", "Bäckereignp.exe"),
        ("\u2066Laden\u2069 \u202aMuster\u202c", "Laden Muster"),
        ("zwei\nZeilen\tund\r\nmehr", "zwei\nZeilen\tund\r\nmehr"),
        ("نان\u200cوایی \u200eKiez\u200f", "نان\u200cوایی \u200eKiez\u200f"),
        ("B\x00ä\x1bcker", "Bäcker"),
    ],
)
def test_signs_that_turn_or_hide_letters_are_taken_out(written, reads):
    assert readable(written) == reads


def test_texts_of_devices_lose_them_however_deep_they_lie():
    assert unturned_values({"a": ["x\u202ey", 1, {"b": None, "c": "\u2066z"}]}) == {
        "a": ["xy", 1, {"b": None, "c": "z"}]
    }


def test_a_form_keeps_its_fields_and_their_order():
    sent = QueryDict(mutable=True)
    sent.setlist("languages", ["de", "tr\u202e"])
    sent["name"] = "Laden"
    sent._mutable = False
    cleaned = only_readable(sent)
    assert cleaned.dict() == {"languages": "tr", "name": "Laden"}
    assert cleaned.getlist("languages") == ["de", "tr"]
    assert only_readable(cleaned) is cleaned


@pytest.fixture
def edited(client):
    district = districts.district("Musterkiez")
    shop = builders.organisation("Laden Muster")
    builders.membership(shop, district)
    client.force_login(districts.coordinator(district))
    path = f"/musterkiez/buero/eintraege/{shop.pk}/bearbeiten/"

    def edit(**more):
        form = client.get(path).context["form"]
        sent = {field.html_name: value for field in form if (value := field.value())} | {"basis": "owner"} | more
        return client.post(path, sent), Organisation.objects.get(pk=shop.pk)

    return edit


@pytest.mark.django_db
def test_no_name_shows_as_another_one(edited):
    answer, shop = edited(name="Laden\u202e retsuM", who_we_are_de="Wir\u2067 sind da.")
    assert answer.status_code == 302
    assert (shop.name, shop.who_we_are_de) == ("Laden retsuM", "Wir sind da.")


@pytest.mark.parametrize("path", ["/api/v1/entries/laden%00", "/hinweise/stand/a%E2%80%AEb/"])
def test_no_page_is_asked_by_a_path_with_such_signs(rf, path):
    middleware = ReadableTexts(lambda request: HttpResponse())
    middleware.process_view(rf.get("/hinweise/stand/ab/"), lambda request: None, (), {})
    with pytest.raises(Http404):
        middleware.process_view(rf.get(path), lambda request: None, (), {})


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["ftp://kiez.example/", "ftps://kiez.example/", "javascript:alert(1)"])
def test_a_website_is_an_address_of_the_web(edited, address):
    answer, shop = edited(website=address)
    assert (answer.status_code, shop.website) == (422, "")
    answer, shop = edited(website="https://kiez.example/")
    assert (answer.status_code, shop.website) == (302, "https://kiez.example/")


def test_every_column_for_an_address_takes_those_of_the_web_alone():
    others = [
        f"{model._meta.label_lower}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if model.__module__.startswith("kiezkontor.")
        and isinstance(column, models.URLField)
        and not isinstance(column, WebAddress)
    ]
    assert others == []
