"""What a series keeps for its events: topic, target groups, whose idea it was, who organises it, whom to ask."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.calendar.actions import events, target_groups
from kiezkontor.calendar.actions.series import change_series, make_all_ahead
from kiezkontor.calendar.models import Event, Series
from kiezkontor.calendar.tests import builders
from kiezkontor.calendar.tests.inviting import in_the_office
from kiezkontor.districts.tests import builders as districts

pytestmark = pytest.mark.django_db

KEPT = {
    "topic": "Klima",
    "initiator": "Vera Verein",
    "organiser": "Das Netzwerk",
    "contact": "fragen@example.org",
    "hold_hours": 6,
}


def coming(series):
    return list(series.events.order_by("starts_at"))


def kept_by(event):
    return {name: getattr(event, name) for name in KEPT}


def named(event):
    return sorted(str(row.group) for row in event.groups.all())


def change(series, **details):
    groups = details.pop("groups", None)
    change_series(series.pk, values=details, hosts=[], groups=groups, by=builders.office_of(series.district))


def test_each_event_takes_over_what_the_series_keeps_also_where_it_is_extended(kiez):
    group = builders.target_group(kiez, "Gründerinnen")
    soon = timezone.localdate() + timedelta(days=100)
    series = builders.series(kiez, until_on=soon, groups=[group], **KEPT)
    few = len(coming(series))
    Series.objects.update(until_on=None)
    assert make_all_ahead() > 0
    made = coming(series)
    assert len(made) > few
    assert [kept_by(event) for event in made] == [KEPT] * len(made)
    assert [named(event) for event in made] == [["Gründerinnen"]] * len(made)


def test_events_to_come_follow_a_change_but_for_what_somebody_changed_or_was_asked_of(kiez, client):
    groups = [builders.target_group(kiez, name) for name in ("Gründerinnen", "Handwerk", "Kultur")]
    starters, crafts, arts = groups
    series = builders.series(kiez, groups=[starters])
    by_hand, asked, own, last = coming(series)[:4]
    by = builders.office_of(kiez)
    events.change_event(by_hand.pk, values={"topic": "Eigenes"}, by=by)
    target_groups.declare(asked.pk, [starters.pk])
    events.change_event(own.pk, values={}, groups=[starters, arts], by=by)
    change(series, groups=[crafts], **KEPT)
    found = [Event.objects.get(pk=each.pk) for each in (by_hand, asked, own, last)]
    assert [each.topic for each in found] == ["Eigenes", "Klima", "Klima", "Klima"]
    assert [kept_by(each) for each in found[1:]] == [KEPT] * 3
    assert [named(each) for each in found] == [
        *(["Gründerinnen"], ["Gründerinnen", "Handwerk"], ["Handwerk", "Kultur"], ["Handwerk"]),
    ]
    change(series, topic="Energie")
    assert named(last) == ["Handwerk"]
    shown = client.get(f"/{kiez.slug}/kalender/?topic=Energie").text
    assert f"/kalender/{last.pk}/" in shown


def test_a_series_is_planned_from_a_format_and_its_page_says_what_it_keeps(kiez, client):
    client.force_login(districts.coordinator(kiez))
    group = builders.target_group(kiez, "Gründerinnen")
    template = builders.event_format(kiez, "Salon", minutes=90, capacity=8, text="Wir lesen.", remind_text="Bis bald!")
    template.target_groups.add(group)
    assert (
        f"{in_the_office(kiez, 'series_new')}?format={template.pk}" in client.get(in_the_office(kiez, "formats")).text
    )
    page = f"{in_the_office(kiez, 'series_new')}?format={template.pk}"
    form = client.get(page).context["form"]
    said = {field.name: field.value() for field in form if field.value() not in (None, "", False)}
    assert (said["title"], said["capacity"], said["target_groups"]) == ("Salon", 8, [group.pk])
    said |= {"first_on": (timezone.localdate() + timedelta(days=7)).isoformat(), **KEPT}
    first = client.post(page, said)
    assert '<h2 id="dates" tabindex="-1" autofocus>' in first.text
    assert client.post(page, said | {"sure": first.context["sure"]}).status_code == 302
    series = Series.objects.get()
    assert (series.minutes, series.text, series.remind_text, series.kind) == (
        90,
        "Wir lesen.",
        "Bis bald!",
        template.kind,
    )
    shown = client.get(in_the_office(kiez, "series_one", series.pk)).text
    for words in ("Gründerinnen", *(value for value in KEPT.values() if isinstance(value, str))):
        assert words in shown
    builders.target_group(kiez, "Kultur")
    group.is_offered = False
    group.save()
    offered = client.get(in_the_office(kiez, "series_change", series.pk)).context["form"]
    assert [str(each) for each in offered.fields["target_groups"].queryset] == ["Gründerinnen", "Kultur"]
    assert list(offered["target_groups"].value()) == [group.pk]


def test_formats_of_another_district_plan_no_series(kiez, client):
    client.force_login(districts.coordinator(kiez))
    foreign = builders.event_format(districts.district())
    assert client.get(f"{in_the_office(kiez, 'series_new')}?format={foreign.pk}").status_code == 404
