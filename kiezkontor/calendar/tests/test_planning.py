"""What the office hears while it plans: holidays in the way, times that cannot be, and the rooms of hosts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from kiezkontor.calendar.actions.events import change_event, move_event
from kiezkontor.calendar.models import Answer, Event
from kiezkontor.calendar.rules.moving import would_be_missed
from kiezkontor.calendar.tests import builders
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db


def address(kiez, rest):
    return f"/{kiez.slug}/buero/kalender/{rest}"


def planned(kiez, office, **details):
    on = timezone.localdate() + timedelta(days=14)
    own = {"title": "Salon", "kind": "salon", "audience": "public", "on": on.isoformat(), "begins": "19:00"}
    return office.post(address(kiez, "neu/"), own | {"hold_hours": 24} | details)


def host_in(kiez, name, number):
    host = organisations.organisation(name, access_note="Klingel im Hof")
    organisations.membership(host, kiez)
    premises.used(premises.unit(kiez, number, street_name="Karlstraße", postcode="12049", city="Berlin"), host)
    return host


def new_year():
    return date(timezone.localdate().year + 1, 1, 1)


@pytest.mark.parametrize(
    ("on_holiday", "said"),
    [
        ("week_later", "ist Neujahr: Der Termin ist am 8. Januar"),
        ("skip", "ist Neujahr: Der Termin fällt aus."),
        ("keep", "ist Neujahr: Der Termin findet trotzdem statt."),
    ],
)
def test_before_a_series_is_planned_its_holidays_are_said(kiez, office, on_holiday, said):
    series = {"title": "Runde", "kind": "round", "audience": "public", "rhythm": "weekly", "minutes": 90}
    series |= {"first_on": new_year().isoformat(), "starts_at_time": "07:30", "hold_hours": 24}
    shown = office.post(address(kiez, "reihen/neu/"), series | {"on_holiday": on_holiday})
    assert f"Am 1. Januar {new_year().year} {said}" in shown.text


def test_an_event_on_a_holiday_says_so_to_the_office(kiez, office):
    begins = timezone.make_aware(datetime.combine(new_year(), datetime.min.time()).replace(hour=19))
    for days, is_said in ((0, True), (1, False)):
        event = builders.event(kiez, starts_at=begins + timedelta(days=days))
        shown = office.get(address(kiez, f"{event.pk}/")).text
        assert ("Dieser Tag ist ein gesetzlicher Feiertag: Neujahr." in shown) is is_said


@pytest.mark.parametrize(("ends", "is_taken"), [("18:00", False), ("08:01", False), ("01:00", True), ("21:00", True)])
def test_an_end_before_the_beginning_is_of_the_night_after_or_a_slip(kiez, office, ends, is_taken):
    answer = planned(kiez, office, ends=ends)
    assert (answer.status_code == 302) is is_taken
    assert ("Das Ende liegt vor dem Beginn." in answer.text) is not is_taken
    assert Event.objects.exists() is is_taken


def test_without_a_place_guests_are_led_to_the_rooms_of_the_host(kiez, office):
    host, other = host_in(kiez, "Café Beispiel", "7"), host_in(kiez, "Werkstatt Muster", "9")
    planned(kiez, office, host=host.pk)
    event = Event.objects.get()
    assert (event.place, event.address, event.access_note) == ("Café Beispiel", "Karlstraße 7", "Klingel im Hof")
    form = office.get(address(kiez, f"{event.pk}/aendern/")).context["form"]
    said = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in said.items() if value not in (None, False, "")}
    office.post(address(kiez, f"{event.pk}/aendern/"), sent | {"host": other.pk})
    event.refresh_from_db()
    assert (event.place, event.address) == ("Werkstatt Muster", "Karlstraße 9")


@pytest.mark.parametrize(
    "said", [{"place": "Marktplatz"}, {"address": "Ring 3"}, {"online_url": "https://treffen.example/raum"}]
)
def test_a_place_that_is_said_stays_whoever_the_host_is(kiez, office, said):
    planned(kiez, office, host=host_in(kiez, "Café Beispiel", "7").pk, **said)
    event = Event.objects.get()
    assert "Café Beispiel" not in event.place
    assert all(getattr(event, name) == value for name, value in said.items())


def times_on(day):
    return {"on": day.isoformat(), "begins": "19:00", "ends": "21:00"}


def test_an_event_to_come_is_moved_to_no_day_that_is_over(kiez, office):
    event = builders.event(kiez)
    yesterday = timezone.localdate() - timedelta(days=1)
    shown = office.post(address(kiez, f"{event.pk}/verlegen/"), times_on(yesterday))
    assert "Dieser Tag ist schon vorbei." in shown.text
    values = {"title": "Salon", "kind": "salon", "audience": "public", "hold_hours": 24, "seen_version": event.version}
    shown = office.post(address(kiez, f"{event.pk}/aendern/"), values | times_on(yesterday))
    assert "Dieser Tag ist schon vorbei." in shown.text
    assert Event.objects.get(pk=event.pk).starts_at == event.starts_at


def test_an_hour_of_today_that_is_over_is_not_called_a_day_that_is_over(kiez):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    event, by = builders.event(kiez), builders.office_of(kiez)
    with pytest.raises(ActionRefused, match="heute schon vorbei"):
        move_event(event.pk, starts_at=midnight, ends_at=midnight + timedelta(microseconds=1), by=by)
    with pytest.raises(ActionRefused, match="Dieser Tag ist schon vorbei"):
        move_event(event.pk, starts_at=midnight - timedelta(hours=1), ends_at=midnight, by=by)


@pytest.mark.parametrize("by_change", [True, False])
def test_no_action_lets_what_is_to_come_be_over_and_what_was_is_put_right(kiez, by_change):
    by, event = builders.office_of(kiez), builders.event(kiez)

    def put(ends_at):
        values = {"starts_at": ends_at - timedelta(hours=2), "ends_at": ends_at}
        if by_change:
            change_event(event.pk, values=values, by=by)
        else:
            move_event(event.pk, **values, by=by)

    with pytest.raises(ActionRefused) as refused:
        put(timezone.now() - timedelta(minutes=1))
    assert refused.value.field == "on"
    assert Event.objects.get(pk=event.pk).starts_at == event.starts_at
    put(timezone.now() + timedelta(minutes=1))
    Event.objects.update(starts_at=timezone.now() - timedelta(days=3), ends_at=timezone.now() - timedelta(days=2))
    put(timezone.now() - timedelta(days=5))
    assert Event.objects.get(pk=event.pk).ends_at < timezone.now() - timedelta(days=4)


@pytest.mark.parametrize(
    ("ends", "new_end", "now", "missed"),
    [(20, 21, 10, False), (20, 10, 10, True), (20, 9, 10, True), (9, 8, 10, False), (10, 8, 10, False)],
)
def test_what_is_to_come_would_be_missed_where_its_new_end_is_over(ends, new_end, now, missed):
    at = [datetime(2026, 5, 4, hour, tzinfo=UTC) for hour in (ends, new_end, now)]
    assert would_be_missed(ends_at=at[0], new_end=at[1], now=at[2]) is missed


def test_what_was_is_noted_afterwards_and_its_day_put_right(kiez, office):
    day = timezone.localdate() - timedelta(days=3)
    shown = office.post(address(kiez, "neu/"), noted_on(day), follow=True)
    assert "Der Tag dieses Termins ist schon vorbei. Ist es der richtige?" in shown.text
    event = Event.objects.get()
    assert "erinnerungen/neu/" not in shown.text
    values = noted_on(day - timedelta(days=1)) | {"seen_version": event.version}
    office.post(address(kiez, f"{event.pk}/aendern/"), values)
    assert timezone.localdate(Event.objects.get().starts_at) == day - timedelta(days=1)


def noted_on(day):
    return {"title": "Salon", "kind": "salon", "audience": "public", "hold_hours": 24} | times_on(day)


def test_what_is_over_can_be_said_not_to_have_taken_place_but_is_not_postponed(kiez, office):
    over = builders.event(kiez, starts_at=timezone.now() - timedelta(days=2))
    shown = office.get(address(kiez, f"{over.pk}/")).text
    assert "Ist ausgefallen" in shown
    for not_any_more in ("Termin absagen", "Ohne neuen Termin verschieben"):
        assert not_any_more not in shown
        assert not_any_more in office.get(address(kiez, f"{builders.event(kiez).pk}/")).text
    office.post(address(kiez, f"{over.pk}/absagen/"), {"reason": "Der Referent war krank."})
    over.refresh_from_db()
    assert over.stage == "cancelled"


def test_answers_whose_names_are_deleted_say_so(kiez, office):
    event = builders.event(kiez)
    given = builders.answer(event)
    Answer.objects.filter(pk=given.pk).update(name="")
    assert "Name gelöscht</a>" in office.get(address(kiez, f"{event.pk}/")).text
