import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.directory.access_vacancies import vacancies
from kiezkontor.directory.models import Entry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.actions.observations import Sighting, add_observation
from kiezkontor.premises.actions.succession import Part, merge_units, split_unit, undo_succession
from kiezkontor.premises.facts import facts
from kiezkontor.premises.models import ImportProposal, Unit, UnitSuccession
from kiezkontor.premises.tests import builders
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db
LIST = "/musterkiez/buero/einheiten/"
SEEN, SPLIT = date(2024, 1, 10), date(2024, 5, 1)
BEFORE = SPLIT - timedelta(days=1)
BY = system_viewer("test")


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district, "Carla Chefin"))
    return client


@pytest.fixture
def bakery():
    return organisations.organisation("Bäckerei Muster")


@pytest.fixture
def unit(district, bakery):
    unit = builders.unit(district, "12", ref="node/1", area_sqm=80)
    builders.used(unit, bakery, seen_on=SEEN)
    return unit


@pytest.fixture
def neighbour(district, unit):
    other = builders.unit(district, "12", building=unit.building, position="right", area_sqm=30)
    builders.vacant(other, seen_on=SEEN)
    return other


def asked(unit, *goes_on, **details):
    data = {"on": SPLIT.isoformat(), "latest": f"{unit.pk}:{unit.observations.order_by('-pk').first().pk}"}
    for number, state in enumerate(goes_on, start=1):
        part = {"position": f"Teil {number}", "floor": "0", "area_sqm": "40", "goes_on": str(state)}
        data |= {f"part{number}_{name}": value for name, value in part.items()}
    return data | details


def split(office, unit, *goes_on, **details):
    return office.post(f"{LIST}{unit.pk}/teilen/?parts={len(goes_on)}", asked(unit, *goes_on, **details))


def merge(office, unit, others, goes_on, **details):
    data = {"on": SPLIT.isoformat(), "others": [other.pk for other in others], "goes_on": goes_on, "floor": "0"}
    return office.post(f"{LIST}{unit.pk}/zusammenlegen/", data | details)


def counted(district, day):
    found = facts(district, on=day)["units"]
    return {name: count for name, count in found.items() if count}


def parts_of(unit):
    return list(Unit.objects.filter(follows__former=unit).order_by("pk"))


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def test_who_stays_is_in_its_part_without_a_break(office, district, unit, bakery):
    assert split(office, unit, bakery.pk, "vacant").status_code == 302
    first, second = parts_of(unit)
    [use] = first.spells.all()
    assert (use.occupancy, use.begins_latest, list(use.occupants.all())) == ("occupied", SEEN, [bakery])
    assert [(use.occupancy, use.begins_earliest) for use in second.spells.all()] == [("vacant", SPLIT)]
    assert (first.ref, second.ref, first.exists_from) == ("node/1", "", SPLIT)
    assert counted(district, BEFORE) == {"total": 1, "occupied": 1}
    assert counted(district, SPLIT) == {"total": 2, "occupied": 1, "vacant": 1}
    assert Entry.objects.get(organisation=bakery).unit_id == first.pk
    told = {entry.verb for entry in AuditEntry.objects.filter(subject_id=unit.pk, subject_type="premises.unit")}
    assert "unit.split" in told


def test_the_pages_of_both_sides_tell_of_each_other(office, unit, bakery):
    split(office, unit, bakery.pk, "vacant")
    first, _second = parts_of(unit)
    former = office.get(f"{LIST}{unit.pk}/")
    assert "Diese Einheit wurde am 01.05.2024 geteilt in:" in text_of(former)
    assert "Ausgezogen" not in former.text
    part = text_of(office.get(f"{LIST}{first.pk}/"))
    assert "Am 01.05.2024 durch Teilung entstanden aus:" in part
    assert "(notiert, als die Räume sich änderten)" in part
    numbers = re.findall(r"einheiten/(\d+)/\">Musterstraße 12", office.get(LIST).text)
    assert numbers == [str(part.pk) for part in parts_of(unit)]
    assert office.get(f"{LIST}{unit.pk}/gesehen/").status_code == 404


def test_a_merger_keeps_the_use_that_goes_on_and_adds_up_the_areas(office, district, unit, neighbour, bakery):
    assert counted(district, BEFORE) == {"total": 2, "occupied": 1, "vacant": 1}
    assert merge(office, unit, [neighbour], f"unit-{unit.pk}").status_code == 302
    [made] = parts_of(neighbour)
    assert (made.area_sqm, [str(use) for use in made.spells.get().occupants.all()]) == (110, ["Bäckerei Muster"])
    assert counted(district, BEFORE) == {"total": 2, "occupied": 1, "vacant": 1}
    assert counted(district, SPLIT) == {"total": 1, "occupied": 1}
    assert Entry.objects.get(organisation=bakery).unit_id == made.pk


def test_two_who_share_a_merged_unit_are_there_since_the_later_came(office, district, unit, bakery):
    other = builders.unit(district, "12", building=unit.building)
    cafe = organisations.organisation("Café Neu")
    builders.used(other, cafe, seen_on=date(2024, 3, 1))
    assert merge(office, unit, [other], "all").status_code == 302
    use = parts_of(unit)[0].spells.get()
    assert ({*use.occupants.all()}, use.begins_latest) == ({bakery, cafe}, date(2024, 3, 1))


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"on": (timezone.localdate() + timedelta(days=1)).isoformat()}, "liegt in der Zukunft"),
        ({"on": "2024-01-09"}, "Am 10.01.2024 wurde hier noch etwas gesehen"),
        ({"part2_goes_on": "stays"}, "kann nur in einem der Teile bleiben"),
        ({"latest": "moved"}, "Jemand anderes hat inzwischen"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(office, unit, bakery, details, sentence):
    details = {name: str(bakery.pk) if value == "stays" else value for name, value in details.items()}
    if details.get("latest"):
        details["latest"] = f"{unit.pk}:0"
    page = split(office, unit, bakery.pk, "vacant", **details)
    assert page.status_code == 422
    assert sentence in page.text
    assert Unit.objects.get().exists_until is None


def test_units_of_other_houses_and_ended_ones_are_refused(district, unit, bakery):
    elsewhere = builders.unit(district, "40")
    parts = [Part({}, str(bakery.pk)), Part({}, "vacant")]
    with pytest.raises(ActionRefused, match="eines Hauses"):
        merge_units([unit, elsewhere], {}, goes_on="vacant", on=SPLIT, district=district, by=BY)
    with pytest.raises(ActionRefused, match="mindestens zwei"):
        split_unit(unit, parts[:1], on=SPLIT, district=district, by=BY)
    first, _second = split_unit(unit, parts, on=SPLIT, district=district, by=BY)
    with pytest.raises(ActionRefused, match="schon geteilt"):
        split_unit(unit, parts, on=SPLIT, district=district, by=BY)
    with pytest.raises(ActionRefused, match="entstand erst am"):
        split_unit(first, parts, on=SPLIT, district=district, by=BY)
    vacant = Sighting("vacant", (None, SPLIT))
    with pytest.raises(ActionRefused, match="geteilt oder zusammengelegt"):
        add_observation(unit, vacant, seen_on=SPLIT, district=district, by=BY)
    with pytest.raises(ActionRefused, match="erst seit dem"):
        add_observation(first, vacant, seen_on=BEFORE, district=district, by=BY)


def test_a_mistake_is_taken_back_as_long_as_nothing_was_seen_since(office, district, unit, bakery):
    run = organisations.source_run(district)
    open_one = ImportProposal.objects.create(run=run, kind="gone", ref="node/1", unit=unit, label="Bäckerei")
    split(office, unit, bakery.pk, "vacant")
    first, second = parts_of(unit)
    open_one.refresh_from_db()
    assert open_one.unit == first
    assert "Musterstraße 12" in office.get(f"{LIST}{second.pk}/zuruecknehmen/").text
    assert office.post(f"{LIST}{second.pk}/zuruecknehmen/").status_code == 302
    assert (Unit.objects.get(), UnitSuccession.objects.count()) == (unit, 0)
    open_one.refresh_from_db()
    assert open_one.unit == unit
    assert counted(district, SPLIT) == {"total": 1, "occupied": 1}
    assert Entry.objects.get(organisation=bakery).unit_id == unit.pk
    assert office.post(f"{LIST}{unit.pk}/zuruecknehmen/").status_code == 422


def test_what_was_seen_since_is_not_lost_by_taking_it_back(office, district, unit, bakery):
    split(office, unit, bakery.pk, "vacant")
    add_observation(parts_of(unit)[1], Sighting("occupied", (None, SPLIT)), seen_on=SPLIT, district=district, by=BY)
    page = office.post(f"{LIST}{unit.pk}/zuruecknehmen/")
    assert page.status_code == 422
    assert "wurde seither etwas notiert" in page.text
    with pytest.raises(ActionRefused):
        undo_succession(unit, district=district, by=BY)
    assert Unit.objects.count() == 3


def test_a_merger_is_taken_back_too(office, district, unit, neighbour):
    merge(office, unit, [neighbour], f"unit-{unit.pk}")
    assert office.post(f"{LIST}{neighbour.pk}/zuruecknehmen/").status_code == 302
    assert counted(district, SPLIT) == {"total": 2, "occupied": 1, "vacant": 1}


def test_the_public_list_has_the_vacancies_of_either_day(district, unit, neighbour, bakery):
    run = organisations.source_run(district, kind="osm")
    neighbour.observations.update(source_run=run)
    merge_units([unit, neighbour], {}, goes_on="all", on=SPLIT, district=district, by=BY)
    assert [len(vacancies(district, on=day).openly_known) for day in (BEFORE, SPLIT)] == [1, 0]


def test_the_command_tells_the_units_of_either_day(district, unit, bakery):
    split_unit(unit, [Part({}, str(bakery.pk)), Part({}, "vacant")], on=SPLIT, district=district, by=BY)
    told = {}
    for day in (BEFORE, SPLIT):
        out = StringIO()
        call_command("facts", district=district.slug, on=day.isoformat(), stdout=out)
        told[day] = re.search(r'"vacant": (\d+)', out.getvalue())[1]
    assert told == {BEFORE: "0", SPLIT: "1"}
