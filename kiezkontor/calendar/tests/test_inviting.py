"""Who is invited hears of it once, by the way that reaches them, and answers without an account."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.actions import answers, events, inviting
from kiezkontor.calendar.actions.forgetting import forget_guests, guests_over
from kiezkontor.calendar.actions.inviting import Wanted
from kiezkontor.calendar.actions.slots import cancel_slot
from kiezkontor.calendar.models import Answer, Invitation
from kiezkontor.calendar.rules.inviting import Guest, Way, Why
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.tasks import follow_the_clock
from kiezkontor.calendar.tests import builders
from kiezkontor.calendar.tests.inviting import GESA, guest, mails, on_a_street, page, shop
from kiezkontor.calendar.tests.reading import calendar_in
from kiezkontor.calendar.tests.test_mail import reply_of
from kiezkontor.districts.models import Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.members.tests import builders as members
from kiezkontor.notices import treatment
from kiezkontor.notices.models import AddressMark, OutgoingMail
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations.access_contacting import mailbox_of, mailboxes_by_key
from kiezkontor.organisations.models import Contact, Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.actions.filters import save_filter
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db


def invited_by(office, event, **said):
    """The form as it is sent twice: to see whom it reaches, and to invite."""
    shown = office.post(page(event, "office_invite"), said)
    assert shown.status_code == 200, shown.context["form"].errors
    return office.post(page(event, "office_invite"), said | {"sure": shown.context["sure"]})


def link_in(mail):
    (line,) = [line for line in mail.text.splitlines() if line.endswith("?antwort=ja")]
    return "/" + line.partition("//")[2].partition("/")[2]


def test_members_a_guest_and_a_filter_are_invited_together_and_each_once(office, kiez, event):
    anna = shop(kiez, "Bäckerei Anna", email="anna@example.org")
    on_a_street(kiez, shop(kiez, "Laden ohne Mail"))
    shop(kiez, "Nirgends")
    by = builders.office_of(kiez)
    saved = save_filter(name="Alle Läden", query="q=laden", is_shared=True, district=kiez, by=by)
    said = {"members": "on", "guests": f"Gesa Gast, {GESA}", "as_what": "expert"}
    said |= {"segments": [f"outreach-{saved.pk}"], "names": "bäckerei anna"}
    shown = office.post(page(event, "office_invite"), said)
    assert shown.status_code == 200, shown.context["form"].errors
    titles = [(group["title"], len(group["rows"])) for group in shown.context["groups"]]
    assert titles == [("Per E-Mail", 2), ("Per Brief", 1), ("Persönlich", 1)]
    assert invited_by(office, event, **said).status_code == 302
    found = {str(each): (each.email, each.as_what) for each in Invitation.objects.all()}
    assert found == {
        "Bäckerei Anna": (anna.email, ""),
        "Gesa Gast": (GESA, "expert"),
        "Laden ohne Mail": ("", ""),
        "Nirgends": ("", ""),
    }
    again = office.post(page(event, "office_invite"), said)
    assert [group["title"] for group in again.context["groups"]] == ["Ausgelassen"]
    assert AuditEntry.objects.get(verb="registration.invited").detail["count"] == 4
    assert sorted(mail.to for mail in mails()) == [anna.email, GESA]
    assert mails() == []


def test_the_members_of_a_body_are_invited_with_one_tick_as_such(office, kiez, event):
    jury, gone, board = (person(name=name) for name in ("Greta Gremium", "Gero Gegangen", "Vera Vorstand"))
    today = timezone.localdate()
    for who, name, until_on in ((jury, "body_member", None), (gone, "body_member", today), (board, "board", None)):
        Role.objects.create(person=who, district=kiez, name=name, from_on="2026-01-01", until_on=until_on)
    foreign = districts.district()
    Role.objects.create(person=person(), district=foreign, name="body_member", from_on="2026-01-01")
    assert "Mitglied eines Gremiums oder einer Jury (1)" in office.get(page(event, "office_invite")).text
    said = {"bodies": ["body_member"], "guests": f"Gesa Gast, {GESA}", "as_what": "guest"}
    assert invited_by(office, event, **said).status_code == 302
    found = {(each.name, each.email, each.as_what) for each in Invitation.objects.all()}
    assert found == {("Greta Gremium", jury.email, "body"), ("Gesa Gast", GESA, "guest")}
    client = Client()
    client.force_login(districts.editor(kiez))
    assert "bodies" not in client.get(page(event, "office_invite")).context["form"].fields


def test_a_changed_list_is_shown_again_before_anybody_is_invited(office, kiez, event):
    shop(kiez, "Bäckerei Anna", email="anna@example.org")
    shown = office.post(page(event, "office_invite"), {"members": "on"})
    shop(kiez, "Blumen Berta", email="berta@example.org")
    second = office.post(page(event, "office_invite"), {"members": "on", "sure": shown.context["sure"]})
    assert second.context["count"] == 2
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"as_what": "guest"}, "Bitte wählen Sie"),
        ({"names": "Gibt es nicht"}, "Gibt es nicht"),
        ({"guests": "Gesa, gesa@kaputt"}, "gesa@kaputt"),
    ],
)
def test_what_cannot_be_understood_is_said(office, event, said, expected):
    answer = office.post(page(event, "office_invite"), said)
    assert answer.status_code == 422
    assert expected in answer.text


@pytest.mark.parametrize(
    "details", [{"announce": False}, {"takes_answers": False}, {"starts_at": timezone.now() - timedelta(days=3)}]
)
def test_nobody_is_invited_to_what_takes_no_answers(kiez, details):
    with pytest.raises(ActionRefused):
        guest(builders.event(kiez, **details))


def test_the_mail_leads_to_the_page_with_the_answer_chosen_and_a_button_sends_it(client, kiez, event):
    guest(event)
    (mail,) = mails()
    assert (mail.subject, mail.to, calendar_in(mail)) == ("Einladung: Runde", GESA, ("REQUEST", 0, "CONFIRMED"))
    own = link_in(mail)
    opened = client.get(own)
    assert not Answer.objects.exists()
    form = opened.context["form"]
    assert (form["reply"].value(), form["name"].value()) == ("yes", "Gesa Gast")
    said = {name: form[name].value() for name in ("reply", "name", "people", "sending")}
    assert client.post(own, said).status_code == 302
    answer = Answer.objects.get()
    assert (answer.reply, answer.seat, answer.email, answer.invitation.name) == ("yes", "seated", GESA, "Gesa Gast")
    assert [each.subject for each in mails()] == ["Sie kommen: Runde"]


def test_the_calendar_of_who_is_invited_answers_for_them(kiez, event):
    guest(event)
    (mail,) = [each for each in [follow_the_clock.call() and OutgoingMail.objects.get()] if each]
    incoming = reply_of(mail, "ACCEPTED", sender=GESA)
    treatment.treat.call(incoming.pk)
    incoming.refresh_from_db()
    assert incoming.outcome == "answer"
    assert (Answer.objects.get().reply, Answer.objects.get().name) == ("yes", "Gesa Gast")


def test_who_has_not_answered_hears_of_a_new_time_and_of_the_end(kiez, event):
    first, second = guest(event), guest(event, "Kai Gast", "kai@example.org")
    mails()
    answers.answer_simply(second, "no", slot=event.slots.get(), channel=Channel.PHONE, by=builders.office_of(kiez))
    mails()
    by, later = builders.office_of(kiez), timedelta(days=1)
    events.move_event(event.pk, starts_at=event.starts_at + later, ends_at=event.ends_at + later, by=by)
    assert [(each.to, each.subject, calendar_in(each)[:2]) for each in mails()] == [
        (first.email, "Verlegt: Runde", ("REQUEST", 1))
    ]
    events.become(event.pk, "cancelled", by=by)
    assert [(each.subject, calendar_in(each)[0]) for each in mails()] == [("Abgesagt: Runde", "CANCEL")]


def test_who_never_heard_of_it_need_not_hear_that_it_is_off(kiez, event):
    guest(event)
    events.become(event.pk, "cancelled", by=builders.office_of(kiez))
    assert mails() == []


def test_whoever_leaves_invitations_gets_none_and_is_to_be_called(kiez, event):
    anna = shop(kiez, "Bäckerei Anna", email="anna@example.org")
    AddressMark.objects.create(address=anna.email, scope_id=kiez.pk, reason="left", kind="invitation")
    (row,) = inviting.plan_of(event, Wanted([anna.pk]))
    assert (row.way, row.why, row.is_invited) == (Way.NONE, Why.NO_MAIL, True)


def test_somebody_who_asks_for_quiet_after_the_invitation_hears_nothing_more(kiez, event):
    guest(event)
    mails()
    Organisation.objects.create(name="Gesas Laden", slug="gesas-laden", email=GESA, do_not_contact_since="2026-01-01")
    events.become(event.pk, "cancelled", by=builders.office_of(kiez))
    assert mails() == []


def test_of_several_with_one_name_the_street_tells_which_is_meant(office, kiez, event):
    first, second = shop(kiez, "Mailänder Consult"), shop(kiez, "Mailänder Consult")
    on_a_street(kiez, first)
    premises.used(premises.unit(kiez, "9", street_name="Weserstraße", postcode="12049", city="Berlin"), second)
    asked = office.post(page(event, "office_invite"), {"names": "Mailänder Consult"})
    assert asked.status_code == 422
    assert "„Mailänder Consult, Karlstraße 7“, „Mailänder Consult, Weserstraße 9“" in asked.text
    assert office.post(page(event, "office_invite"), {"names": "Mailänder Consult, Weserstr. 8"}).status_code == 422
    said = {"names": "mailänder consult, Weserstr. 9"}
    sure = office.post(page(event, "office_invite"), said).context["sure"]
    assert office.post(page(event, "office_invite"), said | {"sure": sure}).status_code == 302
    assert Invitation.objects.get().organisation == second


def test_one_mailbox_of_two_shops_is_invited_once(kiez, event):
    both = [shop(kiez, name, email="chefin@example.org").pk for name in ("Anna", "Berta")]
    rows = inviting.plan_of(event, Wanted(both))
    assert [(row.way, row.why) for row in rows] == [(Way.MAIL, None), (Way.NONE, Why.SHARED)]


def test_the_office_notes_a_telephone_call_with_one_press(office, kiez, event):
    invitation = guest(event)
    for reply in ("yes", "yes", "no", "maybe"):
        office.post(page(event, "office_tap", invitation.pk), {"reply": reply})
        assert (Answer.objects.get().reply, Answer.objects.get().channel) == (reply, "phone")
    shown = office.get(page(event, "office_invitations") + "?stand=maybe")
    assert [tile["number"] for tile in shown.context["tiles"]] == [1, 0, 0, 1, 0]
    part = office.post(page(event, "office_tap", invitation.pk), {"reply": "yes"}, headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="invited">')
    said = {"channel": "paper", "reply": "yes", "name": "Gesa Gast", "people": "2", "needs": ["diet"], "sending": "1"}
    assert office.post(page(event, "office_note_invited", invitation.pk), said).status_code == 302
    assert "2 Personen haben zugesagt" in office.get(page(event, "office_invitations")).text


def test_the_table_names_everybody_invited_and_who_came_by_themselves(office, kiez, event):
    guest(event, "=Gesa")
    builders.answer(event, "Willi Walk-in", people=3)
    text = office.get(page(event, "office_invitations_csv")).content.decode()
    assert "'=Gesa" in text
    assert "Willi Walk-in" in text
    assert office.get(page(event, "office_invitations_xlsx")).status_code == 200


def test_late_invitations_are_said_to_be_late(office, kiez):
    noon = timezone.localtime().replace(hour=12, minute=0)
    soon = builders.event(kiez, starts_at=noon + timedelta(days=5))
    assert "5 Tage" in office.get(page(soon, "office_invite")).text
    later = builders.event(kiez, starts_at=noon + timedelta(days=15))
    assert "spät" not in office.get(page(later, "office_invite")).text


def test_many_are_planned_in_as_many_statements_as_few(kiez, event):
    ids = [shop(kiez, f"Laden {nth}", email=f"laden{nth}@example.org").pk for nth in range(12)]

    def statements(keys):
        with CaptureQueriesContext(connection) as captured:
            inviting.plan_of(event, Wanted(keys, [Guest("Gesa", GESA)]))
        return len(captured)

    assert statements(ids) == statements(ids[:1]) <= 25


def test_many_mailboxes_are_those_of_each(kiez):
    found = [shop(kiez, f"Laden {nth}", email=f"laden{nth}@example.org") for nth in range(5)]
    organisations.contact(found[1], kiez, name="Ulla", email="ulla@example.org")
    organisations.contact(found[2], kiez, name="Ulf", email=found[2].email)
    Contact.objects.filter(name="Ulf").update(do_not_contact_since="2026-01-01")
    AddressMark.objects.create(address=found[3].email, scope_id=kiez.pk, reason="bounced")
    Organisation.objects.filter(pk=found[4].pk).update(do_not_contact_since="2026-01-01")
    hanna = members.member(kiez, "Hanna Beispiel", "Papeterie", email="hanna@example.org")
    everybody = [*Organisation.objects.filter(pk__in=[each.pk for each in found]), members.of(hanna)]
    together = mailboxes_by_key([each.pk for each in everybody], kiez, kind=Kind.REMINDER)
    assert together == {each.pk: box for each in everybody if (box := mailbox_of(each, kiez))}
    assert len(together) == 3


def test_guests_are_forgotten_and_their_number_stays(kiez, event):
    guest(event)
    old = guests_over(event.ends_at + timedelta(days=1))
    assert forget_guests(old) == 1
    forgotten = Invitation.objects.get()
    assert (forgotten.name, forgotten.email, str(forgotten)) == ("", "", "")
    assert not old.all().exists()


def test_an_invitation_by_mistake_is_taken_back_and_leaves_the_calendar(office, kiez):
    event = builders.event(kiez, "Runde", capacity=1, hold_hours=0)
    invitation = guest(event)
    assert len(mails()) == 1
    builders.answer(event, "Gesa Gast", invitation=invitation, email=GESA)
    waits = builders.answer(event, "Berta")
    mails()
    shown = office.get(page(event, "office_uninvite", invitation.pk)).text
    assert f"Eine E-Mail an {GESA} teilt es innerhalb einer Minute mit" in shown
    assert "der Platz geht an die Nächsten" in shown
    assert office.post(page(event, "office_uninvite", invitation.pk)).status_code == 302
    (mail,) = mails()
    assert mail.to == GESA
    assert mail.subject == "Einladung zurückgenommen: Runde"
    assert "METHOD:CANCEL" in mail.calendar
    assert "STATUS" not in mail.calendar
    assert not Invitation.objects.filter(pk=invitation.pk).exists()
    assert list(Answer.objects.values_list("name", "seat")) == [("Berta", "seated")]
    waits.refresh_from_db()
    assert office.get(page(event, "office_uninvite", invitation.pk)).status_code == 404
    assert office.get(page(event, "office_invitations")).status_code == 200
    assert guest(event).untold  # and may be invited anew


def test_who_had_no_mail_hears_nothing_of_an_invitation_taken_back(office, event, kiez):
    never = guest(event)
    assert "haben von der Einladung noch nichts gehört" in office.get(page(event, "office_uninvite", never.pk)).text
    by_letter = builders.invitation(event, "Lotte Lesende", lettered_at=timezone.now())
    assert "Bitte rufen Sie an" in office.get(page(event, "office_uninvite", by_letter.pk)).text
    for each in (never, by_letter):
        office.post(page(event, "office_uninvite", each.pk))
    assert mails() == []
    assert not Invitation.objects.exists()


def test_the_mail_names_the_times_to_choose_from(kiez):
    first, second, _third = builders.tours(kiez, "Rundgang")
    cancel_slot(second.pk, by=builders.office_of(kiez))
    guest(first.event)
    (mail,) = mails()
    assert "Sie können eine dieser Zeiten wählen:\n- 10:00 bis 11:00 Uhr\n- 12:00 bis 13:00 Uhr\n" in mail.text


def test_two_guests_of_one_name_with_two_addresses_are_two(kiez, event):
    here, there = (Guest("Gesa Gast", postal=(street, "12049 Berlin")) for street in ("Weg 1", "Weg 2"))
    by = builders.office_of(kiez)
    inviting.invite(event.pk, Wanted(guests=[here]), by=by)
    rows = inviting.plan_of(event, Wanted(guests=[here, there]))
    assert [(row.way, row.why) for row in rows] == [(Way.NONE, Why.INVITED), (Way.LETTER, None)]
    inviting.invite(event.pk, Wanted(guests=[here, there]), by=by)
    stored = Invitation.objects.order_by("pk").values_list("name", "postal")
    assert list(stored) == [("Gesa Gast", "Weg 1\n12049 Berlin"), ("Gesa Gast", "Weg 2\n12049 Berlin")]


@pytest.mark.parametrize("typed", ["papeterie musterblatt", "Papetrie Musterblatt"])
def test_a_name_nobody_has_names_those_it_could_be(office, kiez, event, typed):
    shop(kiez, "Papeterie Musterblatt (Demo)")
    shop(districts.district("Nebenan"), "Papeterie Musterblatt von nebenan")
    asked = office.post(page(event, "office_invite"), {"names": typed})
    said = f"Es gibt keinen Eintrag namens „{typed}“. Meinen Sie „Papeterie Musterblatt (Demo)“?"
    assert asked.context["form"].errors["names"] == [said]
