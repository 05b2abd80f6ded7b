"""Who is offered a place and has no e-mail address is called by the office, as long as the place is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from kiezkontor.calendar.actions import answers
from kiezkontor.calendar.actions.events import become
from kiezkontor.calendar.actions.slots import add_slots, cancel_slot
from kiezkontor.calendar.models import Answer
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.tests import builders
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db
CALL = "Bitte anrufen: Ein Platz ist frei geworden"


@pytest.fixture
def event(db):
    """One place, given back by who had it, which a bakery that answered by telephone is offered now."""
    event = builders.event(districts.district(), "Runde", capacity=1, hold_hours=24)
    first = builders.answer(event, "Anna", email="anna@example.org")
    bakery = organisations.organisation("Bäckerei", phone="+49307654321")
    invitation = builders.invitation(event, "", organisation=bakery)
    builders.answer(event, "Berta", channel=Channel.PHONE, invitation=invitation)
    builders.answer(event, "Clara", email="clara@example.org")
    given = answers.Given(reply="no", name="Anna", people=1, email="anna@example.org")
    answers.change_answer(first.pk, given=given, key="gives-it-back", channel=Channel.LINK)
    return event


def in_the_office(event, page, *args):
    return district_path(event.district.slug, f"calendar:{page}", event.pk, *args)


def until(answer):
    return date_format(timezone.localtime(answer.offered_until), "DATETIME_FORMAT")


def test_the_office_reads_whom_to_call_and_until_when(event, client):
    client.force_login(builders.office_of(event.district).person)
    berta = Answer.objects.get(name="Berta")
    text = client.get(in_the_office(event, "office_event")).text
    section = text.split(CALL)[1].split("</section>")[0]
    assert all(each in section for each in ("Berta", "Bäckerei", "tel:+49307654321", f"bis {until(berta)}"))
    assert "Clara" not in section
    assert '<td data-label="Bedarf" class="is-empty">–</td>' in text
    own = client.get(in_the_office(event, "office_change_answer", berta.pk)).text
    assert f"bis {until(berta)}" in own.split(CALL)[1].split("</form>")[0]
    clara = Answer.objects.get(name="Clara")
    assert CALL not in client.get(in_the_office(event, "office_change_answer", clara.pk)).text


@pytest.mark.parametrize("what", ["by_mail", "over", "taken", "time_off", "event_off"])
def test_nobody_calls_who_hears_by_mail_or_has_no_place_kept(event, client, what):
    berta = Answer.objects.get(name="Berta")
    if what == "taken":
        answers.take_place(berta.pk)
    if what == "time_off":
        by = builders.office_of(event.district)
        add_slots(event.pk, label="Später", times=None, capacity=1, by=by)
        cancel_slot(berta.slot_id, by=by)
    if what == "event_off":
        become(event.pk, stages.CANCELLED, by=builders.office_of(event.district))
    changes = {
        "by_mail": {"email": "berta@example.org"},
        "over": {"offered_until": timezone.now() - timedelta(hours=1)},
    }
    Answer.objects.filter(pk=berta.pk).update(**changes.get(what, {}))
    client.force_login(builders.office_of(event.district).person)
    assert CALL not in client.get(in_the_office(event, "office_event")).text
    assert CALL not in client.get(in_the_office(event, "office_change_answer", berta.pk)).text
