import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from kiezkontor.accounts.tests.builders import person
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.models import FundingSource
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import attending, minutes
from kiezkontor.meetings.expecting import guests_of
from kiezkontor.meetings.models import MinutesVersion
from kiezkontor.meetings.paper import paper_item
from kiezkontor.meetings.rules.minutes import names_told, public_part, reads
from kiezkontor.meetings.tests import builders
from kiezkontor.members.tests.builders import member, of
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.mounting import district_path


@pytest.mark.parametrize(
    ("readers", "is_inside", "attended", "is_member", "is_in_body", "is_read"),
    [
        ("attendees", False, False, False, False, False),
        ("attendees", False, False, True, False, False),
        ("attendees", False, True, False, False, True),
        ("attendees", True, False, False, False, True),
        ("members", False, False, True, False, True),
        ("members", False, True, False, False, True),
        ("members", False, False, False, False, False),
        ("members", False, False, False, True, False),
        ("attendees", False, False, False, True, False),
        ("body", False, False, True, False, False),
        ("body", False, False, False, True, True),
    ],
)
def test_who_was_there_reads_and_members_where_they_are_meant(
    readers, is_inside, attended, is_member, is_in_body, is_read
):
    is_what = {"is_inside": is_inside, "attended": attended, "is_member": is_member, "is_in_body": is_in_body}
    assert reads(readers, **is_what) is is_read


def test_what_is_public_names_nobody_and_leaves_out_the_closed_part():
    task = {"what": "Genehmigung holen", "owner": "Anna Muster", "until": ""}
    item = {"title": "Fest", "is_closed": False, "tasks": [task], "interests": ["Anna Muster"], "ideas": ["Von Anna"]}
    closed = item | {"title": "Miete", "is_closed": True}
    found = public_part({"present": ["Anna Muster"], "excused": ["Bernd"], "items": [item, closed], "count": "1"})
    assert "Anna" not in str(found)
    assert [each["title"] for each in found["items"]] == ["Fest"]
    assert found["count"] == "1"


pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return districts.district()


@pytest.fixture
def office(district):
    client = Client()
    client.force_login(districts.coordinator(district))
    return client


@pytest.fixture
def event(district):
    """Yesterday, with an answer by mail, an open and a closed item."""
    found = calendar.event(district, "Gewerberunde", starts_at=timezone.now() + timedelta(hours=1))
    answer = calendar.answer(found, "Anna Muster", email="anna@example.org")
    by = calendar.office_of(district)
    attending.mark(found, f"answer-{answer.pk}", state="present", by=by)
    fest = builders.item(found, "Straßenfest")
    minutes.write(fest, text="Es wird gefeiert.", version=0, by=by)
    builders.task(fest, "Genehmigung holen", owner="Carla Kiez")
    minutes.write(builders.item(found, "Miete", is_closed=True), text="Es ist teuer.", version=0, by=by)
    return found


def page(name, district, *args):
    return district_path(district.slug, f"meetings:{name}", *args)


def approve(office, event, readers="attendees", **more):
    url = page("approve", event.district, event.pk)
    return office.post(url, {"readers": readers, "is_read": "on"} | more)


def minutes_of(client, event):
    return client.get(page("minutes", event.district, event.pk))


def printed(paper):
    return " ".join(" ".join(each.extract_text() for each in PdfReader(BytesIO(paper)).pages).split())


def mails():
    return list(OutgoingMail.objects.filter(subject__contains="Protokoll").order_by("pk"))


def test_minutes_are_out_two_clicks_after_the_last_item(office, district, event):
    first = office.post(page("end", district, event.pk))
    assert first.headers["Location"] == page("approve", district, event.pk)
    assert approve(office, event).status_code == 302
    assert [mail.to for mail in mails()] == ["anna@example.org"]


def test_who_was_there_reads_them_by_the_link_in_the_mail(client, office, district, event):
    approve(office, event)
    (mail,) = mails()
    link = next(line for line in mail.text.splitlines() if "/protokoll/" in line).strip()
    path = link[link.index("/protokoll/") :]
    prefix = district_path(district.slug, "calendar:events").removesuffix("/kalender/")
    shown = client.get(prefix + path).content.decode()
    assert "Es ist teuer." in shown
    assert "Carla Kiez" in shown
    assert client.get(prefix + path + "protokoll.pdf").content.startswith(b"%PDF")


def test_members_who_were_not_there_do_not_read_what_is_for_those_who_were(client, office, district, event):
    approve(office, event)
    client.force_login(member(district))
    assert minutes_of(client, event).status_code == 404
    attending.add_person(event, name="Dora", organisation=of(member(district)), by=calendar.office_of(district))


def test_whoever_looks_after_a_member_that_was_there_reads_them(client, office, district, event):
    someone = member(district)
    attending.add_person(event, name="Dora", organisation=of(someone), by=calendar.office_of(district))
    approve(office, event)
    client.force_login(someone)
    assert "Es ist teuer." in minutes_of(client, event).content.decode()


def test_all_members_read_what_is_meant_for_them(client, office, district, event):
    approve(office, event, "members")
    client.force_login(member(district))
    assert "Es ist teuer." in minutes_of(client, event).content.decode()


def test_strangers_read_the_public_version_or_nothing(client, office, district, event):
    approve(office, event)
    assert minutes_of(client, event).status_code == 404
    approve(office, event, has_public="on")
    shown = minutes_of(client, event).content.decode()
    assert "Es wird gefeiert." in shown
    for hidden in ("Es ist teuer.", "Anna Muster", "Carla Kiez"):
        assert hidden not in shown
    client.force_login(person())
    assert "Anna Muster" not in minutes_of(client, event).content.decode()


def test_a_correction_makes_a_new_version_and_the_first_stays(office, district, event):
    approve(office, event)
    assert approve(office, event).status_code == 422
    builders.item(event, "Nachtrag")
    approve(office, event)
    first, second = MinutesVersion.objects.all()
    assert [len(each.content["items"]) for each in (first, second)] == [2, 3]
    assert "korrigiert" in mails()[1].text
    assert office.get(page("version_pdf", district, first.pk)).content.startswith(b"%PDF")


def test_the_paper_is_tagged_and_carries_the_funding_line(office, district, event):
    FundingSource.objects.create(project=districts.project(district), kind="state", name="Land Berlin")
    approve(office, event)
    body = office.get(page("minutes_pdf", district, event.pk)).content
    assert b"/MarkInfo" in body
    assert b"/StructTreeRoot" in body
    assert "aus Mitteln des Landes Berlin" in printed(body)


def test_the_page_of_the_event_leads_to_the_minutes_of_who_may_read_them(client, office, district, event):
    approve(office, event)
    url = district_path(district.slug, "calendar:event", event.pk)
    link = page("minutes", district, event.pk)
    assert link not in client.get(url).content.decode()
    assert link in office.get(url).content.decode()


def test_who_edits_texts_reads_all_of_it(client, office, district, event):
    approve(office, event)
    client.force_login(districts.editor(district))
    assert "Es ist teuer." in minutes_of(client, event).content.decode()
    assert client.get(page("approve", district, event.pk)).status_code == 403


def test_the_form_says_that_the_board_reads_what_is_only_for_who_was_there(client, office, district, event):
    assert (
        "Büro und Vorstand des Netzwerks lesen es in jedem Fall ganz."
        in office.get(page("approve", district, event.pk)).text
    )
    approve(office, event)
    client.force_login(districts.role(person(), district, "board").person)
    assert "Es ist teuer." in minutes_of(client, event).text


def test_the_public_version_is_read_for_names_before_it_is_out(client, office, district, event):
    spoken = builders.item(event, "Bänke")
    minutes.write(spoken, text="Frau Muster will Bänke.", version=0, by=calendar.office_of(district))
    shown = office.get(page("approve", district, event.pk)).content.decode()
    everybody = shown[shown.index('id="for-all"') :]
    assert "nennt wohl Personen" in everybody
    assert "In den Texten unten: Anna Muster" in everybody
    assert "Es ist teuer." not in everybody
    refused = approve(office, event, has_public="on", is_read="")
    assert refused.status_code == 422
    assert "zuerst auf Namen" in refused.content.decode()
    assert not MinutesVersion.objects.exists()
    assert approve(office, event, has_public="on").status_code == 302
    assert "Bänke" in minutes_of(client, event).content.decode()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Muster will Bänke.", ["Anna Muster"]),
        ("Anna, die Wirtin", ["Anna Muster"]),
        ("Musterstraße und Annahme", []),
        ("Frau Li und Frau Frey", ["Frau Frey"]),
        ("Es wird gefeiert.", []),
    ],
)
def test_names_are_found_as_words(text, named):
    content = {"items": [{"minutes": text, "tasks": [{"what": ""}]}]}
    assert names_told(content, ["Anna Muster", "Xu Li", "Frau Frey", "Anna Muster"]) == named


def test_who_was_excused_and_represented_gets_nothing_and_reads_nothing(client, office, district, event):
    someone = member(district)
    Organisation.objects.filter(pk=of(someone).pk).update(email="laden@example.org")
    by = calendar.office_of(district)
    attending.add_person(event, name="Erna Eingeladen", organisation=of(someone), by=by)
    excused = next(each for each in guests_of(event) if each.name == "Erna Eingeladen")
    attending.add_person(event, name="Dora Deputy", stands_for=excused.key, by=by)
    approve(office, event)
    assert [mail.to for mail in mails()] == ["anna@example.org"]
    client.force_login(someone)
    assert minutes_of(client, event).status_code == 404


def test_numbers_are_those_of_the_agenda_also_where_a_closed_item_is_left_out(client, office, district, event):
    builders.item(event, "Bänke")
    approve(office, event, has_public="on")
    assert '<li value="3">' in minutes_of(client, event).content.decode()
    told = client.get(district_path(district.slug, "calendar:event", event.pk)).content.decode()
    assert '<li value="3">' in told
    content = public_part(MinutesVersion.objects.get().content)
    assert [paper_item(item)["number"] for item in content["items"]] == [1, 3]


def test_on_paper_votes_and_cards_stand_on_lines_of_their_own():
    decided = {"wording": "Der Schrank kommt.", "state": "Beschlossen", "votes": "Ja: 2", "is_adopted": True}
    board = {"question": "Was ist stark?", "groups": [{"name": "Nähe", "cards": ["Kurze Wege", "Viele Läden"]}]}
    item = {"title": "Fest", "minutes": "", "tasks": [], "ideas": [], "interests": [], "goes_on": False}
    decision, cards = paper_item(item | {"decisions": [decided], "boards": [board]})["lines"]
    assert (decision["words"], decision["more"]) == ("Der Schrank kommt.", "Ja: 2")
    assert cards["lists"] == [["Nähe (2)", ["Kurze Wege", "Viele Läden"]]]


def test_guests_find_the_minutes_that_are_for_everybody(client, district):
    hidden = builders.earlier_event(district, title="Runde der Mitglieder", audience="members")
    builders.item(hidden)
    page = f"/{district.slug}/kalender/protokolle/"
    assert "Runde der Mitglieder" not in client.get(page).text
    assert page not in client.get(f"/{district.slug}/kalender/vergangene/").text
    builders.approved(hidden, has_public=True)
    assert f"/{district.slug}/kalender/{hidden.pk}/protokoll/" in client.get(page).text
    assert page in client.get(f"/{district.slug}/kalender/vergangene/").text
    builders.approved(hidden, has_public=False)
    assert "Runde der Mitglieder" not in client.get(page).text


@pytest.mark.parametrize(
    ("language", "adopted", "not_adopted", "too_few"),
    [
        ("de", "Beschlossen", "Nicht angenommen", "Nicht beschlossen: zu wenige konnten abstimmen"),
        ("en", "Decided", "Not adopted", "Not decided: too few could vote"),
    ],
)
def test_minutes_of_before_marks_were_kept_show_them_right(
    office, district, event, language, adopted, not_adopted, too_few
):
    Event.objects.filter(pk=event.pk).update(language=language)
    version = builders.approved(Event.objects.select_related("district").get(pk=event.pk), has_public=True)
    said = {"Wir feiern.": adopted, "Wir sperren.": not_adopted, "Wir zahlen.": too_few}
    decisions = [{"wording": wording, "state": state, "votes": ""} for wording, state in said.items()]
    version.content["items"][0]["decisions"] = decisions
    version.save(update_fields=["content"])
    marks = [("check", adopted), ("close", not_adopted), ("close", too_few)]
    for client in (office, Client()):
        shown = minutes_of(client, event).content.decode()
        told = shown[shown.index('<ol class="agenda">') :]
        assert re.findall(r"kern-icon--(check|close)\"[^>]*></span>(?:<span[^>]*>)?([^<]+)<", told) == marks
    paper = printed(office.get(page("minutes_pdf", district, event.pk)).content)
    assert [f"{state}: {wording}" in paper for wording, state in said.items()] == [True] * 3


def test_all_who_were_invited_of_a_body_read_what_is_meant_for_them(office, district, event):
    greta = person(name="Greta Gremium", email="greta@example.org")
    quiet = organisations.organisation("Ruhig", email="ruhig@example.org")
    Organisation.objects.filter(pk=quiet.pk).update(do_not_contact_since="2026-01-01")
    address = page("approve", district, event.pk)
    assert "des Gremiums" not in office.get(address).text
    for email in ("Greta@example.org", quiet.email):
        calendar.invitation(event, email, email=email, as_what="body")
    calendar.invitation(event, "Gesa Gast", email="gesa@example.org", as_what="guest")
    OutgoingMail.objects.all().delete()
    assert approve(office, event, "body").status_code == 302
    sent = set(OutgoingMail.objects.values_list("to", flat=True))
    assert "greta@example.org" in {email.lower() for email in sent}
    assert sent.isdisjoint({"gesa@example.org", "ruhig@example.org"})
    client = Client()
    client.force_login(districts.role(greta, district, "body_member").person)
    assert minutes_of(client, event).status_code == 200
    client.force_login(districts.role(person(email="gesa@example.org"), district, "body_member").person)
    assert minutes_of(client, event).status_code == 404
