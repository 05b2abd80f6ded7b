from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, VISITOR
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.access import viewer_for
from kiezkontor.districts.models import Consent
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.retention import forget
from kiezkontor.notices import links
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.organisations.tests.builders import category
from kiezkontor.shared.mounting import district_path
from kiezkontor.vacancies import telling_seekers as telling
from kiezkontor.vacancies.actions import seeking
from kiezkontor.vacancies.models import SeekerStep, SpaceRequest
from kiezkontor.vacancies.rules.seekers import CONFIRM, CONSENT_VERSION, MAILS_TO_ONE_AN_HOUR, REQUESTS_AN_HOUR
from kiezkontor.vacancies.tasks import follow_seekers
from kiezkontor.vacancies.tests import seekers

pytestmark = pytest.mark.django_db

FIRST = {
    "kind": "starter",
    "idea": "Ein Laden für Lastenräder.",
    "use_class": "retail",
    "name": "Sina Such",
    "email": "sina@example.org",
}


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch):
    monkeypatch.setattr("kiezkontor.shared.guard.MIN_SECONDS", 0)


def page(district, name, token=None):
    return district_path(district.slug, f"vacancies:{name}", *([token] if token else []))


def start(client, district, **entered):
    url = page(district, "seek")
    opened = client.get(url).context["form"]["opened"].value()
    return client.post(url, FIRST | {"opened": opened} | entered)


def begun(client, district):
    """The token under which a visitor goes on."""
    return start(client, district).headers["Location"].rstrip("/").split("/")[-2]


def mailed(to="sina@example.org"):
    return list(OutgoingMail.objects.filter(to=to).order_by("pk"))


def token_in(text, name):
    return text.split(f"/{name}/")[1].split("/")[0].split()[0]


def test_somebody_looks_for_a_room_page_by_page_without_an_account(client, district):
    districts.street(district, "Karlstraße")
    token = begun(client, district)
    request = SpaceRequest.objects.get()
    assert request.sent_at is None
    room = {"area_min": "60", "area_max": "80", "rent_max": "900", "term": "long", "streets": "Karlstr."}
    assert client.post(page(district, "seek_room", token), room).headers["Location"] == page(
        district, "seek_needs", token
    )
    needs = {"musts": ["step_free"], "needs": ["step_free", "kitchen"], "emissions": ["smell"], "hours": "9 bis 18 Uhr"}
    client.post(page(district, "seek_needs", token), needs)
    business = {"company": "Rad & Tat", "founding": "idea", "help_wanted": ["permits"], "passes_on": "on"}
    answer = client.post(page(district, "seek_business", token), business, follow=True)
    assert "Rad &amp; Tat" in answer.text
    request.refresh_from_db()
    assert request.sent_at is not None
    assert (request.area_min, request.area_max, request.rent_max, request.term) == (60, 80, 900, "long")
    assert (request.musts, request.needs) == (["step_free"], ["kitchen"])
    assert request.places == [f"street:{district.streets.get().pk}"]
    consent = Consent.objects.get()
    assert (consent.purpose, consent.version, consent.said_by) == ("vacancy.pass_on", CONSENT_VERSION, "Sina Such")
    assert "Quartiersbüro Musterkiez" in consent.text
    assert "Eigentüm" not in consent.text, "nothing is passed on to them"
    assert [step.kind for step in request.steps.all()] == ["sent"]


def test_whoever_wants_to_buy_is_asked_for_a_price_and_nobody_else(client, district):
    token = start(client, district, kind="investor").headers["Location"].rstrip("/").split("/")[-2]
    asked = client.get(page(district, "seek_room", token)).context["form"].fields
    assert "price_max" in asked
    assert not {"rent_max", "term", "until_day"} & set(asked)
    client.post(page(district, "seek_room", token), {"area_min": "150", "price_max": "600000"})
    client.post(page(district, "seek_business", token), {"concept": "Läden behalten, Wohnungen darüber."})
    found = SpaceRequest.objects.get()
    assert found.price_max == 600_000
    own = client.get(page(district, "seek_own", token)).text
    assert "bis 600.000 €" in own
    assert "Läden behalten" in own
    client.post(page(district, "seek_plan", token), FIRST | {"kind": "starter"})
    asked = client.get(page(district, "seek_room", token)).context["form"].fields
    assert "price_max" not in asked
    assert "rent_max" in asked


def test_somebody_says_as_precisely_as_they_like_what_they_open_and_the_use_class_follows(client, district):
    cafe, bakery = category("amenity=cafe", "Café"), category("shop=bakery", "Bäckerei")
    begun = start(client, district, category="café", use_class="")
    token = begun.headers["Location"].rstrip("/").split("/")[-2]
    found = SpaceRequest.objects.get()
    assert (found.category, found.use_class) == (cafe, "gastronomy")
    assert "Café" in client.get(page(district, "seek_own", token)).text
    plan = page(district, "seek_plan", token)
    asked = client.get(plan).context["form"]
    assert (asked["category"].value(), asked["use_class"].value()) == ("Café", "gastronomy")
    for said, expected in (
        ({"category": "Bäckerei", "use_class": "gastronomy"}, (bakery, "retail")),
        ({"category": "Café", "use_class": "public_use"}, (cafe, "public_use")),
        ({"category": "Bäckerei", "use_class": "public_use"}, (bakery, "public_use")),
        ({"category": "", "use_class": "public_use"}, (None, "public_use")),
    ):
        client.post(plan, FIRST | said)
        found = SpaceRequest.objects.get()
        assert (found.category, found.use_class) == expected


def test_a_category_that_nobody_knows_is_asked_about_and_none_is_needed(client, district):
    category("amenity=cafe", "Café")
    answer = start(client, district, category="Café am Eck")
    assert answer.status_code == 422
    assert "Ähnliche: Café" in answer.text
    assert not SpaceRequest.objects.exists()
    start(client, district)
    assert SpaceRequest.objects.get().category is None


def test_the_office_reads_nothing_before_it_is_sent(client, district):
    token = begun(client, district)
    office = districts.coordinator(district)
    client.force_login(office)
    assert "Sina Such" not in client.get(page(district, "seekers")).text
    client.post(page(district, "seek_business", token), {})
    assert "Sina Such" in client.get(page(district, "seekers")).text


def test_a_mail_confirms_the_address_once_and_leads_back_to_where_one_stopped(client, district):
    begun(client, district)
    (letter,) = mailed()
    assert "Lastenräder" not in letter.text
    token = token_in(letter.text, "bestaetigen")
    assert client.get(page(district, "seek_confirm", token)).status_code == 200
    assert SpaceRequest.objects.get().email_confirmed_at is None
    answer = client.post(page(district, "seek_confirm", token), follow=True)
    assert "Welchen Raum Sie suchen" in answer.text
    assert SpaceRequest.objects.get().email_confirmed_at is not None
    assert client.get(page(district, "seek_confirm", token)).status_code == 404


def test_a_link_opens_nothing_of_another_district_and_no_other_purpose(client, district):
    other = districts.district("Anderskiez")
    token = telling.own_token(seekers.request(district))
    assert client.get(page(other, "seek_own", token)).status_code == 404
    assert client.get(page(district, "seek_confirm", token)).status_code == 404
    assert client.get(page(district, "seek_own", "erfunden")).status_code == 404


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"area_min": "80", "area_max": "60"}, "area_max"),
        ({"from_day": "2027-05-01", "until_day": "2027-03-01"}, "until_day"),
        ({"streets": "Karlstraße, Nirgendweg"}, "streets"),
        ({"rent_max": "-5"}, "rent_max"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client, district, entered, field):
    districts.street(district, "Karlstraße")
    token = telling.own_token(seekers.draft(district))
    answer = client.post(page(district, "seek_room", token), entered)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_machine_that_sends_very_many_is_refused(client, district):
    for number in range(REQUESTS_AN_HOUR):
        telling.ask_to_confirm(seekers.draft(district, f"Sina {number}", email=f"sina{number}@example.org"))
    assert start(client, district).status_code == 422
    assert SpaceRequest.objects.count() == REQUESTS_AN_HOUR


def test_withdrawing_drafts_makes_no_room_for_more_mail_to_somebody(client, district):
    for _again in range(MAILS_TO_ONE_AN_HOUR):
        assert start(client, district).status_code == 302
        seeking.withdraw(SpaceRequest.objects.get().pk, by=VISITOR)
    assert start(client, district).status_code == 422
    assert not SpaceRequest.objects.exists()


def test_links_end_with_the_address_they_went_to(client, district):
    request = seekers.draft(district, email="falsch@example.org")
    telling.ask_to_confirm(request)
    own, wrong = telling.own_token(request), "falsch@example.org"
    confirm = links.make_link(CONFIRM, request.pk, days=30, scope_id=district.pk, email=wrong)
    by = viewer_for(districts.coordinator(district), on=timezone.localdate())
    seeking.correct(request.pk, {"email": "richtig@example.org"}, passes_on=False, by=by)
    assert client.get(page(district, "seek_own", own)).status_code == 404
    for answer in (client.get, client.post):
        assert answer(page(district, "seek_confirm", confirm.token)).status_code == 404
    assert len(mailed("richtig@example.org")) == 1


def test_what_a_member_enters_online_was_not_told_to_the_office(district):
    request = seekers.draft(district)
    by = viewer_for(districts.coordinator(district), on=timezone.localdate())
    seeking.send(request.pk, {}, passes_on=False, by=by)
    assert request.steps.get(kind="sent").by is None


def test_pressed_twice_it_is_begun_once(client, district):
    url = page(district, "seek")
    first = client.get(url)
    entered = FIRST | {"opened": first.context["form"]["opened"].value()}
    entered["csrfmiddlewaretoken"] = first.context["csrf_token"]
    answers = [client.post(url, entered), client.post(url, entered)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert SpaceRequest.objects.count() == 1


def test_the_seeker_changes_and_the_office_sees_that(client, district):
    request = seekers.request(district)
    token = telling.own_token(request)
    client.post(page(district, "seek_room", token), {"area_min": "100", "streets": ""})
    request.refresh_from_db()
    assert request.area_min == 100
    client.force_login(districts.coordinator(district))
    shown = client.get(district_path(district.slug, "vacancies:seeker", request.pk)).text
    assert "Von der suchenden Person geändert" in shown


def test_a_seeker_withdraws_and_takes_the_consent_back_with_it(client, district):
    request = seekers.agreed(seekers.request(district))
    token = telling.own_token(request)
    client.post(page(district, "seek_withdraw", token))
    request.refresh_from_db()
    assert request.status == "withdrawn"
    assert not Consent.objects.valid().exists()
    assert client.get(page(district, "seek_room", token)).status_code == 302
    client.post(page(district, "seek_renew", token))
    request.refresh_from_db()
    assert request.status == "new"


def test_what_was_never_sent_is_gone_at_once_when_it_is_withdrawn(client, district):
    token = begun(client, district)
    client.post(page(district, "seek_withdraw", token))
    assert not SpaceRequest.objects.exists()


def test_notes_of_the_office_are_not_for_the_seeker(client, district):
    request = seekers.request(district)
    office = districts.viewer(districts.coordinator(district), district, COORDINATOR)
    seeking.add_note(request.pk, words="Wirkt sehr entschlossen.", by=office)
    seeking.move(request.pk, to="checked", words="Bonität fraglich.", by=office)
    own = client.get(page(district, "seek_own", telling.own_token(request))).text
    assert "Geprüft" in own
    assert "entschlossen" not in own
    assert "Bonität" not in own


def test_half_a_year_without_a_sign_of_life_is_asked_about_and_then_lapses(client, district):
    request = seekers.silent(seekers.request(district), days=168)
    follow_seekers.call()
    follow_seekers.call()
    (letter,) = mailed()
    assert "Lastenräder" not in letter.text
    assert [step.kind for step in request.steps.all()] == ["sent", "asked"]
    seekers.silent(request, days=183)
    assert follow_seekers.call() == 1
    request.refresh_from_db()
    assert request.status == "expired"
    assert AuditEntry.objects.filter(verb="seeker.moved").exists()


def test_one_tap_in_the_mail_renews_it(client, district):
    request = seekers.silent(seekers.request(district), days=168)
    follow_seekers.call()
    url = page(district, "seek_renew", token_in(mailed()[0].text, "raum-suchen"))
    assert client.get(url).status_code == 200
    request.refresh_from_db()
    assert request.heard_at < timezone.now() - timedelta(days=100)
    client.post(url)
    request.refresh_from_db()
    assert request.heard_at > timezone.now() - timedelta(days=1)
    assert follow_seekers.call() == 0


@pytest.mark.parametrize("details", [{"email": ""}, {"email_confirmed_at": None}, {"status": "viewing"}])
def test_nobody_is_written_to_without_need_or_a_confirmed_address(district, details):
    seekers.silent(seekers.request(district, **details), days=168)
    follow_seekers.call()
    assert mailed() == []
    assert mail.outbox == []


def test_who_views_or_negotiates_does_not_lapse(district):
    for status in ("viewing", "negotiating", "placed"):
        seekers.silent(seekers.request(district, status=status), days=400)
    assert follow_seekers.call() == 0


def test_the_desk_says_who_waits_and_who_lapses_soon(client, district):
    seekers.request(district)
    seekers.silent(seekers.request(district, status="advising"), days=170)
    seekers.draft(district)
    sentences = ("1 Gesuch wartet auf Prüfung", "1 Gesuch verfällt bald: Bitte fragen Sie")
    for someone, is_told in ((districts.coordinator(district), True), (districts.editor(district), False)):
        client.force_login(someone)
        said = client.get(district_path(district.slug, "home:office")).text
        assert [sentence in said for sentence in sentences] == [is_told] * 2


def test_people_are_forgotten_a_year_after_the_end_and_drafts_after_a_month(district):
    since = timezone.now() - timedelta(days=366)
    rare = category("shop=bakery")
    over = seekers.request(district, status="placed", area_min=60, status_since=since, category=rare)
    seeking.add_note(over.pk, words="Ruft immer abends an.", by=VISITOR)
    kept = seekers.request(district, "Otto Offen")
    seekers.silent(seekers.draft(district), days=31)
    forget(now=timezone.now())
    over.refresh_from_db()
    assert (over.name, over.idea, over.email, over.area_min, over.status) == ("", "", "", 60, "placed")
    assert over.category is None
    assert not SeekerStep.objects.exclude(words="").exists()
    assert set(SpaceRequest.objects.values_list("pk", flat=True)) == {over.pk, kept.pk}
