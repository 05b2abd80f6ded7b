"""A walk with lists on paper: printed in walking order, typed in row by row, counted in the round."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests.builders import category, organisation
from kiezkontor.premises.models import Observation, SurveyRound, Unit, UseSpell
from kiezkontor.premises.tests import builders as premises
from kiezkontor.premises.tests.builders import SEEN_ON
from kiezkontor.surveys.models import EmptyHouse
from kiezkontor.surveys.rules.list_codes import Row, code_of
from kiezkontor.surveys.tests.builders import segment
from kiezkontor.surveys.tests.test_segments import HEMPEN, Kiez, text

pytestmark = pytest.mark.django_db

WALK_ON = SEEN_ON + timedelta(days=30)


@pytest.fixture
def kiez():
    return Kiez()


def code(what):
    return code_of(Row("unit" if isinstance(what, Unit) else "house", what.pk))


def enter(kiez, what, box, **more):
    values = {"code": code(what), "box": box, "on": WALK_ON.isoformat(), "name": "", "category": "", "note": ""}
    return kiez.client.post(kiez.url("entry"), values | more, follow=True)


def seen_at(unit):
    return Observation.objects.filter(unit=unit).order_by("pk").last()


def test_lists_are_printed_by_segment_and_street_with_a_code_a_row(kiez):
    shop = organisation("Blumen Muster")
    premises.used(kiez.units[0], shop)
    segment(kiez.round, kiez.units[0], side="odd", assigned_to=kiez.walker)
    page = kiez.page("paper")
    assert "Hempenstraße, ungerade Nummern" in page
    answer = kiez.client.get(kiez.url("paper_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    read = PdfReader(BytesIO(answer.content))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    first, second = (" ".join(each.extract_text().split()) for each in read.pages)
    assert ("ungerade Nummern" in first, "Walid" in first, "Blumen Muster" in first) == (True, True, True)
    for what in (kiez.units[0], kiez.units[2], kiez.bare):
        assert code(what) in first
    for unit in (kiez.units[1], kiez.units[3]):
        assert code(unit) in second
    only = PdfReader(BytesIO(kiez.client.get(kiez.url("paper_pdf"), {"segment": "none"}).content))
    assert len(only.pages) == 1


def test_each_row_leads_to_the_next_one(kiez):
    first, second, *_rest = kiez.units
    start = kiez.page("entry")
    assert f"{code(first)} · Hempenstraße 1" in start
    premises.vacant(first)
    answer = enter(kiez, first, "1")
    assert f"{code(second)} · Hempenstraße 2" in text(answer)
    assert "Noch 4 Zeilen." in text(answer)
    assert f'value="{WALK_ON.isoformat()}"' in text(answer)
    noted = seen_at(first)
    assert (noted.survey_round, noted.seen_on, noted.observer) == (kiez.round, WALK_ON, kiez.lead)
    assert noted.values["occupancy"] == "vacant"
    assert noted.effect == "confirms"


def test_a_row_is_left_out_or_chosen_by_its_code(kiez):
    first, second, third, _fourth = kiez.units
    page = kiez.page("entry", after=code(first))
    assert f"{code(second)} · Hempenstraße 2" in page
    jumped = kiez.client.post(kiez.url("entry"), {"code": code(third).lower(), "on": "2026-01-05"}, follow=True)
    assert f"{code(third)} · Hempenstraße 3" in text(jumped)
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("box", "occupancy"),
    [("2", "vacant"), ("4", "used_as_housing"), ("5", "under_works"), ("6", "interim_use"), ("7", "unknown")],
)
def test_each_box_says_what_the_unit_is(kiez, box, occupancy):
    unit = kiez.units[0]
    premises.used(unit, organisation("Blumen Muster"))
    enter(kiez, unit, box)
    noted = seen_at(unit)
    assert (noted.values["occupancy"], noted.values["organisations"]) == (occupancy, [])
    assert UseSpell.objects.current_on(WALK_ON).get(unit=unit).occupancy == occupancy


def test_a_new_name_gets_an_entry_and_a_known_one_does_not(kiez):
    unit = kiez.units[0]
    shop = organisation("Café Süß")
    premises.used(unit, shop)
    bakery = category("shop=bakery")
    enter(kiez, unit, "3", name="Backstube Neu", category=str(bakery))
    new = Organisation.objects.get(name="Backstube Neu")
    assert seen_at(unit).values["organisations"] == [new.pk]
    assert seen_at(unit).values["category"] == "shop=bakery"
    enter(kiez, unit, "3", name="Cafe Süss", on=(WALK_ON + timedelta(days=1)).isoformat())
    assert seen_at(unit).values["organisations"] == [shop.pk]
    assert Organisation.objects.count() == 2


def test_a_house_without_a_unit_is_ticked_or_gets_one(kiez):
    enter(kiez, kiez.bare, "0")
    assert EmptyHouse.objects.get().seen_on == WALK_ON
    other = premises.unit(kiez.district, "7", street_name=HEMPEN)
    address = other.address
    other.delete()
    enter(kiez, address, "2")
    assert Unit.objects.get(address=address).observations.get().survey_round == kiez.round


def test_unchanged_means_what_was_known_on_the_day_of_the_walk(kiez):
    unit = kiez.units[0]
    premises.vacant(unit)
    premises.used(unit, organisation("Blumen Muster"), seen_on=WALK_ON + timedelta(days=5))
    enter(kiez, unit, "1")
    assert Observation.objects.get(seen_on=WALK_ON).values["occupancy"] == "vacant"


@pytest.mark.parametrize(
    ("box", "more", "sentence"),
    [
        ("1", {}, "An diesem Tag war von dieser Einheit nichts bekannt"),
        ("0", {}, "das Haus ist also nicht ohne eine"),
        ("9", {}, "Bitte geben Sie eine der Nummern ein"),
        ("2", {"name": "Blumen Muster"}, "Nur in einer genutzten Einheit ist jemand."),
        ("2", {"on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "Das kann noch niemand gesehen haben."),
        ("2", {"code": "QQQ"}, "Das ist kein Code einer Liste."),
        ("2", {"code": code_of(Row("unit", 98_765))}, "hat diesen Code"),
        ("2", {"code": code_of(Row("house", 98_765))}, "hat diesen Code"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_stored(kiez, box, more, sentence):
    answer = enter(kiez, kiez.units[0], box, **more)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Observation.objects.exists()


def test_a_house_of_nothing_known_cannot_be_unchanged(kiez):
    assert "die unverändert sein könnte" in text(enter(kiez, kiez.bare, "1"))
    assert not EmptyHouse.objects.exists()


def test_a_house_that_got_a_unit_meanwhile_is_not_without_one(kiez):
    enter(kiez, kiez.bare, "2")
    assert "das Haus ist also nicht ohne eine" in text(enter(kiez, kiez.bare, "0"))
    assert not EmptyHouse.objects.exists()


def test_a_frozen_round_is_not_typed_in(kiez):
    kiez.see(kiez.units[0])
    SurveyRound.objects.update(stage="frozen", frozen_at=timezone.now())
    assert "nimmt nichts mehr auf" in kiez.page("entry")
    enter(kiez, kiez.units[1], "2")
    assert Observation.objects.count() == 1


def test_what_nobody_could_tell_waits_for_a_second_look(kiez):
    for unit in kiez.units:
        kiez.see(unit, occupancy="vacant")
    kiez.send("round_house", kiez.bare.pk)
    kiez.see(kiez.units[2], occupancy="unknown", seen_on=SEEN_ON + timedelta(days=1))
    page = kiez.page("entry", on=WALK_ON.isoformat())
    assert ("Noch 1 Zeile." in page, f"{code(kiez.units[2])} · Hempenstraße 3" in page) == (True, True)
    enter(kiez, kiez.units[2], "7")
    assert "Alle Zeilen sind eingegeben." in kiez.page("entry", on=WALK_ON.isoformat())
