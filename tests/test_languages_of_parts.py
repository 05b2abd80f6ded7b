"""What people entered in German is marked as German wherever it stands on an English page."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from kiezkontor.calendar.tests.builders import event
from kiezkontor.directory.models import Entry
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.models import District, FundingSource, Operator, Programme, TeamMember
from kiezkontor.districts.tests.builders import coordinator, district, project
from kiezkontor.meetings.tests.builders import approved, item, task
from kiezkontor.organisations.tests.builders import photo
from kiezkontor.shared.spoken import Text, spoken, spoken_within
from kiezkontor.voices.tests.builders import comment, published, topic, voice, with_photo

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SAID = {"alt", "title", "placeholder"}
# Fields say what is expected in them by their labels; one for a language says that language.
NOT_SAID_THERE = {"head", "script", "option"}
WORD = "Prüfwort"


class Parts(HTMLParser):
    """Every text that holds the word, with the language said for it; the head of a page cannot say any."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.languages: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []
        self.feed(html)

    @property
    def language(self) -> str:
        return self.languages[-1][1] if self.languages else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        language = values.get("lang", self.language)
        self.found += [(text, language) for name, text in values.items() if name in SAID and WORD in text]
        if tag not in VOID:
            self.languages.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.languages and self.languages.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _language in self.languages}
        if WORD in data and not inside & NOT_SAID_THERE:
            self.found.append((data.strip(), self.language))


@pytest.fixture
def pages() -> list[str]:
    """English pages of a district that has everything in German only, a word in every text."""
    names = ("official_name", "claim_de", "about_de", "office_name", "office_note_de", "logo_alt")
    texts: Any = {name: f"{WORD} {name}" for name in names}
    here = district(
        "Schillerkiez", office_hours=f'Mo 10:00-12:00 "{WORD} Sprechzeit"', is_public_authority=True, **texts
    )
    operator = Operator.objects.create(name=f"{WORD} Träger", claim=f"{WORD} Leitsatz")
    names = ("short_name", "official_name", "place_label", "summary_de", "body_de", "goals_de")
    running = [
        project(here, operator=operator, slug=f"vorhaben-{number}", **{name: f"{WORD} {name}" for name in names})
        for number in (1, 2)
    ]
    programme = Programme.objects.create(name=f"{WORD} Programm")
    for one in running:
        FundingSource.objects.create(project=one, kind="other", name=f"{WORD} Stiftung", programme=programme)
        FundingSource.objects.create(project=one, kind="own", name=f"{WORD} Eigenanteil der Stadt")
        words = {name: f"{WORD} {name}" for name in ("qualification", "role_de", "competence")}
        TeamMember.objects.create(project=one, name="Mira Muster", **words)
    prompts = ("who_we_are", "what_we_offer", "what_district_means", "why_we_take_part")
    said: Any = {f"{prompt}_de": f"{WORD} {prompt}" for prompt in prompts}
    entry = listed(
        here,
        "Laden",
        hours=f'Mo-Fr 10:00-18:00 "{WORD} Hinweis"; PH off "{WORD} Feiertag"',
        access_note=f"{WORD} Rampe",
        keywords=f"{WORD}",
        confirmed_on=date(2026, 1, 2),
        is_member=True,
        **said,
    )
    for _number in (1, 2):
        photo(entry.organisation, is_public=True, alt=f"{WORD} alt", caption=f"{WORD} Bild", credit=f"{WORD} Rechte")
    base = "/schillerkiez/en"
    public = ["/", "/verzeichnis/", f"/verzeichnis/?q={WORD}", f"/verzeichnis/{entry.slug}/", "/karte/", "/leerstand/"]
    public += [f"/verzeichnis/{entry.slug}/aushang/", "/projekte/", "/projekte/vorhaben-1/", "/ueber-uns/", "/team/"]
    return ["/en/", *(base + page for page in [*public, "/kontakt/"])]


@pytest.mark.django_db
def test_a_voice_reads_german_words_on_english_pages_in_german(client: Client, pages):
    seen = set()
    for address in pages:
        response = client.get(address)
        assert response.status_code == 200, address
        parts = Parts(response.content.decode()).found
        seen |= {text for text, _language in parts}
        assert [text for text, language in parts if language != "de"] == [], address
    assert len(seen) > 20


@pytest.fixture
def said() -> list[str]:
    """English pages of what people planned and gave, a word in every text: an event, its minutes, a hint."""
    here = district("Schillerkiez")
    places: Any = {name: f"{WORD} {name}" for name in ("place", "address", "access_note", "text", "topic")}
    planned = event(here, f"{WORD} Runde", **places)
    held = event(here, f"{WORD} Sitzung", starts_at=timezone.now() - timedelta(days=3), **places)
    task(item(held, f"{WORD} Punkt"), f"{WORD} Aufgabe")
    approved(held, has_public=True)
    words = {name: f"{WORD} {name}" for name in ("place", "photo_alt", "shown_title", "shown_words")}
    facts = {"published_at": timezone.now(), "topic": topic(here, f"{WORD} Thema"), "shows_photo": True}
    given = with_photo(here, **words, **facts)
    again = voice(here, duplicate_of=given, status="duplicate", published_at=timezone.now(), shown_title=f"{WORD} auch")
    given.steps.update(reason=f"{WORD} Grund")
    comment(given, words=f"{WORD} Kommentar")
    base = "/schillerkiez/en/"
    calendar = ["", "kalender/", f"kalender/{planned.pk}/", f"kalender/{planned.pk}/anmelden/"]
    calendar += ["kalender/karte/", "kalender/vergangene/", f"kalender/{held.pk}/protokoll/"]
    hints = ["hinweise/", f"hinweise/{given.pk}/", f"hinweise/{again.pk}/", "hinweise/neu/"]
    return [base + page for page in (*calendar, *hints)]


@pytest.mark.django_db
def test_what_people_planned_and_gave_is_read_in_german_on_english_pages(client: Client, said):
    options = set()
    for address in said:
        response = client.get(address)
        assert response.status_code == 200, address
        html = response.content.decode()
        assert [text for text, language in Parts(html).found if language != "de"] == [], address
        options |= set(re.findall(rf"<option[^>]*>{WORD}[^<]*", html))
    assert len(options) > 1
    assert [option for option in options if ' lang="de"' not in option] == []


@pytest.mark.django_db
def test_topics_a_district_begins_with_have_english_names(client: Client):
    published(district("Schillerkiez"), words="Die Bank ist kaputt.")
    english = client.get("/schillerkiez/en/hinweise/").text
    assert "<span>Traffic and ways</span>" in english
    assert "Verkehr und Wege" not in english
    assert "<span>Verkehr und Wege</span>" in client.get("/schillerkiez/hinweise/").text


@pytest.mark.django_db
@pytest.mark.usefixtures("pages")
def test_an_office_that_works_in_english_hears_german_content_in_german(client: Client):
    here = District.objects.get(slug="schillerkiez")
    client.force_login(coordinator(here))
    base = "/schillerkiez/en/buero"
    entry = Entry.objects.get(district=here).organisation_id
    steps = ("", "projekte/", "projekte/vorhaben-1/bearbeiten/", "projekte/vorhaben-1/team/")
    for page in (*steps, "projekte/vorhaben-1/foerderung/", "quartier/namen/", f"eintraege/{entry}/"):
        parts = Parts(client.get(f"{base}/{page}").content.decode())
        assert [text for text, language in parts.found if language != "de"] == [], page
    form = client.get(f"{base}/projekte/vorhaben-1/bearbeiten/").content.decode()
    assert re.search(r'name="summary_de"[^>]* lang="de"', form)
    assert not re.search(r'name="summary_en"[^>]* lang=', form)


@pytest.mark.django_db
def test_german_pages_say_no_language_twice(client: Client, pages):
    for address in pages:
        assert '<span lang="de">' not in client.get(address.replace("/en/", "/")).content.decode()


def test_names_inside_a_sentence_keep_their_language_and_stay_harmless():
    with translation.override("en"):
        marked = spoken_within("Funded by Stadt <Muster> and Stadt", ["Stadt", "Stadt <Muster>"])
        assert spoken(Text("in English", "en")) == "in English"
    assert marked == 'Funded by <span lang="de">Stadt &lt;Muster&gt;</span> and <span lang="de">Stadt</span>'
    with translation.override("de"):
        assert spoken("Träger & Freunde") == "Träger &amp; Freunde"
        assert spoken(Text("Welcome", "en")) == '<span lang="en">Welcome</span>'
