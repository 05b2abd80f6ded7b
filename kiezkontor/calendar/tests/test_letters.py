"""Whoever no mail reaches gets a letter; its code opens the page, and its slip is typed in."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.actions import forgetting, inviting, letters
from kiezkontor.calendar.actions.inviting import Wanted
from kiezkontor.calendar.actions.readdressing import readdress
from kiezkontor.calendar.models import Answer, Event, Invitation, Slot
from kiezkontor.calendar.tests import builders
from kiezkontor.calendar.tests.inviting import on_a_street, page, shop
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices import links
from kiezkontor.notices.models import LetterRun
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(kiez, event):
    """A member whom only letters reach, invited."""
    made = shop(kiez, "Bäckerei Anna")
    on_a_street(kiez, made)
    inviting.invite(event.pk, Wanted([made.pk]), by=builders.office_of(kiez))
    return Invitation.objects.get(organisation=made)


def slips(kiez):
    return district_path(kiez.slug, "calendar:office_slips")


def coded(invitation):
    district = invitation.event.district_id
    return links.make_link("calendar.invited", invitation.pk, days=9, scope_id=district, with_code=True)


def test_a_letter_brings_code_and_slip_and_is_made_once(office, kiez, event, anna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = office.post(page(event, "office_letters"))
    run = LetterRun.objects.get()
    assert (run.subjects, run.count, run.purpose) == ([anna.pk], 1, f"calendar.letters.{event.pk}")
    assert AuditEntry.objects.filter(verb="letters.started").exists()
    assert "Briefe als PDF" in office.get(answer["Location"]).text
    file = office.post(district_path(kiez.slug, "calendar:office_letters_file", run.pk))
    pages = PdfReader(BytesIO(file.content)).pages
    assert len(pages) == 1
    text = pages[0].extract_text()
    assert "Einladung: Runde" in text
    codes = set(re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}", text))
    assert len(codes) == 1
    assert "☐ 3 Nein" in text
    anna.refresh_from_db()
    assert anna.lettered_at is not None
    assert "Brief vom" in office.get(page(event, "office_invitations")).text
    with pytest.raises(ActionRefused):
        letters.start_letters(event, language="de", by=builders.office_of(kiez))
    opened = Client().post(district_path(kiez.slug, "organisations:code"), {"code": codes.pop()}, follow=True)
    assert "Runde" in opened.text
    form = opened.context["form"]
    said = {"reply": "yes", "people": "3", "name": form["name"].value(), "sending": form["sending"].value()}
    assert Client().post(opened.request["PATH_INFO"], said).status_code == 302
    assert (Answer.objects.get().people, Answer.objects.get().organisation) == (3, anna.organisation)


@pytest.mark.parametrize(
    ("typed", "people", "expected"), [("1", "2", ("yes", 2)), ("v", "", ("maybe", 1)), ("3", "", ("no", 1))]
)
def test_a_slip_is_typed_in_on_one_page(office, kiez, anna, typed, people, expected):
    code = coded(anna).code.lower()
    answer = office.post(
        slips(kiez), {"code": f" {code[:4]} {code[4:]}", "typed": typed, "people": people}, follow=True
    )
    assert "Bäckerei Anna" in answer.text
    noted = Answer.objects.get()
    assert ((noted.reply, noted.people), noted.channel, noted.invitation) == (expected, "paper", anna)


def test_the_slip_brings_what_they_need(office, kiez, anna):
    said = {"code": coded(anna).code, "typed": "1", "people": "2", "needs": ["interpreter"], "note": "Türkisch"}
    assert "Was brauchen sie?" in office.get(slips(kiez)).text
    assert office.post(slips(kiez), said).status_code == 302
    office.post(slips(kiez), {"code": said["code"], "typed": "1"})
    noted = Answer.objects.get()
    assert (noted.people, noted.needs, noted.note, noted.version) == (2, ["interpreter"], "Türkisch", 1)


def test_a_slip_of_an_earlier_letter_still_answers_and_its_square_can_be_scanned(office, kiez, anna):
    made = coded(anna)
    links.withdraw(type(made.link).objects.all())
    scanned = f"https://kiez.example/kiez/anmeldung/{made.token}/"
    assert office.post(slips(kiez), {"code": scanned, "typed": "1"}).status_code == 302
    assert Answer.objects.get().reply == "yes"


@pytest.mark.parametrize("said", [{"code": "ABCD-EFGH", "typed": "1"}, {"code": "x", "typed": "1"}, {"typed": "1"}])
def test_a_wrong_code_notes_nothing(office, kiez, anna, said):
    assert office.post(slips(kiez), said).status_code == 422
    assert not Answer.objects.exists()


def test_a_wrong_number_and_the_code_of_another_district_note_nothing(office, kiez, anna):
    assert office.post(slips(kiez), {"code": coded(anna).code, "typed": "4"}).status_code == 422
    foreign = builders.invitation(builders.event(districts.district()))
    assert office.post(slips(kiez), {"code": coded(foreign).code, "typed": "1"}).status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.parametrize("about", ["answered", "quiet"])
def test_whoever_answered_or_asked_for_quiet_meanwhile_gets_no_letter(kiez, event, anna, about):
    run = letters.start_letters(event, language="de", by=builders.office_of(kiez))
    if about == "answered":
        builders.answer(event, "Anna", invitation=anna)
    else:
        Organisation.objects.filter(pk=anna.organisation_id).update(do_not_contact_since="2026-01-01")
    letters.write_letters(run.pk, today=run.made_at.date())
    run.refresh_from_db()
    assert (run.count, run.pdf) == (0, None)


@pytest.fixture
def tour(kiez):
    """Somebody whom only letters reach, invited to an event with three times."""
    first = builders.tours(kiez, "Rundgang", capacity=5)[0]
    made = shop(kiez, "Papeterie Pia")
    on_a_street(kiez, made)
    inviting.invite(first.event_id, Wanted([made.pk]), by=builders.office_of(kiez))
    return Invitation.objects.get(organisation=made)


def test_where_there_are_several_times_the_slip_asks_which_and_keeps_what_was_typed(office, kiez, tour):
    first, second, _third = Slot.objects.filter(event=tour.event).order_by("starts_at")
    typed = {"code": coded(tour).code, "typed": "1", "people": "2", "needs": ["step_free", "diet"], "note": "Rollstuhl"}
    asked = office.post(slips(kiez), typed)
    assert asked.status_code == 422
    assert "Bitte wählen Sie eine Zeit." in asked.text
    assert "10:00 bis 11:00" in asked.text
    form = asked.context["form"]
    assert (form["people"].value(), form["needs"].value(), form["note"].value()) == ("2", typed["needs"], "Rollstuhl")
    assert not Answer.objects.exists()
    assert office.post(slips(kiez), typed | {"slot_pk": second.pk}).status_code == 302
    noted = Answer.objects.get()
    assert (noted.slot_id, noted.people, noted.needs, noted.note) == (second.pk, 2, ["step_free", "diet"], "Rollstuhl")
    assert office.post(slips(kiez), {"code": typed["code"], "typed": "2", "slot_pk": first.pk}).status_code == 302
    noted.refresh_from_db()
    assert (noted.slot_id, noted.reply, noted.needs) == (first.pk, "maybe", ["step_free", "diet"])
    foreign = builders.event(kiez).slots.get()
    assert office.post(slips(kiez), typed | {"slot_pk": foreign.pk}).status_code == 422
    assert office.post(slips(kiez), {"code": typed["code"], "typed": "3"}).status_code == 302
    noted.refresh_from_db()
    assert (noted.slot_id, noted.reply) == (first.pk, "no")


def test_the_times_to_choose_from_stand_on_the_slip(kiez, tour):
    run = letters.start_letters(tour.event, language="de", by=builders.office_of(kiez))
    letters.write_letters(run.pk, today=run.made_at.date())
    pages = PdfReader(BytesIO(LetterRun.objects.get().pdf)).pages
    assert len(pages) == 1
    text = " ".join(pages[0].extract_text().replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Zu welcher Zeit: ☐ 10:00 bis 11:00" in text
    assert text.count("☐") == 6


@pytest.mark.parametrize("typed", ["//[", "https://[kiez/", "?", "/" * 600])
def test_what_is_no_address_is_a_wrong_code(office, kiez, typed):
    assert office.post(slips(kiez), {"code": typed, "typed": "1"}).status_code == 422


def test_letters_to_a_confidential_event_are_the_coordinations_alone(office, kiez, event, anna):
    office.post(page(event, "office_letters"))
    run = LetterRun.objects.get()
    editor = Client()
    editor.force_login(districts.editor(kiez))
    url = district_path(kiez.slug, "calendar:office_letters_run", run.pk)
    assert editor.get(url).status_code == 200
    Event.objects.filter(pk=event.pk).update(is_confidential=True)
    assert editor.get(url).status_code == 404
    assert editor.post(district_path(kiez.slug, "calendar:office_letters_file", run.pk)).status_code == 404
    assert office.get(url).status_code == 200


def invite_by_post(office, event, line="Gesa Gast, Karlstraße 7, 12049 Berlin"):
    """As the office does: first whom it reaches, then a yes."""
    url, said = page(event, "office_invite"), {"guests": line, "as_what": "guest"}
    asked = office.post(url, said)
    office.post(url, said | {"sure": asked.context["sure"]})
    return asked


def test_a_guest_without_mail_gets_a_letter_with_a_window_and_a_code(office, kiez, event, anna):
    asked = invite_by_post(office, event).text
    assert "Per Brief: 1" in asked.replace("\n", " ")
    assert "Karlstraße 7, 12049 Berlin" in asked
    gesa = Invitation.objects.get(name="Gesa Gast")
    assert gesa.postal == "Karlstraße 7\n12049 Berlin"
    assert "Brief noch nicht gedruckt" in office.get(page(event, "office_invitations")).text
    run = letters.start_letters(event, language="de", by=builders.office_of(kiez))
    assert run.subjects == [anna.pk, gesa.pk]
    letters.write_letters(run.pk, today=run.made_at.date())
    run.refresh_from_db()
    assert run.count == 2
    text = PdfReader(BytesIO(run.pdf)).pages[1].extract_text()
    assert all(line in text for line in ("Gesa Gast", "Karlstraße 7", "12049 Berlin"))
    code = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}", text)[0]
    assert office.post(slips(kiez), {"code": code, "typed": "1"}).status_code == 302
    assert Answer.objects.get().invitation == gesa
    told = " ".join(str(each) for each in AuditEntry.objects.values_list("detail", flat=True))
    assert "Karlstraße" not in told


def test_the_address_of_a_guest_is_forgotten_with_their_name(office, event):
    invite_by_post(office, event)
    Invitation.objects.update(name="")
    over = forgetting.guests_over(event.ends_at + timedelta(days=1))
    assert over.count() == 1
    forgetting.forget_guests(over)
    assert Invitation.objects.get().postal == ""


def test_a_guest_who_got_an_address_for_mail_meanwhile_gets_no_letter(office, kiez, event):
    invite_by_post(office, event)
    run = letters.start_letters(event, language="de", by=builders.office_of(kiez))
    readdress(run.subjects, "gesa@example.org", by=builders.office_of(kiez))
    letters.write_letters(run.pk, today=run.made_at.date())
    run.refresh_from_db()
    assert run.count == 0
