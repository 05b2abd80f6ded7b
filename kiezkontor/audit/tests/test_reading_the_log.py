from datetime import date

import pytest
from django.utils import timezone, translation

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.actions import forget_values, record, record_many, values_over
from kiezkontor.audit.models import AuditEntry
from kiezkontor.audit.sentences import sentence_of, vocabulary
from kiezkontor.calendar.actions.events import remove_event
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.desk.tests.builders import task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices.actions import lift_mark, mark_address
from kiezkontor.notices.models import AddressMark
from kiezkontor.notices.rules.kinds import Reason
from kiezkontor.organisations.models import SourceRun
from kiezkontor.organisations.tests.builders import contact, organisation
from kiezkontor.vacancies.tests import builders as vacancies
from kiezkontor.vacancies.tests import seekers, viewings

pytestmark = pytest.mark.django_db
LOG = "/musterkiez/buero/protokoll/"


@pytest.fixture
def district():
    return districts.district("Musterkiez")


def test_audit_reads_every_deed_and_which_details_but_not_what_stood_there(client, district):
    chief = districts.coordinator(district, "Mira Muster")
    change = {"claim_de": {"before": "Alte Behauptung", "after": "Neue Behauptung"}}
    record("district.changed", district, by=districts.viewer(chief, district), district=district, changes=change)
    auditor = districts.role(person("Dana"), district, "auditor").person
    client.force_login(auditor)
    page = client.get(LOG).text
    assert "Mira Muster hat" in page
    assert "Geändert: " in page
    assert "Behauptung" not in page
    client.force_login(chief)
    assert "Alte Behauptung" in client.get(LOG).text


def test_audit_finds_the_log_and_nothing_else(client, district):
    client.force_login(districts.role(person("Dana"), district, "auditor").person)
    assert f'href="{LOG}"' in client.get("/buero/zugang/").text
    page = client.get(LOG).text
    assert "/musterkiez/buero/eintraege/" not in page
    assert client.post(LOG).status_code == 405


def test_audit_reads_no_names_of_people_addresses_or_inner_texts(client, district):
    chief = districts.coordinator(district, "Mira Muster")
    by = districts.viewer(chief, district)
    shop = organisation("Blumen Probe")
    record("task.added", task(district, "Scheidung abwarten"), by=by, district=district)
    record("contact.noted", contact(shop, district, name="Kim Kontakt"), by=by, district=district, name=shop.name)
    mark_address("kim@example.org", Reason.DO_NOT_CONTACT, scope_id=district.pk, by=by)
    lift_mark(AddressMark.objects.get(), note="Im Laden gefragt.", by=by)
    record("steward.ended", shop, by=by, district=district, person="Toni Trader")
    client.force_login(chief)
    secrets = ("Scheidung", "kim@example.org", "Im Laden gefragt.", "Toni Trader")
    assert [text for text in secrets if text not in client.get(LOG).text] == []
    client.force_login(districts.role(person("Dana"), district, "auditor").person)
    page = client.get(LOG).text
    assert [text for text in (*secrets, "Kim Kontakt") if text in page] == []
    assert page.count("Mira Muster") == 5
    assert "Blumen Probe" in page
    assert client.get(LOG, {"q": "Scheidung"}).context["lines"] == []
    assert len(client.get(LOG, {"q": "Blumen"}).context["lines"]) == 1


def test_audit_of_another_district_reads_nothing_here(client, district):
    client.force_login(districts.role(person("Dana"), districts.district("Anderkiez"), "auditor").person)
    assert client.get(LOG).status_code == 404


def test_a_deed_nobody_gave_words_to_is_still_readable(district):
    record("district.painted", district, by=system_viewer("crane"), district=district)
    entry = AuditEntry.objects.get()
    assert sentence_of(entry) == "crane: district.painted, Musterkiez"


def test_commands_and_jobs_are_named_as_an_office_would(district):
    record("district.changed", district, by=system_viewer("demo"), district=district)
    with translation.override("de"):
        assert sentence_of(AuditEntry.objects.get()).startswith("Die Einrichtung der Demo hat")


def test_a_person_called_like_a_job_stays_a_person(client, district):
    someone = districts.coordinator(district, "demo")
    record("district.changed", district, by=districts.viewer(someone, district), district=district)
    with translation.override("de"):
        assert sentence_of(AuditEntry.objects.get()).startswith("demo hat")


@pytest.mark.parametrize(("language", "written"), [("de", "(01.03.2026)"), ("en", "(1 Mar 2026)")])
def test_the_day_of_an_import_is_written_as_its_reader_does(district, language, written):
    run = SourceRun(pk=1, district=district, file_name="2026-02-28.csv", reference_on=date(2026, 3, 1))
    record("source.imported", run, by=system_viewer("import"), district=district)
    with translation.override(language):
        assert f"2026-02-28.csv {written}." in sentence_of(AuditEntry.objects.get())


def test_a_sentence_survives_missing_details(district):
    record("role.given", district, by=system_viewer("import"), district=district)
    entry = AuditEntry.objects.get()
    assert "–" in sentence_of(entry)


def test_the_log_is_paged_and_filtered(client, district):
    client.force_login(districts.coordinator(district, "Carla"))
    neighbour = districts.district("Nachbarkiez")
    for _ in range(55):
        record("district.changed", district, by=system_viewer("nightly"), district=district)
    record("district.changed", neighbour, by=system_viewer("nightly"), district=neighbour)
    assert len(client.get(LOG).context["lines"]) == 50
    assert len(client.get(LOG, {"page": 2}).context["lines"]) == 5
    assert "Nachbarkiez" not in client.get(LOG).text
    assert client.get(LOG, {"kind": "accounts.person"}).context["lines"] == []
    assert len(client.get(LOG, {"kind": "districts.district", "subject": district.pk}).context["lines"]) == 50
    assert client.get(LOG, {"q": "zzz"}).context["lines"] == []
    assert len(client.get(LOG, {"kind": "nonsense"}).context["lines"]) == 50


def informed(district, chief, count):
    by = districts.viewer(chief, district)
    shops = [organisation(f"Laden {number:02}") for number in range(count)]
    record_many("organisation.informed", [(shop, {"way": "letter"}) for shop in shops], by=by, district=district)
    return shops


def test_what_one_step_wrote_about_many_is_one_line_that_opens(client, district):
    chief = districts.coordinator(district, "Mira Muster")
    informed(district, chief, 78)
    record("district.changed", district, by=districts.viewer(chief, district), district=district)
    client.force_login(chief)
    page = client.get(LOG)
    assert [line["others"] for line in page.context["lines"]] == [0, 77]
    assert "79 Einträge" in page.text
    assert "und 77 weitere im selben Schritt" in page.text
    opened = client.get(LOG + "?" + page.context["lines"][1]["query"])
    assert (opened.context["count"], len(opened.context["lines"])) == (78, 50)
    assert "Laden 77" in opened.text
    run = client.get(LOG + "?" + page.context["lines"][1]["query"] + "&page=2")
    assert "Laden 00" in run.text
    assert client.get(LOG, {"q": "Laden 40"}).context["lines"][0]["others"] == 0
    assert AuditEntry.objects.count() == 79


def test_the_start_page_of_the_office_tells_a_step_about_many_once(client, district):
    chief = districts.coordinator(district, "Mira Muster")
    record("district.changed", district, by=districts.viewer(chief, district), district=district)
    informed(district, chief, 20)
    client.force_login(chief)
    page = client.get("/musterkiez/buero/")
    assert [change["others"] for change in page.context["changes"]] == [19, 0]
    first = AuditEntry.objects.get(subject_label="Laden 00")
    assert f'href="{LOG}?run={first.pk}"' in page.text


def test_steps_of_two_people_are_two_lines(client, district):
    one, other = districts.coordinator(district, "Mira Muster"), districts.coordinator(district, "Otto Probe")
    for chief in (one, other):
        informed(district, chief, 2)
    AuditEntry.objects.update(at=AuditEntry.objects.latest("at").at)
    client.force_login(one)
    assert [line["others"] for line in client.get(LOG).context["lines"]] == [1, 1]


@pytest.mark.parametrize("run", ["x", "0", "9" * 30, "own"])
def test_a_run_of_elsewhere_or_none_opens_nothing(client, district, run):
    neighbour = districts.district("Nachbarkiez")
    informed(neighbour, districts.coordinator(neighbour, "Nora"), 2)
    client.force_login(districts.coordinator(district, "Mira Muster"))
    asked = str(AuditEntry.objects.first().pk) if run == "own" else run
    assert client.get(LOG, {"run": asked}).context["lines"] == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_two_kinds_of_things_are_called_the_same_in_the_filter(language):
    with translation.override(language):
        names = [str(name) for name in vocabulary.subjects.values()]
    assert len(names) == len(set(names))


def test_audit_reads_neither_who_looks_for_a_room_nor_where_an_owner_gives_up(client, district):
    by = system_viewer("test")
    warned = vacancies.warning(district)
    for verb, about in (("seeker.sent", seekers.request(district, "Sina Such")), ("vacancy.warned", warned)):
        record(verb, about, by=by, district=district)
    auditor = districts.role(person("Dana"), district, "auditor").person
    client.force_login(auditor)
    assert "Sina Such" not in client.get(LOG).text
    assert str(warned) not in client.get(LOG).text
    assert "Sina Such" not in client.get(f"{LOG}?q=Sina").text.replace('value="Sina"', "")
    client.force_login(districts.coordinator(district))
    assert "Sina Such" in client.get(LOG).text


def test_audit_reads_no_names_of_confidential_events_also_once_they_are_gone(client, district):
    chief = districts.coordinator(district, "Mira Muster")
    by = districts.viewer(chief, district)
    for title, is_confidential in (("Besichtigung Geheimgasse 3", True), ("Gewerberunde", False)):
        event = calendar.event(district, title, announce=False, is_confidential=is_confidential)
        remove_event(event.pk, by=by)
    tour = viewings.tour(vacancies.case(district), title="Rundgang Geheimgasse")
    record("viewing.tour_added", tour, by=by, district=district)
    client.force_login(chief)
    page = client.get(LOG).text
    assert page.count("Besichtigung Geheimgasse 3") == page.count("Gewerberunde") == 2
    assert page.count("Rundgang Geheimgasse") == 3
    client.force_login(districts.role(person("Dana"), district, "auditor").person)
    page = client.get(LOG).text
    assert "Geheimgasse" not in page
    assert page.count("Gewerberunde") == 2
    assert client.get(LOG, {"q": "Geheimgasse"}).context["lines"] == []
    assert len(client.get(LOG, {"q": "Gewerberunde"}).context["lines"]) == 2


def test_names_of_confidential_events_are_forgotten_with_those_of_people(district):
    for title, is_confidential in (("Besichtigung", True), ("Gewerberunde", False)):
        calendar.event(district, title, announce=False, is_confidential=is_confidential)
    old = values_over(timezone.now()).filter(subject_type="calendar.event")
    assert forget_values(old) == 1
    labels = AuditEntry.objects.filter(subject_type="calendar.event").values_list("subject_label", flat=True)
    assert sorted(labels) == ["", "Gewerberunde"]
    assert not old.exists()
