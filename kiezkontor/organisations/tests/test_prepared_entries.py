"""From an entry found on a map to one its owner looks after: invited, on request, with the code of a letter."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.models import Consent, Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices import links
from kiezkontor.notices.models import OutgoingMail, PersonalLink
from kiezkontor.organisations.actions import stewards
from kiezkontor.organisations.actions.releases import save_card
from kiezkontor.organisations.models import EntryDraft, EntryRequest, FieldClaim, Organisation, Steward
from kiezkontor.organisations.released import asked_for_list
from kiezkontor.organisations.rules.purposes import LETTER
from kiezkontor.organisations.tests import builders

pytestmark = pytest.mark.django_db
OWNER = "hanna@example.org"


@pytest.fixture
def district():
    return districts.district("Musterkiez", office_email="buero@example.org")


@pytest.fixture
def shop(district):
    return listed(district, "Laden Muster", phone="+493012345678").organisation


@pytest.fixture
def editor(client, district):
    client.force_login(districts.editor(district, "Edda"))
    return client


def entry_page(shop, more=""):
    return f"/musterkiez/buero/eintraege/{shop.pk}/{more}"


def path_in_mail(to=OWNER):
    text = OutgoingMail.objects.filter(to=to).latest("pk").text
    return re.search(r"https?://[^/\s]+(/\S+)", text)[1]


def invite(editor, shop, **more):
    data = {"email": OWNER, "name": "Hanna Muster", "language": "de"} | more
    return editor.post(entry_page(shop, "einladen/"), data)


def approve(client, path, **more):
    return client.post(path, {"said_by": "Hanna Muster", "wants_access": "on"} | more)


class TestInvitation:
    def test_whoever_approves_the_prepared_entry_looks_after_it_from_then_on(self, editor, shop, district):
        assert invite(editor, shop).status_code == 302
        editor.logout()
        path = path_in_mail()
        page = editor.get(path)
        assert "Laden Muster" in page.text
        assert "030 12345678" in page.text
        assert approve(editor, path).url == f"/musterkiez/mein/eintraege/{shop.pk}/"
        shop.refresh_from_db()
        assert shop.confirmed_on == timezone.localdate()
        hanna = Person.objects.get(email=OWNER)
        assert (hanna.name, Steward.objects.get(person=hanna).organisation) == ("Hanna Muster", shop)
        assert Role.objects.get(person=hanna).name == Role.Name.TRADER
        assert editor.get(f"/musterkiez/mein/eintraege/{shop.pk}/").status_code == 200
        claim = FieldClaim.objects.get(organisation=shop, field="phone")
        assert claim.basis == FieldClaim.Basis.OWNER

    def test_a_social_carrier_becomes_one(self, editor, shop):
        Organisation.objects.filter(pk=shop.pk).update(kind=Organisation.Kind.SOCIAL_CARRIER)
        invite(editor, shop)
        approve(editor, path_in_mail())
        assert Role.objects.get(person__email=OWNER).name == Role.Name.SOCIAL_CARRIER

    def test_without_the_wish_for_an_access_none_is_made(self, editor, shop):
        invite(editor, shop)
        editor.logout()
        answer = approve(editor, path_in_mail(), wants_access="")
        assert "Vielen Dank" in answer.text
        assert not Person.objects.filter(email=OWNER).exists()

    def test_the_link_works_once(self, editor, shop):
        invite(editor, shop)
        editor.logout()
        path = path_in_mail()
        approve(editor, path, wants_access="")
        replay = approve(editor, path)
        assert (replay.status_code, Person.objects.filter(email=OWNER).count()) == (410, 0)
        assert editor.get(f"{path}aendern/").status_code == 410

    @pytest.mark.parametrize(
        "change", [{"expires_at": timezone.now() - timedelta(days=1)}, {"withdrawn_at": timezone.now()}]
    )
    def test_a_link_that_is_over_changes_nothing(self, editor, shop, change):
        invite(editor, shop)
        PersonalLink.objects.update(**change)
        assert approve(editor, path_in_mail()).status_code == 410
        shop.refresh_from_db()
        assert shop.confirmed_on is None

    def test_a_forged_link_or_one_of_another_district_does_not_exist(self, editor, shop):
        districts.district("Fremdkiez")
        invite(editor, shop)
        path = path_in_mail()
        assert editor.get(path.replace("/musterkiez/", "/fremdkiez/")).status_code == 404
        assert editor.get("/musterkiez/eintrag/forged/").status_code == 404
        assert editor.get("/musterkiez/eintrag/code.forged/").status_code == 404

    def test_a_newer_invitation_to_the_same_address_ends_the_one_before(self, editor, shop):
        invite(editor, shop)
        first = path_in_mail()
        invite(editor, shop, name="Hanna M.")
        assert editor.get(first).status_code == 410
        assert editor.get(path_in_mail()).status_code == 200

    def test_the_office_can_take_back_what_is_open(self, editor, shop):
        invite(editor, shop)
        editor.post(entry_page(shop, "einladen/zuruecknehmen/"))
        assert editor.get(path_in_mail()).status_code == 410

    def test_do_not_contact_beats_an_invitation(self, editor, shop):
        editor.post(entry_page(shop, "nicht-ansprechen/"), {"since": "2026-01-02", "note": "Anruf der Inhaberin"})
        offered, refused = editor.get(entry_page(shop, "einladen/")), invite(editor, shop)
        assert (offered.status_code, refused.status_code) == (200, 422)
        for answer in (offered, refused):
            assert "möchte nicht angesprochen werden" in answer.text
            assert "Anruf der Inhaberin" in answer.text
            assert 'name="email"' not in answer.text
        assert OutgoingMail.objects.count() == 0
        editor.post(entry_page(shop, "wieder-ansprechen/"), {"note": "Sie hat selbst wieder angerufen"})
        assert invite(editor, shop).status_code == 302

    def test_a_blocked_account_does_not_come_in_through_an_invitation(self, editor, shop):
        person(email=OWNER, is_active=False)
        invite(editor, shop)
        editor.logout()
        refused = approve(editor, path_in_mail())
        assert refused.status_code == 422
        assert Steward.objects.count() == 0


class TestSoleTrader:
    @pytest.fixture
    def shop(self, district):
        return listed(district, "Hanna Muster", phone="+493012345678", is_sole_trader=True).organisation

    @pytest.mark.parametrize("publishes", [True, False])
    def test_contact_data_of_a_person_are_shown_with_their_consent_alone(self, editor, shop, publishes):
        invite(editor, shop)
        editor.logout()
        approve(editor, path_in_mail(), wants_access="", **({"publish": "on"} if publishes else {}))
        slug = shop.entries.get().slug
        page = editor.get(f"/musterkiez/verzeichnis/{slug}/").text
        assert ("+493012345678" in page) is publishes
        assert Consent.objects.filter(purpose="entry.publish_contact").count() == int(publishes)

    def test_consent_is_taken_back_by_the_owner_and_by_the_office(self, editor, district, shop):
        invite(editor, shop)
        editor.logout()
        approve(editor, path_in_mail(), publish="on")
        profile = f"/musterkiez/verzeichnis/{shop.entries.get().slug}/"
        assert "+493012345678" in editor.get(profile).text
        own = f"/musterkiez/mein/eintraege/{shop.pk}/veroeffentlichung/"
        editor.post(own)
        assert "+493012345678" not in editor.get(profile).text
        assert Consent.objects.valid().count() == 0
        editor.post(own, {"publish": "1"})
        assert "+493012345678" in editor.get(profile).text
        editor.force_login(districts.editor(district, "Edda Zwei"))
        editor.post(entry_page(shop, "veroeffentlichung/zuruecknehmen/"))
        assert "+493012345678" not in editor.get(profile).text
        assert Consent.objects.filter(withdrawn_channel=Consent.Channel.TALK).count() == 1


class TestLetter:
    @pytest.fixture
    def code(self, district, shop):
        return links.make_link(LETTER, shop.pk, days=90, scope_id=district.pk, with_code=True).code

    def test_the_code_leads_to_the_entry_and_an_address_is_proven_by_mail(self, client, shop, code):
        path = client.post("/musterkiez/code/", {"code": f" {code[:4].lower()}-{code[4:]} "}).url
        assert client.get(path).status_code == 200
        client.post(path, {"said_by": "Hanna", "email": OWNER})
        assert not Person.objects.filter(email=OWNER).exists()
        proof = path_in_mail()
        assert client.get(proof).status_code == 200
        assert not Person.objects.filter(email=OWNER).exists()
        assert client.post(f"{proof}annehmen/").url == f"/musterkiez/mein/eintraege/{shop.pk}/"
        assert Steward.objects.get(person__email=OWNER).way == Steward.Way.LETTER
        assert client.post(f"{proof}annehmen/").status_code == 410

    def test_a_wrong_code_opens_nothing(self, client, code):
        wrong = "".join(reversed(code)) if code != code[::-1] else "22222222"
        refused = client.post("/musterkiez/code/", {"code": wrong})
        assert (refused.status_code, "kennen wir nicht" in refused.text) == (422, True)

    def test_guessing_is_slowed_down(self, client, district):
        answers = [client.post("/musterkiez/code/", {"code": f"2222222{sign}"}) for sign in "23456789ABCD"]
        assert "zu viele Codes" in answers[-1].text
        assert "zu viele Codes" not in answers[0].text


class TestRequest:
    def ask(self, client, shop, **more):
        slug = shop.entries.get().slug
        path = f"/musterkiez/verzeichnis/{slug}/mein-betrieb/"
        form = client.get(path).context["form"]
        opened = form["opened"].value()
        said = {"name": "Hanna Muster", "standing": "owner", "email": OWNER, "phone": "", "message": "", "homepage": ""}
        return client.post(path, said | {"opened": opened} | more)

    def test_the_office_says_yes_and_the_person_gets_the_link(self, client, district, shop, monkeypatch):
        monkeypatch.setattr("kiezkontor.shared.guard.MIN_SECONDS", 0)
        self.ask(client, shop)
        client.force_login(districts.editor(district, "Edda"))
        assert "Hanna Muster" in client.get("/musterkiez/buero/anfragen/").text
        asked = EntryRequest.objects.get()
        client.post(f"/musterkiez/buero/anfragen/{asked.pk}/zusagen/")
        client.logout()
        approve(client, path_in_mail())
        assert Steward.objects.get().way == Steward.Way.CLAIMED

    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("030 / 123 45 67", '<a href="tel:+49301234567">030 / 123 45 67</a>'),
            ("ruft im Laden an", "<dd>ruft im Laden an</dd>"),
        ],
    )
    def test_the_office_calls_whoever_asked_with_one_press(self, client, district, shop, typed, shown):
        builders.entry_request(shop, district, phone=typed)
        client.force_login(districts.editor(district, "Edda"))
        assert shown in client.get("/musterkiez/buero/anfragen/").text

    def test_no_means_no(self, client, district, shop):
        asked = builders.entry_request(shop, district)
        client.force_login(districts.editor(district, "Edda"))
        client.post(f"/musterkiez/buero/anfragen/{asked.pk}/ablehnen/")
        client.post(f"/musterkiez/buero/anfragen/{asked.pk}/zusagen/")
        asked.refresh_from_db()
        assert asked.decision == EntryRequest.Decision.REFUSED
        assert OutgoingMail.objects.count() == 0


def test_mail_holds_the_district_and_no_markup_of_names(editor, shop):
    invite(editor, shop, name="<b>Hanna</b>")
    sent = OutgoingMail.objects.get(to=OWNER)
    assert "Guten Tag <b>Hanna</b>" in sent.text
    assert "<b>Hanna" not in sent.html


def test_a_link_that_was_passed_on_opens_no_account_that_was_there_before(editor, shop):
    person(email=OWNER)
    invite(editor, shop)
    editor.logout()
    answer = approve(editor, path_in_mail())
    assert answer.url.endswith(f"/musterkiez/mein/eintraege/{shop.pk}/")
    assert "_auth_user_id" not in editor.session
    assert Steward.objects.get().person.email == OWNER


def test_whoever_wants_quiet_gets_no_invitation(editor, district, shop):
    builders.contact(shop, district, email=OWNER, do_not_contact_since=timezone.localdate())
    assert invite(editor, shop).status_code == 422
    assert OutgoingMail.objects.count() == 0


def test_who_no_longer_looks_after_an_entry_leaves_the_contact_list(editor, district, shop):
    builders.membership(shop, district)
    hanna = person("Hanna Muster", email=OWNER)
    stewards.become_steward(OWNER, shop, way=Steward.Way.INVITED, district=district)
    told = {"name": "Hanna Muster", "function": "", "phone": "+493012345678", "email": OWNER}
    asked, by = asked_for_list(district), Viewer(person=hanna)
    save_card(shop, values=told, released={"name", "phone"}, asked=asked, district=district, by=by)
    assert "030 12345678" in editor.get("/musterkiez/mein/kontakte/").text
    contact = shop.contacts.get()
    form = {"name": "Hanna Muster", "phone": "0171 5551234", "email": OWNER, "language": "de", "basis": "owner"}
    editor.post(entry_page(shop, f"kontakte/{contact.pk}/"), form | {"said_on": "2026-01-01"})
    page = editor.get("/musterkiez/mein/kontakte/").text
    assert "Hanna Muster" in page
    assert "5551234" not in page
    editor.post(entry_page(shop, f"betreut-von/{shop.stewards.get().pk}/beenden/"), follow=True)
    assert "Hanna Muster" not in editor.get("/musterkiez/mein/kontakte/").text


def test_a_link_does_not_pass_somebody_by_their_second_step(editor, shop):
    someone = person(email=OWNER)
    Authenticator.objects.create(user=someone, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    invite(editor, shop)
    editor.logout()
    approve(editor, path_in_mail())
    assert "_auth_user_id" not in editor.session


def test_the_contact_list_is_closed_to_carriers_outside_of_the_network(client, district, shop):
    Organisation.objects.filter(pk=shop.pk).update(kind=Organisation.Kind.SOCIAL_CARRIER)
    shop.refresh_from_db()
    client.force_login(stewards.become_steward(OWNER, shop, way=Steward.Way.LETTER, district=district))
    assert "Nur für Mitglieder" in client.get("/musterkiez/mein/kontakte/").text
    builders.membership(shop, district)
    assert "Nur für Mitglieder" not in client.get("/musterkiez/mein/kontakte/").text


def test_whoever_no_longer_looks_after_an_entry_has_no_link_left(editor, shop):
    invite(editor, shop)
    path = path_in_mail()
    stewards.become_steward(OWNER, shop, way=Steward.Way.INVITED, district=shop.entries.get().district)
    editor.post(entry_page(shop, f"betreut-von/{shop.stewards.get().pk}/beenden/"))
    assert editor.get(path).status_code == 410


def test_a_name_cannot_hide_that_it_came_with_a_link():
    holder = Viewer(holder="Kim Muster" + "\u2060" * 110)
    assert holder.label == "Kim Muster (Link)"


class TestCorrections:
    """What the holder of a link corrects is a draft until they approve it."""

    @pytest.fixture
    def path(self, editor, shop):
        invite(editor, shop)
        editor.logout()
        return path_in_mail()

    def correct(self, client, path, **more):
        form = client.get(f"{path}aendern/").context["form"]
        sent = {field.html_name: value for field in form if (value := field.value())} | more
        return client.post(f"{path}aendern/", sent)

    def told_to_all(self, client, shop):
        """What anybody reads of the entry: its page, the list, the interface, its card for address books."""
        slug = shop.entries.get().slug
        files = ("visitenkarte.vcf", "")
        pages = [f"verzeichnis/{slug}/{file}" for file in files] + ["verzeichnis/", f"api/v1/entries/{slug}"]
        answers = [client.get(f"/musterkiez/{page}") for page in [*pages, "api/entries.csv", "api/entries.geojson"]]
        assert [answer.status_code for answer in answers] == [200] * len(answers)
        return " ".join(answer.getvalue().decode() for answer in answers)

    def test_nobody_else_sees_them_before_they_are_approved(self, client, path, shop):
        told = {"phone": "030 7654321", "website": "https://neu.example/", "who_we_are_de": "Wir sind neu."}
        assert self.correct(client, path, **told).url == path
        shop.refresh_from_db()
        assert (shop.phone, shop.website, shop.who_we_are_de) == ("+493012345678", "", "")
        public = self.told_to_all(client, shop)
        assert [text for text in ("7654321", "neu.example", "Wir sind neu") if text in public] == []
        own = client.get(path).text
        assert "030 7654321" in own
        assert "Niemand außer Ihnen sieht das" in own
        assert client.get(f"{path}aendern/").context["form"]["phone"].value() == "030 7654321"

    def test_they_stand_in_the_entry_once_it_is_approved(self, client, path, shop):
        self.correct(client, path, phone="030 7654321")
        approve(client, path, wants_access="")
        shop.refresh_from_db()
        assert (shop.phone, shop.confirmed_on) == ("+49307654321", timezone.localdate())
        assert "7654321" in self.told_to_all(client, shop)
        assert FieldClaim.objects.get(organisation=shop, field="phone").basis == FieldClaim.Basis.OWNER
        assert EntryDraft.objects.count() == 0

    def test_what_is_put_back_is_no_correction(self, client, path):
        self.correct(client, path, phone="030 7654321")
        self.correct(client, path, phone="030 12345678")
        assert EntryDraft.objects.count() == 0
        assert "Niemand außer Ihnen sieht das" not in client.get(path).text

    def test_what_the_office_changed_meanwhile_is_not_overwritten_unseen(self, client, path, shop):
        self.correct(client, path, phone="030 7654321")
        Organisation.objects.filter(pk=shop.pk).update(phone="+49301111111")
        refused = approve(client, path, wants_access="")
        assert (refused.status_code, "Telefon" in refused.text) == (422, True)
        shop.refresh_from_db()
        assert (shop.phone, shop.confirmed_on) == ("+49301111111", None)
        assert "030 1111111" in client.get(f"{path}aendern/").text
        assert self.correct(client, path).status_code == 302
        assert approve(client, path, wants_access="").status_code == 200
        shop.refresh_from_db()
        assert shop.phone == "+49307654321"

    def test_a_newer_invitation_goes_on_with_them_and_the_office_hears_of_them(self, client, path, shop, district):
        self.correct(client, path, phone="030 7654321")
        client.force_login(districts.editor(district, "Edda Zwei"))
        assert "Korrekturen begonnen" in client.get(entry_page(shop)).text
        invite(client, shop)
        client.logout()
        assert "030 7654321" in client.get(path_in_mail()).text

    def test_they_go_with_the_link(self, client, path):
        self.correct(client, path, phone="030 7654321")
        PersonalLink.objects.all().delete()
        assert EntryDraft.objects.count() == 0
