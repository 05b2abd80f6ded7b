"""A coordination divides a round among walkers, goes through what is to be seen, checks it and freezes it."""

import re
from html import unescape

import pytest
from django.test import Client

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import EDITOR, FIELD_WORKER
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests.builders import organisation
from kiezkontor.premises.actions.observations import Sighting, note_sighting
from kiezkontor.premises.models import Address, Observation, SurveyRound, Unit
from kiezkontor.premises.tests import builders as premises
from kiezkontor.premises.tests.builders import SEEN_ON
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path
from kiezkontor.surveys.models import EmptyHouse, Segment
from kiezkontor.surveys.tests.builders import segment, survey_round, walk_conflict, walk_lease

pytestmark = pytest.mark.django_db

HEMPEN = "Hempenstraße"


class Kiez:
    """A round in a street with four units and a house nobody knows a unit of; who leads and who walks."""

    def __init__(self) -> None:
        self.district = districts.district("Musterkiez")
        self.lead = districts.coordinator(self.district, "Mira")
        self.walker = person("Walid")
        districts.role(self.walker, self.district, FIELD_WORKER)
        self.client = Client(headers={"accept-language": "de"})
        self.client.force_login(self.lead)
        self.round = survey_round(self.district)
        self.units = [premises.unit(self.district, number, street_name=HEMPEN) for number in "1234"]
        bare = premises.unit(self.district, "5", street_name=HEMPEN)
        self.bare = bare.address
        bare.delete()

    @property
    def street(self):
        return self.bare.street

    def url(self, page, *more):
        return district_path(self.district.slug, f"surveys:{page}", self.round.number, *more)

    def page(self, page, *more, **asked):
        answer = self.client.get(self.url(page, *more), asked)
        assert answer.status_code == 200
        return text(answer)

    def send(self, page, *more, **values):
        return self.client.post(self.url(page, *more), values, follow=True)

    def see(self, unit, **values):
        seen = premises.observation(unit, **values)
        Observation.objects.filter(pk=seen.pk).update(survey_round=self.round)
        return seen


@pytest.fixture
def kiez():
    return Kiez()


def text(answer):
    return " ".join(answer.content.decode().split()).replace("> ", ">").replace(" <", "<")


def give(kiez, **values):
    asked = {"street": kiez.street.pk, "side": "both", "first": "", "last": "", "assigned_to": ""} | values
    return kiez.send("segment_new", **asked)


def test_a_street_is_given_changed_and_taken_back(kiez):
    assert "Der Abschnitt Hempenstraße 1–3 wurde angelegt." in text(
        give(kiez, first="1", last="3", assigned_to=kiez.walker.pk)
    )
    given = Segment.objects.get()
    assert (given.assigned_to, str(given)) == (kiez.walker, "Hempenstraße 1–3")
    changed = {"street": kiez.street.pk, "side": "odd", "first": "", "last": "", "assigned_to": ""}
    kiez.send("segment", given.pk, **changed)
    given.refresh_from_db()
    assert (given.side, given.first, given.assigned_to) == ("odd", "", None)
    assert "wurde entfernt" in text(kiez.send("segment_remove", given.pk))
    assert not Segment.objects.exists()
    verbs = AuditEntry.objects.filter(verb__startswith="round.segment").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["round.segment_given", "round.segment_changed", "round.segment_removed"]


def test_what_somebody_has_already_is_said(kiez):
    segment(kiez.round, kiez.units[0], last="3", assigned_to=kiez.walker)
    answer = give(kiez, side="odd")
    assert answer.status_code == 422
    assert "gehören schon zum Abschnitt „Hempenstraße 3“ von Walid: 1, 3." in text(answer)
    assert Segment.objects.count() == 1


def test_who_keeps_no_inventory_here_gets_no_segment(kiez):
    editor = person("Edda")
    districts.role(editor, kiez.district, EDITOR)
    for answer in (give(kiez, assigned_to=editor.pk), kiez.send("divide", people=[editor.pk])):
        assert "Diese Person führt hier nicht den Bestand." in text(answer)
    assert not Segment.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"first": "9", "last": "2"}, "Die erste Nummer steht hinter der letzten."),
        ({"first": "20"}, "hat hier die Nummern 1 bis 5"),
        ({"street": 0}, "Kein Haus dieser Straße liegt im Quartier."),
    ],
)
def test_a_part_that_cannot_be_is_refused_in_a_sentence(kiez, values, sentence):
    assert sentence in text(give(kiez, **values))
    assert not Segment.objects.exists()


def test_a_frozen_round_is_not_divided_any_more(kiez):
    kiez.see(kiez.units[0])
    for stage in ("review", "frozen"):
        kiez.send("round_step", stage=stage)
    kiez.send("freeze")
    assert "ist eingefroren und nimmt nichts mehr auf" in text(give(kiez))
    assert not Segment.objects.exists()


def test_a_round_is_divided_into_street_sides_among_people(kiez):
    premises.unit(kiez.district, "8", street_name="Zeisigweg")
    segment(kiez.round, kiez.units[0], side="even")
    answer = kiez.send("divide", people=[kiez.lead.pk, kiez.walker.pk])
    assert "2 Abschnitte wurden angelegt." in text(answer)
    found = {str(each.street) + each.side: each.assigned_to for each in Segment.objects.exclude(side="even", first="")}
    assert set(found) == {"Hempenstraßeodd"}
    assert {each.assigned_to for each in Segment.objects.exclude(assigned_to=None)} == {kiez.lead, kiez.walker}
    assert "gehört schon zu einem Abschnitt" in text(kiez.send("divide"))


def test_a_segment_says_how_far_it_has_got(kiez):
    given = segment(kiez.round, kiez.units[0], side="odd", assigned_to=kiez.walker)
    kiez.see(kiez.units[0])
    page = kiez.page("segments")
    assert "1 von 2</td>" in page  # units 1 and 3
    assert "1 von 3</td>" in page  # houses 1, 3 and 5
    kiez.send("round_house", kiez.bare.pk)
    assert "2 von 3</td>" in kiez.page("segments")
    listed = kiez.page("round_units", segment=given.pk)
    assert "Hempenstraße 3" in listed
    assert "Hempenstraße 2" not in listed
    assert "Hempenstraße 2" in kiez.page("round_units", segment="none")


def test_a_house_without_a_unit_is_noted_and_taken_back(kiez):
    assert "Hempenstraße 5" in kiez.page("round_units", show="gaps", q="Hempenstr. 5")
    assert "Hempenstraße 5" not in kiez.page("round_units", show="gaps", q="Zeisigweg")
    assert "In Hempenstraße 5 gibt es keine Einheit." in text(kiez.send("round_house", kiez.bare.pk))
    assert EmptyHouse.objects.get().seen_by == kiez.lead
    assert "Hempenstraße 5" not in kiez.page("round_units", show="gaps")
    assert "Hempenstraße 5" in kiez.page("round_units", show="empty")
    kiez.send("round_house", kiez.bare.pk, **{"take-back": ""})
    assert not EmptyHouse.objects.exists()


def test_a_house_of_another_district_is_none_of_this_round(kiez):
    elsewhere = premises.unit(districts.district("Fremdkiez"), "1", street_name="Amselweg")
    assert kiez.client.post(kiez.url("round_house", elsewhere.address_id)).status_code == 404
    assert not EmptyHouse.objects.exists()


def test_what_the_office_notes_counts_in_the_round_it_chooses(kiez):
    unit = kiez.units[0]
    listed = kiez.page("round_units", show="open")
    address = district_path(kiez.district.slug, "premises:unit_observe", unit.pk)
    assert f"{address}?round={kiez.round.number}&amp;list=show%3Dopen" in listed
    url = f"{address}?round={kiez.round.number}&list=show%3Dopen"
    assert f'<option value="{kiez.round.number}" selected>' in kiez.client.get(url, follow=True).content.decode()
    values = {"seen_on": "2026-01-05", "occupancy": "vacant", "since": "unknown", "latest": "0"}
    answer = kiez.client.post(url, values | {"survey_round": kiez.round.number})
    assert answer["Location"] == kiez.url("round_units") + f"?show=open#unit-{unit.pk}"
    assert Observation.objects.get(unit=unit).survey_round == kiez.round
    kiez.client.post(address, values | {"latest": Observation.objects.get(unit=unit).pk})
    assert Observation.objects.filter(unit=unit, survey_round=None).count() == 1


def test_a_new_unit_counts_in_the_round_it_was_found_in(kiez):
    address = district_path(kiez.district.slug, "premises:unit_new")
    start = kiez.client.get(address, {"street": HEMPEN, "number": "5", "round": kiez.round.number}, follow=True)
    assert 'value="Hempenstraße"' in start.content.decode()
    values = {"street": HEMPEN, "number": "5", "floor": "0", "occupancy": "vacant", "since": "unknown"}
    kiez.client.post(address, values | {"seen_on": "2026-01-05", "survey_round": kiez.round.number})
    assert Unit.objects.get(address=kiez.bare).observations.get().survey_round == kiez.round
    assert "Hempenstraße 5" not in kiez.page("round_units", show="gaps")


def test_nothing_is_noted_for_a_round_that_was_frozen_meanwhile(kiez):
    unit = kiez.units[0]
    address = district_path(kiez.district.slug, "premises:unit_observe", unit.pk)
    kiez.see(kiez.units[1])
    for stage in ("review", "frozen"):
        kiez.send("round_step", stage=stage)
    kiez.send("freeze")
    values = {"seen_on": "2026-01-05", "occupancy": "vacant", "since": "unknown", "latest": "0"}
    answer = kiez.client.post(address, values | {"survey_round": kiez.round.number})
    assert "Diese Runde nimmt nichts mehr auf." in text(answer)
    assert not Observation.objects.filter(unit=unit).exists()
    with pytest.raises(ActionRefused, match="ist eingefroren"):
        note_sighting(
            unit,
            Sighting("vacant", (None, SEEN_ON)),
            seen_on=SEEN_ON,
            survey_round=kiez.round,
            district=kiez.district,
            by=districts.viewer(kiez.lead, kiez.district),
        )


def test_each_check_says_how_much_is_open_and_leads_there(kiez):
    first, second, third, fourth = kiez.units
    shop = organisation("Blumen Muster")
    premises.used(first, shop)
    kiez.see(first, occupants=(shop,), use_class="")
    twin = premises.unit(kiez.district, "1", street_name=HEMPEN, building=first.building)
    premises.used(twin, shop)
    kiez.see(second, occupancy="unknown")
    walk_conflict(walk_lease(kiez.round), third)
    page = kiez.page("checks")
    for show, count in {"open": 3, "gaps": 1, "unclear": 1, "twice": 1, "classless": 1}.items():
        assert f"?show={show}" in page
        assert page.partition(f"?show={show}")[2].partition("</tr>")[0].count(f">{count}</td>") == 1, show
    assert kiez.url("conflicts") in page
    assert "Hempenstraße 2" in kiez.page("round_units", show="unclear")
    listed = kiez.page("round_units", show="twice")
    assert (f"unit-{first.pk}" in listed, f"unit-{twin.pk}" in listed) == (True, True)
    assert f"unit-{fourth.pk}" not in listed
    assert "Zu prüfen" in kiez.page("round")


def test_a_round_with_open_checks_is_frozen_once_somebody_has_read_them(kiez):
    kiez.see(kiez.units[0], occupancy="vacant")
    kiez.send("round_step", stage="review")
    asked = kiez.send("round_step", stage="frozen")
    assert "Runde" in text(asked)
    assert "2 Punkte sind noch offen und bleiben es dann für immer:" in text(asked)
    assert SurveyRound.objects.get().stage == "review"
    assert "ist eingefroren" in text(kiez.send("freeze"))
    assert SurveyRound.objects.get().is_frozen
    assert "Nur eine Runde in Prüfung kann eingefroren werden." in kiez.page("freeze")


def test_a_round_without_open_checks_is_frozen_at_once(kiez):
    for unit in kiez.units:
        kiez.see(unit, occupancy="vacant")
    kiez.send("round_house", kiez.bare.pk)
    kiez.send("round_step", stage="review")
    assert "In dieser Runde ist nichts offen." in kiez.page("checks")
    kiez.send("round_step", stage="frozen")
    assert SurveyRound.objects.get().is_frozen


def waiting(kiez, someone):
    """What the desk says of rounds, with the address it leads to."""
    client = Client(headers={"accept-language": "de"})
    client.force_login(someone)
    desk = client.get(district_path(kiez.district.slug, "home:office")).content.decode()
    found = re.findall(r'<a[^>]* href="([^"]+)"[^>]*>\s*(Runde \d+: [^<]+?)\s*<', desk)
    return [(said, unescape(url)) for url, said in found]


def test_the_desk_tells_those_whose_streets_they_are(kiez):
    first, second, third, _fourth = kiez.units
    kiez.see(first, occupancy="unknown")
    kiez.see(second, occupancy="unknown")
    walk_conflict(walk_lease(kiez.round), third)
    number = kiez.round.number
    everything = [
        f"Runde {number}: 1 Widerspruch wartet auf eine Entscheidung",
        f"Runde {number}: ein zweiter Blick auf 2 Einheiten",
    ]
    assert [sentence for sentence, _url in waiting(kiez, kiez.lead)] == everything
    assert [sentence for sentence, _url in waiting(kiez, kiez.walker)] == everything
    given = segment(kiez.round, second, side="even", assigned_to=kiez.walker)
    part = kiez.url("round_units")
    assert waiting(kiez, kiez.walker) == [
        (f"Runde {number}: ein zweiter Blick auf 1 Einheit", f"{part}?show=unclear&segment={given.pk}"),
        (f"Runde {number}: 1 Einheit in Ihren Straßen ist noch nicht gesehen", f"{part}?show=open&segment={given.pk}"),
    ]
    other = person("Olga")
    districts.role(other, kiez.district, FIELD_WORKER)
    assert waiting(kiez, other) == []
    editor = person("Edda")
    districts.role(editor, kiez.district, EDITOR)
    assert waiting(kiez, editor) == []


def test_two_houses_of_one_number_are_one_door(kiez):
    behind = premises.building(kiez.district)
    Address.objects.create(building=behind, street=kiez.street, number="1", number_key="1", postcode="12345")
    kiez.see(kiez.units[0])
    segment(kiez.round, kiez.units[0])
    page = kiez.page("segments")
    assert ("1 von 4</td>" in page, "1 von 5</td>" in page) == (True, True)
    assert "Hempenstraße 1<" not in kiez.page("round_units", show="gaps")
