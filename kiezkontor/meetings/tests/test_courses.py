from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from kiezkontor.accounts.tests.builders import person
from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.actions.events import become, move_event, remove_event
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.shown import moved_since
from kiezkontor.calendar.tasks import follow_the_clock
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.calendar.tests.reading import calendar_in
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import asking, attending, courses
from kiezkontor.meetings.actions.materials import add_material, readable
from kiezkontor.meetings.models import Attendance, Certificate, Course, CourseMaterial, CourseTotal
from kiezkontor.meetings.rules.courses import EFFECT_AFTER, Question, demand, is_due, may_be_told, took_part
from kiezkontor.meetings.tasks import follow_courses
from kiezkontor.meetings.tests import builders
from kiezkontor.notices.models import OutgoingMail, PersonalLink
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.tests.builders import interview
from kiezkontor.shared import guard
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path

END = datetime(2027, 3, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "needed", "expected"),
    [
        ([True], 0, True),
        ([False], 0, False),
        ([True, False, True], 0, False),
        ([True, False, True], 2, True),
        ([True, True], 5, True),
        ([], 0, False),
    ],
)
def test_a_certificate_needs_as_many_days_as_were_agreed(days, needed, expected):
    assert took_part(days, needed=needed) is expected


def test_topics_of_fewer_than_three_are_not_told():
    wanted = {"online": 3, "law": 2, "social_media": 5, "none": 9}
    assert demand(wanted, {"online": 1}) == [("social_media", 5, 0), ("online", 3, 1)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (END + EFFECT_AFTER - timedelta(seconds=1), False),
        (END + EFFECT_AFTER, True),
        (END + EFFECT_AFTER + timedelta(days=30), False),
    ],
)
def test_the_effect_is_asked_for_after_three_months_or_not_at_all(now, expected):
    assert is_due(END, after=EFFECT_AFTER, now=now) is expected


@pytest.mark.parametrize(("counts", "expected"), [({"yes": 2}, False), ({"yes": 2, "no": 1}, True), ({}, False)])
def test_sums_are_told_from_three_answers_on(counts, expected):
    assert may_be_told(counts) is expected


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    monkeypatch.setattr(guard, "MIN_SECONDS", -1)


@pytest.fixture
def district():
    return districts.district()


@pytest.fixture
def office(district):
    client = Client()
    client.force_login(districts.coordinator(district))
    return client


def page(district, name, *args):
    return district_path(district.slug, f"meetings:{name}", *args)


@pytest.fixture
def course(district):
    """Over since two days, of one day, with three people."""
    return builders.course(district, "Anna Muster", "Bernd Beispiel", "Cem Probe")


def linked(mailbox, what):
    """What the first mail leads to. what: "antwort" or another last part of the address."""
    found = [line for line in mailbox[0].body.splitlines() if line.startswith("http")]
    return next(line for line in found if ("antwort" in line) is (what == "antwort"))


def path_of(url):
    return "/" + url.split("/", 3)[3]


@pytest.mark.django_db
def test_what_businesses_want_to_know_becomes_a_planned_course(office, district):
    for number in range(3):
        interview(organisations.organisation(f"Laden {number}"), district, answers={"skill_gaps": ["social_media"]})
    shown = office.get(page(district, "courses")).text
    assert "3 Betriebe" in shown
    assert "thema=social_media" in shown
    assert "Kurs: soziale Medien" in office.get(page(district, "course_plan") + "?thema=social_media").text
    said = {"title": "Social Media für Läden", "skill": "social_media", "on": "2027-05-12", "begins": "18:00"}
    said |= {"ends": "20:00", "capacity": 12, "trainer": "Tina Trainer", "fee": "15,00", "days_needed": 0}
    office.post(page(district, "course_plan"), said)
    made = Course.objects.get()
    assert (made.event.kind, made.event.stage, made.skill, made.fee) == ("course", "planned", "social_media", 15)
    assert "thema=social_media" not in office.get(page(district, "courses")).text


@pytest.mark.django_db
def test_who_edits_texts_does_not_read_where_businesses_are_weak(district):
    for number in range(3):
        interview(organisations.organisation(f"Laden {number}"), district, answers={"skill_gaps": ["law"]})
    client = Client()
    client.force_login(districts.role(person(), district, "editor").person)
    answer = client.get(page(district, "courses"))
    assert answer.status_code == 200
    assert "3 Betriebe" not in answer.text


@pytest.mark.django_db
def test_the_public_page_tells_what_a_course_is_about_and_its_days(office, district):
    event = builders.event(district, kind="course", title="Recht im Laden")
    details = {"skill": "law", "trainer": "Tina Trainer", "fee": "0", "days_needed": 1, "target_group": "Gründerinnen"}
    office.post(page(district, "course_change", event.pk), details)
    office.post(page(district, "course_day", event.pk), {"on": "2099-05-12", "begins": "18:00", "ends": "20:00"})
    for shown in Event.objects.filter(kind="course"):
        text = Client().get(district_path(district.slug, "calendar:event", shown.pk)).text
        assert "Tina Trainer" in text
        assert "kostenlos" in text
        assert "12. Mai 2099" in text


@pytest.mark.django_db
def test_attendance_of_each_day_decides_who_gets_a_certificate(office, district, course):
    by = calendar.office_of(district)
    day = builders.further_day(course, "Anna Muster")
    office.post(page(district, "course_certify", course.pk))
    (issued,) = Certificate.objects.all()
    assert issued.attendance.name == "Anna Muster"
    text = office.get(page(district, "course", course.pk)).text
    assert text.count("zu wenige Tage") == 2
    attending.add_person(day, name="Bernd Beispiel", by=by)
    office.post(page(district, "course_certify", course.pk))
    assert sorted(Certificate.objects.values_list("attendance__name", flat=True)) == ["Anna Muster", "Bernd Beispiel"]
    assert Certificate.objects.get(attendance__name="Anna Muster").code == issued.code


@pytest.mark.django_db
def test_nobody_gets_a_certificate_before_the_last_day(office, district, course):
    Event.objects.update(ends_at=timezone.now() + timedelta(hours=1))
    answer = office.post(page(district, "course_certify", course.pk), follow=True)
    assert "noch nicht zu Ende" in answer.text
    assert not Certificate.objects.exists()


def check(district, **said):
    sent = {"homepage": "", "opened": guard.opened_now()}
    return Client().post(page(district, "certificate_check"), sent | said).text


@pytest.mark.django_db
def test_a_certificate_is_confirmed_to_who_types_all_that_stands_on_it(office, district, course, tmp_path):
    office.post(page(district, "course_certify", course.pk))
    issued = Certificate.objects.get(attendance__name="Anna Muster")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(office.get(page(district, "certificate", issued.pk)).content)
    reader = PdfReader(paper)
    text = reader.pages[0].extract_text()
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert "Anna Muster" in text
    assert f"{issued.code[:4]}-{issued.code[4:]}" in text
    day = timezone.localdate(course.starts_at)
    said = {"name": "anna  muster", "day": day.isoformat(), "code": issued.code.lower()}
    assert "Die Bescheinigung ist echt" in check(district, **said)
    for wrong in ({"name": "Bernd Beispiel"}, {"day": "2020-01-01"}, {"code": "AAAA-AAAA"}):
        shown = check(district, **(said | wrong))
        assert "Das können wir nicht bestätigen" in shown
        assert course.title not in shown


@pytest.mark.django_db
def test_a_certificate_is_confirmed_also_when_the_name_is_forgotten(office, district, course):
    office.post(page(district, "course_certify", course.pk))
    issued = Certificate.objects.get(attendance__name="Anna Muster")
    Attendance.objects.update(name="", name_key="")
    day = timezone.localdate(course.starts_at).isoformat()
    assert "ist echt" in check(district, name="Anna Muster", day=day, code=issued.code)
    assert office.get(page(district, "certificate", issued.pk)).status_code == 404


@pytest.mark.django_db
def test_a_certificate_of_a_wrong_name_is_replaced_and_the_old_code_worth_nothing(office, district, course):
    office.post(page(district, "course_certify", course.pk))
    old = Certificate.objects.get(attendance__name="Anna Muster")
    Attendance.objects.filter(name="Anna Muster").update(name="Anna Mustermann", name_key="annamustermann")
    office.post(page(district, "course_certify", course.pk))
    day = timezone.localdate(course.starts_at).isoformat()
    assert "nicht bestätigen" in check(district, name="Anna Muster", day=day, code=old.code)


@pytest.mark.django_db
def test_material_is_for_those_who_took_part_alone(
    office, district, course, mailoutbox, django_capture_on_commit_callbacks
):
    file = SimpleUploadedFile("Folien.PDF", b"%PDF-1.7 Folien")
    office.post(page(district, "material_add", course.pk), {"title": "Die Folien", "file": file})
    made = CourseMaterial.objects.get()
    assert office.get(page(district, "material", made.pk)).content == b"%PDF-1.7 Folien"
    assert Client().get(page(district, "material", made.pk)).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        office.post(page(district, "course_ask", course.pk))
    own = path_of(linked(mailoutbox, "lesen"))
    assert "Die Folien" in Client().get(own).text
    answer = Client().get(f"{own}material/{made.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert Client().get(f"{own}bescheinigung.pdf").status_code == 404
    office.post(page(district, "course_certify", course.pk))
    assert Client().get(f"{own}bescheinigung.pdf").content.startswith(b"%PDF")
    office.post(page(district, "material_remove", made.pk))
    assert not CourseMaterial.objects.exists()


@pytest.mark.django_db
def test_what_a_computer_runs_is_no_material(office, district, course):
    answer = office.post(
        page(district, "material_add", course.pk), {"title": "Spiel", "file": SimpleUploadedFile("a.html", b"<script>")}
    )
    assert answer.status_code == 422
    assert not CourseMaterial.objects.exists()


def feedback_links(district):
    return list(PersonalLink.objects.filter(purpose="course.feedback", scope_id=district.pk).order_by("pk"))


@pytest.mark.django_db
def test_answers_are_added_up_each_link_once_and_told_from_three_on(office, district, course):
    by = calendar.office_of(district)
    asking.ask_how_it_was(course, by=by)
    said = AuditEntry.objects.count()
    found = Course.objects.get(event=course)
    links = feedback_links(district)
    assert len(links) == 3
    for at, link in enumerate(links, 1):
        asking.answer(link, found, {Question.SATISFACTION: "good", Question.LEARNED: "yes" if at % 2 else "partly"})
        with pytest.raises(ActionRefused):
            asking.answer(link, found, {Question.SATISFACTION: "poor", Question.LEARNED: "no"})
        shown = office.get(page(district, "course", course.pk)).text
        assert ("Weniger als drei Antworten" in shown) is (at < 3)
    assert AuditEntry.objects.count() == said
    assert dict(CourseTotal.objects.values_list("answer", "count")) == {"good": 3, "yes": 2, "partly": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("further_days", [0, 2])
def test_the_form_behind_the_mail_takes_one_answer(
    district, course, mailoutbox, django_capture_on_commit_callbacks, further_days
):
    for nth in range(further_days):
        builders.further_day(course, hours=24 + 3 * nth)
    with django_capture_on_commit_callbacks(execute=True):
        asking.ask_how_it_was(course, by=calendar.office_of(district))
    url = path_of(linked(mailoutbox, "antwort"))
    assert "Wie war der Kurs?" in Client().get(url).text
    assert Client().post(url, {"satisfaction": "good"}).status_code == 422
    done = Client().post(url, {"satisfaction": "good", "learned": "yes"}, follow=True)
    assert "Danke für Ihre Antwort" in done.text
    assert Client().get(url).status_code == 404


@pytest.mark.django_db
def test_each_is_asked_once_after_the_course_and_once_after_three_months(district, course):
    assert follow_courses.call() == 3
    assert follow_courses.call() == 0
    ended = timezone.now() - EFFECT_AFTER - timedelta(days=1)
    Event.objects.update(starts_at=ended, ends_at=ended)
    assert follow_courses.call() == 3
    assert follow_courses.call() == 0
    assert OutgoingMail.objects.filter(kind="reminder").count() == 3


@pytest.mark.django_db
def test_courses_of_long_ago_are_left_alone(district, course):
    ended = timezone.now() - timedelta(days=400)
    Event.objects.update(starts_at=ended, ends_at=ended)
    assert follow_courses.call() == 0


@pytest.mark.django_db
def test_with_a_course_nobody_heard_of_go_its_days_and_its_files(district, django_capture_on_commit_callbacks):
    event = builders.event(district, kind="course", announce=False)
    by = calendar.office_of(district)
    later = event.starts_at + timedelta(days=7)
    courses.add_day(event, starts_at=later, ends_at=later + timedelta(hours=2), by=by)
    made = add_material(event, title="Handzettel", file=readable("zettel.pdf", b"%PDF-1.7"), by=by)
    ballot = builders.ballot(builders.item(builders.event(district, kind="course", announce=False)))
    picture = builders.with_picture(ballot).image
    with django_capture_on_commit_callbacks(execute=True):
        remove_event(event.pk, by=by)
        remove_event(ballot.item.meeting.event_id, by=by)
    assert not Event.objects.exists()
    assert not made.file.storage.exists(made.file.name)
    assert not picture.storage.exists(picture.name)


@pytest.mark.django_db
def test_the_days_of_a_course_are_announced_and_cancelled_with_it(district):
    by = calendar.office_of(district)
    event = calendar.event(district, kind="course", stage="planned", starts_at=timezone.now() + timedelta(days=3))
    courses.describe(event, values={"trainer": "Tina Trainer"}, by=by)
    begins = [event.starts_at + timedelta(days=at) for at in (1, 2)]
    second, third = [courses.add_day(event, starts_at=at, ends_at=at + timedelta(hours=2), by=by) for at in begins]
    become(third.pk, "cancelled", by=by)
    become(event.pk, "announced", by=by)
    assert stages_of(event, second, third) == ["announced", "announced", "cancelled"]
    become(event.pk, "cancelled", by=by)
    assert stages_of(event, second, third) == ["cancelled", "cancelled", "cancelled"]
    assert AuditEntry.objects.filter(verb="event.cancelled").count() == 3


@pytest.mark.django_db
def test_who_signed_up_hears_of_a_further_day_and_has_all_days_in_their_calendar(district, client):
    by = calendar.office_of(district)
    event = calendar.event(district, "Kasse führen", kind="course", capacity=1)
    calendar.answer(event, "Anna", email="anna@example.org")
    calendar.answer(event, "Berta", email="berta@example.org")
    calendar.answer(event, "Clara", email="clara@example.org", reply="no")
    follow_the_clock.call()
    OutgoingMail.objects.all().delete()
    later = event.starts_at + timedelta(days=7)
    day = courses.add_day(event, starts_at=later, ends_at=later + timedelta(hours=2), by=by)
    written = OutgoingMail.objects.order_by("pk")
    assert [(each.to, each.subject, "PUBLISH" in each.calendar) for each in written] == [
        ("anna@example.org", "Ein weiterer Tag: Kasse führen", True),
        ("berta@example.org", "Ein weiterer Tag: Kasse führen", False),
    ]
    file = client.get(district_path(district.slug, "calendar:event_ics", event.pk)).text
    assert (file.count("BEGIN:VEVENT"), day.uid in file) == (2, True)
    shown = client.get(district_path(district.slug, "calendar:events")).text
    assert ("Tag 1 von 2" in shown, "Tag 2 von 2" in shown) == (True, True)
    first_page = district_path(district.slug, "calendar:event", event.pk)
    assert f'href="{first_page}"' in client.get(district_path(district.slug, "calendar:event", day.pk)).text


@pytest.mark.django_db
def test_which_day_of_a_course_it_is_is_said_wherever_the_calendar_is_read(district, client):
    by = calendar.office_of(district)
    first_at = (timezone.localtime() + timedelta(days=40)).replace(day=10, hour=18)
    event = calendar.event(district, "Kasse führen", kind="course", starts_at=first_at, lat=51.0, lon=7.0)
    calendar.event(district, "Runde", starts_at=first_at)
    later = first_at + timedelta(days=7)
    day = courses.add_day(event, starts_at=later, ends_at=later + timedelta(hours=2), by=by)

    def said(name, *args):
        answer = client.get(district_path(district.slug, name, *args))
        assert answer.status_code == 200
        return b"".join(answer).decode() if answer.streaming else answer.text

    pages = [said(f"calendar:{name}") for name in ("events", "embedded", "atom", "ics", "map", "map_events")]
    pages += [said("calendar:month", f"{first_at:%Y-%m}"), said("home:district"), said("calendar:event", event.pk)]
    assert [", Tag 1 von 2" in text for text in pages] == [True] * len(pages)
    assert "SUMMARY:Kasse führen\\, Tag 2 von 2" in said("calendar:ics")
    assert "SUMMARY:Runde\r\n" in said("calendar:ics")
    assert "SUMMARY:Kasse führen\\, Tag 2 von 2" in said("calendar:event_ics", event.pk)
    assert '"name":"Kasse führen, Tag 2 von 2"' in said("calendar:event", day.pk)
    items = client.get(district_path(district.slug, "api-v1:all_events")).json()["items"]
    days = {each["starts_at"][:10]: each["day"] for each in items if each["kind"] == "course"}
    assert [each["label"] for each in days.values()] == ["Tag 1 von 2", "Tag 2 von 2"]
    assert [each["day"] for each in items if each["kind"] == "round"] == [None]
    client.force_login(districts.coordinator(district))
    assert ", Tag 2 von 2" in said("calendar:office_event", day.pk)


@pytest.mark.django_db
def test_who_signed_up_hears_of_a_single_day_that_is_off_and_once_of_a_whole_course(district):
    by = calendar.office_of(district)
    event = calendar.event(district, "Kasse führen", kind="course")
    begins = [event.starts_at + timedelta(days=at) for at in (1, 2)]
    second, _third = [courses.add_day(event, starts_at=at, ends_at=at + timedelta(hours=2), by=by) for at in begins]
    calendar.answer(event, "Anna", email="anna@example.org")
    follow_the_clock.call()
    OutgoingMail.objects.all().delete()
    become(second.pk, "cancelled", by=by, reason="Der Raum ist nicht frei.")
    (mail,) = OutgoingMail.objects.all()
    assert (mail.subject, "Der Raum ist nicht frei." in mail.text) == ("Ein Tag fällt aus: Kasse führen", True)
    assert calendar_in(mail) == ("CANCEL", 1, "CANCELLED")
    OutgoingMail.objects.all().delete()
    become(event.pk, "cancelled", by=by)
    follow_the_clock.call()
    assert [each.subject for each in OutgoingMail.objects.all()] == ["Abgesagt: Kasse führen"]


@pytest.mark.django_db
def test_who_signed_up_hears_of_a_single_day_that_is_moved(district):
    by = calendar.office_of(district)
    event = calendar.event(district, "Kasse führen", kind="course")
    begins = event.starts_at + timedelta(days=1)
    day = courses.add_day(event, starts_at=begins, ends_at=begins + timedelta(hours=2), by=by)
    calendar.answer(event, "Anna", email="anna@example.org")
    follow_the_clock.call()
    OutgoingMail.objects.all().delete()
    later = begins + timedelta(days=7)
    move_event(day.pk, starts_at=later, ends_at=later + timedelta(hours=2), by=by)
    (mail,) = OutgoingMail.objects.all()
    assert mail.subject == "Ein Tag ist verlegt: Kasse führen"
    assert f"vorher {moved_since(Event.objects.get(pk=day.pk), day.starts_at)}." in mail.text
    assert calendar_in(mail)[0] == "PUBLISH"


def stages_of(*events):
    return [Event.objects.get(pk=event.pk).stage for event in events]


@pytest.mark.django_db
def test_a_course_is_found_by_its_topic_in_the_calendar_and_its_feed(client, district):
    by = calendar.office_of(district)
    begins = timezone.now() + timedelta(days=9)
    values = {"title": "Kasse führen", "starts_at": begins, "ends_at": begins + timedelta(hours=2)}
    event = courses.plan_course(district, values=values, course={"skill": "law"}, capacity=9, by=by)
    become(event.pk, "announced", by=by)
    day = courses.add_day(event, starts_at=begins + timedelta(days=1), ends_at=begins + timedelta(days=2), by=by)
    law, online = courses.topic_of("law"), courses.topic_of("online")
    assert law
    assert law != online
    assert {Event.objects.get(pk=each.pk).topic for each in (event, day)} == {law}

    def found(topic, name):
        answer = client.get(district_path(district.slug, f"calendar:{name}"), {"topic": topic})
        return "Kasse führen" in (b"".join(answer).decode() if answer.streaming else answer.text)

    assert [found(law, name) for name in ("events", "ics")] == [True, True]
    Event.objects.filter(pk=day.pk).update(topic="Eigenes")
    courses.describe(Event.objects.get(pk=event.pk), values={"skill": "online"}, by=by)
    assert [Event.objects.get(pk=each.pk).topic for each in (event, day)] == [online, "Eigenes"]
    assert [found(law, "ics"), found(online, "ics")] == [False, True]
