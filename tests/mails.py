"""Every mail there is, with the deed it follows from; a test that sends them all misses none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import EDITOR, VISITOR, Viewer
from kiezkontor.calendar.reminding import remind_all
from kiezkontor.calendar.telling import tell_untold
from kiezkontor.calendar.telling_invited import tell_invited
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.directory import relay
from kiezkontor.directory.models import Entry
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.access import viewer_for
from kiezkontor.districts.actions import reminders, reports, roles
from kiezkontor.districts.models import District, PublicReport
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import asking, attending, courses, minutes, swapping
from kiezkontor.meetings.tests import builders as meetings
from kiezkontor.members import telling
from kiezkontor.members.actions import contacts, following, moderation
from kiezkontor.members.models import Topic
from kiezkontor.members.tests import builders as members
from kiezkontor.notices import links, treatment
from kiezkontor.notices.delivery import message_of
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.notices.rules.messages import Read
from kiezkontor.notices.rules.spans import Span
from kiezkontor.organisations.actions import freshness, stewards
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules.purposes import LETTER
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.actions import invitations
from kiezkontor.security.actions.telling import tell
from kiezkontor.shared.mounting import installation_path
from kiezkontor.vacancies import telling_subscribers
from kiezkontor.vacancies.actions import enquiries, expose_owner, proposing, reporting, seeking, subscribing
from kiezkontor.vacancies.models import VacancyReport
from kiezkontor.vacancies.tests import builders as vacancies
from kiezkontor.vacancies.tests import exposes, seekers
from kiezkontor.voices.actions import answering, deciding, giving, publishing
from kiezkontor.voices.tests import builders as voices

VISITOR_ADDRESS = "besuch@example.org"
PARTS = Path(__file__).parents[1] / "kiezkontor"


@dataclass
class Scene:
    """Who writes and who is written to. say: the class of data a text belongs to → the text.

    stranger: what people call themselves, who belong to no class.
    """

    district: District
    office: Viewer
    trader: Person
    carrier: Person
    entry: Entry
    say: Callable[[str], str]
    stranger: str = "Gerda Gast"

    def by(self, someone: Person) -> Viewer:
        return viewer_for(someone, on=timezone.localdate())

    @property
    def shop(self) -> Organisation:
        return members.of(self.trader)


def scene_in(district: District, shop: Organisation, say: Callable[[str], str], **more: Any) -> Scene:
    """People of a district. shop: a member of its network, whom the trader looks after."""
    office = viewer_for(districts.coordinator(district), on=timezone.localdate())
    trader = districts.role(person(), district, "trader").person
    organisations.steward(trader, shop)
    entry = listed(district, email="laden@example.org", confirmed_on=timezone.localdate())
    return Scene(district, office, trader, members.member(district, role="social_carrier"), entry, say, **more)


def send_minutes(scene: Scene) -> None:
    event = calendar.event(scene.district, scene.say("Invitations, agenda"))
    answer = calendar.answer(event, scene.stranger, email=VISITOR_ADDRESS)
    attending.mark(event, f"answer-{answer.pk}", state="present", by=scene.office)
    item = meetings.item(event)
    minutes.write(item, text=scene.say("Minutes"), version=0, by=scene.office)
    meetings.approved(event)


def tell_of_a_task(scene: Scene) -> None:
    """To somebody who was not there, and reads no minutes."""
    event = calendar.event(scene.district, scene.say("Invitations, agenda"))
    answer = calendar.answer(event, scene.stranger, email=VISITOR_ADDRESS)
    attending.mark(event, f"answer-{answer.pk}", state="excused", by=scene.office)
    item = meetings.item(event)
    minutes.write(item, text=scene.say("Minutes"), version=0, by=scene.office)
    meetings.task(item, "Angebote holen", owner=scene.stranger)
    meetings.approved(event)


def ask_about_a_course(scene: Scene, *, later: bool = False) -> None:
    course = meetings.course(scene.district, scene.stranger, title=scene.say("Invitations, agenda"))
    ask = asking.ask_what_became_of_it if later else asking.ask_how_it_was
    ask(course, by=scene.office)


def add_a_day(scene: Scene) -> None:
    course = calendar.event(scene.district, scene.say("Invitations, agenda"), kind="course")
    calendar.answer(course, scene.stranger, email=VISITOR_ADDRESS)
    begins = course.starts_at + timedelta(days=1)
    courses.add_day(course, starts_at=begins, ends_at=begins + timedelta(hours=2), by=scene.office)


def mail_swapped(scene: Scene) -> None:
    event = calendar.event(scene.district)
    for name, email in ((scene.stranger, VISITOR_ADDRESS), ("Nora Nur", "nora@example.org")):
        row = attending.add_person(event, name=name, by=scene.office)
        meetings.swapped(row, email=email, words=scene.say("Here: registrations"))
    swapping.mail_the_others(event, by=scene.office)


def report(scene: Scene, **details: Any) -> PublicReport:
    said = {"kind": "barrier", "message": scene.say("Here: public reports"), "name": scene.stranger}
    return reports.receive_report(scene.district, email=VISITOR_ADDRESS, by=VISITOR, **(said | details))


def remind(scene: Scene) -> None:
    report(scene)
    PublicReport.objects.filter(district=scene.district).update(due_on=timezone.localdate() + timedelta(days=2))
    now = timezone.now()
    reminders.remind_of_next(Span(now - timedelta(days=1), now), 0)


def post_to_followers(scene: Scene) -> None:
    post, reader = board_post(scene), members.member(scene.district)
    following.follow(
        Topic.objects.filter(district=scene.district), wants_mail=True, district=scene.district, by=scene.by(reader)
    )
    telling.tell_of_post.call(post.pk)


def board_post(scene: Scene) -> Any:
    words = scene.say("Here: notice board")
    return members.post(scene.district, scene.trader, words=words, title=words[:80])


def reply(scene: Scene) -> None:
    answer = members.reply(board_post(scene), scene.carrier, words=scene.say("Here: notice board"))
    telling.tell_of_reply.call(answer.pk)


def hide(scene: Scene, *, then: bool = False) -> None:
    post = board_post(scene)
    moderation.hide(post, None, reason=scene.say("Here: notice board"), by=scene.office)
    if then:
        moderation.show_again(post, None, by=scene.office)


def decide(scene: Scene) -> None:
    complaint = members.complaint(board_post(scene), scene.carrier, reason=scene.say("Here: notice board"))
    moderation.keep(complaint.pk, by=scene.office)


def first_contact(scene: Scene) -> Any:
    return contacts.start(
        scene.shop,
        organisation=members.of(scene.carrier),
        words=scene.say("Here: first contacts"),
        district=scene.district,
        by=scene.by(scene.carrier),
    )


def introduce(scene: Scene) -> None:
    carrier = members.of(members.member(scene.district, role="social_carrier"))
    words = scene.say("Here: first contacts")
    contacts.bring_together(carrier, scene.shop, words=words, district=scene.district, by=scene.office)


def contact_of(scene: Scene) -> int:
    carrier = members.member(scene.district, role="social_carrier")
    return int(members.first_contact(scene.district, carrier, scene.trader).pk)


def write_on(scene: Scene) -> None:
    contacts.write(contact_of(scene), words=scene.say("Here: first contacts"), by=scene.by(scene.trader))


def lose_interest(scene: Scene) -> None:
    contacts.decline(contact_of(scene), reason=scene.say("Here: first contacts"), by=scene.by(scene.trader))


def pass_on(scene: Scene) -> None:
    relay.pass_on(
        scene.entry,
        name=scene.stranger,
        email=VISITOR_ADDRESS,
        message=f"Guten Tag! {scene.stranger}",
        profile_url="https://kiez.example/",
        language="de",
        by=VISITOR,
    )


def say_it_is_own(scene: Scene) -> None:
    relay.say_it_is_own(
        scene.entry,
        name=scene.stranger,
        standing="owner",
        email=VISITOR_ADDRESS,
        phone="",
        message=scene.say("Here: entry requests"),
        profile_url="https://kiez.example/",
        office_url="https://kiez.example/buero/",
        by=VISITOR,
    )


def invite_to_entry(scene: Scene) -> None:
    address = "gebeten@example.org"
    stewards.invite_to_entry(scene.shop, email=address, name=scene.stranger, district=scene.district, by=scene.office)


def offer_access(scene: Scene) -> None:
    made = links.make_link(LETTER, scene.shop.pk, days=9, scope_id=scene.district.pk)
    stewards.offer_access(made.link, scene.shop, email=VISITOR_ADDRESS, language="de", district=scene.district)


def ask_for_needs(scene: Scene) -> None:
    invitations.invite(scene.shop.pk, on=timezone.localdate(), district=scene.district, by=scene.office)


def not_taken(scene: Scene) -> None:
    read = Read("<a@example.net>", VISITOR_ADDRESS, scene.stranger, scene.say("Here: mail of office"), ())
    treatment.answer(read, None)


def sign_in(scene: Scene, address: str) -> None:
    Client().post(installation_path("account_login"), {"email": address})


def confirm(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.trader)
    client.post(installation_path("security:confirm_send"))


def subscribe(scene: Scene) -> None:
    subscribing.subscribe({"email": VISITOR_ADDRESS}, district=scene.district, by=VISITOR)


def tell_subscribers(scene: Scene) -> None:
    seekers.subscription(scene.district, email=VISITOR_ADDRESS)
    exposes.told(scene.district, vacancies.vacant_unit(scene.district), "page")
    telling_subscribers.tell_district(scene.district, now=timezone.now())


def report_vacancy(scene: Scene) -> VacancyReport:
    told = reporting.Told(
        place="Musterweg 5", words=scene.say("Here: vacancy reports"), name=scene.stranger, email=VISITOR_ADDRESS
    )
    return reporting.report(told, district=scene.district, by=VISITOR)[0]


def send_owner_a_link(scene: Scene) -> None:
    unit = vacancies.vacant_unit(scene.district)
    owner = vacancies.owner(scene.district, unit, name=scene.stranger, email=VISITOR_ADDRESS)
    made = exposes.told(scene.district, unit, rent_includes=scene.say("Here: owners, inside"))
    expose_owner.send_link(made.pk, owner, by=scene.office)


def give(scene: Scene) -> None:
    given = giving.Given(kind="idea", words=scene.say("Here: voices, inside"))
    giving.give(given, district=scene.district, name=scene.stranger, email=VISITOR_ADDRESS, by=VISITOR)


def publish(scene: Scene, *, then: bool = False) -> None:
    voice = voices.voice(scene.district, scene.trader, names_organisation=True)
    said = {"title": scene.say("Here: voices"), "words": scene.say("Here: voices")}
    publishing.publish(voice.pk, shows_photo=False, photo_alt="", by=scene.office, **said)
    if then:
        publishing.take_back(voice.pk, reason="Es nennt einen Namen.", by=scene.office)


def decide_on_voice(scene: Scene) -> None:
    voice = voices.voice(scene.district, scene.trader, words=scene.say("Here: voices, inside"))
    deciding.move(voice.pk, to="declined", reason="Das gehört der Bahn.", by=scene.office)


def hide_comment(scene: Scene) -> None:
    voice = voices.published(scene.district, shown_title=scene.say("Here: voices"))
    by = scene.by(scene.trader)
    written = answering.comment_signed_in(voice, words="Unfug!", organisation=scene.shop, by=by)
    answering.hide(written.pk, reason="Es beleidigt.", by=scene.office)


def answer_to_event(scene: Scene) -> None:
    event = calendar.event(scene.district, scene.say("Invitations, agenda")[:160])
    calendar.answer(event, scene.stranger, email=VISITOR_ADDRESS, note=scene.say("Here: registrations")[:300])
    tell_untold(now=timezone.now())


def invite_to_event(scene: Scene) -> None:
    event = calendar.event(scene.district, scene.say("Invitations, agenda")[:160])
    calendar.invitation(event, scene.stranger, email=VISITOR_ADDRESS, untold=True)
    tell_invited(now=timezone.now())


def remind_of_event(scene: Scene) -> None:
    event = calendar.event(scene.district, scene.say("Invitations, agenda")[:160])
    calendar.answer(event, scene.stranger, email=VISITOR_ADDRESS)
    event.reminders.create(hours_before=720)
    remind_all(now=timezone.now())


def begin_to_seek(scene: Scene) -> None:
    values = {
        "kind": "starter",
        "idea": scene.say("Here: seekers, inside"),
        "name": scene.stranger,
        "email": VISITOR_ADDRESS,
    }
    seeking.begin(values, district=scene.district, by=VISITOR)


def propose_room(scene: Scene) -> None:
    """Of a vacancy about which nothing is public."""
    found = seekers.request(
        scene.district, scene.stranger, idea=scene.say("Here: seekers, inside"), email=VISITOR_ADDRESS
    )
    case = vacancies.case(scene.district, note=scene.say("Here: owners, inside"))
    proposing.propose(case.pk, found.pk, by=scene.office)


def ask_whether_still_looking(scene: Scene) -> None:
    found = seekers.request(
        scene.district, scene.stranger, idea=scene.say("Here: seekers, inside"), email=VISITOR_ADDRESS
    )
    seekers.silent(found, days=168)
    now = timezone.now()
    seeking.ask_next(Span(now - timedelta(days=1), now), 0)


def answer_enquiry(scene: Scene) -> None:
    said = {"name": scene.stranger, "email": VISITOR_ADDRESS}
    asked = enquiries.ask("founder", scene.say("Here: seekers, inside"), **said, district=scene.district, by=VISITOR)
    answered = enquiries.Said(asked.asked_on, asked.role, asked.topic, "Gezählt wird im Mai.")
    enquiries.answer(asked.pk, answered, by_mail=True, by=scene.office)


# Template of the mail → what somebody does, of which it is sent.
OCCASIONS: dict[str, Callable[[Scene], object]] = {
    "accounts/mail/login_code": lambda scene: sign_in(scene, scene.trader.email),
    "accounts/mail/unknown_account": lambda scene: sign_in(scene, "niemand@example.org"),
    "accounts/mail/confirm_code": confirm,
    "calendar/mail/answer": answer_to_event,
    "calendar/mail/reminder": remind_of_event,
    "calendar/mail/invitation": invite_to_event,
    "districts/mail/invitation": lambda scene: roles.invite(
        "neu@example.org", district=scene.district, role=EDITOR, name=scene.stranger, by=scene.office
    ),
    "districts/mail/report_for_office": report,
    "districts/mail/report_confirmed": report,
    "districts/mail/report_answered": lambda scene: reports.answer_report(
        report(scene), answer=scene.say("Here: public reports"), by=scene.office
    ),
    "districts/mail/report_due": remind,
    "districts/mail/relayed": write_on,
    "directory/mail/contact": pass_on,
    "directory/mail/own_entry": say_it_is_own,
    "meetings/mail/course": ask_about_a_course,
    "meetings/mail/day": add_a_day,
    "meetings/mail/effect": lambda scene: ask_about_a_course(scene, later=True),
    "meetings/mail/minutes": send_minutes,
    "meetings/mail/swapped": mail_swapped,
    "meetings/mail/task": tell_of_a_task,
    "members/mail/post": post_to_followers,
    "members/mail/reply": reply,
    "members/mail/hidden": hide,
    "members/mail/shown_again": lambda scene: hide(scene, then=True),
    "members/mail/decided": decide,
    "members/mail/first_contact": first_contact,
    "members/mail/introduction": introduce,
    "members/mail/agreed": lambda scene: contacts.show_names(contact_of(scene), by=scene.by(scene.trader)),
    "members/mail/no_interest": lose_interest,
    "organisations/mail/invitation": invite_to_entry,
    "organisations/mail/access": offer_access,
    "organisations/mail/freshness": lambda scene: freshness.ask(scene.shop, scene.district),
    "outreach/mail/needs": ask_for_needs,
    "vacancies/mail/report_received": report_vacancy,
    "vacancies/mail/report_decided": lambda scene: reporting.decline(
        report_vacancy(scene).pk, reason="Dort ist offen.", by=scene.office
    ),
    "vacancies/mail/enquiry_answered": answer_enquiry,
    "vacancies/mail/expose_owner": send_owner_a_link,
    "vacancies/mail/offers_confirm": subscribe,
    "vacancies/mail/offers_new": tell_subscribers,
    "vacancies/mail/seek_confirm": begin_to_seek,
    "vacancies/mail/seek_proposed": propose_room,
    "vacancies/mail/seek_lapsing": ask_whether_still_looking,
    "voices/mail/confirm": give,
    "voices/mail/published": publish,
    "voices/mail/taken_back": lambda scene: publish(scene, then=True),
    "voices/mail/moved": decide_on_voice,
    "voices/mail/comment_hidden": hide_comment,
    "security/mail/changed": lambda scene: tell(scene.trader, "Ein Passkey kam hinzu.", name=scene.stranger),
    "notices/mail/not_taken": not_taken,
}


def templates() -> set[str]:
    """Every mail there is, by its template without language and ending."""
    found = set()
    for path in PARTS.glob("*/templates/*/mail/*.txt"):
        area, name = path.parts[-3], path.name.partition(".")[0]
        if name != "frame" and "subject" not in path.name:
            found.add(f"{area}/mail/{name}")
    return found


@dataclass(frozen=True)
class Sent:
    """A mail as its receiver has it. text: subject and both bodies."""

    to: str
    message: EmailMessage
    text: str


def sent_by(occasion: str, scene: Scene) -> list[Sent]:
    """The mails that lie in the outbox after somebody has done this."""
    before, known = len(mail.outbox), set(OutgoingMail.objects.values_list("pk", flat=True))
    OCCASIONS[occasion](scene)
    written = [message_of(each) for each in OutgoingMail.objects.exclude(pk__in=known).order_by("pk")]
    return list(as_sent([*written, *mail.outbox[before:]]))


def as_sent(written: list[Any]) -> Iterator[Sent]:
    for each in written:
        made = each.message()
        bodies = [part.get_content() for part in made.walk() if part.get_content_maintype() == "text"]
        yield Sent(each.to[0], made, "\n".join([str(made["Subject"]), *bodies]))
