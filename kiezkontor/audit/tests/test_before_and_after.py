import pytest

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.actions import record
from kiezkontor.audit.rules.excerpts import MOST, excerpts
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.tests import builders as premises

OFFICE = "/musterkiez/buero/"
SAME = "Ein Satz, der bleibt, wie er ist. " * 10


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("alt", "neu", ("alt", "neu")),
        ("leer", SAME, ("leer", SAME[:MOST].rstrip() + " …")),
        (f"{SAME}Ende A", f"{SAME}Ende B", ("… bleibt, wie er ist. Ende A", "… bleibt, wie er ist. Ende B")),
    ],
)
def test_long_texts_are_shown_where_they_part(before, after, shown):
    assert excerpts(before, after) == shown


@pytest.fixture
def district(db):
    return districts.district("Musterkiez", claim_de="Alt", kind="street")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district, "Carla Chefin", email="carla@example.org"))
    return client


def lines(client, language="") -> list[str]:
    """What the log shows of before and after, newest first, as text."""
    found = client.get(f"/musterkiez/{language}buero/protokoll/").context["lines"]
    return [f"{each.label}: {each.before} → {each.after}" for line in found for each in line["changes"]]


def stored(client, url: str) -> dict[str, object]:
    """The form of a page as it would be sent unchanged."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_the_log_says_what_was_and_what_is_in_the_readers_words(office):
    url = f"{OFFICE}quartier/namen/"
    page = office.get(url)
    data = stored(office, url) | {"claim_de": "Neu", "kind": "estate", "is_public_authority": "on"}
    assert office.post(url, data | {"seen": page.context["seen"]}).status_code == 302
    german, english = lines(office), lines(office, "en/")
    assert "Art des Gebiets: Geschäftsstraße → Siedlung" in german
    assert any(line.endswith(": Alt → Neu") for line in german)
    assert any(line.endswith(": nein → ja") for line in german)
    assert "Kind of area: Shopping street → Housing estate" in english
    assert any(line.endswith(": no → yes") for line in english)


def test_the_log_says_what_changed_in_an_entry(office, district):
    shop = organisations.organisation("Bäckerei Muster", phone="", wheelchair="unknown")
    premises.used(premises.unit(district), shop)
    url = f"{OFFICE}eintraege/{shop.pk}/bearbeiten/"
    data = stored(office, url) | {"phone": "030 1234567", "wheelchair": "yes", "languages": ["de", "tr"]}
    assert office.post(url, data | {"basis": "owner", "said_on": "2026-11-01"}).status_code == 302
    found = lines(office)
    assert "Telefon: leer → 030 1234567" in found
    assert "Languages spoken: empty → German, Turkish" in lines(office, "en/")
    assert any("unbekannt" in line or "nicht bekannt" in line for line in found)


def test_the_log_says_what_became_of_an_invitation(office):
    office.post(f"{OFFICE}team/einladen/", {"email": "neu@example.org", "role": "editor", "language": "de"})
    invitation = office.get(f"{OFFICE}team/").context["invitations"][0]
    office.post(f"{OFFICE}team/einladungen/{invitation.pk}/zurueckziehen/")
    page = office.get(f"{OFFICE}protokoll/").text
    assert "Carla Chefin hat neu@example.org in die Rolle Öffentlichkeitsarbeit eingeladen." in page
    assert "Einladung: offen → zurückgezogen" in lines(office)


def test_a_colleague_is_told_whose_changes_they_see(client, district):
    client.force_login(districts.editor(district, "Edda"))
    start = client.get(OFFICE).text
    assert "Es wurde noch nichts geändert" not in start
    assert "Sie haben noch nichts geändert" in start
    assert "Was Sie selbst geändert haben" in client.get(f"{OFFICE}protokoll/").text


def test_an_accepted_difference_of_an_import_is_told_field_by_field(office, district):
    shop = organisations.organisation("Bäckerei Muster")
    record(
        "import.accepted",
        shop,
        by=system_viewer("import"),
        district=district,
        kind="changed",
        before={"name": "Bäckerei Muster"},
        after={"name": "Bäckerei Neu", "website": "https://neu.example", "lat": 52.4, "distance_m": 4},
    )
    assert lines(office) == ["Name: Bäckerei Muster → Bäckerei Neu", "Website: leer → https://neu.example"]
