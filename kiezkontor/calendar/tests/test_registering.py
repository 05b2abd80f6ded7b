"""The public page of an event says whether there are places, and knows who is invited."""

import pytest

from kiezkontor.accounts.tests.builders import person
from kiezkontor.calendar.actions.answers import Given, change_answer, link_to
from kiezkontor.calendar.models import Answer
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.telling import link_to_invitation
from kiezkontor.calendar.tests import builders
from kiezkontor.districts.models.changes import PageChange
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.tests import builders as meetings
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db

WAITING = "Auf die Warteliste"


def page_of(client, event):
    return client.get(district_path(event.district.slug, "calendar:event", event.pk)).text


def says_no(answer):
    given = Given(reply="no", name=answer.name)
    change_answer(answer.pk, given=given, key=f"no-{answer.pk}", channel=Channel.LINK)


def test_a_full_event_offers_to_wait_and_says_so(client, kiez):
    event = builders.event(kiez, capacity=1)
    assert WAITING not in page_of(client, event)
    builders.answer(event)
    text = page_of(client, event)
    assert "Alle Plätze sind vergeben." in text
    assert text.count(WAITING) == 1
    assert 'aria-hidden="true"></span>Anmelden' not in text.partition("<main")[2]


def test_of_several_times_each_says_it_of_itself(client, kiez):
    early, *_later = builders.tours(kiez, capacity=1)
    builders.answer(early.event, slot=early)
    text = page_of(client, early.event)
    assert text.count(WAITING) == 1
    assert "Alle Plätze sind vergeben." not in text


def test_published_pages_are_made_anew_with_the_last_place_and_the_first_that_is_free(kiez):
    event = builders.event(kiez, capacity=2)
    made_anew = []
    for what in (builders.answer, builders.answer, builders.answer):
        before = PageChange.objects.count()
        what(event)
        made_anew.append(PageChange.objects.count() > before)
    waiting, _last, _first = Answer.objects.order_by("-pk")
    for answer in (waiting, _last):
        before = PageChange.objects.count()
        says_no(answer)
        made_anew.append(PageChange.objects.count() > before)
    assert made_anew == [False, True, False, False, True]


def test_who_is_invited_and_registers_answers_the_invitation(kiez, event):
    invitation = builders.invitation(event, "Gesa Gast", email="gesa@example.org")
    made = builders.answer(event, "Gesa Gast", email="Gesa@example.org")
    assert (made.invitation, Answer.objects.count()) == (invitation, 1)


def test_what_was_answered_by_the_link_is_not_changed_by_registering(kiez, event):
    invitation = builders.invitation(event, "Gesa Gast", email="gesa@example.org")
    first = builders.answer(event, "Gesa Gast", invitation=invitation, channel=Channel.LINK, reply="no")
    second = builders.answer(event, "Gesa Gast", email="gesa@example.org")
    assert second.invitation is None
    first.refresh_from_db()
    assert (first.reply, Answer.objects.count()) == ("no", 2)


def test_an_invitation_to_another_event_is_left_alone(kiez, event):
    builders.invitation(builders.event(kiez, "Salon"), "Gesa Gast", email="gesa@example.org")
    assert builders.answer(event, "Gesa Gast", email="gesa@example.org").invitation is None


def test_a_link_from_registering_opens_no_agenda_of_who_is_invited(client, kiez, event):
    meetings.item(event, "Mietsachen", is_closed=True)
    builders.invitation(event, "Gesa Gast", email="gesa@example.org", as_what="body")
    made = builders.answer(event, "Irgendwer", email="gesa@example.org")
    text = client.get(district_path(kiez.slug, "calendar:own_answer", link_to(made))).text
    assert "Irgendwer" in text
    assert "Mietsachen" not in text


def test_who_registers_with_an_address_of_others_reads_nothing_they_say_later(client, kiez, event):
    invitation = builders.invitation(event, "Gesa Gast", email="gesa@example.org")
    made = builders.answer(event, "Irgendwer", email="GESA@example.org")
    assert made.email == "gesa@example.org", "mail goes where the invitation went"
    tokens = link_to(made), link_to_invitation(invitation)
    theirs, own = (district_path(kiez.slug, "calendar:own_answer", token) for token in tokens)
    said = {"reply": "yes", "people": "1"}
    client.post(theirs, said | {"name": "Niemand"})
    assert "Niemand" in client.get(theirs).text, "as long as nobody answered elsewhere"
    client.post(own, said | {"name": "Gesa", "note": "Ich komme im Rollstuhl."})
    assert "Rollstuhl" in client.get(own).text
    assert client.get(theirs).status_code == 404
    assert client.post(theirs, said | {"name": "Niemand"}).status_code == 404


def test_who_is_signed_in_and_invited_is_led_to_the_invitation(client, kiez, event):
    greta = districts.role(person("Greta Gremium", email="greta@example.org"), kiez, "body_member").person
    client.force_login(greta)
    assert "Auf die Einladung antworten" not in page_of(client, event)
    invitation = builders.invitation(event, "Greta", email="Greta@example.org")
    text = page_of(client, event)
    own = district_path(kiez.slug, "calendar:own_invitations")
    assert f'href="{own}"' in text
    assert district_path(kiez.slug, "calendar:register", event.pk) not in text
    assert "Runde" in client.get(own).text
    client.post(district_path(kiez.slug, "calendar:own_reply", invitation.pk), {"reply": "maybe"})
    assert Answer.objects.get().reply == "maybe"
