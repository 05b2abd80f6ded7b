"""Who may open what: every page of both URL trees, by role, in the own and in a foreign district.

PUBLIC lists the pages anybody may open; TABLE says for every other page which roles of the district pass. A page in
neither fails the first test. Rows of the visibility specification whose data do not exist yet have no page to test.
"""

from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import AUDITOR, COORDINATOR, EDITOR, FIELD_WORKER, STEWARD_ROLES
from kiezkontor.desk.tests import builders as desk
from kiezkontor.districts.models import DistrictText, Invitation, Operator, Programme, PublicReport, Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices import links
from kiezkontor.notices.models import AddressMark
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.rules.purposes import NEEDS, NEEDS_LETTERS
from kiezkontor.outreach.tests.builders import shared_filter
from kiezkontor.shared.mounting import district_path, installation_path
from tests import calendar_pages as calendar
from tests import meeting_pages as meetings
from tests.addresses import pages
from tests.members_pages import (
    AMONG_MEMBERS,
    BOARD_IN_THE_OFFICE,
    BOARD_OF_MEMBERS,
    MEMBERS_ALONE,
    among_members,
    become_member,
)
from tests.personas import PERSONAS, persona
from tests.register_pages import UNITS, in_the_register
from tests.seeker_pages import PUBLIC_SEEKING, SEEKERS, about_seekers
from tests.survey_pages import PUBLIC_SURVEYS, SURVEYS, SURVEYS_OF_THE_COORDINATION, about_surveys
from tests.vacancies_pages import PUBLIC_VACANCIES, VACANCIES, VACANCY_TOTALS, about_vacancies
from tests.voices_pages import OWN_VOICES, OWN_VOICES_ALONE, PUBLIC_VOICES, VOICES_IN_THE_OFFICE, about_voices

pytestmark = pytest.mark.django_db

OFFICE = frozenset({COORDINATOR, EDITOR, FIELD_WORKER})
PROFILES = frozenset({COORDINATOR, EDITOR})
INVENTORY = frozenset({COORDINATOR, FIELD_WORKER})
LEAD = frozenset({COORDINATOR})
TOTALS = frozenset({Role.Name.BOARD.value, Role.Name.FUNDER.value, Role.Name.BODY_MEMBER.value})
STEWARDS = STEWARD_ROLES
EVERY_ROLE = frozenset(Role.Name.values)
NOBODY: frozenset[str] = frozenset()  # the operator of the installation alone

DISTRICT_EDITING = (
    "profile profile_preview boundary boundary_preview parts parts_preview streets street street_preview "
    "brand brand_check brand_drafts brand_draft_picture brand_draft_remove office office_preview "
    "texts text text_preview sign_language sign_language_remove"
).split()

TABLE = {
    "home:office": EVERY_ROLE,  # a role outside of the office is led on to what it allows
    "districts:log": OFFICE | {AUDITOR},
    "home:retention": LEAD,
    "home:hold": LEAD,
    "home:information": LEAD,
    "home:hold_entry": LEAD,
    "home:end_hold": LEAD,
    "districts:people": LEAD,
    "districts:invite": LEAD,
    "districts:invitation_withdraw": LEAD,
    "districts:people_give_role": LEAD,
    "districts:people_end_role": LEAD,
    "districts:edit": LEAD,
    **{f"districts:edit_{page}": LEAD for page in DISTRICT_EDITING},
    "districts:edit_hosts": NOBODY,
    "districts:project_list": LEAD,
    "districts:project_new": LEAD,
    "districts:project_new_preview": LEAD,
    "districts:project_operator_new": LEAD,
    "districts:project_operator": LEAD,
    "districts:project_programme_new": LEAD,
    "districts:project_programme": LEAD,
    "districts:project_edit": LEAD,
    "districts:project_edit_preview": LEAD,
    "districts:project_funding": LEAD,
    "districts:project_funding_preview": LEAD,
    "districts:project_team": LEAD,
    "districts:project_team_preview": LEAD,
    "districts:mail": LEAD,
    "districts:mail_no_contact": LEAD,
    "districts:mail_lift": LEAD,
    "districts:reports": LEAD,
    "districts:report": LEAD,
    "organisations:office": OFFICE,
    "organisations:office_entry": OFFICE,
    "organisations:office_edit": PROFILES,
    "organisations:office_edit_check": PROFILES,
    "organisations:office_confirm": PROFILES,
    "organisations:office_photo_add": PROFILES,
    "organisations:office_photo_edit": PROFILES,
    "organisations:office_photo_remove": PROFILES,
    "organisations:office_join": PROFILES,
    "organisations:office_leave": PROFILES,
    "desk:new": OFFICE,
    "desk:edit": OFFICE,
    "desk:finish": OFFICE,
    "desk:reopen": OFFICE,
    "organisations:office_invite": PROFILES,
    "organisations:office_withdraw_links": PROFILES,
    "organisations:office_end_stewardship": PROFILES,
    "organisations:office_contact_add": PROFILES,
    "organisations:office_contact_edit": PROFILES,
    "organisations:office_contact_remove": PROFILES,
    "organisations:office_stop_contact": OFFICE,
    "organisations:office_allow_contact": PROFILES,
    **{f"organisations:office_relation_{page}": PROFILES for page in ("choose", "add", "edit", "remove")},
    **{f"organisations:office_{page}": PROFILES for page in ("duplicates", "duplicates_find", "apart_take_back")},
    **{f"organisations:office_{page}": PROFILES for page in ("merge_choose", "merge", "tell_apart", "undo_merge")},
    "organisations:requests": PROFILES,
    "organisations:requests_grant": PROFILES,
    "organisations:requests_refuse": PROFILES,
    "organisations:letters": PROFILES,
    "organisations:letters_ask": PROFILES,
    "organisations:office_letter": PROFILES,
    "organisations:letters_run": PROFILES,
    "organisations:letters_file": PROFILES,
    "organisations:informing": PROFILES,
    "organisations:own": STEWARDS,
    "organisations:own_entry": STEWARDS,
    "organisations:own_edit": STEWARDS,
    "organisations:own_edit_check": STEWARDS,
    "organisations:office_hours": PROFILES,
    "organisations:own_hours": STEWARDS,
    "organisations:own_confirm": STEWARDS,
    **{f"organisations:own_photo_{deed}": STEWARDS for deed in ("add", "edit", "remove")},
    "organisations:own_publish": STEWARDS,
    "organisations:office_take_back_publishing": PROFILES,
    "organisations:own_card": STEWARDS,
    "organisations:members": STEWARDS | PROFILES | {Role.Name.BOARD.value},
    **dict.fromkeys(BOARD_OF_MEMBERS, STEWARDS | PROFILES),
    **dict.fromkeys(AMONG_MEMBERS | MEMBERS_ALONE | OWN_VOICES, STEWARDS),
    **dict.fromkeys(calendar.OWN_INVITATIONS | calendar.OWN_REPLIES, EVERY_ROLE),
    **dict.fromkeys(calendar.OWN_CALENDAR, STEWARDS | PROFILES | {Role.Name.BOARD.value, Role.Name.BODY_MEMBER.value}),
    **dict.fromkeys(VOICES_IN_THE_OFFICE, PROFILES),
    **dict.fromkeys(BOARD_IN_THE_OFFICE | calendar.CALENDAR_OF_THE_OFFICE | meetings.MEETINGS_OF_THE_OFFICE, PROFILES),
    "outreach:pipeline": INVENTORY,
    "outreach:csv": INVENTORY,
    "outreach:xlsx": INVENTORY,
    "outreach:bulk": INVENTORY,
    "outreach:walk": INVENTORY,
    "outreach:walk_paper": INVENTORY,
    "outreach:save_filter": INVENTORY,
    "outreach:remove_filter": INVENTORY,
    "outreach:confidential": LEAD,
    "outreach:organisation": INVENTORY,
    "outreach:contact": INVENTORY,
    "outreach:move": INVENTORY,
    "outreach:support": INVENTORY,
    "outreach:interview": INVENTORY,
    "outreach:results": INVENTORY,
    "outreach:course": INVENTORY,
    **{f"outreach:{page}": INVENTORY for page in ("walk_sheets", "sheets", "sheet", "sheets_run", "sheets_file")},
    "outreach:own_answer": STEWARDS,
    "outreach:own_answered": STEWARDS,
    "outreach:own_take_back": STEWARDS,
    "outreach:interview_take_back": INVENTORY,
    **dict.fromkeys(UNITS | SURVEYS, INVENTORY),
    **dict.fromkeys(SURVEYS_OF_THE_COORDINATION | meetings.MINUTES_OF_THE_COORDINATION | VACANCIES | SEEKERS, LEAD),
    **dict.fromkeys(VACANCY_TOTALS, LEAD | TOTALS | {EDITOR}),
    **dict.fromkeys(meetings.NETWORK_TOTALS, PROFILES | TOTALS),
    "premises:new_entry": PROFILES,
    "premises:imports": INVENTORY,
    "premises:import_new": LEAD,
    "premises:import_template": LEAD,
    "premises:import_run": INVENTORY,
    "premises:import_progress": INVENTORY,
    "premises:import_columns": LEAD,
    "premises:import_discard": LEAD,
    "premises:import_decide": LEAD,
}

PUBLIC = {
    *("api-v1:openapi-json", "api-v1:district", "api-v1:entries", "api-v1:entry", "api-v1:categories"),
    *("api-v1:projects", "api-v1:api-root", "api:csv", "api:geojson", "api:atom"),
    *(
        "home:district",
        "districts:about",
        "districts:projects",
        "districts:project",
        "districts:team",
    ),
    *("districts:contact", "districts:imprint", "districts:privacy", "districts:accessibility", "districts:terms"),
    *("districts:easy_language", "districts:sign_language", "districts:feedback", "districts:report_content"),
    *("districts:report_received", "districts:brand_css", "districts:join", "districts:joined"),
    *("directory:list", "directory:suggestions", "directory:map", "directory:geojson", "directory:boundary"),
    "directory:basemap",
    *(
        "directory:vacancies",
        "directory:profile",
        "directory:contact",
        "directory:own_entry",
        "directory:find_mistaken",
        "directory:mistake",
        "directory:count_view",
        "directory:vcard",
    ),
    # Behind a personal link or the code of a letter, which open them and nothing else.
    *("organisations:code", "organisations:prepared", "organisations:prepared_correct"),
    *("organisations:prepared_access", "organisations:prepared_access_use"),
    "organisations:data_notice",
    *("outreach:answer", "outreach:answered", "outreach:take_back"),
    *PUBLIC_SURVEYS,
    *PUBLIC_VOICES,
    *PUBLIC_VACANCIES,
    *calendar.PUBLIC_CALENDAR,
    *(meetings.PUBLIC_MEETINGS | PUBLIC_SEEKING),
    *("directory:qr_code", "directory:door_sheet", "robots", "sitemap"),
}

# Pages of the installation: whoever is signed in, and everybody.
SIGNED_IN = {
    "home:own_data",
    "home:correct",
    "home:object",
    "home:own_deeds",
    "home:office",
    "home:access",
    "installation:new_district",
    "installation:mail",
    "installation:mail_lift",
    "security:overview",
    "security:confirm",
}
# About oneself: asked for with a form, or only shortly after a confirmation; security/tests and home/tests hold each.
OWN_SIGN_IN = {
    *("home:own_data_download", "home:own_data_paper", "home:delete_account", "home:stop"),
    *("home:correct_row", "home:object_to_row"),
    *("security:confirm_by_passkey", "security:confirm_send", "security:add_app", "security:remove_app"),
    *("security:codes", "security:new_codes", "security:add_passkey", "security:new_passkey_options"),
    *("security:rename_passkey", "security:remove_passkey", "security:set_password", "security:remove_password"),
    *("security:end_device", "security:end_other_devices", "security:reset"),
}
PUBLIC_OF_INSTALLATION = {
    *("health", "authority", "robots", "sitemap", "home:front"),
    *("installation:imprint", "installation:privacy", "installation:accessibility"),
    *("account_login", "account_request_login_code", "account_confirm_login_code", "account_logout"),
    *("account_inactive", "notices:outbox", "notices:answer", "notices:leave", "invitations:accept"),
    *("gallery", "gallery-in", "mfa_authenticate"),
    *("security:passkey", "security:passkey_options", "security:password"),
    "security:second_step_passkey",
}


def test_every_page_of_a_district_is_public_or_in_the_table():
    assert set(pages(settings.DISTRICT_URLCONF)) == PUBLIC | set(TABLE)


def test_every_page_of_the_installation_is_public_or_for_those_signed_in():
    assert set(pages(settings.ROOT_URLCONF)) == PUBLIC_OF_INSTALLATION | SIGNED_IN | OWN_SIGN_IN


def merging(shop: Any, district: Any) -> dict[str, int]:
    """Another entry, told apart from the shop and related to it, and one that was merged into it."""
    twin = organisations.membership(organisations.organisation(), district).organisation
    apart, merge = organisations.told_apart(shop, twin, district), organisations.merge(shop, district)
    relation = organisations.relation(twin, shop, district)
    return {"other_pk": twin.pk, "apart_pk": apart.pk, "merge_pk": merge.pk, "relation_pk": relation.pk}


class World:
    """A district with one of everything, and a foreign one with the same."""

    def __init__(self) -> None:
        self.own = districts.district("Musterkiez")
        self.foreign = districts.district("Fremdkiez")
        self.shops: dict[int, Any] = {}
        everywhere = AddressMark.objects.create(address="gast@example.org", reason="bounced")
        self.of_installation = {"installation:mail_lift": {"pk": everywhere.pk}}
        self.arguments = {self.own.pk: self.fill(self.own), self.foreign.pk: self.fill(self.foreign)}

    def fill(self, district: Any) -> dict[str, dict[str, Any]]:
        """View name or area → arguments of its addresses."""
        now = timezone.now()
        project = districts.project(district)
        project.operator = Operator.objects.create(name=f"Muster gGmbH {district.slug}")
        project.save()
        programme = Programme.objects.create(name=f"Programm {district.slug}", entered_in=district)
        shop = organisations.organisation()
        photo = organisations.photo(shop)
        membership = organisations.membership(shop, district)
        steward = organisations.steward(person(), shop)
        asked = organisations.entry_request(shop, district)
        self.shops[district.pk] = shop
        unit, register = in_the_register(district, shop)
        someone = districts.role(person(), district, EDITOR)
        invitation = Invitation.objects.create(
            district=district,
            email="gast@example.org",
            role=EDITOR,
            token_hash=f"hash of {district.slug}",
            invited_at=now,
            expires_at=now,
        )
        report = PublicReport.objects.create(
            district=district, kind="barrier", message="Eine Stufe.", received_at=now, due_on=timezone.localdate()
        )
        mark = AddressMark.objects.create(address="gast@example.org", scope_id=district.pk, reason="bounced")
        return {
            "districts:invitation_withdraw": {"pk": invitation.pk},
            "districts:people_give_role": {"pk": someone.person_id},
            "districts:people_end_role": {"pk": someone.pk},
            "districts:report": {"pk": report.pk},
            "districts:mail_lift": {"pk": mark.pk},
            "districts:project_operator": {"pk": project.operator.pk},
            "districts:project_programme": {"pk": programme.pk},
            "districts:project_": {"slug": project.slug},
            "districts:edit_street": {"pk": districts.street(district, f"Weg von {district.slug}").pk},
            "districts:edit_text": {"kind": DistrictText.Kind.IMPRINT.value, "language": "de"},
            "desk:": {"pk": desk.task(district).pk},
            "home:hold_entry": {"pk": shop.pk},
            "home:end_hold": {"pk": organisations.legal_hold(district).pk},
            **self.on_paper(district, shop),
            "organisations:": {
                "pk": shop.pk,
                "photo_pk": photo.pk,
                "membership_pk": membership.pk,
                "steward_pk": steward.pk,
                "contact_pk": organisations.contact(shop, district).pk,
                "request_pk": asked.pk,
                **merging(shop, district),
            },
            **among_members(district, steward.person),
            "outreach:": {"pk": shop.pk},
            "outreach:remove_filter": {"pk": shared_filter(district).pk},
            **register,
            **about_voices(district, steward.person),
            **about_surveys(district, unit) | about_vacancies(district, unit) | about_seekers(district),
            **calendar.in_the_calendar(district, shop),
            **meetings.in_meetings(district),
        }

    def on_paper(self, district: Any, shop: Any) -> dict[str, dict[str, Any]]:
        sheet = links.make_link(NEEDS, shop.pk, days=9, scope_id=district.pk, with_code=True)
        return {
            "organisations:letters": {"pk": organisations.letter_run(district).pk},
            "outreach:sheet": {"pk": sheet.link.pk},
            "outreach:sheets_": {"pk": organisations.letter_run(district, purpose=NEEDS_LETTERS).pk},
        }

    def address(self, page: str, district: Any, *, of: Any = None) -> str:
        """A page of a district; of: whose objects its address names (the same district's unless given)."""
        wanted = pages(settings.DISTRICT_URLCONF)[page]
        known = self.arguments[(of or district).pk]
        fitting = max((key for key in known if page.startswith(key)), key=len, default="")
        values = {name: known[fitting][name] for name in wanted}
        return district_path(district.slug, page, **values)


@pytest.fixture
def world() -> World:
    return World()


def answer(client: Client, url: str) -> int | str:
    """The status of a page, "sign-in" for the way there; a page that only takes orders gets one."""
    response = read(client, url)
    if response.status_code == 405 or leads_to_its_form(response, url):
        response = client.post(url)
    if response.status_code == 302 and response.headers["Location"].startswith(installation_path("account_login")):
        return "sign-in"
    status: int = response.status_code
    return status


def leads_to_its_form(response: Any, url: str) -> bool:
    """Whether a page that only says something about what is sent to it led back to where that is entered."""
    form, last = url.removesuffix("/").rsplit("/", 1)
    return (
        response.status_code == 302
        and last in {"vorschau", "pruefen", "briefe.pdf"}
        and response["Location"].startswith(form)
    )


def read(client: Client, url: str) -> Any:
    """A page; one that has an address of its own at each opening is read there."""
    response = client.get(url)
    if response.status_code == 302 and response.headers["Location"].startswith(f"{url}?opened="):
        return client.get(response.headers["Location"])
    return response


def client_of(name: str, world: World) -> Client:
    client = Client()
    someone = persona(name, district=world.own, foreign=world.foreign)
    if someone is not None:
        if PERSONAS[name] in STEWARDS:
            become_member(someone, world.shops[world.own.pk])
        client.force_login(someone)
    return client


def expected_of(name: str, page: str) -> set[int | str]:
    if name == "visitor":
        return {"sign-in"}
    if name == "foreign coordinator":
        return {404}
    if page in calendar.OWN_REPLIES and PERSONAS[name] not in STEWARDS:
        return {404}
    if name == "operator" and page in MEMBERS_ALONE | OWN_VOICES_ALONE:
        return {403, 404}
    return {200, 302, 422} if name == "operator" or PERSONAS[name] in TABLE[page] else {403}


@pytest.mark.parametrize("name", PERSONAS)
def test_each_page_opens_for_its_roles_alone(world, name):
    client = client_of(name, world)
    wrong = []
    for page in TABLE:
        url = world.address(page, world.own)
        with transaction.atomic():
            given = answer(client, url)
            transaction.set_rollback(True)
        if given not in expected_of(name, page):
            wrong.append((page, url, given))
    assert wrong == []


def test_nothing_of_a_foreign_district_can_be_reached(world):
    coordinator = client_of("coordinator", world)
    reached = [page for page in TABLE if answer(coordinator, world.address(page, world.foreign)) != 404]
    assert reached == []


WITH_OBJECT = [page for page in TABLE if {"pk", "slug", "request_pk"} & set(pages(settings.DISTRICT_URLCONF)[page])]
# Bodies that carry projects and programmes belong to the installation; everybody may know them, not change them.
KNOWN_EVERYWHERE = {"districts:project_operator": 403, "districts:project_programme": 403}


def test_no_object_of_a_foreign_district_slips_into_the_own_office(world):
    inside = {name: client_of(name, world) for name in ("coordinator", "trader")}
    answers = {}
    for page in WITH_OBJECT:
        client = inside["coordinator" if COORDINATOR in TABLE[page] else "trader"]
        answers[page] = answer(client, world.address(page, world.own, of=world.foreign))
    assert answers == dict.fromkeys(WITH_OBJECT, 404) | KNOWN_EVERYWHERE


@pytest.mark.parametrize("page", sorted(SIGNED_IN))
def test_pages_of_the_installation_ask_to_sign_in(world, page):
    url = installation_path(page, **world.of_installation.get(page, {}))
    assert answer(Client(), url) == "sign-in"
    assert answer(client_of("operator", world), url) == 200


@pytest.mark.parametrize("page", sorted(OWN_SIGN_IN))
def test_pages_about_the_own_sign_in_are_closed_to_visitors(page):
    arguments = dict.fromkeys(pages(settings.ROOT_URLCONF)[page], 1)
    assert answer(Client(), installation_path(page, **arguments)) == "sign-in"


@pytest.mark.parametrize("page", ["installation:new_district", "installation:mail", "installation:mail_lift"])
def test_only_the_operator_makes_districts_and_reads_the_mail_of_the_installation(world, page):
    url = installation_path(page, **world.of_installation.get(page, {}))
    assert answer(client_of("coordinator", world), url) == 403


def test_the_administration_is_for_the_operator(world):
    assert answer(client_of("coordinator", world), "/admin/") in {302, 403}
    assert answer(client_of("coordinator", world), "/admin/login/") == 403
    assert answer(client_of("operator", world), "/admin/") == 200


def test_the_english_office_is_guarded_like_the_german_one(world):
    url = f"/{world.own.slug}/en/buero/"
    assert answer(Client(), url) in {"sign-in", 302}
    assert Client().get(url).headers["Location"].startswith("/en/konto/anmelden/?next=/musterkiez/en/buero/")
    assert answer(client_of("coordinator", world), url) == 200


def test_a_role_that_has_ended_opens_nothing(world):
    former = districts.role(person(), world.own, COORDINATOR, until_on=timezone.localdate()).person
    client = Client()
    client.force_login(former)
    assert answer(client, world.address("home:office", world.own)) == 404


def test_someone_who_is_blocked_is_a_visitor(world):
    client = client_of("coordinator", world)
    persons = world.own.roles.filter(name=COORDINATOR)
    for role in persons:
        role.person.is_active = False
        role.person.save()
    assert answer(client, world.address("home:office", world.own)) == "sign-in"
