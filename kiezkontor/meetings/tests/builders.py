"""Meetings, agendas and tasks for tests: valid, invented, every detail overridable."""

from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from pypdf import PdfWriter

from kiezkontor.calendar.models import Event, Series
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.models import Consent, District
from kiezkontor.meetings.actions import (
    agenda,
    approving,
    attending,
    balloting,
    boards,
    courses,
    materials,
    minutes,
    plan,
    swapping,
    tasks,
)
from kiezkontor.meetings.models import (
    AgendaItem,
    Attendance,
    Ballot,
    BallotOption,
    Board,
    Certificate,
    CourseMaterial,
    Decision,
    Interest,
    MeetingTask,
    MinutesVersion,
    PlanMeasure,
    SwappedContact,
)
from kiezkontor.organisations.tests import builders as organisations

_numbers = count(1)


def series(district: District) -> Series:
    return Series.objects.create(
        district=district,
        title="Gewerberunde",
        kind="round",
        rule="FREQ=MONTHLY;INTERVAL=3",
        first_on=timezone.localdate(),
        starts_at_time="19:00",
    )


def event(district: District, **details: Any) -> Event:
    """An announced, public round in two weeks."""
    return calendar.event(district, **details)


def earlier_event(district: District, days: int = 90, **details: Any) -> Event:
    return event(district, starts_at=timezone.now() - timedelta(days=days), **details)


def item(of: Event, title: str = "", **details: Any) -> AgendaItem:
    values = {"title": title or f"Punkt {next(_numbers)}", "minutes_planned": 10} | details
    return agenda.add_item(of, values=values, by=calendar.office_of(of.district))


def task(of: AgendaItem, what: str = "", **details: Any) -> MeetingTask:
    office = calendar.office_of(of.meeting.event.district)
    return tasks.ask(of, what=what or f"Aufgabe {next(_numbers)}", by=office, **details)


def approved(of: Event, *, readers: str = "attendees", has_public: bool = False) -> MinutesVersion:
    by = calendar.office_of(of.district)
    return approving.approve_and_send(of, readers=readers, has_public=has_public, by=by).version


def decision(of: AgendaItem, wording: str = "Wir feiern.") -> Decision:
    return minutes.decide(of, wording=wording, votes=minutes.Votes(), by=calendar.office_of(of.meeting.event.district))


def interest(of: AgendaItem, name: str = "Anna Muster") -> Interest:
    """Of somebody who is there and votes on nothing of it."""
    by = calendar.office_of(of.meeting.event.district)
    came = attending.add_person(of.meeting.event, name=name, by=by)
    minutes.declare_interest(of, came.pk, by=by)
    return Interest.objects.get(item=of, attendance=came)


def deputy(of: Event) -> Attendance:
    """Somebody who came in the place of another."""
    came = attending.add_person(of, name=f"Dora Deputy {next(_numbers)}", by=calendar.office_of(of.district))
    Attendance.objects.filter(pk=came.pk).update(state="deputy", stood_for="Erna Eingeladen")
    return came


def swapped(row: Attendance, **details: Any) -> SwappedContact:
    """What somebody at a meeting gave for the others, on a signed sheet."""
    said = {"email": "hanna@example.org", "phone": "", "words": ""} | details
    swapping.give(row, channel=Consent.Channel.PAPER, by=calendar.office_of(row.meeting.event.district), **said)
    return SwappedContact.objects.get(attendance=row)


def measure(district: District, **details: Any) -> PlanMeasure:
    """A draft of the location plan."""
    values = {"goal": "Sauberkeit", "what": f"Maßnahme {next(_numbers)}"} | details
    return PlanMeasure.objects.create(district=district, **values)


def with_photos(district: District) -> PlanMeasure:
    found = measure(district)
    photos = dict.fromkeys(("before", "after"), organisations.picture())
    plan.put_photos(found.pk, photos, by=calendar.office_of(district))
    return PlanMeasure.objects.get(pk=found.pk)


def ballot(of: AgendaItem, *options: str, way: str = "one", points: int = 0, is_open: bool = False) -> Ballot:
    by = calendar.office_of(of.meeting.event.district)
    said = options or ("Sommerfest", "Adventsmarkt")
    made = balloting.ask(of, question="Was feiern wir?", way=way, points=points, options=said, by=by)
    if is_open:
        balloting.begin(made, by=by)
    return Ballot.objects.counted().get(pk=made.pk)


def with_picture(of: Ballot) -> BallotOption:
    """An answer that has a picture, as if it had been put there before people voted."""
    option = of.options.all()[0]
    option.image_text = "Eine Linde vor einem Giebel"
    option.image.save("entwurf.jpg", ContentFile(organisations.picture()))
    return option


def board(of: AgendaItem, *texts: str, kind: str = "cards", question: str = "Was macht unsere Straße stark?") -> Board:
    """With these cards, which nobody has put anywhere."""
    made = boards.put_up(of, question=question, kind=kind, by=calendar.office_of(of.meeting.event.district))
    for text in texts:
        boards.write_card(made, text=text)
    return made


def course(district: District, *people: str, **details: Any) -> Event:
    """Over since two days, of one day; people: who signed up with an address and were there."""
    values = {"kind": "course", "title": f"Kurs {next(_numbers)}"} | details
    made = event(district, **values)
    for name in people:
        email = f"{name.split()[0].lower()}@example.org"
        answered = calendar.answer(made, name, email=email)
        attending.mark(made, f"answer-{answered.pk}", state="present", by=calendar.office_of(district))
    courses.describe(made, values={"skill": "online", "trainer": "Tina Trainer"}, by=calendar.office_of(district))
    return over(made, days=2)


def earned(of: Event, name: str = "Anna Muster") -> Certificate:
    """The certificate of somebody who came to a course without an address, so that no mail waits for them."""
    attending.add_person(of, name=name, by=calendar.office_of(of.district))
    return certified(of)


def over(of: Event, *, days: int) -> Event:
    ended = timezone.now() - timedelta(days=days)
    Event.objects.filter(pk=of.pk).update(starts_at=ended - timedelta(hours=2), ends_at=ended)
    return Event.objects.select_related("district").get(pk=of.pk)


def further_day(of: Event, *people: str, hours: int = 24) -> Event:
    """So many hours after the first one of a course, over as well; people: who was there."""
    by = calendar.office_of(of.district)
    begins = of.starts_at + timedelta(hours=hours)
    day = courses.add_day(of, starts_at=begins, ends_at=begins + timedelta(hours=2), by=by)
    for name in people:
        attending.add_person(day, name=name, by=by)
    return day


def material(of: Event) -> CourseMaterial:
    by = calendar.office_of(of.district)
    return materials.add_material(of, title="Folien", file=materials.readable("folien.pdf", one_empty_page()), by=by)


def one_empty_page() -> bytes:
    made = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(made)
    return made.getvalue()


def certified(of: Event) -> Certificate:
    """The first certificate of a course that is over."""
    courses.certify(of, by=calendar.office_of(of.district))
    return Certificate.objects.filter(course__event=of)[0]
