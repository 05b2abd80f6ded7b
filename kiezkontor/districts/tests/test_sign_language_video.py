from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.actions import videos
from kiezkontor.districts.models import DistrictHost, SignLanguageVideo
from kiezkontor.districts.tests import builders
from kiezkontor.methods.tests.video_files import mp4, webm

pytestmark = pytest.mark.django_db
OFFICE = "/musterkiez/buero/quartier/gebaerdensprache/"
PAGE = "/musterkiez/gebaerdensprache/"


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kiez():
    return builders.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(builders.coordinator(kiez))
    return client


def picture():
    content = BytesIO()
    Image.new("RGB", (1600, 900), "#13505b").save(content, "PNG")
    return SimpleUploadedFile("standbild.png", content.getvalue())


@pytest.fixture
def send(office, django_capture_on_commit_callbacks):
    def post(content=None, **values):
        if content is not None:
            values["video"] = SimpleUploadedFile("Mein Film.mov", content)
        with django_capture_on_commit_callbacks(execute=True):
            return office.post(OFFICE, values)

    return post


def test_the_office_looks_at_the_video_before_visitors_do(send, office, client, kiez):
    assert send(mp4(), poster=picture(), transcript_de="Willkommen im *Musterkiez*.").status_code == 302
    page = office.get(OFFICE).content.decode()
    assert "Besucherinnen und Besucher sehen dieses Video noch nicht." in page
    assert "<video controls" in page
    client.logout()
    assert "<video" not in client.get(PAGE).content.decode()
    client.force_login(builders.coordinator(kiez))
    assert send(transcript_de="Willkommen im *Musterkiez*.", is_shown="on").status_code == 302
    client.logout()
    page = client.get(PAGE).content.decode()
    video = SignLanguageVideo.objects.get()
    assert f'<source src="{video.file.url}" type="video/mp4">' in page
    assert f'poster="{video.poster.url}"' in page
    assert 'width="640"' in page
    assert "0:06" in page
    assert "Willkommen im <em>Musterkiez</em>." in page
    assert "Das Video erklärt in Deutscher Gebärdensprache" in page
    english = client.get("/musterkiez/en/gebaerdensprache/").content.decode()
    assert 'lang="de">' in english
    assert "Willkommen" in english


def test_a_player_gets_parts_of_it_from_the_districts_own_host(send, client, kiez):
    DistrictHost.objects.create(district=kiez, host="musterkiez.example")
    send(webm(), transcript_de="Hallo.", is_shown="on")
    page = client.get("/gebaerdensprache/", headers={"host": "musterkiez.example"}).content.decode()
    address = SignLanguageVideo.objects.get().file.url
    assert f'src="{address}" type="video/webm"' in page
    answer = client.get(address, headers={"host": "musterkiez.example", "range": "bytes=0-3"})
    assert (answer.status_code, answer.content) == (206, webm()[:4])
    answer = client.get(address, headers={"host": "musterkiez.example", "range": "bytes=-5"})
    assert (answer.status_code, answer.content) == (206, webm()[-5:])


def test_nobody_sees_a_video_without_its_words(send):
    answer = send(mp4(), is_shown="on")
    assert answer.status_code == 422
    assert "sobald hier als deutscher Text steht, was es sagt" in answer.content.decode()
    assert not SignLanguageVideo.objects.exists()
    assert send(transcript_de="Worte ohne Video").status_code == 422


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"kein Film", "Das ist kein Video in den Formaten MP4 oder WebM"),
        (mp4(brand=b"qt  "), "Das ist ein QuickTime-Film"),
        (mp4(codec=b"hvc1"), "zum Beispiel mit HEVC"),
        (mp4(handler=b"soun"), "enthält nur Ton"),
        (mp4()[:-10], "nicht vollständig"),
        (b"", "leer"),
    ],
)
def test_files_browsers_do_not_play_are_refused_with_what_to_do(send, content, sentence):
    send(webm(), transcript_de="Hallo.", is_shown="on")
    answer = send(content, transcript_de="Neu", is_shown="on")
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    kept = SignLanguageVideo.objects.get()
    assert kept.transcript_de == "Hallo."
    assert default_storage.exists(kept.file.name)


def test_a_video_nobody_on_the_road_could_load_is_refused(send, monkeypatch):
    monkeypatch.setattr(videos, "MAX_VIDEO_BYTES", 100)
    answer = send(mp4(), transcript_de="Hallo.")
    assert answer.status_code == 422
    assert "Das Video ist größer als" in answer.content.decode()


def test_a_new_video_takes_the_place_of_the_old_one(send, office):
    send(mp4(), poster=picture(), transcript_de="Alt.", is_shown="on")
    old = SignLanguageVideo.objects.get()
    send(webm(), transcript_de="Neu.", is_shown="on", without_poster="on")
    new = SignLanguageVideo.objects.get()
    assert new.file.name.endswith(".webm")
    assert not new.poster
    assert default_storage.exists(new.file.name)
    assert not default_storage.exists(old.file.name)
    assert not default_storage.exists(old.poster.name)


def test_a_new_file_in_place_of_a_shown_one_waits_until_the_office_has_seen_it(send, office, client):
    send(mp4(), transcript_de="Alt.", is_shown="on")
    assert "wird zunächst verborgen" in office.get(OFFICE).content.decode()
    answer = send(webm(), transcript_de="Neu.", is_shown="on")
    page = office.get(answer.url).content.decode()
    assert "Das neue Video ist verborgen" in page
    assert "Besucherinnen und Besucher sehen dieses Video noch nicht." in page
    assert "<video" not in client.get(PAGE).content.decode()
    send(transcript_de="Neu.", is_shown="on")
    assert "<video" in client.get(PAGE).content.decode()


def test_the_video_is_removed_after_a_question(send, office, client, django_capture_on_commit_callbacks):
    send(mp4(), transcript_de="Hallo.", is_shown="on")
    video = SignLanguageVideo.objects.get()
    assert "Das lässt sich nicht rückgängig machen" in office.get(f"{OFFICE}entfernen/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(f"{OFFICE}entfernen/").status_code == 302
    assert not SignLanguageVideo.objects.exists()
    assert not default_storage.exists(video.file.name)
    assert "<video" not in client.get(PAGE).content.decode()
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["district.sign_language_set", "district.sign_language_removed"]
    assert office.get(f"{OFFICE}entfernen/").status_code == 302


def test_the_office_is_told_what_is_missing_until_visitors_see_the_video(send, office):
    overview = "/musterkiez/buero/quartier/"
    assert "Lassen Sie ein Video" in office.get(overview).content.decode()
    send(mp4())
    assert "Schreiben Sie auf, was das Video sagt" in office.get(overview).content.decode()
    send(transcript_de="Hallo.", is_shown="on")
    page = office.get(overview).content.decode()
    assert "Video" not in page.split("Noch zu tun")[-1].split("</section>")[0]
