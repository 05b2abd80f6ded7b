"""Formats spare the office what is the same at every event of a kind."""

import pytest

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.actions.formats import begin_with_formats
from kiezkontor.calendar.models import Event, EventFormat
from kiezkontor.calendar.rules.formats import FIRST
from kiezkontor.calendar.tests import builders
from kiezkontor.calendar.tests.inviting import in_the_office
from kiezkontor.districts.tests import builders as districts

pytestmark = pytest.mark.django_db
SAID = {"name": "Salon", "kind": "salon", "audience": "public", "begins_at": "19:00", "minutes": "90"}


def test_a_district_begins_with_formats_and_keeps_what_it_changed(kiez):
    by = builders.office_of(kiez)
    EventFormat.objects.filter(district=kiez).delete()
    begin_with_formats(kiez, by)
    assert EventFormat.objects.filter(district=kiez).count() == len(FIRST)
    EventFormat.objects.filter(district=kiez, name="Salon").delete()
    begin_with_formats(kiez, by)
    assert EventFormat.objects.filter(district=kiez).count() == len(FIRST) - 1


def test_the_office_adds_changes_and_removes_a_format(office, kiez):
    assert office.post(in_the_office(kiez, "format_new"), SAID).status_code == 302
    made = EventFormat.objects.get(district=kiez)
    again = office.post(in_the_office(kiez, "format_new"), SAID | {"minutes": "60"})
    assert (again.status_code, EventFormat.objects.filter(district=kiez).count()) == (422, 1)
    assert office.post(in_the_office(kiez, "format", made.pk), SAID | {"capacity": "12"}).status_code == 302
    made.refresh_from_db()
    assert made.capacity == 12
    assert "Salon" in office.get(in_the_office(kiez, "formats")).text
    office.post(in_the_office(kiez, "format_remove", made.pk))
    assert not EventFormat.objects.filter(district=kiez).exists()
    verbs = set(AuditEntry.objects.filter(verb__startswith="format.").values_list("verb", flat=True))
    assert verbs == {"format.added", "format.changed", "format.removed"}


def test_an_event_planned_from_a_format_begins_with_what_it_says(office, kiez):
    template = builders.event_format(kiez, minutes=90, capacity=8, text="Wir lesen.", remind_text="Bis morgen!")
    page = f"{in_the_office(kiez, 'new')}?format={template.pk}&am=2027-05-04"
    form = office.get(page).context["form"]
    said = {name: form[name].value() for name in ("title", "kind", "audience", "text", "capacity", "on")}
    assert (said["title"], said["capacity"], said["on"]) == (template.name, 8, "2027-05-04")
    said |= {"begins": "19:00", "ends": form["ends"].value().strftime("%H:%M"), "hold_hours": "24"}
    assert office.post(page, said | {"takes_answers": "on"}).status_code == 302
    event = Event.objects.get()
    assert (event.ends_at - event.starts_at).seconds == 90 * 60
    assert (event.slots.get().capacity, event.text) == (8, "Wir lesen.")
    assert [(each.hours_before, each.text) for each in event.reminders.all()] == [(24, "Bis morgen!")]


def test_formats_of_another_district_are_not_known(office, kiez):
    foreign = builders.event_format(districts.district())
    assert office.get(f"{in_the_office(kiez, 'new')}?format={foreign.pk}").status_code == 404
    assert office.post(in_the_office(kiez, "format", foreign.pk), SAID).status_code == 404


def test_a_format_names_the_groups_its_events_are_for(office, kiez):
    group = builders.target_group(kiez, "Gründerinnen")
    assert office.post(in_the_office(kiez, "format_new"), SAID | {"target_groups": [group.pk]}).status_code == 302
    made = EventFormat.objects.get(district=kiez)
    assert office.get(in_the_office(kiez, "format", made.pk)).context["form"]["target_groups"].value() == [group.pk]
    form = office.get(f"{in_the_office(kiez, 'new')}?format={made.pk}").context["form"]
    assert form["target_groups"].value() == [group.pk]
    assert office.post(in_the_office(kiez, "format", made.pk), SAID).status_code == 302
    assert not made.target_groups.exists()
