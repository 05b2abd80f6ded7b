import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kiezkontor.districts.models import DistrictHost
from kiezkontor.districts.tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    names = [
        default_storage.save("brand/logo-of-a-test.png", ContentFile(b"0123456789")),
        default_storage.save("inside/secret.png", ContentFile(b"secret")),
        default_storage.save("brand/page-of-a-test.html", ContentFile(b"<script>alert(1)</script>")),
    ]
    yield names
    for name in names:
        default_storage.delete(name)


def test_a_logo_is_shown_at_the_installation_and_at_the_districts_own_host(client, kept):
    DistrictHost.objects.create(district=builders.district(), host="musterkiez.example")
    for host in ("testserver", "musterkiez.example"):
        answer = client.get(f"/media/{kept[0]}", headers={"host": host})
        assert b"".join(answer.streaming_content) == b"0123456789"
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_player_gets_the_part_it_asks_for(client, kept):
    answer = client.get(f"/media/{kept[0]}", headers={"range": "bytes=2-4"})
    assert (answer.status_code, answer.content) == (206, b"234")
    assert answer.headers["Content-Range"] == "bytes 2-4/10"
    assert client.get(f"/media/{kept[0]}", headers={"range": "bytes=8-"}).content == b"89"
    assert client.get(f"/media/{kept[0]}", headers={"range": "bytes=10-"}).status_code == 416


def test_only_pictures_and_videos_meant_for_everybody_are_served(client, kept):
    for path in (*kept[1:], "brand/none.png", "brand/../inside/secret.png", "brand", "../db.sqlite3"):
        assert client.get(f"/media/{path}").status_code == 404
