"""Lists ask the database as often for many rows as for few, and seldom."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import COORDINATOR, EDITOR, system_viewer
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.directory.actions import refresh_entries
from kiezkontor.directory.models import Entry
from kiezkontor.districts.models import District, DistrictHost, Operator, Programme, PublicReport, SubLocation
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.tests import builders as meetings
from kiezkontor.members.tests import builders as members
from kiezkontor.organisations.actions.editing import confirm_organisation
from kiezkontor.organisations.models import FieldClaim, SourceRecord
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.tests.builders import activation, contact_entry, shared_filter
from kiezkontor.premises.models import DistrictBuilding, SurveyRound
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.mounting import district_path, installation_path
from kiezkontor.shared.remembered import forget_all
from kiezkontor.surveys import sheet
from kiezkontor.surveys.actions.rounds import go
from kiezkontor.vacancies.tests import builders as vacancies
from kiezkontor.voices.tests import builders as voices
from tests.budgets import assert_budget, statements
from tests.expose_pages import OFFER_BUDGETS
from tests.seeker_pages import SEEKER_BUDGETS
from tests.vacancies_pages import VACANCY_BUDGETS

pytestmark = pytest.mark.django_db


def add_shop(district: District, number: int) -> None:
    shop = organisations.organisation(f"Laden {number}", category=organisations.category(f"shop=kind_{number}"))
    organisations.membership(shop, district)
    organisations.photo(shop)
    unit = premises.unit(district, str(number), street_name=f"Straße {number}")
    part = SubLocation.objects.create(district=district, name=f"Teil {number}", boundary=districts.A_SQUARE)
    DistrictBuilding.objects.filter(building=unit.building).update(sub_location=part)
    premises.used(unit, shop)
    refresh_entries([shop.pk])


def add_vacancy(district: District, number: int) -> None:
    premises.vacant(premises.unit(district, f"{number}b", street_name=f"Straße {number}"))


def add_log_entry(district: District, number: int) -> None:
    shop = organisations.organisation(f"Betrieb {number}")
    premises.used(premises.unit(district), shop)
    someone = districts.coordinator(district, f"Koordination {number}")
    confirm_organisation(shop.pk, district=district, by=districts.viewer(someone, district, COORDINATOR))


def add_report(district: District, number: int) -> None:
    PublicReport.objects.create(
        district=district,
        kind="barrier" if number % 2 else "content",
        message="Eine Stufe.",
        received_at=timezone.now(),
        due_on=timezone.localdate(),
    )


def add_person(district: District, number: int) -> None:
    districts.role(person(f"Person {number}"), district, EDITOR)


def add_project(district: District, number: int) -> None:
    project = districts.project(district, districts.district(f"Nachbarkiez {number}"))
    project.operator = Operator.objects.create(name=f"Muster gGmbH {number}")
    project.save()
    project.team.create(name=f"Person {number}")
    project.funding_sources.create(
        kind="federation", name="Bund", programme=Programme.objects.create(name=f"P {number}")
    )


def add_district(district: District, number: int) -> None:
    DistrictHost.objects.create(district=districts.district(f"Weiterer Kiez {number}"), host=f"kiez-{number}.example")


def add_contact(district: District, number: int) -> None:
    shop = organisations.organisation(f"Laden {number}", category=organisations.category(f"shop=kind_{number}"))
    premises.used(premises.unit(district, str(number), street_name=f"Straße {number}"), shop)
    activation(shop, district, status="visited", since_on=timezone.localdate(), last_contact_on=timezone.localdate())
    contact_entry(shop, district)
    shared_filter(district)


def add_hold(district: District, number: int) -> None:
    organisations.legal_hold(district, organisation=organisations.organisation(f"Laden {number}"))


def add_post(district: District, number: int) -> None:
    post = members.post(district, title=f"Aushang {number}")
    members.reply(post)
    members.complaint(post)


def add_first_contact(district: District, _number: int) -> None:
    members.first_contact(district)


def add_voice(district: District, number: int) -> None:
    street = districts.street(district, f"Straße {number}")
    voices.voice(district, members.member(district), street=street, topic=voices.topic(district))
    shown = voices.published(district, members.member(district), street=street)
    voices.comment(shown)


def add_case(district: District, number: int) -> None:
    unit = vacancies.vacant_unit(district, str(number), street_name=f"Straße {number}")
    vacancies.letting(vacancies.case(district, unit, responsible=person()))


def add_vacancy_report(district: District, number: int) -> None:
    street = districts.street(district, f"Straße {number}")
    vacancies.report(district, place="", street=street, case=vacancies.case(district))


def add_event(district: District, number: int) -> None:
    calendar.event(district, f"Runde {number}", topic=f"Thema {number}", lat=51.0, lon=7.0)


def add_event_for_groups(district: District, number: int) -> None:
    calendar.event(district, f"Runde {number}", groups=[calendar.target_group(district, f"Gruppe {number}")])


# Page → what makes it longer, and how many statements it may take.
OFFICE = {
    "home:office": (add_log_entry, 17),
    "organisations:office": (add_shop, 14),
    "members:board": (add_post, 16),
    "members:office": (add_post, 14),
    "members:first_contacts": (add_first_contact, 12),
    "members:office_topics": (add_post, 12),
    "voices:office": (add_voice, 16),
    "vacancies:office": (add_case, 28),
    "vacancies:office_uncovered": (add_vacancy, 20),
    "vacancies:office_reports": (add_vacancy_report, 12),
    **VACANCY_BUDGETS,
    **SEEKER_BUDGETS,
    "vacancies:lettings": (add_case, 12),
    "voices:office_heat": (add_voice, 10),
    "voices:office_topics": (add_voice, 10),
    "outreach:pipeline": (add_contact, 14),
    "outreach:walk": (add_contact, 14),
    "outreach:walk_paper": (add_contact, 14),
    "outreach:csv": (add_contact, 12),
    "premises:units": (add_shop, 12),
    "districts:log": (add_log_entry, 9),
    "districts:reports": (add_report, 8),
    "home:retention": (add_hold, 12),
    "districts:people": (add_person, 12),
    "districts:project_list": (add_project, 10),
    "districts:edit_streets": (add_shop, 9),
    "calendar:office": (add_event, 14),
    "calendar:office_groups": (add_event_for_groups, 9),
}
PUBLIC = {
    "home:district": (add_shop, 11),
    "directory:list": (add_shop, 6),
    "directory:map": (add_shop, 8),
    "directory:geojson": (add_shop, 5),
    "directory:vacancies": (add_vacancy, 5),
    **OFFER_BUDGETS,
    "districts:projects": (add_project, 5),
    "districts:team": (add_project, 5),
    "voices:voices": (add_voice, 6),
    "calendar:events": (add_event, 6),
    "calendar:map": (add_event, 6),
    "calendar:map_events": (add_event, 4),
    "calendar:ics": (add_event, 4),
    "calendar:atom": (add_event, 4),
    "calendar:embedded": (add_event, 4),
    "api:csv": (add_shop, 2),
    "api:geojson": (add_shop, 2),
    "api:atom": (add_shop, 2),
    "api-v1:entries": (add_shop, 3),
    "api-v1:projects": (add_project, 4),
    "api-v1:all_events": (add_event, 5),
    "sitemap": (add_shop, 6),
}
INSTALLATION = {"home:front": (add_district, 5), "home:office": (add_district, 8), "sitemap": (add_district, 4)}


@pytest.mark.parametrize("page", OFFICE)
def test_long_lists_of_the_office_take_as_many_statements_as_short_ones(page):
    district = districts.district()
    client = Client()
    client.force_login(districts.coordinator(district))
    grow, most = OFFICE[page]
    assert_budget(client, district_path(district.slug, page), grow, district, most)


@pytest.mark.parametrize("page", PUBLIC)
def test_long_public_lists_take_as_many_statements_as_short_ones(page):
    district = districts.district()
    grow, most = PUBLIC[page]
    assert_budget(Client(), district_path(district.slug, page), grow, district, most)


@pytest.mark.parametrize("page", INSTALLATION)
def test_an_installation_with_many_districts_asks_as_often_as_with_few(page):
    district = districts.district()
    client = Client()
    client.force_login(person("Otto Operator", is_operator=True))
    grow, most = INSTALLATION[page]
    assert_budget(client, installation_path(page), grow, district, most)


def test_a_profile_among_many_neighbours_asks_as_often_as_among_few():
    district = districts.district()
    add_shop(district, 0)
    slug = Entry.objects.get(district=district).slug
    assert_budget(Client(), district_path(district.slug, "directory:profile", slug), add_shop, district, 8)


def test_a_profile_whose_source_and_changes_are_told_stays_within_the_budget():
    district = districts.district()
    add_shop(district, 0)
    entry = Entry.objects.get(district=district)
    run = organisations.source_run(district)
    SourceRecord.objects.create(
        source="osm", ref="node/1", organisation=entry.organisation, first_run=run, last_run=run
    )
    FieldClaim.objects.create(
        organisation=entry.organisation, field="phone", basis="owner", said_on=timezone.localdate()
    )
    assert_budget(Client(), district_path(district.slug, "directory:profile", entry.slug), add_shop, district, 8)


@pytest.mark.parametrize("readers", ["attendees", "members"])
def test_an_entry_with_tasks_of_many_meetings_asks_as_often_as_with_tasks_of_few(readers):
    district = districts.district()
    owner = members.member(district)
    shop = members.of(owner)

    def grow(district: District, number: int) -> None:
        event = meetings.earlier_event(district)
        meetings.task(meetings.item(event), f"Aufgabe {number}", organisation=shop)
        meetings.approved(event, readers=readers)

    client = Client()
    client.force_login(owner)
    assert_budget(client, district_path(district.slug, "organisations:own_entry", shop.pk), grow, district, 20)


def add_surveyed(district: District, number: int) -> None:
    """A unit that two rounds saw, of which the later one is published: used by somebody first, vacant then."""
    shop = organisations.organisation(f"Laden {number}", category=organisations.category(f"shop=kind_{number}"))
    unit = premises.unit(district, str(number), street_name=f"Straße {number}")
    use = premises.used(unit, shop)
    seen = premises.vacant(unit, seen_on=date(2026, 2, 1))
    for nth, each in enumerate([use.observation, seen.observation], start=1):
        each.survey_round = SurveyRound.objects.get_or_create(
            district=district, number=nth, defaults={"reference_on": each.seen_on, "stage": "in_field"}
        )[0]
        each.save()


def publish_rounds(district: District) -> None:
    for survey_round in SurveyRound.objects.filter(district=district).order_by("number"):
        for stage in ("review", "frozen", "published"):
            survey_round = go(survey_round, stage, by=system_viewer("tests"))


@pytest.mark.parametrize("page", ["surveys:map", "surveys:map_units"])
def test_a_map_of_many_units_takes_as_many_statements_as_one_of_few(page):
    district = districts.district()
    client = Client()
    client.force_login(districts.coordinator(district))
    assert_budget(client, district_path(district.slug, page), add_surveyed, district, 18)


@pytest.mark.parametrize("page", ["surveys:public_round", "surveys:public_csv", "surveys:public_json"])
def test_published_rounds_of_many_units_take_as_many_statements_as_of_few(page):
    district = districts.district()
    url = district_path(district.slug, page, 2)
    taken = []
    for numbers in (range(1, 4), range(4, 12)):
        for number in numbers:
            add_surveyed(district, number)
        publish_rounds(district) if not taken else None
        forget_all()
        taken.append(statements(Client(), url))
    assert taken[0] == taken[1] <= 20


@pytest.mark.parametrize("page", ["surveys:public_round", "surveys:public_json", "surveys:public_sheet"])
def test_an_invented_session_makes_a_published_round_no_dearer(page, monkeypatch):
    """Whoever sends one is served beside the published pages, so that each request comes as far as the database."""
    district = districts.district()
    for number in range(1, 9):
        add_surveyed(district, number)
    publish_rounds(district)
    set_papers = []
    monkeypatch.setattr(sheet, "pdf_from", lambda *args, **moment: set_papers.append(args) or b"%PDF")
    client = Client()
    taken = []
    for nth in range(4):
        client.cookies["sessionid"] = f"invented{nth}"
        taken.append(statements(client, district_path(district.slug, page, 2)))
    assert max(taken[1:]) <= 8
    assert len(set_papers) == (1 if page == "surveys:public_sheet" else 0)


# Page → how many statements it may take.
OF_A_ROUND = {
    "surveys:round": 32,
    "surveys:changes": 28,
    "surveys:units_csv": 16,
    "surveys:segments": 10,
    "surveys:round_units": 18,
    "surveys:checks": 13,
    "surveys:sheet": 34,
    "surveys:paper": 12,
    "surveys:paper_pdf": 18,
    "surveys:entry": 14,
    "surveys:osm": 22,
    "surveys:coverage": 18,
}


def test_a_desk_that_tells_of_a_round_asks_as_often_for_many_units_as_for_few():
    district = districts.district()
    client = Client()
    client.force_login(districts.coordinator(district))
    assert_budget(client, district_path(district.slug, "home:office"), add_surveyed, district, 40)


@pytest.mark.parametrize("page", OF_A_ROUND)
def test_a_survey_round_of_many_units_takes_as_many_statements_as_one_of_few(page):
    district = districts.district()
    client = Client()
    client.force_login(districts.coordinator(district))
    url = district_path(district.slug, page, 2)
    assert_budget(client, url, add_surveyed, district, OF_A_ROUND[page])
