import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.audit.models import AuditEntry
from kiezkontor.desk.models import Task
from kiezkontor.desk.tests.builders import task
from kiezkontor.districts.models import PageChange
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.tasks import forget
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db

BOARD, NEW = "/musterkiez/buero/", "/musterkiez/buero/aufgaben/neu/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def chief(district):
    return districts.coordinator(district, "Carla Chefin")


@pytest.fixture
def office(client, chief):
    client.force_login(chief)
    return client


def parts(page: str) -> dict[str, str]:
    """Place on the board → what stands there."""
    found = re.findall(r'<section aria-labelledby="due-(\w+)">(.*?)</section>', page, re.DOTALL)
    return dict(found)


def test_tasks_stand_where_they_are_due(office, district):
    today = timezone.localdate()
    for what, days in (("Gestern", -1), ("Jetzt", 0), ("Irgendwann", 30)):
        task(district, what, due_on=today + timedelta(days=days))
    task(district, "Ohne Tag", due_on=None)
    found = parts(office.get(BOARD).text)
    assert "Gestern" in found["overdue"]
    assert "verspätet" in found["overdue"]
    assert "Jetzt" in found["today"]
    assert "Irgendwann" in found["later"]
    assert "Ohne Tag" in found["undated"]


def test_a_task_is_noted_in_one_line_for_oneself_and_today(office, district, chief):
    shown = office.get(BOARD)
    form = shown.context["form"]
    assert form["assigned_to"].initial == chief.pk
    sent = {"what": "Frau Muster zurückrufen", "due_on": timezone.localdate().isoformat(), "assigned_to": chief.pk}
    assert office.post(NEW, sent).url == BOARD
    made = Task.objects.get()
    assert (made.what, made.due_on, made.assigned_to) == ("Frau Muster zurückrufen", timezone.localdate(), chief)
    assert "Frau Muster zurückrufen" in parts(office.get(BOARD).text)["today"]


def test_a_task_without_words_is_asked_for_them(office):
    answer = office.post(NEW, {"what": "  "})
    assert answer.status_code == 422
    assert Task.objects.count() == 0


def test_a_task_is_not_given_to_somebody_who_cannot_read_it(office, district):
    stranger = person("Fremde Frau")
    assert office.post(NEW, {"what": "Anrufen", "assigned_to": stranger.pk}).status_code == 422
    assert Task.objects.count() == 0


def test_done_with_one_press_and_undone_again(office, district):
    noted = task(district, "Plakate holen")
    answer = office.post(f"/musterkiez/buero/aufgaben/{noted.pk}/erledigt/")
    page = office.get(answer.url).text
    assert "Erledigt: Plakate holen" in page
    assert "Plakate holen" not in "".join(parts(page).values())
    assert "Plakate holen" in office.get(f"{BOARD}?whose=done").text
    office.post(f"/musterkiez/buero/aufgaben/{noted.pk}/wieder-oeffnen/")
    assert "Plakate holen" in parts(office.get(BOARD).text)["today"]
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["task.done", "task.reopened"]


def test_a_press_swaps_the_board_alone(office, district):
    noted = task(district)
    answer = office.post(f"/musterkiez/buero/aufgaben/{noted.pk}/erledigt/", {"whose": "all"}, **HTMX, follow=True)
    assert answer.request["QUERY_STRING"] == f"whose=all&done={noted.pk}"
    assert answer.text.strip().startswith('<div id="board">')


def test_mine_are_mine_and_those_of_nobody(office, district, chief):
    other = districts.editor(district, "Edda")
    task(district, "Meine", assigned_to=chief)
    task(district, "Freie")
    task(district, "Eddas", assigned_to=other)
    mine = office.get(BOARD).text
    assert "Meine" in mine
    assert "Freie" in mine
    assert "Eddas" not in mine
    assert "Eddas" in office.get(f"{BOARD}?whose=all").text


def test_what_is_open_to_some_is_read_by_those_alone(client, district, chief):
    hidden = task(district, "Vertraulich", open_to="coordination")
    walked = task(district, "Aus einem Besuch", open_to="outreach")
    seen = {"Edda": set(), "Willi": {"Aus einem Besuch"}, "Carla": {"Aus einem Besuch", "Vertraulich"}}
    people = {"Edda": districts.editor(district), "Willi": districts.field_worker(district), "Carla": chief}
    for name, someone in people.items():
        client.force_login(someone)
        page = client.get(f"{BOARD}?whose=all").text
        assert {what for what in ("Aus einem Besuch", "Vertraulich") if what in page} == seen[name]
        answers = [client.get(f"/musterkiez/buero/aufgaben/{each.pk}/").status_code for each in (walked, hidden)]
        assert answers == [200 if each.what in seen[name] else 404 for each in (walked, hidden)]


def test_a_task_leads_to_what_it_is_about(office, district):
    shop = organisations.organisation("Bäckerei Muster")
    unit = premises.unit(district, "12")
    premises.used(unit, shop)
    task(district, about_type="organisations.organisation", about_id=shop.pk)
    task(district, about_type="premises.unit", about_id=unit.pk)
    page = office.get(BOARD).text
    assert f'<a href="/musterkiez/buero/eintraege/{shop.pk}/">Bäckerei Muster</a>' in page
    assert f'<a href="/musterkiez/buero/einheiten/{unit.pk}/">Musterstraße 12</a>' in page


def test_a_task_about_something_elsewhere_does_not_name_it(office, district):
    elsewhere = organisations.organisation("Fremder Laden")
    task(district, about_type="organisations.organisation", about_id=elsewhere.pk)
    assert "Fremder Laden" not in office.get(BOARD).text


def test_a_task_is_changed(office, district):
    noted = task(district, "Anrufn")
    url = f"/musterkiez/buero/aufgaben/{noted.pk}/"
    assert 'value="Anrufn"' in office.get(url).text
    office.post(url, {"what": "Anrufen", "due_on": ""})
    noted.refresh_from_db()
    assert (noted.what, noted.due_on) == ("Anrufen", None)
    assert AuditEntry.objects.get().detail == {"fields": ["what", "due_on"]}


def test_what_people_typed_is_shown_and_never_run(office, district):
    task(district, "<script>alert(1)</script>")
    page = office.get(BOARD).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_many_tasks_are_asked_for_at_once(office, district, django_assert_max_num_queries):
    for number in range(230):
        task(district, due_on=timezone.localdate() + timedelta(days=number))
    with django_assert_max_num_queries(16):
        page = office.get(BOARD).text
    assert page.count('class="task"') - page.count("kern-icon--list") <= 201
    assert "Es gibt weitere Aufgaben, die später fällig sind." in page


def test_public_pages_hold_whatever_the_office_has_to_do(office, district):
    office.post(NEW, {"what": "Anrufen"})
    assert Task.objects.count() == 1
    assert PageChange.objects.count() == 0


def test_tasks_done_long_ago_are_forgotten(district):
    long_ago = timezone.now() - timedelta(days=4 * 365)
    task(district, done_at=long_ago)
    task(district, done_at=timezone.now())
    task(district, due_on=long_ago.date())
    assert forget.call()["tasks"] == 1
    assert Task.objects.count() == 2
