"""Pages, mail and papers agree on who reads what is not for everybody at a meeting."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.desk.models import Task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import attending
from kiezkontor.meetings.tests import builders
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez():
    return districts.district()


def signed_in(someone):
    client = Client()
    client.force_login(someone)
    return client


def page(event, name, *args):
    return district_path(event.district.slug, name, *args)


def test_of_the_office_the_coordination_alone_leads_a_confidential_meeting_and_sees_its_tasks(kiez):
    event = builders.event(
        kiez, audience="members", is_confidential=True, starts_at=timezone.now() + timedelta(minutes=5)
    )
    item = builders.item(event, "Kredit")
    came = attending.add_person(event, name="Anna Muster", by=calendar.office_of(kiez))
    task = builders.task(item, "Bank fragen")
    assert task.task.open_to == Task.OpenTo.COORDINATION
    editor, coordinator = signed_in(districts.editor(kiez)), signed_in(districts.coordinator(kiez))
    pages = [page(event, f"meetings:{name}", event.pk) for name in ("agenda", "attendance", "door")]
    pages.append(page(event, "meetings:item_change", item.pk))
    pages += [page(event, "meetings:swap_enter", event.pk, came.pk), page(event, "desk:edit", task.task_id)]
    assert [editor.get(each).status_code for each in pages] == [404] * len(pages)
    assert [coordinator.get(each).status_code for each in pages] == [200] * len(pages)
