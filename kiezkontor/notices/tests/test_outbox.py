import pytest
from django.core.mail import EmailMessage


@pytest.fixture
def demonstration(settings, tmp_path):
    settings.SHOW_MAIL = True
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path)},
        }
    }


def test_a_demonstration_shows_its_mails_the_newest_first(client, demonstration):
    assert "Noch keine Post" in client.get("/postfach/").content.decode()
    for subject in ("Ältere Nachricht", "Neuere Nachricht"):
        message = EmailMessage(subject, "Grüße <b>aus</b> dem Büro", "buero@example.org", ["anna@example.org"])
        message.extra_headers["Date"] = f"Sat, {20 if subject[0] == 'Ä' else 21} Nov 2026 10:00:00 +0100"
        message.send()
    page = client.get("/postfach/").content.decode()
    assert page.index("Neuere Nachricht") < page.index("Ältere Nachricht")
    assert "Grüße &lt;b&gt;aus&lt;/b&gt; dem Büro" in page


def test_the_mails_to_one_person_are_shown_alone(client, demonstration):
    for to in ("anna@example.org", "bela@example.org"):
        EmailMessage(f"Für {to[:4]}", "Guten Tag", "buero@example.org", [to]).send()
    page = client.get("/postfach/", {"to": "anna@example.org"}).text
    assert "<h2>Für anna</h2>" in page
    assert "<h2>Für bela</h2>" not in page
    assert '<option value="bela@example.org">' in page
    for asked in ("", "carla@example.org"):
        everything = client.get("/postfach/", {"to": asked}).text
        assert "<h2>Für anna</h2>" in everything
        assert "<h2>Für bela</h2>" in everything


def test_a_mail_to_one_person_is_found_among_many_later_ones_to_others(client, demonstration):
    EmailMessage("Für Anna", "Guten Tag", "buero@example.org", ["anna@example.org"]).send()
    for number in range(35):
        EmailMessage(f"Nachricht {number}", "Guten Tag", "buero@example.org", ["bela@example.org"]).send()
    assert client.get("/postfach/").text.count("<article") == 30
    assert "<h2>Für Anna</h2>" in client.get("/postfach/", {"to": "anna@example.org"}).text


def test_nowhere_else_mail_can_be_read(client, settings):
    assert client.get("/postfach/").status_code == 404
    settings.SHOW_MAIL = True
    assert client.get("/postfach/").status_code == 404


@pytest.mark.django_db
def test_the_sign_in_of_a_demonstration_leads_to_the_mailbox(client, demonstration):
    client.post("/konto/anmelden/", {"email": "anna@example.org"})
    assert 'href="/postfach/"' in client.get("/konto/anmelden/code/").content.decode()
