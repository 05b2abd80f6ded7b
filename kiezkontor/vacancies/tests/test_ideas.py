"""Ideas for interim use: anybody gives one, the office decides what everybody reads, and shows examples."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import EDITOR
from kiezkontor.districts.models import Role
from kiezkontor.districts.models.changes import PageChange
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.retention import forget
from kiezkontor.organisations.tests.builders import picture
from kiezkontor.shared import guard
from kiezkontor.shared.mounting import district_path
from kiezkontor.vacancies.models import LettingRent, UseExample, UseIdea
from kiezkontor.vacancies.rules.limits import REPORTS_AN_HOUR
from kiezkontor.vacancies.tests import builders, exposes

pytestmark = pytest.mark.django_db
PAGE, OFFICE = "/musterkiez/leerstand/ideen/", "/musterkiez/buero/leerstand/ideen/"
USES = "/musterkiez/buero/leerstand/nutzungen/"
SECRET = "Ideengeheimnis"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(guard, "MIN_SECONDS", -1)


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(kiez):
    client = Client()
    client.force_login(districts.coordinator(kiez))
    return client


def said(**more):
    return {"words": "Ein Repaircafé.", "homepage": "", "opened": guard.opened_now()} | more


def decided(**more):
    return {"status": "published", "shown_title": "Repaircafé", "shown_words": "Samstags offen."} | more


def test_anybody_gives_an_idea_and_the_office_publishes_it(client, office, kiez):
    assert f"{PAGE}geben/" in client.get(PAGE).text
    answer = client.post(f"{PAGE}geben/", said(name=SECRET, email="hanna@example.org"))
    assert "Danke" in client.get(answer["Location"]).text
    idea = UseIdea.objects.get()
    assert (idea.status, idea.district, idea.name) == ("received", kiez, SECRET)
    assert "Repaircafé" not in client.get(PAGE).text
    assert "1 Idee für Zwischennutzung wartet" in office.get("/musterkiez/buero/").text
    assert f"{OFFICE}{idea.pk}/" in office.get(OFFICE).text
    assert SECRET in office.get(f"{OFFICE}{idea.pk}/").text
    before = PageChange.objects.count()
    assert office.post(f"{OFFICE}{idea.pk}/", decided(note=SECRET)).status_code == 302
    assert PageChange.objects.count() > before
    shown = client.get(PAGE).text
    assert "Repaircafé" in shown
    assert "Samstags offen." in shown
    assert SECRET not in shown
    assert "hanna@example.org" not in shown
    office.post(f"{OFFICE}{idea.pk}/", decided(status="declined"))
    assert "Repaircafé" not in client.get(PAGE).text


@pytest.mark.parametrize("status", [each for each in UseIdea.PUBLIC if each != "taken_up"])
def test_nobody_outside_learns_how_far_an_idea_is(client, kiez, status):
    builders.idea(kiez)
    published = client.get(PAGE).text
    UseIdea.objects.update(status=status)
    assert client.get(PAGE).text == published


def test_an_idea_may_be_for_a_room_on_offer(client, kiez):
    offered = exposes.told(kiez, builders.vacant_unit(kiez, "7"), "page", title="Saal mit Bühne")
    hidden = exposes.told(kiez, builders.vacant_unit(kiez, "8"), title="Keller mit Geheimnis")
    assert (
        f"geben/?angebot={offered.code.lower()}"
        in client.get(f"/musterkiez/leerstand/angebote/{offered.code.lower()}/").text
    )
    assert "Saal mit Bühne" in client.get(f"{PAGE}geben/?angebot={offered.code}").text
    assert "Keller" not in client.get(f"{PAGE}geben/?angebot={hidden.code}").text
    for code, case in ((offered.code, offered.case), (hidden.code, None), ("x" * 5000, None), ("", None)):
        client.post(f"{PAGE}geben/", said(angebot=code) | {"words": f"Für {code[:9]}"})
        made = UseIdea.objects.order_by("pk").last()
        assert (made.words, made.case) == (f"Für {code[:9]}".strip(), case)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [({"words": " "}, {"words"}), ({"email": "hanna"}, {"email"}), ({"words": "x" * 2001}, {"words"})],
)
def test_what_cannot_be_taken_in_is_refused_at_its_field(client, kiez, wrong, fields):
    answer = client.post(f"{PAGE}geben/", said(**wrong))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == fields
    assert not UseIdea.objects.exists()


def test_machines_are_held_off(client, kiez):
    for _nth in range(REPORTS_AN_HOUR):
        builders.idea(kiez, status="received", decided_at=None)
    assert client.post(f"{PAGE}geben/", said()).status_code == 422
    assert client.post(f"{PAGE}geben/", said(homepage="https://spam.example/")).status_code == 422


def test_what_everybody_reads_has_a_title(office, kiez):
    idea = builders.idea(kiez, status="received", decided_at=None, shown_title="")
    answer = office.post(f"{OFFICE}{idea.pk}/", decided(shown_title=" "))
    assert answer.context["form"].errors.keys() == {"shown_title"}
    assert office.post(f"{OFFICE}{idea.pk}/", decided(status="declined", shown_title="")).status_code == 302


def test_the_office_says_which_vacancy_an_idea_suits_and_nobody_else_reads_that(client, office, kiez):
    idea, case = builders.idea(kiez), builders.case(kiez)
    foreign = builders.case(districts.district("Anderswo"))
    before = client.get(PAGE).text
    said_so = decided(shown_title="Ausstellung", shown_words="", case=str(case.pk))
    assert office.post(f"{OFFICE}{idea.pk}/", said_so).status_code == 302
    idea.refresh_from_db()
    assert idea.case == case
    assert client.get(PAGE).text == before
    refused = office.post(f"{OFFICE}{idea.pk}/", said_so | {"case": str(foreign.pk)})
    assert refused.context["form"].errors.keys() == {"case"}


def photo():
    return SimpleUploadedFile("bild.jpg", picture(), content_type="image/jpeg")


def told(**more):
    return {"title": "Offenes Atelier", "words": "Vier Monate.", "is_public": "on"} | more


def test_an_interim_use_becomes_an_example_with_its_days_and_nothing_of_its_contract(client, office, kiez):
    use = builders.letting(
        builders.case(kiez, note=SECRET),
        tenant=SECRET,
        sign=SECRET,
        purpose=SECRET,
        who_pays=SECRET,
        ending="at_term",
        ended_on=timezone.localdate(),
    )
    builders.owner(kiez, use.case.unit, name=SECRET)
    LettingRent.objects.create(letting=use, from_on=use.begins_on, cold="1234.56")
    given = told(image=photo(), alt="Bilder an der Wand", credit="Mira Muster", may_show="on")
    answer = office.post(f"{USES}{use.pk}/beispiel/", given)
    assert answer.status_code == 302, answer.text
    example = UseExample.objects.get()
    shown = client.get(PAGE).text
    for words in ("Offenes Atelier", "Bilder an der Wand", "Mira Muster", "Vier Monate."):
        assert words in shown
    assert SECRET not in shown
    assert "1.234,56" not in shown
    assert client.get(f"{PAGE}beispiele/{example.pk}.jpg").status_code == 200
    assert client.get(f"/media/{example.image.name}").status_code == 404
    office.post(f"{USES}{use.pk}/beispiel/", told(is_public="", alt="Bilder", credit="Mira"))
    assert "Offenes Atelier" not in client.get(PAGE).text
    assert client.get(f"{PAGE}beispiele/{example.pk}.jpg").status_code == 404
    assert office.get(f"{PAGE}beispiele/{example.pk}.jpg").status_code == 200


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"alt": ""}, "alt"),
        ({"credit": " "}, "credit"),
        ({"may_show": ""}, "may_show"),
    ],
)
def test_a_photo_needs_a_description_a_credit_and_leave(office, kiez, given, field):
    use = builders.letting(builders.case(kiez))
    whole = told(image=photo(), alt="Bilder", credit="Mira Muster", may_show="on") | given
    answer = office.post(f"{USES}{use.pk}/beispiel/", whole)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert not UseExample.objects.exists()


def test_a_photo_is_taken_out_again(office, kiez, django_capture_on_commit_callbacks):
    use = builders.letting(builders.case(kiez))
    example = builders.example(use)
    name = example.image.name
    with django_capture_on_commit_callbacks(execute=True):
        office.post(f"{USES}{use.pk}/beispiel/", told(is_photo_removed="on"))
    example.refresh_from_db()
    assert (example.image.name, example.alt, default_storage.exists(name)) == ("", "", False)


@pytest.mark.parametrize(
    "details", [{"kind": "permanent", "ends_on": None}, {"ending": "mistake", "ended_on": timezone.localdate()}]
)
def test_what_was_no_interim_use_is_no_example(office, kiez, details):
    use = builders.letting(builders.case(kiez), **details)
    assert office.post(f"{USES}{use.pk}/beispiel/", told()).status_code == 422


def test_a_use_that_has_not_begun_or_never_came_about_is_shown_to_nobody(client, kiez):
    later = builders.letting(builders.case(kiez), begins_on=timezone.localdate() + timedelta(days=3))
    never = builders.letting(builders.case(kiez), ending="mistake", ended_on=timezone.localdate())
    for use in (later, never):
        example = builders.example(use)
        assert client.get(f"{PAGE}beispiele/{example.pk}.jpg").status_code == 404
    assert "Offenes Atelier" not in client.get(PAGE).text


@pytest.mark.parametrize("role", [EDITOR, Role.Name.BOARD.value, Role.Name.FUNDER.value, Role.Name.TRADER.value])
def test_what_was_typed_is_read_by_the_coordination_alone(kiez, role):
    idea = builders.idea(kiez, words=SECRET, name=SECRET, email="hanna@example.org", note=SECRET)
    reader = Client()
    reader.force_login(districts.role(person(), kiez, role).person)
    for url in (PAGE, OFFICE, f"{OFFICE}{idea.pk}/", "/musterkiez/buero/"):
        answer = reader.get(url, follow=True)
        assert "hanna@example.org" not in answer.text
        assert SECRET not in answer.text


def test_who_gave_it_is_forgotten_half_a_year_after_the_decision(client, kiez):
    long_ago = timezone.now() - timedelta(days=181)
    idea = builders.idea(kiez, name=SECRET, email="hanna@example.org", decided_at=long_ago)
    forget(now=timezone.now())
    idea.refresh_from_db()
    assert (idea.name, idea.email, idea.words) == ("", "", "")
    assert "Ausstellung" in client.get(PAGE).text


def test_whoever_wants_to_do_an_idea_finds_it_in_their_request(client, kiez):
    idea = builders.idea(kiez, shown_words="Zwei Nachmittage in der Woche.")
    taken_up = builders.idea(kiez, shown_title="Chor", status="taken_up")
    hidden = builders.idea(kiez, words="Nicht für alle", shown_title="Verborgen", status="received", decided_at=None)
    seek = district_path(kiez.slug, "vacancies:seek")
    shown = client.get(district_path(kiez.slug, "vacancies:ideas")).text
    assert f"{seek}?idee={idea.pk}" in shown
    assert f"idee={taken_up.pk}" not in shown
    form = client.get(f"{seek}?idee={idea.pk}").context["form"]
    assert (form["kind"].value(), form["idea"].value()) == ("interim", "Ausstellung\n\nZwei Nachmittage in der Woche.")
    for other in (hidden.pk, 999_999, "x", "-1", "9" * 30):
        form = client.get(f"{seek}?idee={other}").context["form"]
        assert not form["idea"].value(), other
