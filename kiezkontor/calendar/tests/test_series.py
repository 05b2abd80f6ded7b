"""Series in the office: planned after a look at their dates, made ahead, changed without touching what is by hand."""

import re
from datetime import date, time, timedelta

import pytest
from django.utils import timezone, translation

from kiezkontor.calendar.actions import events
from kiezkontor.calendar.actions.series import change_series, end_series, make_all_ahead
from kiezkontor.calendar.models import Event, Series
from kiezkontor.calendar.rules.recurrence import Rhythm, rule_for
from kiezkontor.calendar.rules.series import Made, Plan, numbered, replan
from kiezkontor.calendar.shown import rhythm_in_words
from kiezkontor.calendar.tests import builders
from kiezkontor.calendar.tests.inviting import mails
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import Membership, Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.tests import builders as premises

D = [date(2027, 1, 6), date(2027, 2, 3), date(2027, 3, 3), date(2027, 4, 7)]
THURSDAYS = [day + timedelta(days=1) for day in D]


@pytest.mark.parametrize(
    ("made", "dates", "plan"),
    [
        ([Made(1, D[0]), Made(2, D[1])], D[:2], Plan({1: D[0], 2: D[1]}, [], [])),
        ([Made(1, D[0]), Made(2, D[1])], THURSDAYS[:3], Plan({1: THURSDAYS[0], 2: THURSDAYS[1]}, [], [THURSDAYS[2]])),
        ([Made(1, D[0]), Made(2, D[1]), Made(3, D[2])], D[:1], Plan({1: D[0]}, [2, 3], [])),
        ([Made(1, D[0], fixed=True), Made(2, D[1])], THURSDAYS[:2], Plan({2: THURSDAYS[1]}, [], [])),
        ([Made(1, D[0], fixed=True), Made(2, D[1])], [D[2], D[3]], Plan({2: D[2]}, [], [D[3]])),
        ([], D[:1], Plan({}, [], [D[0]])),
    ],
)
def test_events_to_come_take_over_the_new_dates_in_order(made, dates, plan):
    assert replan(made, dates) == plan


def next_first_wednesday():
    day = timezone.localdate().replace(day=1) + timedelta(days=35)
    day = day.replace(day=1)
    return day + timedelta(days=(2 - day.weekday()) % 7)


def values(**details):
    first_on = next_first_wednesday()
    return {
        "title": "Gewerberunde",
        "kind": "round",
        "rule": rule_for(Rhythm.MONTHLY, first_on),
        "first_on": first_on,
        "starts_at_time": time(7, 30),
        "minutes": 90,
        "on_holiday": "week_later",
        "is_counted": True,
        "last_number": 86,
        "hold_hours": 24,
    } | details


@pytest.fixture
def kiez(db):
    return districts.district()


def made(kiez, hosts=(), **details):
    return builders.series(kiez, hosts=[host.pk for host in hosts], **values(**details))


def member(kiez, name):
    found = organisations.organisation(name)
    organisations.membership(found, kiez)
    return found


def coming(series):
    return list(Event.objects.filter(series=series).order_by("starts_at"))


def test_the_office_sees_the_dates_before_it_plans_the_series(kiez, client):
    client.force_login(districts.coordinator(kiez))
    form = {
        **values(starts_at_time="07:30", announces="on", audience="public"),
        "rhythm": "monthly",
        "first_number": 87,
    }
    form["first_on"] = form["first_on"].isoformat()
    address = f"/{kiez.slug}/buero/kalender/reihen/neu/"
    shown = client.post(address, form)
    assert shown.status_code == 200
    assert "87. Gewerberunde" in shown.text
    # Far below the fields on a telephone, so the page opens there.
    assert '<h2 id="dates" tabindex="-1" autofocus>' in shown.text
    assert not Series.objects.exists()
    response = client.post(address, form | {"sure": shown.context["sure"]}, follow=True)
    assert response.status_code == 200
    series = Series.objects.get()
    found = coming(series)
    assert len(found) == len(shown.context["dates"]) >= 11
    assert [event.title for event in found[:2]] == ["87. Gewerberunde", "88. Gewerberunde"]
    assert {timezone.localtime(event.starts_at).time() for event in found} == {time(7, 30)}
    assert {event.stage for event in found} == {"announced"}
    assert f"/{kiez.slug}/buero/kalender/reihen/{series.pk}/" in response.redirect_chain[0][0]


def test_a_rhythm_of_ones_own_is_a_rule_that_is_read_first(kiez, client):
    client.force_login(districts.coordinator(kiez))
    form = {
        **values(starts_at_time="07:30"),
        "audience": "public",
        "hold_hours": "24",
        "rhythm": "other",
        "rule": "jeden Dienstag",
    }
    form["first_on"] = form["first_on"].isoformat()
    address = f"/{kiez.slug}/buero/kalender/reihen/neu/"
    refused = client.post(address, form)
    assert refused.status_code == 422
    assert "Diese Regel kann kein Kalender lesen" in refused.text
    form["rule"] = "freq=weekly;byday=tu,th"
    shown = client.post(address, form)
    client.post(address, form | {"sure": shown.context["sure"]})
    assert Series.objects.get().rule == "FREQ=WEEKLY;BYDAY=TU,TH"
    assert {timezone.localtime(event.starts_at).weekday() for event in Event.objects.all()} == {1, 3}


def test_hosts_are_taken_in_turn(kiez):
    hosts = [member(kiez, name) for name in ("Bäckerei", "Café", "Druckerei")]
    found = coming(made(kiez, hosts))
    assert [event.host for event in found[:4]] == [*hosts, hosts[0]]


def test_where_the_series_names_no_place_it_is_in_the_rooms_of_the_host(kiez, client):
    hosts = [member(kiez, name) for name in ("Bäckerei", "Café")]
    premises.used(premises.unit(kiez, "7", street_name="Karlstraße", postcode="12049", city="Berlin"), hosts[0])
    series = made(kiez, hosts, step_free="yes")
    first, second = coming(series)[:2]
    assert (first.place, first.address, first.step_free, first.lat is not None) == (
        *("Bäckerei", "Karlstraße 7", "yes", True),
    )
    assert (second.place, second.address) == ("Café", "")
    shown = client.get(f"/{kiez.slug}/kalender/{first.pk}/").text
    assert "Bäckerei, Karlstraße 7" in shown
    assert "LOCATION:Bäckerei\\, Karlstraße 7" in client.get(f"/{kiez.slug}/kalender/{first.pk}/termin.ics").text
    by, keys = builders.office_of(kiez), [host.pk for host in hosts]
    change_series(series.pk, values={"place": "Rathaus"}, hosts=keys, by=by)
    assert {event.place for event in coming(series)} == {"Rathaus"}
    change_series(series.pk, values={"place": ""}, hosts=keys, by=by)
    assert [event.place for event in coming(series)[:2]] == ["Bäckerei", "Café"]


def test_a_change_leaves_alone_what_was_changed_by_hand(kiez):
    series, by = made(kiez), builders.office_of(kiez)
    first, second, third = coming(series)[:3]
    events.change_event(second.pk, values={"title": "Jubiläum: 88. Runde"}, by=by)
    later = values(starts_at_time=time(19), title="Abendrunde")
    change_series(series.pk, values={name: later[name] for name in ("starts_at_time", "title")}, hosts=[], by=by)
    found = coming(series)
    assert [event.title for event in found[:3]] == ["87. Abendrunde", "Jubiläum: 88. Runde", "89. Abendrunde"]
    assert [timezone.localtime(event.starts_at).hour for event in found[:3]] == [19, 7, 19]
    assert {first.pk, third.pk} < {event.pk for event in found}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=MONTHLY;BYDAY=1WE", "the first Wednesday of each month, 07:30"),
        ("FREQ=MONTHLY;BYDAY=1WE,3WE", "the first Wednesday and third Wednesday of each month, 07:30"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "every Tuesday and Thursday, 07:30"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "on day 15 of each month, 07:30"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "on the last day of each month, 07:30"),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", "FREQ=MONTHLY;BYMONTHDAY=-2, 07:30"),
        ("FREQ=DAILY;INTERVAL=10", "FREQ=DAILY;INTERVAL=10, 07:30"),
    ],
)
def test_a_rhythm_is_said_in_words(rule, words):
    with translation.override("en"):
        assert rhythm_in_words(Series(rule=rule, starts_at_time=time(7, 30))) == words


def test_another_rhythm_moves_cancels_and_makes_events(kiez):
    series, by = made(kiez), builders.office_of(kiez)
    before = coming(series)
    rule = rule_for(Rhythm.QUARTERLY, series.first_on)
    change_series(series.pk, values={"rule": rule}, hosts=[], by=by)
    found = coming(series)
    assert len(found) == len(before)
    kept = [event for event in found if event.stage == "announced"]
    assert 4 <= len(kept) <= 5
    assert [event.number for event in kept] == [87 + nth for nth in range(len(kept))]
    change_series(series.pk, values={"rule": series.rule}, hosts=[], by=by)
    days = [event.starts_at for event in coming(series) if event.stage == "announced"]
    assert len(days) == len(set(days))


def test_each_night_the_next_events_are_made_once(kiez):
    series = made(kiez)
    before = coming(series)
    assert make_all_ahead() == 0
    before[-1].delete()
    Series.objects.update(last_number=86 + len(before) - 1)
    assert make_all_ahead() == 1
    assert [event.number for event in coming(series)] == [event.number for event in before]


def test_a_series_that_ends_takes_only_planned_events_along(kiez):
    series, by = made(kiez, announces=False), builders.office_of(kiez)
    first = coming(series)[0]
    events.become(first.pk, "announced", by=by)
    count = len(coming(series))
    assert end_series(series.pk, by=by) == count - 1
    assert coming(series) == [first]
    assert make_all_ahead() == 0


def test_who_saves_what_was_changed_meanwhile_sees_what_is_stored(kiez, client):
    event = builders.event(kiez, "Runde")
    client.force_login(districts.coordinator(kiez))
    address = f"/{kiez.slug}/buero/kalender/{event.pk}/aendern/"
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    events.change_event(event.pk, values={"place": "Rathaus"}, by=builders.office_of(kiez))
    response = client.post(address, data | {"place": "Bücherei", "title": "Runde"})
    assert response.status_code == 422
    assert "Rathaus" in response.text
    event.refresh_from_db()
    assert event.place == "Rathaus"
    again = response.context["form"]["seen_version"].value()
    assert client.post(address, data | {"place": "Bücherei", "seen_version": again}).status_code == 302
    event.refresh_from_db()
    assert event.place == "Bücherei"


@pytest.fixture
def office(kiez, client):
    client.force_login(districts.coordinator(kiez))
    return client


def filled(client, address):
    """What a form of the office holds when it is opened."""
    form = client.get(address).context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in said.items() if value not in (None, False, "")}


def rooms(kiez, name, number, **details):
    found = member(kiez, name)
    Organisation.objects.filter(pk=found.pk).update(**details)
    premises.used(premises.unit(kiez, number, street_name="Karlstraße", postcode="12049", city="Berlin"), found)
    return found


def places(series, count=3):
    return [(event.place, event.address, event.step_free) for event in coming(series)[:count]]


BAKERY, CAFE = ("Bäckerei", "Karlstraße 7", "yes"), ("Café", "Karlstraße 9", "limited")


def test_events_to_come_follow_when_hosts_are_put_and_swapped(kiez, office):
    bakery = rooms(kiez, "Bäckerei", "7", wheelchair="yes", access_note="Rampe im Hof")
    cafe = rooms(kiez, "Café", "9", wheelchair="limited")
    series = made(kiez, takes_answers=True)
    first, second = coming(series)[:2]
    builders.answer(first, "Anna", email="anna@example.org")
    mails()
    address = f"/{kiez.slug}/buero/kalender/reihen/{series.pk}/aendern/"
    assert office.post(address, filled(office, address) | {"host_1": bakery.pk, "host_2": cafe.pk}).status_code == 302
    assert places(series) == [BAKERY, CAFE, BAKERY]
    assert coming(series)[0].access_note == "Rampe im Hof"
    assert [("Bäckerei, Karlstraße 7" in mail.text, "Rampe im Hof" in mail.text) for mail in mails()] == [(True, True)]
    by = builders.office_of(kiez)
    events.change_event(second.pk, values={"title": "Jubiläum"}, by=by)
    assert office.post(address, filled(office, address) | {"host_1": cafe.pk, "host_2": bakery.pk}).status_code == 302
    assert places(series) == [CAFE, CAFE, BAKERY]
    assert coming(series)[0].access_note == ""
    (mail,) = mails()
    assert mail.subject == "Anderer Ort: 87. Gewerberunde"
    assert "jetzt Café, Karlstraße 9, vorher Bäckerei, Karlstraße 7." in " ".join(mail.text.split())
    assert office.post(address, filled(office, address)).status_code == 302
    assert (places(series), mails()) == ([CAFE, CAFE, BAKERY], [])


def test_most_hosts_are_folded_away_until_somebody_stands_in_them(kiez, office):
    def folded(address: str) -> list[str]:
        _before, _summary, rest = office.get(address).text.partition("<summary>Weitere Gastgeber</summary>")
        return re.findall(r'<select name="(host_\d+)"', rest.partition("</details>")[0])

    planning = f"/{kiez.slug}/buero/kalender/reihen/"
    assert folded(f"{planning}neu/") == [f"host_{nth}" for nth in range(3, 9)]
    series = made(kiez, [member(kiez, f"Haus {nth}") for nth in range(6)])
    assert folded(f"{planning}{series.pk}/aendern/") == ["host_7", "host_8", "host_9"]


def test_the_form_names_first_who_has_the_next_event(kiez, office):
    hosts = [member(kiez, name) for name in ("Bäckerei", "Café", "Druckerei")]
    series = made(kiez, hosts)
    Event.objects.filter(pk=coming(series)[0].pk).update(by_hand=True)
    address = f"/{kiez.slug}/buero/kalender/reihen/{series.pk}/aendern/"
    said = filled(office, address)
    assert [said[f"host_{nth}"] for nth in (1, 2, 3)] == [hosts[1].pk, hosts[2].pk, hosts[0].pk]
    before = [event.host for event in coming(series)]
    office.post(address, said)
    assert [event.host for event in coming(series)] == before
    page = office.get(f"/{kiez.slug}/buero/kalender/reihen/{series.pk}/").text
    assert "als Nächstes: Café" in " ".join(page.split())


def test_saving_loses_no_host_of_many_nor_one_who_is_no_member_any_more(kiez, office):
    hosts = [member(kiez, f"Haus {nth}") for nth in range(12)]
    series = made(kiez, hosts)
    Membership.objects.filter(organisation=hosts[1]).update(until_on=timezone.localdate())
    before = [event.host for event in coming(series)]
    address = f"/{kiez.slug}/buero/kalender/reihen/{series.pk}/aendern/"
    said = filled(office, address)
    for text in ("Gespräch", "Gespräch und Kaffee"):
        assert office.post(address, said | {"text": text}).status_code == 302
        assert list(series.hosts.values_list("organisation", flat=True)) == [host.pk for host in hosts]
    assert [event.host for event in coming(series)] == before
    more = member(kiez, "Haus 12")
    assert office.post(address, said | {"host_13": more.pk}).status_code == 302
    Series.objects.get().hosts.filter(position__gt=2).delete()
    assert office.post(address, said | {"host_13": more.pk}).status_code == 302
    assert series.hosts.count() == 13, "somebody took hosts out while the form was open"


def test_one_event_with_another_host_is_in_their_rooms_unless_its_place_was_said(kiez, office):
    bakery = rooms(kiez, "Bäckerei", "7", wheelchair="yes")
    cafe = rooms(kiez, "Café", "9", wheelchair="limited")
    series = made(kiez, [bakery], takes_answers=True)
    first, second, third = coming(series)[:3]
    builders.answer(first, "Anna", email="anna@example.org")
    mails()

    def put(event, **said):
        address = f"/{kiez.slug}/buero/kalender/{event.pk}/aendern/"
        assert office.post(address, filled(office, address) | said).status_code == 302

    put(first, host=cafe.pk)
    put(second, host=cafe.pk, place="Rathaus", address="")
    put(third, host="")
    assert places(series) == [CAFE, ("Rathaus", "", "yes"), ("", "", "")]
    assert ["Café, Karlstraße 9" in mail.text for mail in mails()] == [True]
    assert coming(series)[0].host == cafe


@pytest.mark.parametrize(
    ("title", "number", "before", "shown"),
    [
        ("Runde", 87, None, "87. Runde"),
        ("87. Runde", 87, 87, "87. Runde"),
        ("87. Runde", 88, 87, "88. Runde"),
        ("87. Runde", None, 87, "Runde"),
        ("Jubiläum: die 87. Runde", 87, None, "Jubiläum: die 87. Runde"),
        ("Runde 1870", 87, None, "87. Runde 1870"),
        ("87. Runde", None, None, "87. Runde"),
    ],
)
def test_a_number_given_by_hand_stands_before_the_title_once(title, number, before, shown):
    assert numbered(title, number, before=before) == shown


def test_the_number_of_a_single_event_is_shown_and_one_of_a_series_keeps_its_title(kiez, office):
    event = builders.event(kiez, "Runde")
    single = f"/{kiez.slug}/buero/kalender/{event.pk}/aendern/"
    for number, shown in (("87", "87. Runde"), ("87", "87. Runde"), ("88", "88. Runde"), ("", "Runde")):
        assert office.post(single, filled(office, single) | {"number": number}).status_code == 302
        assert Event.objects.get(pk=event.pk).title == shown
    refused = office.post(single, filled(office, single) | {"number": "87", "title": "R" * 158})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["title"])
    first = coming(made(kiez))[0]
    events.change_event(first.pk, values={"title": "Jubiläum"}, by=builders.office_of(kiez))
    address = f"/{kiez.slug}/buero/kalender/{first.pk}/aendern/"
    assert office.post(address, filled(office, address) | {"place": "Rathaus"}).status_code == 302
    assert Event.objects.get(pk=first.pk).title == "Jubiläum"


def written(series):
    return {event.pk: (event.version, event.sequence, event.changed_at) for event in coming(series)}


def test_events_a_change_of_the_series_says_nothing_new_of_are_not_told_again(kiez):
    series, by = made(kiez, place="Rathaus", takes_answers=True), builders.office_of(kiez)
    first, second = coming(series)[:2]
    builders.answer(first, "Anna", email="anna@example.org")
    assert len(mails()) == 1
    before = written(series)
    change_series(series.pk, values={"title": series.title, "place": "Rathaus"}, hosts=[], by=by)
    assert written(series) == before
    change_series(series.pk, values={"text": "Mit Kuchen."}, hosts=[], by=by)
    after = written(series)
    assert {(version, sequence) for version, sequence, _at in after.values()} == {
        (version + 1, sequence) for version, sequence, _at in before.values()
    }
    assert mails() == []
    events.change_event(second.pk, values={"text": "Im Hof."}, by=by)
    change_series(series.pk, values={"place": "Café"}, hosts=[], by=by)
    sequences = {pk: sequence for pk, (_version, sequence, _at) in written(series).items()}
    assert sequences.pop(second.pk) == before[second.pk][1]
    assert sequences == {pk: before[pk][1] + 1 for pk in sequences}
    assert [each.to for each in mails()] == ["anna@example.org"]


def test_before_a_series_ends_the_office_sees_what_goes_and_may_cancel_what_is_announced(kiez, client):
    client.force_login(districts.coordinator(kiez))
    series = made(kiez, announces=False)
    first, *later = coming(series)
    events.become(first.pk, "announced", by=builders.office_of(kiez))
    page = f"/{kiez.slug}/buero/kalender/reihen/{series.pk}/beenden/"
    shown = client.get(page)
    assert f"{len(later)} geplante Termine, von denen niemand weiß, fallen weg." in shown.text
    assert first.title in shown.text
    assert Series.objects.get().ended_at is None
    client.post(page, {"with_announced": "on"})
    assert [(each.pk, each.stage) for each in coming(series)] == [(first.pk, "cancelled")]


def test_two_who_end_a_series_at_once_get_what_each_asked_for(kiez, client, monkeypatch):
    client.force_login(districts.coordinator(kiez))
    series = made(kiez, announces=False)
    first, by = coming(series)[0], builders.office_of(kiez)
    page = f"/{kiez.slug}/buero/kalender/reihen/{series.pk}/beenden/"

    def announced_meanwhile(event):
        events.become(first.pk, "announced", by=by)
        return event.stage == "planned"

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("kiezkontor.calendar.actions.series.goes_with_series", announced_meanwhile)
        refused = client.post(page, follow=True)
    assert (refused.status_code, Series.objects.get().ended_at) == (200, None)
    assert "wissen schon andere" in refused.text
    events.become(first.pk, "announced", by=by)
    end_series(series.pk, by=by)
    client.post(page, {"with_announced": "on"})
    assert [(each.pk, each.stage) for each in coming(series)] == [(first.pk, "cancelled")]
