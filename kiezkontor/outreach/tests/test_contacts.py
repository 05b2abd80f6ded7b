import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import PageChange
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.tasks import forget
from kiezkontor.organisations.models import Contact, Membership, Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.actions.contacts import Talk, log_contact
from kiezkontor.outreach.actions.forgetting import talks_over
from kiezkontor.outreach.models import Activation, ActivationMove, ContactEntry, SupportRecord
from kiezkontor.outreach.tasks import follow_memberships
from kiezkontor.outreach.tests.builders import activation, contact_entry, support
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db
PIPELINE = "/musterkiez/buero/ansprache/"
TODAY = timezone.localdate()
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def shop(district):
    made = organisations.organisation("Bäckerei Muster")
    premises.used(premises.unit(district, "12"), made)
    return made


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district, "Carla Chefin"))
    return client


def address(shop, page: str = "") -> str:
    return f"/musterkiez/buero/ansprache/{shop.pk}/{page}"


def allowing(shop) -> str:
    return f"/musterkiez/buero/eintraege/{shop.pk}/wieder-ansprechen/"


def stopping(shop) -> str:
    return f"/musterkiez/buero/eintraege/{shop.pk}/nicht-ansprechen/"


def note(client, shop, **values):
    sent = {"channel": "visit", "on": TODAY.isoformat(), "minutes": 5} | values
    return client.post(address(shop, "kontakt/"), sent)


@pytest.mark.parametrize(
    ("start", "leads_to"),
    [
        ("?list=q%3Dmuster%26page%3D2", "/musterkiez/buero/ansprache/?q=muster&page=2"),
        ("?list=", "/musterkiez/buero/ansprache/"),
        ("?list=page%3Dx%26evil%3Dhttps%253A%252F%252Fexample.org", "/musterkiez/buero/ansprache/"),
        ("?next=https://example.org/", None),
        ("", None),
    ],
)
def test_who_came_from_a_list_gets_back_there(office, shop, start, leads_to):
    sent = {"channel": "phone", "on": TODAY.isoformat(), "minutes": 5}
    answer = office.post(address(shop, f"kontakt/{start}"), sent)
    assert answer.url == (f"{leads_to}#at-{shop.pk}" if leads_to else address(shop))


def test_the_page_of_a_call_tells_the_number_and_offers_calls_again(office, shop, district):
    shop.phone = "+4930232311"
    shop.save(update_fields=["phone"])
    organisations.contact(shop, district, name="Berta Bäcker")
    page = office.get(address(shop)).text
    assert 'href="tel:+4930232311"' in page
    assert "Berta Bäcker" in page
    note(office, shop, channel="phone")
    assert re.search(r'value="phone"[^>]*checked', office.get(address(shop, "kontakt/")).text)


def test_a_walk_begins_with_visits_whatever_the_way_of_the_contact_before(office, shop):
    note(office, shop, channel="phone")
    form = office.get(address(shop, "kontakt/?walk=q%3DMuster")).text
    assert re.search(r'value="visit"[^>]*checked', form)


@pytest.mark.parametrize(
    ("start", "way"),
    [
        ("?walk=q%3Dmuster", [("Ansprache", PIPELINE), ("Rundgang", f"{PIPELINE}rundgang/?q=muster")]),
        ("?list=q%3Dmuster", [("Ansprache", f"{PIPELINE}?q=muster")]),
        ("", [("Ansprache", PIPELINE)]),
    ],
)
def test_the_breadcrumb_names_the_walk_apart_from_the_outreach(office, shop, start, way):
    page = office.get(address(shop, start)).text
    trail = page[page.index('<nav class="breadcrumb"') :].partition("</nav>")[0]
    assert [(label, url) for url, label in re.findall(r'<a href="([^"]+)">([^<]+)</a>', trail)] == way


def test_the_way_back_is_kept_over_a_needs_interview(office, shop):
    start = "?walk=q%3Dmuster"
    asking = re.search(r'href="([^"]+/bedarf/[^"]*)"', office.get(address(shop, start)).text)[1]
    page = office.get(asking).text
    assert re.search(rf'button--tertiary" href="{re.escape(address(shop, start))}"', page)
    assert "rundgang/?q=muster" in page
    sent = {"source": "talk", "on": TODAY.isoformat(), "succession": "later"}
    assert office.post(asking, sent).url == address(shop, start)


def test_a_visit_moves_the_pipeline_and_stands_in_the_log_of_contacts(office, shop, district):
    assert note(office, shop, topics=["rent", "staff"], concerns="Der Vertrag läuft aus.").url == address(shop)
    row = Activation.objects.get(organisation=shop, district=district)
    assert (row.status, row.since_on, row.last_contact_on) == ("visited", TODAY, TODAY)
    page = office.get(address(shop)).text
    assert "Miete und Mietvertrag" in page
    assert "Der Vertrag läuft aus." in page
    assert "bekannt → besucht" in page
    assert "Carla Chefin" in page


def test_the_form_is_filled_with_what_is_most_often_so(office, shop, district):
    known = Contact.objects.create(organisation=shop, district=district, name="Berta Muster", said_on=TODAY)
    Contact.objects.create(organisation=shop, district=district, name="Anton Muster", said_on=TODAY)
    contact_entry(shop, district, contact=known)
    form = office.get(address(shop, "kontakt/")).context["form"]
    assert form["channel"].initial == "visit"
    assert form["on"].initial == TODAY
    assert form["contact"].initial == known.pk


def test_people_at_an_organisation_are_not_named_to_an_inventory_walk(client, shop, district):
    known = organisations.contact(shop, district, name="Berta Muster")
    contact_entry(shop, district, contact=known, topics=["rent"])
    client.force_login(districts.field_worker(district))
    for page in (client.get(address(shop)), client.get(address(shop, "kontakt/"))):
        assert page.status_code == 200
        assert "Berta Muster" not in page.text
    assert note(client, shop, contact=known.pk).status_code == 302
    assert ContactEntry.objects.order_by("pk").last().contact is None


def test_what_was_agreed_becomes_a_task(office, shop):
    due = TODAY + timedelta(days=7)
    note(office, shop, next_step="Flyer bringen", next_on=due.isoformat())
    task = Task.objects.get()
    assert (task.what, task.due_on, task.open_to, task.kind) == (
        "Flyer bringen",
        due,
        "outreach",
        "outreach.next_step",
    )
    assert str(task.assigned_to) == "Carla Chefin"
    assert "Flyer bringen" in office.get("/musterkiez/buero/").text
    assert "Flyer bringen" in office.get(address(shop)).text


def test_a_day_without_a_step_is_asked_for_it(office, shop):
    assert note(office, shop, next_on=TODAY.isoformat()).status_code == 422
    assert ContactEntry.objects.count() == 0


def test_declining_needs_a_reason(office, shop):
    assert note(office, shop, outcome="declined").status_code == 422
    assert (ContactEntry.objects.count(), Activation.objects.count()) == (0, 0)
    note(office, shop, outcome="declined", reason="chain")
    assert Activation.objects.get().reason == "chain"
    assert "Filiale ohne Entscheidung vor Ort" in office.get(address(shop)).text


def test_a_contact_entered_late_leaves_later_steps_as_they_are(office, shop, district):
    activation(shop, district, status="interested", since_on=TODAY, last_contact_on=TODAY)
    note(office, shop, on=(TODAY - timedelta(days=9)).isoformat(), outcome="declined", reason="other")
    row = Activation.objects.get()
    assert (row.status, row.last_contact_on) == ("interested", TODAY)
    entry = ContactEntry.objects.get()
    assert (entry.outcome, entry.reason) == ("declined", "other")
    assert "abgelehnt (anderer Grund)" in office.get(address(shop)).text


@pytest.mark.parametrize("status", ["member", "dormant"])
def test_a_member_does_not_decline_in_a_talk(office, shop, district, status):
    organisations.membership(shop, district)
    activation(shop, district, status=status, since_on=TODAY)
    refused = note(office, shop, outcome="declined", reason="other")
    assert refused.status_code == 422
    assert "Mitgliedschaft" in str(refused.context["form"].errors["outcome"])
    assert ContactEntry.objects.count() == 0


@pytest.mark.parametrize("elsewhere", ["organisation", "district"])
def test_a_person_of_another_entry_or_office_is_refused(shop, district, elsewhere):
    other = organisations.organisation("Blumen Beispiel") if elsewhere == "organisation" else shop
    office = districts.district("Nachbarkiez") if elsewhere == "district" else district
    stranger = Contact.objects.create(organisation=other, district=office, name="Berta Muster", said_on=TODAY)
    with pytest.raises(ActionRefused):
        log_contact(shop, Talk(TODAY, "visit", contact=stranger), district=district, by=Viewer())
    assert ContactEntry.objects.count() == 0


def test_a_contact_of_tomorrow_is_refused(office, shop):
    assert note(office, shop, on=(TODAY + timedelta(days=1)).isoformat()).status_code == 422
    assert ContactEntry.objects.count() == 0


def test_who_forbade_it_is_not_contacted_but_may_come(office, shop, district):
    Organisation.objects.filter(pk=shop.pk).update(phone="+4930232311", email="laden@example.org")
    organisations.contact(shop, district, name="Berta Bäcker", email="berta@example.org")
    office.post(stopping(shop), {"since": TODAY.isoformat(), "note": "Frau Muster, Telefon"})
    for channel in ("visit", "phone", "mail"):
        answer = note(office, shop, channel=channel)
        assert answer.status_code == 422
        assert "möchte seit" in answer.text
    assert ContactEntry.objects.count() == 0
    assert note(office, shop, channel="office_hour").status_code == 302
    page = office.get(address(shop)).text
    assert "Frau Muster, Telefon" in page
    assert "tel:" not in page
    assert "@example.org" not in page
    office.post(allowing(shop), {"note": "Frau Muster, Besuch"})
    assert "tel:" in office.get(address(shop)).text
    assert note(office, shop).status_code == 302


def test_contact_is_stopped_on_the_page_of_the_entry_by_whoever_may(client, office, shop, district):
    assert stopping(shop) in office.get(address(shop)).text
    assert office.get(stopping(shop)).status_code == 200
    client.force_login(districts.field_worker(district))
    assert stopping(shop) in client.get(address(shop)).text
    said = {"since": TODAY.isoformat(), "note": "Sagte die Chefin an der Tür"}
    assert client.post(stopping(shop), said).status_code == 302
    again = {"since": (TODAY - timedelta(days=3)).isoformat(), "note": "Noch einmal, am Telefon"}
    assert client.post(stopping(shop), again).status_code == 302
    shop.refresh_from_db()
    assert (shop.do_not_contact_since, shop.do_not_contact_note) == (
        TODAY - timedelta(days=3),
        "Noch einmal, am Telefon",
    )
    assert allowing(shop) not in client.get(address(shop)).text
    assert client.post(allowing(shop), {"note": "Doch"}).status_code == 403
    client.force_login(districts.coordinator(district))
    assert allowing(shop) in client.get(address(shop)).text


def test_a_person_who_forbade_it_cannot_be_chosen(office, shop, district):
    known = Contact.objects.create(
        organisation=shop, district=district, name="Berta Muster", said_on=TODAY, do_not_contact_since=TODAY
    )
    assert "Berta Muster" not in office.get(address(shop, "kontakt/")).text
    assert note(office, shop, contact=known.pk).status_code == 422


def test_confidential_talks_are_for_the_coordination_alone(client, office, shop, district):
    note(office, shop, concerns="Gibt vielleicht auf.", next_step="Beratung suchen", is_confidential="on")
    note(office, shop, wishes="Mehr Fahrradständer.")
    assert "Gibt vielleicht auf." in office.post(address(shop, "vertrauliches/")).text
    client.force_login(districts.field_worker(district, "Willi Weg"))
    assert client.post(address(shop, "vertrauliches/")).status_code == 403
    for page in (client.get(address(shop)).text, client.get("/musterkiez/buero/?whose=all").text):
        assert "Gibt vielleicht auf." not in page
        assert "Beratung suchen" not in page
    assert "Mehr Fahrradständer." in client.get(address(shop)).text


def test_who_reads_what_is_confidential_stands_in_the_log_once_an_hour(office, shop):
    note(office, shop, concerns="Gibt vielleicht auf.", wishes="Ruhe", is_confidential="on")
    page = office.get(address(shop)).text
    assert "Gibt vielleicht auf." not in page
    assert "Ruhe" not in page
    assert "vertraulich" in page
    for _look in range(2):
        assert "Gibt vielleicht auf." in office.post(address(shop, "vertrauliches/")).text
    read = AuditEntry.objects.filter(verb="talk.read")
    assert read.get().actor_label == "Carla Chefin"
    read.update(at=timezone.now() - timedelta(hours=2))
    office.post(address(shop, "vertrauliches/"))
    assert read.count() == 2
    said = f"Carla Chefin hat gelesen, was {shop} vertraulich gesagt hat."
    assert said in office.get("/musterkiez/buero/protokoll/").text


def test_whom_and_why_of_a_confidential_talk_walkers_do_not_learn(client, office, shop, district):
    known = Contact.objects.create(organisation=shop, district=district, name="Berta Muster", said_on=TODAY)
    note(office, shop, contact=known.pk, outcome="declined", reason="rent_pressure", is_confidential="on")
    assert "Mietdruck" not in office.get(address(shop)).text
    assert "Mietdruck" in office.post(address(shop, "vertrauliches/")).text
    assert office.get(address(shop, "kontakt/")).context["form"]["contact"].initial == known.pk
    client.force_login(districts.field_worker(district))
    assert "Mietdruck" not in client.get(address(shop)).text
    assert "contact" not in client.get(address(shop, "kontakt/")).context["form"].fields


def test_a_walk_notes_what_it_cannot_read_afterwards(client, shop, district):
    walk = districts.field_worker(district, "Willi Weg")
    client.force_login(walk)
    note(client, shop, next_step="Beratung suchen", is_confidential="on")
    assert ContactEntry.objects.get().is_confidential
    task = Task.objects.get()
    assert (task.open_to, task.assigned_to) == ("coordination", None)


def test_whoever_edits_for_the_public_sees_the_status_alone(client, shop, district):
    activation(shop, district, status="interested", since_on=TODAY, last_contact_on=TODAY)
    client.force_login(districts.editor(district))
    page = client.get(f"/musterkiez/buero/eintraege/{shop.pk}/").text
    assert "interessiert" in page
    assert "letzter Kontakt" not in page
    assert "/ansprache/" not in page
    assert client.get(address(shop)).status_code == 403


def test_what_one_district_knows_no_other_sees(office, client, shop, district):
    note(office, shop, concerns="Nur hier")
    neighbours = districts.district("Nachbarkiez")
    organisations.membership(shop, neighbours)
    client.force_login(districts.coordinator(neighbours))
    page = client.get(f"/nachbarkiez/buero/ansprache/{shop.pk}/")
    assert page.status_code == 200
    assert "Nur hier" not in page.text
    assert client.get(address(shop)).status_code == 404


def test_what_people_typed_is_shown_and_never_run(office, shop, district):
    note(office, shop, concerns=SCRIPT, wishes=SCRIPT, next_step=SCRIPT)
    support(shop, district, request=SCRIPT, done=SCRIPT)
    office.post(stopping(shop), {"since": TODAY.isoformat(), "note": SCRIPT})
    for page in (address(shop), address(shop, "kontakt/"), "/musterkiez/buero/"):
        shown = office.get(page).text
        assert SCRIPT not in shown
        assert "&lt;script&gt;alert" in shown


def test_support_adds_up_to_hours(office, shop):
    sent = {"request": "Mietvertrag prüfen", "done": "Anwältin vermittelt", "on": TODAY.isoformat()}
    for minutes in (45, 60):
        office.post(address(shop, "unterstuetzung/"), sent | {"minutes": minutes})
    assert SupportRecord.objects.count() == 2
    page = office.get(address(shop)).text
    assert "1,8 Stunden insgesamt" in page
    assert "Anwältin vermittelt" in page


def test_becoming_a_member_notes_the_membership(office, shop, district):
    activation(shop, district, status="interested", since_on=TODAY)
    assert office.post(address(shop, "stand/"), {"to": "member", "on": TODAY.isoformat()}).status_code == 302
    assert Membership.objects.get().organisation == shop
    assert Activation.objects.get().status == "member"
    assert ActivationMove.objects.count() == 1
    refused = office.post(address(shop, "stand/"), {"to": "declined", "reason": "other", "on": TODAY.isoformat()})
    assert refused.status_code == 422


def test_a_walk_does_not_make_members(client, shop, district):
    client.force_login(districts.field_worker(district))
    answer = client.post(address(shop, "stand/"), {"to": "member", "on": TODAY.isoformat()})
    assert answer.status_code == 422
    assert Membership.objects.count() == 0
    assert Activation.objects.filter(status="member").count() == 0


def test_a_membership_noted_at_the_entry_moves_the_pipeline(office, shop, district):
    office.post(f"/musterkiez/buero/eintraege/{shop.pk}/mitgliedschaft/", {"from_on": TODAY.isoformat()})
    assert Activation.objects.get().status == "member"
    Membership.objects.update(from_on=TODAY - timedelta(days=9), until_on=TODAY)
    assert follow_memberships.call() == 1
    assert Activation.objects.get().status == "dormant"
    assert [str(move) for move in ActivationMove.objects.all()] == ["identified → member", "member → dormant"]


def meanwhile(deed, *, into: str):
    """Run a deed of somebody else once, right before the first new row of a table."""
    done: list[bool] = []

    def listen(execute, sql, params, many, context):
        if sql.startswith("INSERT") and f'INTO "{into}" (' in sql and not done:
            done.append(True)
            deed()
        return execute(sql, params, many, context)

    return connection.execute_wrapper(listen)


def test_a_contact_noted_while_the_pipeline_follows_is_kept(shop, district):
    row = activation(shop, district, status="member", since_on=TODAY)
    talked = Activation.objects.filter(pk=row.pk)
    with meanwhile(lambda: talked.update(last_contact_on=TODAY), into="outreach_activationmove"):
        assert follow_memberships.call() == 1
    row.refresh_from_db()
    assert (row.status, row.last_contact_on) == ("dormant", TODAY)


def test_a_membership_is_noted_while_somebody_notes_a_contact(office, shop, district):
    joined = {"from_on": TODAY.isoformat()}
    with meanwhile(lambda: activation(shop, district), into="outreach_activation"):
        assert office.post(f"/musterkiez/buero/eintraege/{shop.pk}/mitgliedschaft/", joined).status_code == 302
    assert Activation.objects.get().status == "member"


def test_the_nightly_run_reads_only_what_differs_from_the_memberships(shop, district):
    for number in range(3):
        activation(organisations.organisation(f"Laden {number}"), district, status="visited")
    with CaptureQueriesContext(connection) as asked:
        assert follow_memberships.call() == 0
    assert not [each for each in asked.captured_queries if each["sql"].startswith('SELECT "outreach_activation"."id"')]


def test_a_step_the_table_does_not_know_cannot_be_chosen(office, shop):
    assert office.post(address(shop, "stand/"), {"to": "active", "on": TODAY.isoformat()}).status_code == 422
    assert Activation.objects.filter(status="active").count() == 0


def test_public_pages_hold_whoever_is_talked_to(office, shop):
    note(office, shop)
    office.post(address(shop, "unterstuetzung/"), {"request": "Miete", "minutes": 5, "on": TODAY.isoformat()})
    assert PageChange.objects.count() == 0


def test_texts_and_people_go_three_years_after_the_last_contact(shop, district):
    long_ago = TODAY - timedelta(days=4 * 365)
    known = Contact.objects.create(organisation=shop, district=district, name="Berta Muster", said_on=TODAY)
    chief = districts.coordinator(district)
    contact_entry(shop, district, on=long_ago, contact=known, concerns="Alt", entered_by=chief, topics=["rent"])
    row = activation(shop, district, status="visited", last_contact_on=TODAY)
    assert forget.call()["contacts"] == 0
    row.last_contact_on = long_ago
    row.save()
    assert forget.call()["contacts"] == 1
    entry = ContactEntry.objects.get()
    assert (entry.contact, entry.entered_by, entry.concerns, entry.topics) == (None, None, "", ["rent"])
    assert forget.call()["contacts"] == 0


@pytest.mark.parametrize(("talked", "kept"), [(None, False), (4 * 365, False), (10, True)])
def test_support_is_forgotten_like_contacts_and_its_hours_stay(shop, district, talked, kept):
    support(
        shop, district, on=TODAY - timedelta(days=4 * 365), done="Anwältin", done_by=districts.coordinator(district)
    )
    if talked:
        activation(shop, district, last_contact_on=TODAY - timedelta(days=talked))
    assert forget.call()["support"] == (0 if kept else 1)
    stored = SupportRecord.objects.get()
    assert (stored.request, stored.done, stored.done_by is None, stored.minutes) == (
        ("Miete", "Anwältin", False, 30) if kept else ("", "", True, 30)
    )


def test_contacts_are_forgotten_by_the_day_of_the_place(shop, district):
    contact_entry(shop, district, on=date(2023, 6, 1), concerns="Alt")
    activation(shop, district, status="visited", last_contact_on=date(2023, 6, 1))
    assert talks_over(datetime(2023, 6, 1, 22, 30, tzinfo=UTC)).count() == 1
    assert talks_over(datetime(2023, 6, 1, 20, 30, tzinfo=UTC)).count() == 0


def test_a_busy_organisation_is_asked_for_at_once(office, shop, district, django_assert_max_num_queries):
    for _ in range(30):
        contact_entry(shop, district, topics=["rent"])
        support(shop, district)
    with django_assert_max_num_queries(16):
        office.get(address(shop))


def test_words_on_health_or_benefits_are_asked_about_before_they_are_stored(office, shop):
    page = note(office, shop, concerns="Er ist krank und bekommt Bürgergeld.")
    assert page.status_code == 422
    assert "Bitte sehen Sie noch einmal hin: krank, Bürgergeld." in page.text
    assert 'name="words_are_needed"' in page.text
    assert "Er ist krank" in page.text
    assert not ContactEntry.objects.exists()
    again = note(office, shop, concerns="Er ist krank und bekommt Bürgergeld.", words_are_needed="on")
    assert again.status_code == 302
    assert ContactEntry.objects.get().concerns == "Er ist krank und bekommt Bürgergeld."


def test_ordinary_words_are_not_asked_about(office, shop):
    assert 'name="words_are_needed"' not in office.get(address(shop, "kontakt/")).text
    assert note(office, shop, wishes="Bänke und ein behindertengerechter Eingang.").status_code == 302
