from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.tasks import forget
from kiezkontor.organisations.actions.photos import in_two_sizes
from kiezkontor.organisations.tests.builders import picture
from kiezkontor.premises.actions.photos import add_unit_photo
from kiezkontor.premises.models import UnitPhoto
from kiezkontor.premises.tests import builders

pytestmark = pytest.mark.django_db
LIST = "/musterkiez/buero/einheiten/"


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district, "Carla Chefin"))
    return client


@pytest.fixture
def unit(district):
    return builders.unit(district, "12")


def with_gps():
    stream = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (52.0, 28.0, 12.0)
    Image.new("RGB", (2400, 1200), "teal").save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def send(office, unit, content=None, **details):
    file = SimpleUploadedFile("front.jpg", content or picture(), content_type="image/jpeg")
    data = {"image": file, "taken_on": "2024-05-01", "caption": "Schaufenster beklebt"}
    return office.post(f"{LIST}{unit.pk}/fotos/neu/", data | details)


def test_a_photo_is_made_small_and_upright_and_forgets_where_it_was_taken(office, unit):
    answer = send(office, unit, with_gps())
    assert answer.status_code == 302, answer.context["form"].errors
    photo = UnitPhoto.objects.get()
    assert (photo.width, photo.height) == (800, 1600)
    with Image.open(photo.image) as stored:
        assert not stored.getexif()
    page = office.get(f"{LIST}{unit.pk}/").text
    assert "01.05.2024 · " in page
    assert "Schaufenster beklebt" in page
    small = office.get(f"{LIST}{unit.pk}/fotos/{photo.pk}/klein.jpg")
    assert (small.status_code, small.headers["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in small.headers["Cache-Control"]


def test_only_the_office_that_took_it_sees_it(client, office, district, unit):
    send(office, unit)
    photo = UnitPhoto.objects.get()
    assert office.get(f"/media/{photo.image.name}").status_code == 404
    url = f"{LIST}{unit.pk}/fotos/{photo.pk}/gross.jpg"
    client.force_login(districts.coordinator(districts.district("Nachbarkiez"), "Nora Nachbarin"))
    assert client.get(url).status_code in {403, 404}
    client.logout()
    assert client.get(url).status_code == 302
    other = districts.district("Anderkiez")
    foreign = builders.photo(unit, other, caption="Aus dem anderen Büro")
    client.force_login(districts.coordinator(district, "Karim Koordination"))
    assert "Aus dem anderen Büro" not in client.get(f"{LIST}{unit.pk}/").text
    assert client.get(f"{LIST}{unit.pk}/fotos/{foreign.pk}/gross.jpg").status_code == 404


def test_a_photo_is_removed_with_its_files(office, unit, django_capture_on_commit_callbacks):
    send(office, unit)
    photo = UnitPhoto.objects.get()
    url = f"{LIST}{unit.pk}/fotos/{photo.pk}/entfernen/"
    assert "nicht rückgängig" in office.get(url).text
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(url).status_code == 302
    assert not UnitPhoto.objects.exists()
    assert not default_storage.exists(photo.image.name)
    verbs = AuditEntry.objects.filter(verb__startswith="unit.photo").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["unit.photo_added", "unit.photo_removed"]


def test_a_photo_of_tomorrow_and_what_is_no_photo_are_refused(office, unit):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "liegt in der Zukunft" in send(office, unit, taken_on=tomorrow).text
    assert "kein Foto" in send(office, unit, b"MZ" + bytes(99)).text
    assert not UnitPhoto.objects.exists()


def test_photos_of_long_ago_are_forgotten(district, unit, django_capture_on_commit_callbacks):
    sizes, by = in_two_sizes(picture()), system_viewer("test")
    old = add_unit_photo(unit, sizes, taken_on=date(2010, 5, 1), district=district, by=by)
    new = add_unit_photo(unit, sizes, taken_on=timezone.localdate(), district=district, by=by)
    with django_capture_on_commit_callbacks(execute=True):
        gone = forget.call()
    assert gone["photos of units"] == 1
    assert [photo.pk for photo in UnitPhoto.objects.all()] == [new.pk]
    assert not default_storage.exists(old.image.name)
