"""A carrier and a trader write to each other; names and addresses appear only when both agree."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kiezkontor.districts.access import viewer_for
from kiezkontor.districts.models import Consent
from kiezkontor.districts.tests.builders import coordinator, district, editor
from kiezkontor.home.tasks import forget
from kiezkontor.members.actions import contacts
from kiezkontor.members.models import FirstContact, Message, Side
from kiezkontor.members.tests import builders
from kiezkontor.notices.incoming import store
from kiezkontor.organisations.actions.leaving import delete_account
from kiezkontor.organisations.models import Membership, Organisation, Steward
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db
CONTACTS = "/musterkiez/mein/erstkontakte/"
NAMES = ("Soraya Muster", "Hanna Beispiel", "soraya@example.org", "hanna@example.org")


@pytest.fixture(autouse=True)
def comes_in(settings):
    settings.MAIL_REPLY = "antwort@quartier.example"


@pytest.fixture
def kiez():
    return district("Musterkiez", office_email="buero@example.org")


@pytest.fixture
def soraya(kiez):
    return builders.member(kiez, "Soraya Muster", "Treff Muster", role="social_carrier", email="soraya@example.org")


@pytest.fixture
def hanna(kiez):
    someone = builders.member(kiez, "Hanna Beispiel", "Papeterie Beispiel", email="hanna@example.org")
    shop = builders.of(someone)
    organisations.contact(shop, kiez, person=someone, name=someone.name, email=someone.email, phone="+4972155512345")
    return someone


@pytest.fixture
def press(client, django_capture_on_commit_callbacks):
    """Somebody sends a form; returns the answer and all mails that went out for it."""

    def press(someone, url, **said):
        client.force_login(someone)
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(url, said)
        return answer, mail.outbox[before:]

    return press


@pytest.fixture
def begun(press, soraya, hanna):
    """Soraya has written to Hanna's shop; the mail that Hanna got."""
    _answer, (sent,) = press(soraya, f"{CONTACTS}neu/{builders.of(hanna).pk}/", words="Wollen wir zusammen basteln?")
    return sent


@pytest.fixture
def answer(django_capture_on_commit_callbacks):
    numbers = iter(range(1000))

    def answer(got, words, *, sender, to=None, more=""):
        before = len(mail.outbox)
        raw = (
            f"From: Jemand <{sender}>\nTo: {to or got.reply_to[0]}\nSubject: Re: {got.subject}\n{more}"
            f"Message-ID: <{next(numbers)}@example.net>\nContent-Type: text/plain; charset=utf-8\n\n{words}\n"
        )
        with django_capture_on_commit_callbacks(execute=True):
            came, _is_new = store(raw.encode())
        came.refresh_from_db()
        return came.outcome, mail.outbox[before:]

    return answer


def page_of(client, someone, contact=None):
    client.force_login(someone)
    return client.get(f"{CONTACTS}{(contact or FirstContact.objects.get()).pk}/").text


def names_in(text, *own):
    return {name for name in NAMES if name in text and name not in own}


def test_a_carrier_writes_to_a_trader_who_released_nothing_and_gets_an_answer(client, soraya, hanna, begun, answer):
    assert begun.to == ["hanna@example.org"]
    assert begun.subject == "Treff Muster möchte mit Ihnen in Kontakt kommen"
    assert "Wollen wir zusammen basteln?" in begun.body
    assert names_in(begun.message().as_string(), "hanna@example.org") == set()
    outcome, (back,) = answer(begun, "Gern, am Dienstag.", sender="hanna@example.org")
    assert (outcome, back.to) == ("answer", ["soraya@example.org"])
    assert "Papeterie Beispiel hat geantwortet:\n\nGern, am Dienstag." in back.body
    assert names_in(back.message().as_string(), "soraya@example.org") == set()
    outcome, (third,) = answer(back, "Um vier?", sender="soraya@example.org")
    assert (outcome, third.to) == ("answer", ["hanna@example.org"])
    for someone in (soraya, hanna):
        text = page_of(client, someone)
        for said in ("Wollen wir zusammen basteln?", "Gern, am Dienstag.", "Um vier?"):
            assert said in text
        assert names_in(text, someone.name, someone.email) == set()


def test_names_and_addresses_appear_only_when_both_agree_and_go_when_one_takes_it_back(
    client, soraya, hanna, begun, press
):
    url = f"{CONTACTS}{FirstContact.objects.get().pk}/"
    _answer, (asked,) = press(hanna, f"{url}namen-zeigen/")
    assert asked.to == ["soraya@example.org"]
    assert names_in(asked.message().as_string(), "soraya@example.org") == set()
    assert names_in(page_of(client, soraya), soraya.name, soraya.email) == set()
    assert names_in(page_of(client, hanna), hanna.name, hanna.email) == set()
    press(soraya, f"{url}namen-zeigen/")
    assert names_in(page_of(client, soraya), soraya.name) == {"Hanna Beispiel", "hanna@example.org"}
    assert "0721 55512345" in page_of(client, soraya)
    assert names_in(page_of(client, hanna), hanna.name) == {"Soraya Muster", "soraya@example.org"}
    assert Consent.objects.valid().filter(purpose="first_contact.names").count() == 2
    press(hanna, f"{url}namen-nicht-zeigen/")
    for someone in (soraya, hanna):
        assert names_in(page_of(client, someone), someone.name, someone.email) == set()
    assert Consent.objects.valid().filter(purpose="first_contact.names").count() == 1


def test_a_colleague_who_takes_over_has_not_agreed(client, kiez, soraya, hanna, begun, press):
    url = f"{CONTACTS}{FirstContact.objects.get().pk}/"
    press(hanna, f"{url}namen-zeigen/")
    press(soraya, f"{url}namen-zeigen/")
    colleague = builders.member(kiez, "Carla Kollegin")
    organisations.steward(colleague, builders.of(hanna))
    press(colleague, f"{url}schreiben/", words="Ich übernehme.")
    assert "Carla Kollegin" not in page_of(client, soraya)
    assert names_in(page_of(client, soraya), soraya.name, soraya.email) == set()
    valid = Consent.objects.valid().filter(purpose="first_contact.names")
    assert {consent.said_by for consent in valid} == {"Soraya Muster"}
    press(colleague, f"{url}namen-zeigen/")
    assert {consent.said_by for consent in valid.all()} == {"Soraya Muster", "Carla Kollegin"}
    assert "Carla Kollegin" in page_of(client, soraya)


def test_who_has_no_interest_is_not_written_to_again(client, soraya, hanna, begun, press, answer):
    contact = FirstContact.objects.get()
    url = f"{CONTACTS}{contact.pk}/"
    _answer, (told,) = press(hanna, f"{url}kein-interesse/", reason="Wir haben keine Zeit.")
    assert told.to == ["soraya@example.org"]
    assert "Wir haben keine Zeit." in told.body
    assert press(soraya, f"{url}schreiben/", words="Doch?")[0].status_code == 422
    again = press(soraya, f"{CONTACTS}neu/{builders.of(hanna).pk}/", words="Doch?")
    assert (again[0].status_code, again[1]) == (422, [])
    outcome, (polite,) = answer(begun, "Hallo", sender="hanna@example.org")
    assert (outcome, polite.to) == ("refused", ["hanna@example.org"])
    assert Message.objects.count() == 1
    begun_by_hanna, sent = press(hanna, f"{CONTACTS}neu/{builders.of(soraya).pk}/", words="Jetzt doch.")
    assert begun_by_hanna.url == url
    assert [each.to for each in sent] == [["soraya@example.org"]]
    assert FirstContact.objects.count() == 1


def test_do_not_contact_forbids_the_first_contact(client, kiez, soraya, hanna, press):
    shop = builders.of(hanna)
    Organisation.objects.filter(pk=shop.pk).update(do_not_contact_since=timezone.localdate())
    assert press(soraya, f"{CONTACTS}neu/{shop.pk}/", words="Hallo")[0].status_code == 404
    client.force_login(soraya)
    assert f"neu/{shop.pk}/" not in client.get("/musterkiez/mein/kontakte/").text
    Organisation.objects.filter(pk=shop.pk).update(do_not_contact_since=None)
    shop.contacts.update(do_not_contact_since=timezone.localdate())
    assert press(soraya, f"{CONTACTS}neu/{shop.pk}/", words="Hallo")[0].status_code == 422
    assert not FirstContact.objects.exists()


def test_the_contact_list_leads_to_whom_one_can_write_to(client, kiez, soraya, hanna):
    trader = builders.member(kiez)
    client.force_login(soraya)
    page = client.get("/musterkiez/mein/kontakte/").text
    assert f'href="{CONTACTS}neu/{builders.of(hanna).pk}/"' in page
    client.force_login(trader)
    page = client.get("/musterkiez/mein/kontakte/").text
    assert f'href="{CONTACTS}neu/{builders.of(soraya).pk}/"' in page
    assert f"neu/{builders.of(hanna).pk}/" not in page
    client.force_login(editor(kiez))
    assert "Kontakt aufnehmen" not in client.get("/musterkiez/mein/kontakte/").text


@pytest.mark.parametrize("sender", ["stranger@example.net", "soraya@example.org"])
def test_an_answer_from_somebody_else_is_refused_with_a_sentence(begun, answer, sender):
    outcome, (polite,) = answer(begun, "Hallo", sender=sender)
    assert (outcome, polite.to) == ("refused", [sender])
    assert "wer den Eintrag von Papeterie Beispiel pflegt" in polite.body
    assert Message.objects.count() == 1


def test_a_forged_address_opens_nothing(kiez, begun, answer):
    for forged in (
        begun.reply_to[0].replace("+contact-", "+board-"),
        re.sub(r"contact-\w+-", "contact-1z-", begun.reply_to[0]),
        re.sub(r"\w{4}@", "aaaa@", begun.reply_to[0]),
    ):
        assert forged != begun.reply_to[0]
        assert answer(begun, "Hallo", sender="hanna@example.org", to=forged)[0] == "unclaimed"
    assert Message.objects.count() == 1


def test_an_out_of_office_note_goes_to_nobody(begun, answer):
    more = "Auto-Submitted: auto-replied\n"
    assert answer(begun, "Im Urlaub", sender="hanna@example.org", more=more) == ("automatic", [])


def test_each_way_takes_twenty_messages_a_day(begun, answer):
    outcomes = [answer(begun, f"Nr. {nth}", sender="hanna@example.org")[0] for nth in range(21)]
    assert outcomes == ["answer"] * 20 + ["refused"]


def test_a_person_writes_to_few_new_ones_a_day(kiez, soraya, press):
    shops = [builders.of(builders.member(kiez)) for _nth in range(6)]
    answers = [press(soraya, f"{CONTACTS}neu/{shop.pk}/", words="Hallo")[0].status_code for shop in shops]
    assert answers == [302] * 5 + [422]


def test_access_ends_with_the_membership(client, soraya, hanna, begun, answer):
    Membership.objects.filter(organisation=builders.of(hanna)).update(until_on=timezone.localdate())
    assert answer(begun, "Hallo", sender="hanna@example.org")[0] == "refused"
    client.force_login(hanna)
    assert client.get(CONTACTS).status_code == 403
    assert client.get(f"{CONTACTS}{FirstContact.objects.get().pk}/").status_code == 403


def test_others_find_nothing_of_it(client, kiez, soraya, hanna, begun):
    contact = FirstContact.objects.get()
    third, stranger = builders.member(kiez), builders.member(district("Fremdkiez"), role="social_carrier")
    url = f"{CONTACTS}{contact.pk}/"
    for someone, status in ((third, 404), (stranger, 404), (coordinator(kiez), 403)):
        client.force_login(someone)
        for path in ("", "kein-interesse/"):
            assert client.get(f"{url}{path}").status_code == status
        for path in ("schreiben/", "namen-zeigen/", "namen-nicht-zeigen/", "kein-interesse/"):
            assert client.post(f"{url}{path}", {"words": "Ich auch!"}).status_code == status
    client.force_login(stranger)
    for pk in (contact.pk, builders.of(hanna).pk):
        assert client.get(f"/fremdkiez/mein/erstkontakte/{pk}/").status_code == 404
        assert client.get(f"/fremdkiez/mein/erstkontakte/neu/{pk}/").status_code == 404
    assert Message.objects.count() == 1


def test_the_office_counts_who_began_and_reads_no_word(client, kiez, soraya, hanna, begun):
    builders.first_contact(kiez, started_by="trader", started_at=timezone.now() - timedelta(days=400))
    builders.first_contact(kiez, started_by="office")
    builders.first_contact(district("Fremdkiez"))
    client.force_login(coordinator(kiez))
    month_ago = timezone.localdate() - timedelta(days=30)
    page = client.get(f"/musterkiez/buero/erstkontakte/?from_on={month_ago}").text
    counted = client.get("/musterkiez/buero/erstkontakte/").context["counted"]
    assert (counted.total, counted.without_office, counted.percent) == (2, 1, 50)
    assert "Erstkontakte: 2, davon ohne Büro begonnen: 1 (50 %)" in page
    assert "Papeterie Beispiel" in page
    log = client.get("/musterkiez/buero/protokoll/").text
    for text in (page, log):
        assert "Wollen wir zusammen basteln?" not in text
        assert "Guten Tag!" not in text
    assert "Erstkontakt hat begonnen" in log


def test_the_office_sees_what_is_wrong_with_a_period(client, kiez):
    builders.first_contact(kiez)
    today = timezone.localdate()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    client.force_login(coordinator(kiez))

    def page(asked):
        return client.get(f"/musterkiez/buero/erstkontakte/?{asked}").text

    for asked, sentence in (
        (f"from_on={today}&last_on={yesterday}", "Der Zeitraum endet, bevor er beginnt."),
        (f"last_on={tomorrow}", "Dieser Tag kommt erst noch."),
        (f"from_on={tomorrow}", "Dieser Tag kommt erst noch."),
        ("last_on=9999-12-31", "Bitte prüfen Sie das Jahr."),
    ):
        text = page(asked)
        assert sentence in text
        for absent in ("davon ohne Büro begonnen", "noch nichts gespeichert"):
            assert absent not in text
    assert "Erstkontakte: 1," in page(f"from_on={today}&last_on={today}")
    assert 'value="2020-01-01"' in page("last_on=2020-06-30")


def test_the_office_brings_two_together_and_both_answer_each_other(client, kiez, soraya, hanna, press, answer):
    carrier, trader = builders.of(soraya), builders.of(hanna)
    said = {"carrier": carrier.pk, "trader": trader.pk, "words": "Sie suchen beide Papier."}
    url = "/musterkiez/buero/erstkontakte/zusammenbringen/"
    _answer, sent = press(coordinator(kiez), url, **said)
    assert all(each.body.startswith("Guten Tag,\n\ndas Büro meint,") for each in sent)
    assert sorted(each.to[0] for each in sent) == ["hanna@example.org", "soraya@example.org"]
    assert all("Sie suchen beide Papier." in each.body for each in sent)
    assert all(names_in(each.message().as_string(), each.to[0]) == set() for each in sent)
    to_hanna = next(each for each in sent if each.to == ["hanna@example.org"])
    _outcome, (back,) = answer(to_hanna, "Stimmt!", sender="hanna@example.org")
    assert back.to == ["soraya@example.org"]
    assert FirstContact.objects.get().started_by == "office"
    assert press(coordinator(kiez), url, **said)[0].status_code == 422
    assert press(coordinator(kiez), url, **(said | {"carrier": trader.pk}))[0].status_code == 422


def test_a_partner_that_left_while_one_wrote_is_no_member_any_more(kiez, soraya, hanna):
    shop, own, by = builders.of(hanna), builders.of(soraya), viewer_for(soraya, on=timezone.localdate())
    Membership.objects.filter(organisation=shop).update(until_on=timezone.localdate())
    with pytest.raises(ActionRefused, match="gehört nicht mehr zum Netzwerk"):
        contacts.start(shop, organisation=own, words="Hallo", district=kiez, by=by)


def test_where_nobody_looks_after_the_entry_the_office_is_named(kiez, soraya, hanna, press):
    Steward.objects.filter(person=hanna).delete()
    answer, sent = press(soraya, f"{CONTACTS}neu/{hanna.contacts.get().organisation_id}/", words="Hallo")
    assert (answer.status_code, sent) == (422, [])
    assert "das Büro bringt Sie gern zusammen" in answer.text


def test_nothing_that_is_written_becomes_html_or_a_header(client, kiez, soraya, hanna, press):
    evil = "<script>alert(1)</script>\r\nBcc: all@example.org"
    Organisation.objects.filter(pk=builders.of(soraya).pk).update(name=f"Treff{evil}")
    _answer, (sent,) = press(soraya, f"{CONTACTS}neu/{builders.of(hanna).pk}/", words=evil)
    press(hanna, f"{CONTACTS}{FirstContact.objects.get().pk}/kein-interesse/", reason=evil)
    assert "<script>alert" not in page_of(client, soraya)
    for each in mail.outbox:
        head = each.message().as_string().partition("\n\n")[0]
        assert not re.search(r"^bcc", head, re.IGNORECASE | re.MULTILINE)
        assert all("<script>alert" not in str(part.content) for part in each.alternatives)
    assert sent.recipients() == ["hanna@example.org"]


def test_words_and_people_are_forgotten_and_that_the_two_met_is_counted_on(client, kiez, soraya, hanna, begun):
    kept = builders.first_contact(kiez)
    old = FirstContact.objects.exclude(pk=kept.pk)
    old.update(latest_at=timezone.now() - timedelta(days=181))
    assert forget.call()["first contacts"] == 1
    assert set(Message.objects.values_list("contact", flat=True)) == {kept.pk}
    assert not Side.objects.filter(contact__in=old).exclude(person=None).exists()
    client.force_login(coordinator(kiez))
    assert client.get("/musterkiez/buero/erstkontakte/").context["counted"].total == 2
    assert "nicht mehr gespeichert" in page_of(client, soraya, old.get())
    assert forget.call()["first contacts"] == 0


def test_who_agreed_is_forgotten_with_the_words(client, soraya, hanna, begun, press):
    press(hanna, f"{CONTACTS}{FirstContact.objects.get().pk}/namen-zeigen/")
    FirstContact.objects.update(latest_at=timezone.now() - timedelta(days=181))
    forget.call()
    consents = Consent.objects.filter(purpose="first_contact.names", said_by="Hanna Beispiel")
    assert [consent.withdrawn_at is not None for consent in consents] == [True]
    consents.update(withdrawn_at=timezone.now() - timedelta(days=4 * 366))
    forget.call()
    assert not consents.exists()


def test_what_one_wrote_to_another_stands_among_the_own_data(client, soraya, begun):
    client.force_login(soraya)
    page = client.get("/konto/meine-daten/").text
    assert "Nachricht in einem Erstkontakt: 1 Datensatz" in page
    assert "Wollen wir zusammen basteln?" in page


def test_who_deletes_the_account_is_gone_from_contacts_and_from_the_board(client, kiez, soraya, hanna, begun, press):
    url = f"{CONTACTS}{FirstContact.objects.get().pk}/"
    press(hanna, f"{url}namen-zeigen/")
    press(soraya, f"{url}namen-zeigen/")
    post = builders.post(kiez, hanna)
    delete_account(hanna)
    assert names_in(page_of(client, soraya), soraya.name, soraya.email) == set()
    page = client.get(f"/musterkiez/mein/brett/{post.pk}/").text
    assert "Papeterie Beispiel" in page
    assert "Hanna Beispiel" not in page
