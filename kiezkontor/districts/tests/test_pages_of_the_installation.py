import pytest

from kiezkontor.districts.installation import texts_folder

pytestmark = pytest.mark.django_db
PAGES = ["impressum", "datenschutz", "barrierefreiheit"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("provider", ["", "Musterbüro GmbH | Musterweg 1 | 12345 Musterstadt | post@muster.example"])
def test_legal_pages_read_complete_with_and_without_a_provider(client, settings, page, language, provider):
    settings.PROVIDER = provider
    answer = client.get(f"/{language}{page}/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "{{" not in text
    assert "None" not in text
    if provider and page != "barrierefreiheit":
        assert "Musterbüro GmbH" in text
        assert "12345 Musterstadt" in text


def test_the_foot_of_every_page_leads_there(client):
    text = client.get("/impressum/").content.decode()
    for page in PAGES:
        assert f'href="/{page}/"' in text


def test_the_provider_may_write_whole_texts(client):
    file = texts_folder() / "imprint.de.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("# Wir\n\nEigenes <b>Impressum</b>", encoding="utf-8")
    try:
        text = client.get("/impressum/").content.decode()
        assert "<h2>Wir</h2>" in text
        assert "<b>" not in text
        assert 'lang="de"' in client.get("/en/impressum/").content.decode()
    finally:
        file.unlink()
