"""The needs interview in people's own hands: by a link, the code of a letter, or signed in."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.models import ContactEntry, NeedsInterview
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BULK = "/musterkiez/buero/ansprache/gemeinsam/"
RESULTS = "/musterkiez/buero/ansprache/bedarf/"


@pytest.fixture
def district():
    return districts.district("Musterkiez", office_name="Stadtteilbüro")


@pytest.fixture
def baker(district):
    made = organisations.organisation("Bäckerei Muster", email="laden@example.org")
    premises.used(premises.unit(district), made)
    return made


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district))
    return client


def asked(of, district, **details):
    made = links.make_link("needs.answer", of.pk, days=30, scope_id=district.pk, with_code=True, **details)
    return f"/musterkiez/bedarf/{made.token}/", made


def ask_by_mail(office, query=""):
    sent = {"step": "needs_mail", "on": TODAY.isoformat()}
    shown = office.post(BULK + query, sent)
    return shown.context["affected"], office.post(BULK + query, sent | {"sure": shown.context["sure"]})


def test_from_the_mail_to_the_results(office, district, baker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        affected, answer = ask_by_mail(office)
    assert (affected, answer.status_code) == (1, 302)
    assert mail.outbox[-1].to == ["laden@example.org"]
    path = re.search(r"https?://[^/]+(/\S*bedarf/\S+)", mail.outbox[-1].body)[1]
    page = office.get(path)
    assert "Freiwillig" in page.text or "freiwillig" in page.text
    sent = office.post(path, {"turnover": "rising", "skill_gaps": ["law"], "wishes": "Mehr Bänke."})
    assert sent.url == f"{path}danke/"
    assert "Bäckerei Muster" in office.get(sent.url).text
    interview = NeedsInterview.objects.get()
    assert (interview.source, interview.on, interview.entered_by) == ("online", TODAY, None)
    assert office.get(RESULTS).context["asked"] == 1
    assert ContactEntry.objects.get().channel == "mail"


def test_answers_are_corrected_with_the_same_link_until_its_day(client, district, baker):
    path, _made = asked(baker, district)
    client.post(path, {"turnover": "rising", "wishes": "Mehr Bänke."})
    NeedsInterview.objects.update(on=TODAY - timedelta(days=3))
    assert "Mehr Bänke." in client.get(path).text
    client.post(path, {"turnover": "falling"})
    assert NeedsInterview.objects.get().answers == {"turnover": "falling"}
    PersonalLink.objects.update(expires_at=timezone.now())
    over = client.get(path)
    assert (over.status_code, "liegen beim Büro" in over.text) == (410, True)
    assert client.post(path, {"turnover": "rising"}).status_code == 410
    assert NeedsInterview.objects.get().answers == {"turnover": "falling"}


def test_answers_are_deleted_by_whoever_gave_them_and_by_the_office(client, district, baker):
    path, _made = asked(baker, district)
    client.post(path, {"wishes": "Mehr Bänke."})
    assert f"{path}loeschen/" in client.get(f"{path}danke/").text
    assert client.post(f"{path}loeschen/").url == path
    assert not NeedsInterview.objects.exists()
    client.post(path, {"wishes": "Mehr Bänke."})
    client.force_login(districts.coordinator(district))
    shown = f"/musterkiez/buero/ansprache/{baker.pk}/"
    assert f"{shown}bedarf/loeschen/" in client.get(shown).text
    assert client.post(f"{shown}bedarf/loeschen/").url == shown
    assert not NeedsInterview.objects.exists()
    assert AuditEntry.objects.filter(verb="interview.taken_back").count() == 2


def test_a_link_that_is_over_or_a_hold_deletes_nothing(client, district, baker):
    path, _made = asked(baker, district)
    client.post(path, {"wishes": "Mehr Bänke."})
    hold = organisations.legal_hold(district, kind="interviews")
    assert "vorerst behalten" in client.post(f"{path}loeschen/", follow=True).text
    hold.delete()
    PersonalLink.objects.update(expires_at=timezone.now())
    client.post(f"{path}loeschen/")
    assert NeedsInterview.objects.count() == 1


def test_a_link_shows_only_what_was_answered_with_it(client, district, baker):
    first, _made = asked(baker, district)
    client.post(first, {"wishes": "Unter uns gesagt"})
    second, _made = asked(baker, district)
    assert "Unter uns gesagt" not in client.get(second).text


def test_the_code_of_a_letter_leads_to_the_questions(client, district, baker):
    _path, made = asked(baker, district)
    page = client.get(client.post("/musterkiez/code/", {"code": made.code}).url)
    assert "Bäckerei Muster" in page.text


def test_nothing_answered_is_said(client, district, baker):
    path, _made = asked(baker, district)
    assert client.post(path, {"turnover": ""}).status_code == 422
    assert NeedsInterview.objects.count() == 0


def test_the_page_sets_no_cookie_but_the_one_of_its_form(client, district, baker):
    path, _made = asked(baker, district)
    client.get(path)
    assert set(client.cookies) == {"csrftoken"}


def test_links_of_other_purposes_and_districts_open_nothing(client, district, baker):
    other = districts.district("Fremdkiez")
    foreign = links.make_link("needs.answer", baker.pk, days=30, scope_id=other.pk)
    entry = links.make_link("entry.letter", baker.pk, days=30, scope_id=district.pk)
    for made in (foreign, entry):
        assert client.get(f"/musterkiez/bedarf/{made.token}/").status_code == 404


def test_who_forbade_contact_or_left_gets_no_mail(office, district, baker, django_capture_on_commit_callbacks):
    baker.do_not_contact_since = TODAY
    baker.save()
    quiet = organisations.organisation("Laden ohne Adresse")
    premises.used(premises.unit(district), quiet)
    with django_capture_on_commit_callbacks(execute=True):
        affected, _answer = ask_by_mail(office)
    assert (affected, len(mail.outbox)) == (0, 0)


def test_nobody_is_asked_twice_a_day(office, baker, django_capture_on_commit_callbacks):
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            ask_by_mail(office)
    assert len(mail.outbox) == 1


def test_members_answer_at_their_own_entry(client, district, baker):
    owner = person("Olga")
    districts.role(owner, district, "trader")
    organisations.steward(owner, baker)
    client.force_login(owner)
    own = f"/musterkiez/mein/eintraege/{baker.pk}/"
    assert f"{own}bedarf/" in client.get(own).text
    assert client.post(f"{own}bedarf/", {"turnover": "rising"}).url == f"{own}bedarf/danke/"
    client.post(f"{own}bedarf/", {"succession": "later"})
    interview = NeedsInterview.objects.get()
    assert (interview.answers, interview.entered_by) == ({"succession": "later"}, owner)
    assert f"{own}bedarf/loeschen/" in client.get(f"{own}bedarf/danke/").text
    assert client.post(f"{own}bedarf/loeschen/").url == own
    assert not NeedsInterview.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"expires_at": timezone.now()}, "abgelaufen"),
        ({"used_at": timezone.now()}, "schon benutzt"),
        ({"withdrawn_at": timezone.now()}, "neueren"),
        ({"scope_id": None}, "anderen Quartier"),
        ({"code_hash": None}, "kennen wir nicht"),
    ],
)
def test_what_is_wrong_with_a_code_is_said_in_one_sentence(client, district, baker, change, said):
    _path, made = asked(baker, district)
    PersonalLink.objects.update(**change)
    refused = client.post("/musterkiez/code/", {"code": made.code})
    assert (refused.status_code, said in refused.text) == (422, True)


def test_what_is_no_code_is_said_without_counting_it(client, district):
    for _time in range(12):
        refused = client.post("/musterkiez/code/", {"code": "AB-12"})
    assert "ist kein Code" in refused.text


def test_one_district_under_attack_closes_no_other(client, district, monkeypatch):
    monkeypatch.setattr("kiezkontor.organisations.limits.TOGETHER", {"letter_codes_together": "1/h/key"})
    districts.district("Nachbarkiez")
    answers = [
        client.post(f"/{slug}/code/", {"code": "K7QF2MXN"}).text for slug in 2 * ["musterkiez"] + ["nachbarkiez"]
    ]
    assert ["Zu viele" in answer or "zu viele" in answer for answer in answers] == [False, True, False]
