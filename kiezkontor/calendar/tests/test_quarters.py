import re
from datetime import date, datetime, time, timedelta
from html import unescape
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from kiezkontor.calendar.actions.events import become
from kiezkontor.calendar.models import EventFormat
from kiezkontor.calendar.quarters import lacking_in_words
from kiezkontor.calendar.rules.quarters import Quarter, possible_quarters, proposals, quarter_of
from kiezkontor.calendar.rules.stages import POSTPONED
from kiezkontor.calendar.tests import builders
from kiezkontor.districts.tests import builders as districts
from kiezkontor.methods.opening_hours.calendars import public_holidays
from kiezkontor.organisations.tests import builders as organisations

Q3, Q4 = Quarter(2027, 3), Quarter(2027, 4)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2027, 1, 1), Quarter(2027, 1)),
        (date(2027, 3, 31), Quarter(2027, 1)),
        (date(2027, 7, 1), Q3),
        (date(2027, 12, 31), Q4),
    ],
)
def test_a_day_lies_in_its_quarter(day, quarter):
    assert quarter_of(day) == quarter
    assert quarter.first_on <= day <= quarter.last_on


@pytest.mark.parametrize(
    ("today", "looked_at"),
    [
        (date(2027, 7, 1), [Q3, Q4]),
        (date(2027, 9, 9), [Q3, Q4]),
        (date(2027, 9, 10), [Q4]),
        (date(2027, 12, 20), [Quarter(2028, 1)]),
    ],
)
def test_a_quarter_is_looked_at_while_one_can_still_invite_to_a_meeting_in_it(today, looked_at):
    assert possible_quarters(today) == looked_at


def test_proposed_days_avoid_holidays_bridges_other_events_and_school_holidays():
    holidays = set(public_holidays("DE-BE", 2027))
    taken = {date(2027, 11, 10)}
    closed = {date(2027, 10, 11) + timedelta(days=nth) for nth in range(13)}
    found = proposals(Q4, today=date(2027, 8, 1), taken=taken, holidays=holidays, closed=closed)
    assert len(found) == 3
    assert found == sorted(found)
    assert all(day.weekday() in {1, 2, 3} and day not in taken | closed | holidays for day in found)
    assert all((later - earlier).days >= 7 for earlier, later in pairwise(found))


def test_where_only_school_holidays_are_left_they_are_proposed():
    days = {date(2027, 7, 1) + timedelta(days=nth) for nth in range(92)}
    assert proposals(Q3, today=date(2027, 7, 1), taken=set(), holidays=set(), closed=days)


def test_nothing_is_proposed_for_next_week():
    found = proposals(Q3, today=date(2027, 8, 20), taken=set(), holidays=set())
    assert min(found) >= date(2027, 9, 10)
    assert proposals(Q3, today=date(2027, 9, 29), taken=set(), holidays=set()) == []


def way_to(client, page, day):
    """What the calendar says to the form of a new event, as the link to a proposed day does."""
    (address,) = re.findall(rf'href="([^"]*neu/\?[^"]*am={day.isoformat()})"', client.get(page).text)
    return parse_qs(urlsplit(unescape(address)).query)


@pytest.mark.django_db
def test_desk_and_calendar_say_which_quarter_has_no_meeting_until_one_is_planned(client):
    kiez = districts.district()
    client.force_login(districts.coordinator(kiez))
    pages = [f"/{kiez.slug}/buero/", f"/{kiez.slug}/buero/kalender/"]
    quarters = possible_quarters(timezone.localdate())
    sentences = [lacking_in_words(each) for each in quarters]
    assert not any(sentence in client.get(page).text for sentence in sentences for page in pages), (
        "no members, no nagging"
    )
    organisations.membership(organisations.organisation(), kiez)
    assert all(sentence in client.get(page).text for sentence in sentences for page in pages)
    proposed = client.get(pages[1]).context["lacking"][-1].days[0]
    EventFormat.objects.filter(district=kiez).delete()
    assert way_to(client, pages[1], proposed) == {"art": ["round"], "am": [proposed.isoformat()]}
    builders.event_format(kiez, "Runde im Entwurf", kind="round", is_planned=True)
    known = builders.event_format(kiez, "Runde", kind="round", text="Alle bringen etwas mit.")
    assert way_to(client, pages[1], proposed) == {"format": [str(known.pk)], "am": [proposed.isoformat()]}
    form = client.get(f"{pages[1]}neu/?format={known.pk}&am={proposed.isoformat()}").context["form"]
    assert (form["on"].value(), form["kind"].value()) == (proposed.isoformat(), "round")
    meeting = builders.event(kiez, starts_at=timezone.make_aware(datetime.combine(proposed, time(19))))
    assert not any(sentences[-1] in client.get(page).text for page in pages)
    become(meeting.pk, POSTPONED, by=builders.office_of(kiez))
    assert all(sentences[-1] in client.get(page).text for page in pages), "postponed, it has no day"
    assert client.get(pages[1]).context["lacking"][-1].days[0] == proposed
