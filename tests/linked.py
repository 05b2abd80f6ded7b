"""Every page that a signed or secret link opens, and how such a link comes about."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.utils import timezone

from kiezkontor.accounts.viewer import EDITOR, system_viewer
from kiezkontor.calendar.actions.answers import link_to
from kiezkontor.calendar.actions.own_feed import make_own_feed
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.actions import roles
from kiezkontor.districts.models import District, PublicReport
from kiezkontor.meetings import room
from kiezkontor.meetings.access_courses import EFFECT, FEEDBACK, TOOK_PART
from kiezkontor.meetings.access_minutes import SENT
from kiezkontor.meetings.models import Ballot, Board, CourseMaterial
from kiezkontor.meetings.tests import builders as meetings
from kiezkontor.notices import links, tokens
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules import purposes as of_entries
from kiezkontor.outreach.rules.purposes import NEEDS
from kiezkontor.vacancies import telling, telling_subscribers
from kiezkontor.vacancies.actions import expose_owner
from kiezkontor.vacancies.models import ExposePicture
from kiezkontor.vacancies.rules import seekers as of_seekers
from kiezkontor.vacancies.rules import subscriptions as of_subscriptions
from kiezkontor.vacancies.rules.purposes import EXPOSE, REPORT
from kiezkontor.vacancies.tests import builders as vacancies
from kiezkontor.vacancies.tests import exposes, seekers
from kiezkontor.voices.rules.purposes import MAIL, STATE
from kiezkontor.voices.tests.builders import voice
from tests.addresses import pages

type Maker = Callable[[District, Organisation], str]

# Purposes of personal links → the pages they open.
OPENED: Mapping[tuple[str, ...], tuple[str, ...]] = {
    tuple(sorted(of_entries.PURPOSES)): ("organisations:prepared", "organisations:prepared_correct"),
    (of_entries.ACCESS,): ("organisations:prepared_access", "organisations:prepared_access_use"),
    (NEEDS,): ("outreach:answer", "outreach:answered", "outreach:take_back"),
}
ON_A_TELEPHONE = ("meetings:vote", "meetings:voted", "meetings:vote_picture")
ON_A_CARD = ("meetings:card", "meetings:card_written")
AT_THE_DOOR = ("meetings:check_in", "meetings:checked_in", "meetings:follow", "meetings:followed")
SWAPPING = ("meetings:swap", "meetings:swap_back", "meetings:swap_vcf")
IN_THE_ROOM = (*SWAPPING, *AT_THE_DOOR, *ON_A_TELEPHONE, *ON_A_CARD)
OF_A_COURSE = ("meetings:took_part", "meetings:took_part_certificate", "meetings:took_part_material")
OF_A_SEEKER = tuple(f"vacancies:seek_{page}" for page in "own plan room needs business renew withdraw".split())
OF_EVENTS = ("calendar:own_answer", "calendar:take")
PURPOSES = tuple(purpose for purposes in OPENED for purpose in purposes)
OPENED_BY = {page: purposes for purposes, opened in OPENED.items() for page in opened}


def personal(purpose: str) -> Maker:
    def made(district: District, shop: Organisation) -> str:
        new = links.make_link(purpose, shop.pk, days=9, scope_id=district.pk, email="hanna@example.org")
        return new.token

    return made


def about_a_voice(purpose: str) -> Maker:
    def made(district: District, shop: Organisation) -> str:
        given = voice(district, email="hanna@example.org")
        return links.make_link(purpose, given.pk, days=9, scope_id=district.pk, email="hanna@example.org").token

    return made


def about_a_vacancy(district: District, shop: Organisation) -> str:
    return telling.state_token(vacancies.report(district))


def released_by_link(district: District, shop: Organisation) -> str:
    unit = vacancies.vacant_unit(district)
    owner = vacancies.owner(district, unit, email="hanna@example.org")
    made = exposes.told(district, unit, "page")
    exposes.pictured(made)
    return expose_owner.token_for(made, owner)


def subscribed(district: District, shop: Organisation) -> str:
    return telling_subscribers.own_token(seekers.subscription(district, email="hanna@example.org"))


def seeking(purpose: str) -> Maker:
    def made(district: District, shop: Organisation) -> str:
        sought = seekers.draft(district, email="hanna@example.org")
        return links.make_link(purpose, sought.pk, days=9, scope_id=district.pk, email="hanna@example.org").token

    return made


def reported(district: District, shop: Organisation) -> str:
    report = PublicReport.objects.filter(district=district).order_by("pk")[0]
    return signing.dumps(report.pk, salt="districts.report", compress=True)


def leaving(district: District, shop: Organisation) -> str:
    url = tokens.link_for_leaving("hanna@example.org", Kind.NEWS, district.pk, language="de")
    return urlsplit(url).path.rstrip("/").rpartition("/")[2]


def answered(district: District, shop: Organisation) -> str:
    return link_to(calendar.answer(calendar.event(district)))


def in_a_room(district: District, shop: Organisation) -> str:
    now = calendar.event(district, starts_at=timezone.now())
    item = meetings.item(now)
    meetings.with_picture(meetings.ballot(item, is_open=True))
    meetings.board(item)
    return room.token_of(item.meeting)


def took_part(purpose: str) -> Maker:
    def made(district: District, shop: Organisation) -> str:
        course = meetings.course(district, "Anna Muster")
        meetings.material(course)
        earned = meetings.certified(course)
        return links.make_link(purpose, earned.attendance_id or 0, days=9, scope_id=district.pk).token

    return made


def besides(page: str) -> dict[str, int]:
    """What the address of a page says beside the token: the ballot, the board or the material that was made last."""
    if page in ON_A_CARD:
        board = Board.objects.order_by("-pk").first()
        return {"pk": board.pk if board else 1}
    if page == "meetings:took_part_material":
        material = CourseMaterial.objects.order_by("-pk").first()
        return {"pk": material.pk if material else 1}
    if page == "vacancies:offer_own_picture":
        picture = ExposePicture.objects.order_by("-pk").first()
        return {"picture": picture.pk if picture else 1}
    if page not in ON_A_TELEPHONE:
        return {}
    ballot = Ballot.objects.order_by("-pk").first()
    said = {"pk": ballot.pk if ballot else 1}
    option = ballot.options.exclude(image="").first() if ballot else None
    return said | {"option_pk": option.pk if option else 1} if page == "meetings:vote_picture" else said


def minutes(district: District, shop: Organisation) -> str:
    event = calendar.event(district)
    meetings.item(event)
    approved = meetings.approved(event)
    return links.make_link(SENT, approved.meeting_id, days=9, scope_id=district.pk).token


def invited(district: District, shop: Organisation) -> str:
    return roles.invite("neu@example.org", district=district, role=EDITOR, by=system_viewer("test"))[1]


def own_calendar(district: District, shop: Organisation) -> str:
    return make_own_feed(district, by=calendar.office_of(district))


# What makes a link → the pages it opens.
MAKERS: Mapping[str, tuple[Maker, tuple[str, ...]]] = {
    **{purpose: (personal(purpose), OPENED[purposes]) for purposes in OPENED for purpose in purposes},
    STATE: (about_a_voice(STATE), ("voices:state",)),
    MAIL: (about_a_voice(MAIL), ("voices:confirm",)),
    of_seekers.OWN: (seeking(of_seekers.OWN), OF_A_SEEKER),
    of_seekers.CONFIRM: (seeking(of_seekers.CONFIRM), ("vacancies:seek_confirm",)),
    "an answer to an event": (answered, OF_EVENTS),
    "a calendar of one's own": (own_calendar, ("calendar:own_ics",)),
    "a room": (in_a_room, IN_THE_ROOM),
    "minutes by mail": (minutes, ("meetings:minutes_sent", "meetings:minutes_sent_pdf")),
    "a course": (took_part(TOOK_PART), OF_A_COURSE),
    "how a course was": (took_part(FEEDBACK), ("meetings:course_answer",)),
    "what became of a course": (took_part(EFFECT), ("meetings:course_answer",)),
    EXPOSE: (released_by_link, ("vacancies:offer_own", "vacancies:offer_own_picture")),
    of_subscriptions.OWN: (subscribed, ("vacancies:subscription", "vacancies:subscription_end")),
    REPORT: (about_a_vacancy, ("vacancies:report_state",)),
    "a report": (reported, ("districts:report_received",)),
    "leaving": (leaving, ("notices:leave",)),
    "an invitation": (invited, ("invitations:accept",)),
}


def linked_pages() -> dict[str, bool]:
    """Every page with a token in its address, and whether it is one of a district."""
    found = {page: True for page, arguments in pages(settings.DISTRICT_URLCONF).items() if "token" in arguments}
    return found | {page: False for page, arguments in pages(settings.ROOT_URLCONF).items() if "token" in arguments}


def give_links(arguments: dict[str, dict[str, Any]], district: District, shop: Organisation) -> None:
    """Open links for all pages of a district that need one, into the arguments of tests/test_access.py."""
    for make, opened in MAKERS.values():
        for page in opened:
            arguments[page] = {"token": make(district, shop), **besides(page)}
