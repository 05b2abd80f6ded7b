"""Who answers gets a place or waits, in the order of the answers, and moves up by themselves."""

from datetime import timedelta
from functools import partial

import pytest
from django.db.models.sql import compiler
from django.utils import timezone

from kiezkontor.accounts.viewer import VISITOR
from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.actions import answers, events
from kiezkontor.calendar.models import Answer
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.tasks import follow_the_clock
from kiezkontor.calendar.tests import builders
from kiezkontor.districts.tests import builders as districts
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.tests.moments import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez(db):
    return districts.district()


def seats(event):
    return dict(Answer.objects.filter(slot__event=event).order_by("pk").values_list("name", "seat"))


def numbers(event):
    slot = event.slots.get()
    taking = Answer.objects.filter(slot=slot, seat__in=["seated", "offered"])
    assert slot.taken == sum(taking.values_list("people", flat=True))
    assert slot.waiting == Answer.objects.filter(slot=slot, seat="waiting").count()
    return slot.taken, slot.waiting


def again(answer, **given):
    said = {"reply": answer.reply, "name": answer.name, "people": answer.people, "email": answer.email} | given
    key = f"again-{answer.version}-{timezone.now().timestamp()}"
    return answers.change_answer(answer.pk, given=answers.Given(**said), key=key, channel=Channel.LINK)


def test_the_line_begins_where_places_end(kiez):
    event = builders.event(kiez, capacity=3)
    builders.answer(event, "Anna", people=2)
    builders.answer(event, "Berta", people=2)
    builders.answer(event, "Clara")
    builders.answer(event, "Dora", reply="no")
    builders.answer(event, "Emma", reply="maybe")
    assert seats(event) == {"Anna": "seated", "Berta": "waiting", "Clara": "waiting", "Dora": "", "Emma": ""}
    assert numbers(event) == (2, 2)


def test_the_statements_of_an_answer_are_written_ahead_but_for_the_numbers_of_its_time(kiez, monkeypatch):
    event = builders.event(kiez, capacity=3)
    slot = event.slots.get()
    for name in ("Anna", "Berta"):
        written = []
        for each in (compiler.SQLCompiler, compiler.SQLInsertCompiler, compiler.SQLUpdateCompiler):
            monkeypatch.setattr(each, "as_sql", noting(each.as_sql, written))
        _made, token = answers.register(slot.pk, given=answers.Given("yes", name), key=name)
        monkeypatch.undo()
    assert token
    assert written == ["SQLUpdateCompiler"]
    assert seats(event) == {"Anna": "seated", "Berta": "seated"}


def noting(deed, written):
    def noted(self, *args, **kwargs):
        written.append(type(self).__name__)
        return deed(self, *args, **kwargs)

    return noted


def test_the_same_sending_counts_once(kiez):
    event = builders.event(kiez, capacity=3)
    first = builders.answer(event, "Anna", key="same")
    assert builders.answer(event, "Anna", key="same") == first
    assert numbers(event) == (1, 0)


def test_a_place_that_becomes_free_is_offered_to_the_next(kiez):
    event = builders.event(kiez, capacity=2, hold_hours=24)
    anna = builders.answer(event, "Anna", people=2)
    builders.answer(event, "Berta", people=2)
    builders.answer(event, "Clara")
    again(anna, people=1)
    assert seats(event) == {"Anna": "seated", "Berta": "waiting", "Clara": "waiting"}
    again(Answer.objects.get(name="Anna"), reply="no")
    assert seats(event) == {"Anna": "", "Berta": "offered", "Clara": "waiting"}
    berta = Answer.objects.get(name="Berta")
    assert timedelta(hours=23) < berta.offered_until - timezone.now() <= timedelta(hours=24)
    assert answers.take_place(berta.pk).seat == "seated"
    assert numbers(event) == (2, 1)


def test_without_a_time_limit_the_next_has_the_place_at_once(kiez):
    event = builders.event(kiez, capacity=1, hold_hours=0)
    anna = builders.answer(event, "Anna")
    builders.answer(event, "Berta", email="berta@example.org")
    again(anna, reply="no")
    assert seats(event) == {"Anna": "", "Berta": "seated"}


def test_an_offer_nobody_takes_goes_on_by_itself(kiez):
    event = builders.event(kiez, capacity=1)
    anna = builders.answer(event, "Anna")
    for name in ("Berta", "Clara"):
        builders.answer(event, name)
    again(anna, reply="no")
    assert seats(event)["Berta"] == "offered"
    over = timezone.now() - timedelta(minutes=1)
    Answer.objects.filter(name="Berta").update(offered_until=over)
    event.slots.update(lapses_at=over)
    follow_the_clock.call()
    assert seats(event) == {"Anna": "", "Berta": "lapsed", "Clara": "offered"}
    assert numbers(event) == (1, 0)
    with pytest.raises(ActionRefused, match=r"Die Zeit|The time"):
        answers.take_place(Answer.objects.get(name="Berta").pk)
    back = again(Answer.objects.get(name="Berta"), reply="yes")
    assert (back.seat, back.position) == ("waiting", 4)


def test_who_waits_keeps_their_turn_when_they_change_the_number(kiez):
    event = builders.event(kiez, capacity=1)
    builders.answer(event, "Anna")
    berta = builders.answer(event, "Berta")
    builders.answer(event, "Clara")
    before = berta.position
    assert again(berta, people=1, note="vegetarisch").position == before


@pytest.mark.parametrize(("people", "refused"), [(3, True), (2, False), (1, False)])
def test_a_group_does_not_grow_over_the_places(kiez, people, refused):
    event = builders.event(kiez, capacity=3)
    anna = builders.answer(event, "Anna")
    builders.answer(event, "Berta")
    if refused:
        with pytest.raises(ActionRefused):
            again(anna, people=people)
        assert numbers(event) == (2, 0)
    else:
        again(anna, people=people)
        assert numbers(event) == (people + 1, 0)


def test_more_places_let_people_move_up_and_fewer_send_nobody_away(kiez):
    event = builders.event(kiez, capacity=1, hold_hours=0)
    for name in ("Anna", "Berta", "Clara"):
        builders.answer(event, name)
    by = builders.office_of(kiez)
    events.set_capacity(event.slots.get().pk, capacity=2, by=by)
    assert list(seats(event).values()) == ["seated", "seated", "waiting"]
    events.set_capacity(event.slots.get().pk, capacity=1, by=by)
    assert numbers(event) == (2, 1)
    events.set_capacity(event.slots.get().pk, capacity=None, by=by)
    assert numbers(event) == (3, 0)


def test_an_invited_answer_is_one_however_often_it_changes(kiez):
    event = builders.event(kiez, capacity=5)
    invited = builders.invitation(event)
    builders.answer(event, "Gesa", invitation=invited, reply="maybe")
    builders.answer(event, "Gesa", invitation=invited, people=3)
    assert Answer.objects.count() == 1
    assert numbers(event) == (3, 0)
    builders.answer(event, "Gesa", invitation=invited, reply="no")
    assert numbers(event) == (0, 0)


@pytest.mark.parametrize("stage", ["planned", "cancelled", "postponed"])
def test_an_event_that_does_not_take_place_takes_no_answers(kiez, stage):
    event = builders.event(kiez)
    event.stage = stage
    event.save()
    with pytest.raises(ActionRefused):
        builders.answer(event)


def test_after_the_last_moment_only_the_office_notes_answers(kiez):
    event = builders.event(kiez, answers_until=timezone.now() - timedelta(hours=1))
    slot = event.slots.get()
    given = answers.Given(reply="yes", name="Paula Post")
    with pytest.raises(ActionRefused):
        answers.answer(slot.pk, given=given, key="1", channel=Channel.FORM, by=VISITOR)
    answers.answer(slot.pk, given=given, key="2", channel=Channel.PAPER, by=builders.office_of(kiez))
    assert numbers(event) == (1, 0)


def test_more_people_than_places_are_refused(kiez):
    event = builders.event(kiez, capacity=2)
    with pytest.raises(ActionRefused, match="2"):
        builders.answer(event, people=3)


def test_the_log_names_nobody_who_answers(kiez):
    builders.answer(builders.event(kiez, "Runde"), "Anna Geheim")
    found = AuditEntry.objects.filter(verb="registration.given")
    assert [(str(entry.subject_label), entry.detail["reply"]) for entry in found] == [("Runde", "yes")]
    assert not AuditEntry.objects.filter(subject_label__contains="Geheim").exists()


def test_changing_to_another_time_frees_the_first(kiez):
    event = builders.event(kiez, capacity=1, hold_hours=0)
    late = event.slots.create(label="spät", starts_at=event.starts_at, ends_at=event.ends_at, capacity=1)
    early = event.slots.order_by("pk")[0]
    invited = builders.invitation(event)
    for nth, slot in enumerate([early, late]):
        answers.answer(
            slot.pk,
            given=answers.Given(reply="yes", name="Gesa"),
            key=f"{nth}",
            channel=Channel.LINK,
            invitation=invited,
        )
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.taken, late.taken) == (0, 1)
    assert Answer.objects.get().slot == late


@pytest.mark.django_db(transaction=True)
def test_two_times_answered_at_one_moment_are_one_answer(kiez, monkeypatch):
    ended = []
    for number in range(3):
        first, second, third = builders.tours(kiez, capacity=5)
        invitation = builders.invitation(first.event, email=f"gesa-{number}@example.org")

        def say(slot, invitation=invitation):
            given = answers.Given("yes", "Gesa", email=invitation.email)
            answers.answer_by_link(slot.pk, given=given, key=f"to-{slot.pk}", invitation=invitation)

        ended.append(at_once(partial(say, first), partial(say, second)))
    assert ended == [["done", "done"]] * 3
    assert Answer.objects.count() == 3
    monkeypatch.setattr(answers, "answered_slots", lambda _invitation: [])
    say(third)  # as if it were looked up a moment too early
    assert Answer.objects.count() == 3
