import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.models import BrandDraft
from kiezkontor.districts.tests import builders

pytestmark = pytest.mark.django_db
PAGE = "/musterkiez/buero/quartier/marke/entwuerfe/"
SAID = {
    "name": "Lindenblatt",
    "image_text": "Ein grünes Lindenblatt",
    "author": "Greta Grafik",
    "rights": "Überall verwenden, ohne Frist.",
}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kiez():
    return builders.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(builders.coordinator(kiez, "Kora Koordination"))
    return client


def chosen(content=None, name="entwurf.webp"):
    return SimpleUploadedFile(name, builders.drawing() if content is None else content)


def test_a_draft_is_kept_with_who_drew_it_and_what_may_be_done_with_it(office):
    assert f'href="{PAGE}"' in office.get("/musterkiez/buero/quartier/marke/").text
    assert office.post(PAGE, SAID | {"image": chosen()}).status_code == 302
    draft = BrandDraft.objects.get()
    page = office.get(PAGE).text
    assert f'src="{PAGE}{draft.pk}.webp"' in page.replace("\n", " ")
    for said in (*SAID.values(), "Kora Koordination"):
        assert said in page
    assert AuditEntry.objects.get(verb="district.draft_added").detail["name"] == "Lindenblatt"


def test_the_file_is_for_who_may_change_the_brand_alone(client, kiez):
    draft = builders.draft(kiez)
    picture = f"{PAGE}{draft.pk}.webp"
    assert client.get(f"/media/{draft.image.name}").status_code == 404
    assert client.get(picture).status_code == 302
    client.force_login(builders.editor(kiez))
    assert client.get(picture).status_code == 403
    client.force_login(builders.coordinator(kiez))
    shown = client.get(picture)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert client.get(f"/media/{draft.image.name}").status_code == 404
    other = builders.draft(builders.district("Fremdkiez"))
    assert client.get(f"{PAGE}{other.pk}.webp").status_code == 404


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"image": ""}, "Bitte wählen Sie ein Bild."),
        ({"image": "<svg/>"}, "Das Logo lässt sich nicht lesen"),
        ({"name": "lindenblatt 2"}, "Es gibt schon einen Entwurf mit diesem Namen."),
        ({"rights": ""}, "Bitte machen Sie hier eine Angabe."),
    ],
)
def test_what_is_no_draft_is_refused(office, kiez, said, sentence):
    builders.draft(kiez, "Lindenblatt 2")
    sent = SAID | {"image": "ok"} | said
    if sent["image"]:
        sent["image"] = chosen(sent["image"].encode() if sent["image"] != "ok" else None)
    answer = office.post(PAGE, sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert BrandDraft.objects.count() == 1


def test_a_draft_goes_with_its_picture(office, kiez, django_capture_on_commit_callbacks):
    draft = builders.draft(kiez, "Lindenblatt")
    remove = f"{PAGE}{draft.pk}/entfernen/"
    asked = office.get(remove).text
    assert "Lindenblatt" in asked
    assert "button--danger" in asked
    assert default_storage.exists(draft.image.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(remove).status_code == 302
    assert not default_storage.exists(draft.image.name)
    assert not BrandDraft.objects.exists()
    assert AuditEntry.objects.get(verb="district.draft_removed").detail["name"] == "Lindenblatt"
