"""Members find their invitations in their own pages and answer with one tap."""

import pytest

from kiezkontor.calendar.actions import answers
from kiezkontor.calendar.models import Answer
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.tests import builders
from kiezkontor.members.tests import builders as members
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanna(client, kiez):
    found = members.member(kiez, "Hanna Beispiel", "Papeterie Beispiel", email="hanna@example.org")
    client.force_login(found)
    return found


def own(kiez, name="own_invitations", *args):
    return district_path(kiez.slug, f"calendar:{name}", *args)


def test_an_invitation_is_answered_and_changed_with_one_tap(client, kiez, event, hanna):
    invitation = builders.invitation(event, "", organisation=members.of(hanna))
    assert own(kiez) in client.get(district_path(kiez.slug, "organisations:own")).text
    assert "Runde" in client.get(own(kiez)).text
    for reply in ("yes", "maybe", "yes", "no"):
        answer = client.post(own(kiez, "own_reply", invitation.pk), {"reply": reply}, follow=True)
        assert "Ihre Antwort ist vermerkt" in answer.text
        assert Answer.objects.get().reply == reply
    assert (Answer.objects.get().organisation, event.slots.get().taken) == (members.of(hanna), 0)


def test_who_is_invited_by_name_finds_it_by_their_address(client, kiez, event, hanna):
    builders.invitation(event, "Hanna", email="Hanna@example.org")
    assert len(client.get(own(kiez)).context["invited"]) == 1


def test_invitations_of_others_are_not_shown_and_cannot_be_answered(client, kiez, event, hanna):
    other = members.member(kiez, "Robin Rad", "Radladen", email="robin@example.org")
    invitation = builders.invitation(event, "Robin", organisation=members.of(other))
    registered = builders.answer(event, "Robin", email="robin@example.org")
    shown = client.get(own(kiez)).context
    assert (shown["invited"], shown["others"]) == ([], [])
    assert client.post(own(kiez, "own_reply", invitation.pk), {"reply": "yes"}).status_code == 404
    assert client.post(own(kiez, "own_change", registered.pk), {"reply": "no"}).status_code == 404


def test_own_registrations_are_changed_there_too(client, kiez, event, hanna):
    registered = builders.answer(event, "Hanna", email="hanna@example.org", people=2, needs=("diet",))
    client.post(own(kiez, "own_change", registered.pk), {"reply": "maybe"})
    client.post(own(kiez, "own_change", registered.pk), {"reply": "nonsense"})
    registered.refresh_from_db()
    assert (registered.reply, registered.needs) == ("maybe", ["diet"])


def test_what_one_is_invited_to_is_opened_from_there_where_one_may(client, kiez, event, hanna):
    inside = builders.event(kiez, "Klausur", audience="invited")
    for each in (event, inside):
        builders.invitation(each, "", organisation=members.of(hanna))
    registered = builders.event(kiez, "Hoffest")
    builders.answer(registered, "Hanna", email="hanna@example.org")
    text = client.get(own(kiez)).text
    pages = [district_path(kiez.slug, "calendar:event", each.pk) for each in (event, registered, inside)]
    assert [f'href="{page}"' in text for page in pages] == [True, True, False]
    assert [client.get(page).status_code for page in pages] == [200, 200, 404]
    assert "Klausur" in text


def test_several_times_are_asked_for(client, kiez, event, hanna):
    event.slots.create(label="spät", starts_at=event.starts_at, ends_at=event.ends_at)
    invitation = builders.invitation(event, "", organisation=members.of(hanna))
    answer = client.post(own(kiez, "own_reply", invitation.pk), {"reply": "yes"}, follow=True)
    assert "slot_pk" in answer.context["form"].fields
    assert not Answer.objects.exists()


def test_an_event_that_is_off_stands_there_without_buttons(client, kiez, event, hanna):
    invitation = builders.invitation(event, "", organisation=members.of(hanna))
    answers.answer_simply(invitation, "yes", slot=event.slots.get(), channel=Channel.LINK)
    event.stage = "cancelled"
    event.save()
    text = client.get(own(kiez)).text
    assert "abgesagt" in text
    assert own(kiez, "own_reply", invitation.pk) not in text
