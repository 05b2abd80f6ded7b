import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from kiezkontor.desk.models import Task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.models import Activation, ActivationMove, ContactEntry, SavedFilter
from kiezkontor.outreach.tests.builders import activation, shared_filter
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PIPELINE = "/musterkiez/buero/ansprache/"
BULK = f"{PIPELINE}gemeinsam/"


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district, "Carla Chefin"))
    return client


def shop(district, name, *, street="Musterstraße", status="", **details):
    last = details.pop("last_contact_on", None)
    made = organisations.organisation(name, **details)
    premises.used(premises.unit(district, street_name=street), made)
    if status:
        reason = "other" if status == "declined" else ""
        activation(made, district, status=status, since_on=TODAY, reason=reason, last_contact_on=last)
    return made


def names(response) -> list[str]:
    return [row["organisation"].name for row in response.context["rows"]]


def numbers(response) -> dict[str, int]:
    return {str(tile["label"]): tile["number"] for tile in response.context["tiles"]}


def test_everybody_in_the_district_stands_in_exactly_one_place(office, district):
    for number, status in enumerate(["", "", "contacted", "visited", "interested", "active", "dormant", "declined"]):
        shop(district, f"Laden {number}", status=status)
    member_elsewhere = organisations.organisation("Mitglied ohne Laden")
    organisations.membership(member_elsewhere, district)
    organisations.organisation("Fremder Laden")
    answer = office.get(PIPELINE)
    assert sum(numbers(answer).values()) == answer.context["total"] == answer.context["page"].paginator.count == 9
    assert numbers(answer)["bekannt"] == 3
    assert "Fremder Laden" not in answer.text


def test_what_another_district_reached_is_not_counted_here(office, district):
    made = shop(district, "Laden")
    activation(made, districts.district("Nachbarkiez"), status="active", since_on=TODAY)
    assert numbers(office.get(PIPELINE))["bekannt"] == 1


def test_the_filter_finds_by_status_street_category_use_and_last_contact(office, district):
    cafe = organisations.category("amenity=cafe", "Café")
    shop(district, "Anna", status="visited", street="Allee", last_contact_on=TODAY)
    shop(district, "Berta", status="contacted", category=cafe, last_contact_on=TODAY - timedelta(days=200))
    shop(district, "Carla")
    street = district.streets.get(name="Allee")
    asked = {
        "status=visited": ["Anna"],
        f"street={street.pk}": ["Anna"],
        "category=amenity%3Dcafe": ["Berta"],
        "use=gastronomy": ["Berta"],
        "last=never": ["Carla"],
        "last=6": ["Berta", "Carla"],
        "last=recent": ["Anna"],
        "q=ert": ["Berta"],
        # what cannot be understood finds nobody, whatever stands beside it
        "status=quatsch": [],
        "street=999999&last=never": [],
    }
    assert {query: names(office.get(f"{PIPELINE}?{query}")) for query in asked} == asked


def test_the_numbers_follow_the_filter_and_still_add_up(office, district):
    shop(district, "Anna", status="visited", street="Allee")
    shop(district, "Berta", street="Allee")
    shop(district, "Carla")
    street = district.streets.get(name="Allee")
    answer = office.get(f"{PIPELINE}?street={street.pk}&status=visited")
    assert names(answer) == ["Anna"]
    assert sum(numbers(answer).values()) == answer.context["total"] == 2


def test_a_filter_is_kept_for_oneself_or_for_all(office, client, district):
    sent = {"name": "Nur Besuchte", "query": "status=visited&page=3&quatsch=1", "is_shared": ""}
    assert office.post(f"{PIPELINE}filter/", sent).url == f"{PIPELINE}?status=visited"
    office.post(f"{PIPELINE}filter/", sent | {"name": "Für alle", "is_shared": "on"})
    assert "Nur Besuchte" in office.get(PIPELINE).text
    client.force_login(districts.field_worker(district))
    page = client.get(PIPELINE).text
    assert "Für alle" in page
    assert "Nur Besuchte" not in page
    mine = SavedFilter.objects.get(name="Nur Besuchte")
    assert client.post(f"{PIPELINE}filter/{mine.pk}/entfernen/").status_code == 404


def test_a_filter_is_removed(office, district):
    kept = shared_filter(district)
    office.post(f"{PIPELINE}filter/{kept.pk}/entfernen/")
    assert SavedFilter.objects.count() == 0


def test_a_step_for_many_says_first_how_many_and_leaves_out_whom_it_must(office, district):
    shop(district, "Anna", status="contacted")
    shop(district, "Berta")
    shop(district, "Carla", status="contacted", do_not_contact_since=TODAY)
    step = {"step": "move", "to": "dormant", "on": TODAY.isoformat()}
    preview = office.post(BULK, step)
    assert (preview.context["count"], preview.context["affected"], preview.context["blocked"]) == (3, 1, 1)
    assert ActivationMove.objects.count() == 0
    assert "Das beträfe 1 Organisation." in preview.text
    assert office.post(BULK, step | {"sure": preview.context["sure"]}).url == PIPELINE
    moved = Activation.objects.get(status="dormant")
    assert moved.organisation.name == "Anna"
    assert ActivationMove.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [{"to": "declined", "reason": "other"}, {"on": (TODAY - timedelta(days=1)).isoformat()}, {"step": "letter"}, {}],
)
def test_a_step_is_asked_for_again_where_it_is_not_what_was_shown(office, district, changed):
    anna = shop(district, "Anna", status="contacted")
    step = {"step": "move", "to": "dormant", "on": TODAY.isoformat()}
    step |= {"sure": office.post(BULK, step).context["sure"]}
    if not changed:
        shop(district, "Berta", status="contacted")
        Activation.objects.filter(organisation=anna).update(status="dormant")
    assert office.post(BULK, step | changed).context["affected"] == 1
    assert (ActivationMove.objects.count(), ContactEntry.objects.count()) == (0, 0)


def confirmed(client, page, step):
    return client.post(page, step | {"sure": client.post(page, step).context["sure"]})


def test_a_letter_to_all_is_a_contact_with_each(office, district):
    shop(district, "Anna")
    shop(district, "Berta", status="interested")
    shop(district, "Carla", do_not_contact_since=TODAY)
    letter = {"step": "letter", "on": TODAY.isoformat()}
    confirmed(office, BULK, letter)
    assert ContactEntry.objects.filter(channel="mail", on=TODAY).count() == 2
    assert sorted(Activation.objects.values_list("status", "last_contact_on")) == [
        ("contacted", TODAY),
        ("interested", TODAY),
    ]


@pytest.mark.parametrize(("to", "kept"), [("declined", "no_time"), ("dormant", "")])
def test_a_reason_chosen_before_another_step_is_not_kept_with_it(office, district, to, kept):
    shop(district, "Anna", status="contacted")
    confirmed(office, BULK, {"step": "move", "to": to, "reason": "no_time", "on": TODAY.isoformat()})
    assert [(row.status, row.reason) for row in Activation.objects.all()] == [(to, kept)]
    assert [move.reason for move in ActivationMove.objects.all()] == [kept]


def test_a_task_for_each_is_noted_on_the_desk(office, district):
    shop(district, "Anna", status="visited")
    shop(district, "Berta")
    task = {"step": "task", "what": "Anrufen", "on": (TODAY + timedelta(days=3)).isoformat()}
    confirmed(office, f"{BULK}?status=visited", task)
    assert [task.what for task in Task.objects.all()] == ["Anrufen"]
    assert "Anna" in office.get("/musterkiez/buero/").text


def test_a_step_for_what_a_filter_no_longer_understands_is_taken_with_nobody(office, district):
    shop(district, "Anna", status="visited")
    task = {"step": "task", "what": "Anrufen", "on": (TODAY + timedelta(days=3)).isoformat()}
    preview = office.post(f"{BULK}?street=999999", task)
    assert preview.context["count"] == 0
    office.post(f"{BULK}?street=999999", task | {"sure": preview.context.get("sure", "")})
    assert not Task.objects.exists()


@pytest.mark.parametrize("step", [{"step": "move"}, {"step": "task"}, {"step": "move", "to": "declined"}])
def test_a_step_without_what_it_needs_is_asked_for_it(office, district, step):
    assert office.post(BULK, step | {"on": TODAY.isoformat()}).status_code == 422


@pytest.mark.parametrize("name", ["=1+1", "+SUMME(A1)", "-2", "@cmd", "\tx"])
def test_tables_never_calculate(office, district, name):
    shop(district, name, status="visited", last_contact_on=TODAY)
    text = office.get(f"{PIPELINE}tabelle.csv?status=visited").text
    row = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))[1]
    assert row[0] == f"'{name}"
    book = load_workbook(io.BytesIO(office.get(f"{PIPELINE}tabelle.xlsx?status=visited").content))
    cells = list(book.active[2])
    assert (cells[0].value, cells[0].data_type) == (name, "s")
    assert cells[5].value.date() == TODAY


def test_names_are_shown_and_never_run(office, district):
    shop(district, "<script>alert(1)</script>")
    shared_filter(district, name="<script>alert(2)</script>")
    assert "<script>alert(" not in office.get(PIPELINE).text


def test_many_organisations_are_asked_for_as_few(office, district, django_assert_max_num_queries):
    for number in range(60):
        shop(district, f"Laden {number}", status="visited" if number % 2 else "")
    with django_assert_max_num_queries(14):
        assert office.get(PIPELINE).context["total"] == 60
