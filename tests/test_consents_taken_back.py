"""A consent that is taken back holds at once, whichever way it was read: page, search, export, feed, card, paper."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.models import Consent, Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.actions import stewards
from kiezkontor.organisations.actions.releases import save_card
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.released import asked_for_list, asked_for_publishing
from kiezkontor.organisations.tests import builders
from tests.channels import body_of, text_of

pytestmark = pytest.mark.django_db
TOLD = ("+493012345678", "030 12345678", "hanna.muster@example.org", "hanna.example")


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(district):
    return districts.viewer(districts.coordinator(district, "Carla"), district, COORDINATOR)


def met(client: Any, ways: list[str]) -> set[str]:
    answers = {url: client.get(url) for url in ways}
    assert {answer.status_code for answer in answers.values()} == {200}
    texts = {url: text_of(body_of(answer)) for url, answer in answers.items()}
    return {url for url, text in texts.items() if any(word in text for word in TOLD)}


def test_contact_data_of_a_sole_trader_are_gone_everywhere(client, district, office):
    shop = listed(
        district, "Hanna Muster", phone="+493012345678", email="hanna.muster@example.org", is_sole_trader=True
    ).organisation
    Organisation.objects.filter(pk=shop.pk).update(
        website="https://hanna.example/", email_is_public=True, confirmed_on=timezone.localdate()
    )
    shop.refresh_from_db()
    about = {"said_by": "Hanna Muster", "district": district, "by": office}
    stewards.publish_contact(shop, asked_for_publishing(district), **about)
    slug = shop.entries.get().slug
    profile = f"/musterkiez/verzeichnis/{slug}/"
    shown = {profile, f"{profile}visitenkarte.vcf", f"/musterkiez/api/v1/entries/{slug}", "/musterkiez/api/v1/entries"}
    shown |= {f"/musterkiez/api/entries.{kind}" for kind in ("csv", "geojson")}
    others = {f"{profile}aushang/", "/musterkiez/verzeichnis/", "/musterkiez/karte/", "/musterkiez/api/entries.atom"}
    others |= {f"/musterkiez/verzeichnis/{search}?q=Hanna" for search in ("", "vorschlaege/")}
    assert shown <= met(client, sorted(shown | others))
    stewards.publish_contact(shop, None, **about)
    assert met(client, sorted(shown | others)) == set()


def test_a_line_in_the_contact_list_is_gone_for_every_reader(client, district):
    hanna = districts.role(person("Hanna Muster", email="hanna.muster@example.org"), district, Role.Name.TRADER).person
    shop = builders.membership(builders.organisation("Laden Muster"), district).organisation
    builders.steward(hanna, shop)
    values = {"name": "Hanna Muster", "function": "", "phone": "+493012345678", "email": "hanna.muster@example.org"}
    about = {"values": values, "asked": asked_for_list(district), "district": district, "by": Viewer(person=hanna)}
    readers = [districts.role(person(), district, role).person for role in ("board", "coordinator", "editor")]
    ways = [f"/musterkiez/mein/kontakte/{query}" for query in ("", "?q=Hanna", "?q=12345678")]
    for released, is_read in ((set(values), True), ({"name"}, False)):
        save_card(shop, released=released - {"function"}, **about)
        for reader in [hanna, *readers]:
            client.force_login(reader)
            assert bool(met(client, ways[:1])) is is_read
            assert met(client, ways) <= (set(ways) if is_read else set())
    assert Consent.objects.exclude(withdrawn_at=None).count() == 2


@pytest.mark.parametrize("side", ["buero", "mein"])
def test_a_photo_taken_back_is_gone_from_its_address(client, district, side, django_capture_on_commit_callbacks):
    shop = listed(district, "Laden Muster").organisation
    builders.membership(shop, district)
    hanna = districts.role(person(), district, Role.Name.TRADER).person
    builders.steward(hanna, shop)
    texts = {"alt": "Ein Fenster", "caption": "Unser Fenster", "credit": "Muster"}
    client.force_login(hanna if side == "mein" else districts.coordinator(district))
    photos = f"/musterkiez/{side}/eintraege/{shop.pk}/fotos/"
    picture = SimpleUploadedFile("foto.jpg", builders.picture())
    assert client.post(f"{photos}neu/", {"image": picture, "publish": "on"} | texts).status_code == 302
    photo = shop.photos.get()
    shown = [photo.image.url, photo.thumbnail.url]
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{photos}{photo.pk}/", texts | {"publish": "on"}).status_code == 302
    assert [Client().get(url).status_code for url in shown] == [200, 200]
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{photos}{photo.pk}/", texts).status_code == 302
    spelt_otherwise = [url.replace("photos/", other) for url in shown for other in ("photos//", "photos/./")]
    assert {Client().get(url).status_code for url in [*shown, *spelt_otherwise]} == {404}
    assert photo.thumbnail.url in client.get(f"/musterkiez/{side}/eintraege/{shop.pk}/").text
    kept = client.get(photo.thumbnail.url)
    assert (kept.status_code, kept.headers["Cache-Control"]) == (200, "private, no-store")
