"""Whom events are for in particular, and totals of those who say they belong there that tell of nobody."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.actions.answers import Given, answer_by_link
from kiezkontor.calendar.actions.target_groups import begin_with_groups
from kiezkontor.calendar.models import Answer, Event, EventGroup, TargetGroup
from kiezkontor.calendar.rules.target_groups import FIRST, told
from kiezkontor.calendar.telling import link_to_invitation
from kiezkontor.calendar.tests import builders
from kiezkontor.calendar.tests.inviting import in_the_office
from kiezkontor.districts.tests import builders as districts
from kiezkontor.shared.mounting import district_path


@pytest.mark.parametrize(
    ("declared", "asked", "shown"),
    [(0, 9, None), (2, 9, None), (3, 9, 3), (8, 9, 8), (9, 9, None), (3, 3, None), (0, 0, None)],
)
def test_a_total_is_told_where_it_tells_of_nobody(declared, asked, shown):
    assert told(declared, asked=asked) == shown


def url(district, name, *args):
    return district_path(district.slug, f"calendar:{name}", *args)


def sign_up(event, monkeypatch, *, name, groups=(), sending=""):
    """As somebody does on the website."""
    monkeypatch.setattr("kiezkontor.shared.guard.MIN_SECONDS", 0)
    client = Client()
    form = client.get(url(event.district, "register", event.pk)).context["form"]
    said = {each: form[each].value() for each in ("opened", "sending")}
    said |= {"name": name, "email": "", "people": "1", "note": "", "belongs_to": [group.pk for group in groups]}
    said |= {"sending": sending} if sending else {}
    return client.post(url(event.district, "register", event.pk), said)


@pytest.mark.django_db
def test_a_district_begins_with_groups_and_keeps_what_it_changed(kiez):
    TargetGroup.objects.filter(district=kiez).delete()
    by = builders.office_of(kiez)
    begin_with_groups(kiez, by)
    assert set(TargetGroup.objects.filter(district=kiez).values_list("name", flat=True)) == set(FIRST)
    TargetGroup.objects.filter(district=kiez, name=FIRST[0]).delete()
    begin_with_groups(kiez, by)
    assert TargetGroup.objects.filter(district=kiez).count() == len(FIRST) - 1


@pytest.mark.django_db
def test_the_office_names_groups_and_events_for_them(office, kiez):
    assert (
        office.post(in_the_office(kiez, "group_new"), {"name": "Meisterinnen", "is_offered": "on"}).status_code == 302
    )
    again = office.post(in_the_office(kiez, "group_new"), {"name": "meisterinnen", "is_offered": "on"})
    assert (again.status_code, TargetGroup.objects.filter(name__iexact="meisterinnen").count()) == (422, 1)
    group = TargetGroup.objects.get(name="Meisterinnen")
    day = timezone.localdate() + timedelta(days=9)
    said = {"title": "Werkstatt", "kind": "workshop", "audience": "public", "on": day.isoformat(), "begins": "19:00"}
    said |= {"hold_hours": "24", "takes_answers": "on", "target_groups": [group.pk]}
    page = office.get(in_the_office(kiez, "new")).text
    said |= dict(re.findall(r'type="hidden" name="(once)" value="([^"]*)"', page))
    assert office.post(in_the_office(kiez, "new"), said).status_code == 302
    event = Event.objects.get(title="Werkstatt")
    assert [str(each) for each in event.groups.all()] == ["Meisterinnen"]
    refused = office.post(in_the_office(kiez, "group_remove", group.pk), follow=True).text
    assert "Es gibt Termine für „Meisterinnen“." in refused
    said |= {"seen_version": event.version, "target_groups": []}
    assert office.post(in_the_office(kiez, "change", event.pk), said).status_code == 302
    assert not event.groups.exists()
    office.post(in_the_office(kiez, "group_remove", group.pk))
    assert not TargetGroup.objects.filter(pk=group.pk).exists()
    written = AuditEntry.objects.filter(verb__startswith="targetgroup").order_by("pk")
    assert list(written.values_list("verb", flat=True))[-2:] == ["targetgroup.added", "targetgroup.removed"]


@pytest.mark.django_db
def test_visitors_find_what_is_for_them(kiez):
    women, young = builders.target_group(kiez, "Gründerinnen am Ort"), builders.target_group(kiez, "Junge")
    builders.event(kiez, "Salon", groups=[women])
    builders.event(kiez, "Runde", groups=[women, young])
    builders.event(kiez, "Markt")
    client = Client()
    page = client.get(url(kiez, "events") + f"?group={young.pk}").text
    assert [title for title in ("Salon", "Runde", "Markt") if f">{title}</a>" in page] == ["Runde"]
    assert ">Gründerinnen am Ort</option>" in page
    feed = b"".join(client.get(url(kiez, "ics") + f"?group={women.pk}")).decode()
    assert ("SUMMARY:Salon" in feed, "SUMMARY:Markt" in feed) == (True, False)
    assert ">Salon</a>" in client.get(url(kiez, "events") + "?q=Gründerinnen").text
    assert "Besonders für: Gründerinnen am Ort, Junge" in " ".join(
        client.get(url(kiez, "event", Event.objects.get(title="Runde").pk)).text.split()
    )
    bare = districts.district()
    builders.event(bare, "Allein")
    assert "Besonders für" not in client.get(url(bare, "events")).text


@pytest.mark.django_db
def test_only_sums_are_kept_of_what_people_say_of_themselves(kiez, monkeypatch):
    women, young = builders.target_group(kiez, "Gründerinnen am Ort"), builders.target_group(kiez, "Junge")
    event = builders.event(kiez, "Salon", groups=[women, young])
    assert sign_up(event, monkeypatch, name="Anna", groups=[women], sending="einmal").status_code == 302
    assert sign_up(event, monkeypatch, name="Anna", groups=[women], sending="einmal").status_code == 302
    assert sign_up(event, monkeypatch, name="Carla").status_code == 302
    assert Answer.objects.count() == 2
    counts = list(EventGroup.objects.order_by("pk").values_list("group__name", "asked", "declared"))
    assert counts == [("Gründerinnen am Ort", 2, 1), ("Junge", 2, 0)]
    assert {field.name for field in EventGroup._meta.get_fields()} == {"id", "event", "group", "asked", "declared"}
    for entry in AuditEntry.objects.filter(verb__startswith="registration"):
        assert "Gründerinnen" not in str(entry.detail)
        assert str(women.pk) not in entry.detail.values()


@pytest.mark.django_db
def test_who_was_invited_is_asked_once(kiez):
    group = builders.target_group(kiez)
    event = builders.event(kiez, groups=[group])
    invitation = builders.invitation(event, email="gesa@example.org")
    page = url(kiez, "own_answer", link_to_invitation(invitation))
    assert "Gehören Sie zu einer dieser Gruppen?" in Client().get(page).text
    said = {"reply": "yes", "name": "Gesa", "people": "1", "note": "", "sending": "a", "belongs_to": [group.pk]}
    assert Client().post(page, said).status_code == 302
    assert "Gehören Sie zu einer dieser Gruppen?" not in Client().get(page).text
    assert Client().post(page, said | {"sending": "b"}).status_code == 302
    counted = EventGroup.objects.get()
    assert (counted.asked, counted.declared) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("declared", "asked", "is_over", "sentence"),
    [
        (4, 9, True, "4 von 9 haben es angegeben."),
        (2, 9, True, "Weniger als drei haben es angegeben oder alle Gefragten"),
        (9, 9, True, "Weniger als drei haben es angegeben oder alle Gefragten"),
        (4, 9, False, "sobald der Termin vorbei ist"),
        (0, 0, True, "wurde niemand gefragt"),
    ],
)
def test_the_office_reads_totals_that_tell_of_nobody_when_it_is_over(office, kiez, declared, asked, is_over, sentence):
    group = builders.target_group(kiez, "Gründerinnen am Ort")
    begins = timezone.now() + timedelta(days=-2 if is_over else 2)
    event = builders.event(kiez, groups=[group], starts_at=begins)
    EventGroup.objects.update(asked=asked, declared=declared)
    page = office.get(in_the_office(kiez, "event", event.pk)).text
    assert sentence in page
    assert ("4 von 9" in page) is (sentence == "4 von 9 haben es angegeben.")


@pytest.mark.django_db
def test_a_group_people_were_asked_about_stays_with_its_event(office, kiez):
    group = builders.target_group(kiez, "Gründerinnen am Ort")
    event = builders.event(kiez, groups=[group])
    answer_by_link(
        event.slots.get().pk,
        given=Given("yes", "Anna"),
        key="a",
        invitation=builders.invitation(event),
        belongs_to=[],
    )
    said = {"title": "Salon", "kind": "salon", "audience": "public", "on": f"{event.starts_at:%Y-%m-%d}"}
    said |= {"begins": "19:00", "hold_hours": "24", "target_groups": []}
    answer = office.post(in_the_office(kiez, "change", event.pk), said)
    assert answer.status_code == 422
    assert "deshalb bleibt die Zielgruppe stehen" in answer.text
    event.refresh_from_db()
    assert event.title != "Salon"


@pytest.mark.django_db
def test_a_group_several_events_name_stands_in_the_form_once(office, kiez):
    group = builders.target_group(kiez, "Gründerinnen am Ort")
    first, _second = builders.event(kiez, groups=[group]), builders.event(kiez, groups=[group])
    TargetGroup.objects.filter(pk=group.pk).update(is_offered=False)
    assert office.get(in_the_office(kiez, "change", first.pk)).text.count("Gründerinnen am Ort") == 1
    assert "Gründerinnen am Ort" not in office.get(in_the_office(kiez, "new")).text
