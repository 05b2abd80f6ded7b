from dataclasses import replace
from datetime import date

import pytest

from kiezkontor.districts.models import DistrictText
from kiezkontor.districts.models.district import FederalState
from kiezkontor.districts.rules.missing import TextFacts, missing_facts
from kiezkontor.districts.rules.required_parts import PARTS
from kiezkontor.districts.tests import builders
from kiezkontor.districts.texts import default_markdown, facts_of
from kiezkontor.districts.views.wording import missing_sentence

TODAY = date(2026, 11, 25)
KNOWN = TextFacts(
    "imprint", frozenset(), "", has_address=True, has_email=True, has_phone=True, has_video=False, shows_video=False,
    reviewed_on=TODAY, on=TODAY,
)  # fmt: skip
CONTACT = "Stadtteilbüro, Musterweg 1, 12345 Musterstadt\nTelefon: 030 1234567\nbuero@example.org\n"
COMPLETE = {
    "imprint": CONTACT + "Vertreten durch die Vorsitzende. Verantwortlich nach § 18 Absatz 2 MStV: Carla Chefin. "
    "Vereinsregister Musterstadt, VR 123. An Schlichtungsverfahren nehmen wir nicht teil.",
    "privacy": CONTACT
    + "Verantwortlich ist das Büro. Ein Datenschutzbeauftragter ist nicht bestellt. Wir handeln nach "
    "Artikel 6 DSGVO, löschen nach 14 Tagen und nutzen das Hosting der Muster GmbH. Sie haben das Recht auf Auskunft "
    "und auf Beschwerde.",
    "accessibility": CONTACT
    + "Die Seiten sind teilweise vereinbar mit der EN 301 549. Nicht barrierefrei sind Karten. "
    "Selbstbewertung vom 1. März 2026. Barriere melden: siehe unten. Schlichtungsstelle: Musterstelle.",
}


def own(kind: str, text: str, *languages: str) -> list[str]:
    return missing_facts(replace(KNOWN, kind=kind, languages=frozenset(languages or {"de"}), german=text))


@pytest.mark.parametrize("kind", COMPLETE)
def test_a_complete_text_lacks_nothing(kind):
    assert own(kind, COMPLETE[kind]) == []


@pytest.mark.parametrize("kind", COMPLETE)
def test_a_text_of_one_word_lacks_every_part(kind):
    assert own(kind, "Hallo") == list(PARTS[kind])


@pytest.mark.parametrize(
    ("kind", "gone", "code"),
    [
        ("imprint", "12345 Musterstadt", "address_in_text"),
        ("imprint", "Telefon: 030 1234567", "phone_in_text"),
        ("imprint", "Vertreten durch die Vorsitzende.", "representative"),
        ("imprint", "Vereinsregister Musterstadt, VR 123.", "register"),
        ("imprint", "An Schlichtungsverfahren nehmen wir nicht teil.", "arbitration"),
        ("privacy", "Ein Datenschutzbeauftragter ist nicht bestellt.", "privacy_officer"),
        ("privacy", "und auf Beschwerde", "complaint"),
        ("accessibility", "Selbstbewertung vom 1. März 2026.", "known_barriers"),
        ("accessibility", "Schlichtungsstelle: Musterstelle.", "enforcement"),
    ],
)
def test_each_part_is_reminded_of_by_itself(kind, gone, code):
    assert gone in COMPLETE[kind]
    assert own(kind, COMPLETE[kind].replace(gone, "")) == [code]


def test_an_authority_is_no_officer_of_the_district():
    text = COMPLETE["privacy"].replace("Ein Datenschutzbeauftragter ist nicht bestellt.", "")
    assert own("privacy", f"{text} Der Landesdatenschutzbeauftragte") == ["privacy_officer"]


def test_an_english_text_alone_leaves_the_german_default_to_complete():
    assert own("imprint", "", "en")[:2] == ["german_text", "representative"]


@pytest.mark.django_db
@pytest.mark.parametrize("state", FederalState.values)
@pytest.mark.parametrize("kind", COMPLETE)
def test_saving_the_default_as_it_is_clears_no_reminder(kind, state, settings):
    settings.ROOT_URLCONF = settings.DISTRICT_URLCONF
    contact = {"office_street": "Musterweg 1", "office_postcode": "12345", "office_city": "Musterstadt"}
    reached = {"office_email": "buero@example.org", "office_phone": "+493012345678"}
    district = builders.district("Musterkiez", federal_state=state, **contact, **reached)
    before = missing_facts(facts_of(district, on=TODAY)[kind])
    body = default_markdown(district, kind, "de")
    DistrictText.objects.create(district=district, kind=kind, language="de", body=body, reviewed_on=TODAY)
    assert missing_facts(facts_of(district, on=TODAY)[kind]) == before


@pytest.mark.parametrize("code", sorted({code for parts in PARTS.values() for code in parts}))
def test_each_reminder_is_a_sentence(code):
    assert missing_sentence(code).endswith(".")


@pytest.mark.django_db
def test_an_own_text_clears_only_what_it_says(client):
    client.force_login(builders.coordinator(builders.district("Musterkiez"), "Carla"))
    url = "/musterkiez/buero/quartier/texte/imprint/de/"
    without = COMPLETE["imprint"].replace("Vertreten durch die Vorsitzende.", "")
    client.post(url, {"body": without, "reviewed_on": "2026-11-25"})
    page = client.get(url).text
    assert "wer den Anbieter vertritt" in page
    assert "Registernummer" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "name"), [("de", "Bayern"), ("en", "Bavaria")])
def test_a_federal_state_is_called_as_in_the_language_of_the_page(client, language, name):
    builders.district("Musterkiez", federal_state="BY")
    path = "/musterkiez/ueber-uns/" if language == "de" else "/musterkiez/en/ueber-uns/"
    assert name in client.get(path).content.decode()
