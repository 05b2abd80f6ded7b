"""The needs interview on paper: printed with a code each, and typed in when it comes back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.viewer import VISITOR
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.access import viewer_for
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices import letter_runs, links
from kiezkontor.notices.models import LetterRun, PersonalLink
from kiezkontor.notices.rules.codes import as_printed
from kiezkontor.organisations.actions import letters
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach import access
from kiezkontor.outreach.models import NeedsInterview
from kiezkontor.outreach.sheets import PAPERS
from kiezkontor.outreach.tests.builders import interview
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGE = "/musterkiez/buero/ansprache/boegen/"
BULK = "/musterkiez/buero/ansprache/gemeinsam/"
WALK = "/musterkiez/buero/ansprache/rundgang/boegen/"


@pytest.fixture
def district():
    return districts.district("Musterkiez", office_name="Stadtteilbüro")


@pytest.fixture
def baker(district):
    return shop(district, "Bäckerei Muster", street="Am Ende")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district))
    return client


def shop(district, name, *, street="Musterstraße", **details):
    made = organisations.organisation(name, **details)
    premises.used(premises.unit(district, street_name=street), made)
    return made


def paper(of, district):
    return links.make_link("needs.answer", of.pk, days=30, scope_id=district.pk, with_code=True)


def print_letters(office):
    sent = {"step": "needs_letter", "on": TODAY.isoformat()}
    shown = office.post(BULK, sent)
    return shown.context["affected"], office.post(BULK, sent | {"sure": shown.context["sure"]})


def typed(**answers):
    return {"on": TODAY.isoformat()} | answers


def said_by_others(page):
    return [answer for other in page.context["others"] for _question, answer in other["answers"]]


def open_sheet(office, code):
    return office.post(PAGE, {"code": code})


class TestPrinting:
    def test_a_filter_becomes_letters_with_sheets_in_one_tagged_file(self, office, district, baker):
        shop(district, "Anders", street="Allee")
        affected, answer = print_letters(office)
        run = LetterRun.objects.get()
        assert (affected, run.count, run.purpose) == (2, 2, "needs.letters")
        assert "2 Briefe können gedruckt werden" in office.get(answer.url).text
        file = office.post(f"{answer.url}boegen.pdf")
        assert file.content.startswith(b"%PDF-")
        assert b"pdfuaid" in file.content
        assert len(re.findall(rb"/Type\s*/Page\b", file.content)) == 6
        assert AuditEntry.objects.filter(verb="letters.taken").count() == 1
        assert "2 Briefe mit Fragebogen" in office.get(PAGE).text

    def test_who_forbade_contact_gets_neither_letter_nor_sheet(self, office, district, baker):
        shop(district, "Still", do_not_contact_since=TODAY)
        affected, _answer = print_letters(office)
        office.post(WALK)
        assert affected == 1
        assert [run.subjects for run in LetterRun.objects.all()] == [[baker.pk], [baker.pk]]

    def test_a_sheet_bears_its_code_its_questions_and_what_happens_with_the_answers(self, district, baker):
        run = letter_runs.new_run("needs.letters", [baker.pk], scope_id=district.pk, language="de", made_by=None)
        letter_runs.write_next(
            run.pk,
            lambda subjects: letters.letters_to(subjects, PAPERS[run.purpose], district, today=TODAY, by="Mira"),
        )
        letter = run.written.get().letter
        sheet = letter["sheet"]
        assert sheet["code"] == letter["code"]
        assert len(sheet["questions"]) == 10
        assert sheet["questions"][5]["answers"][2] == "Schaufenster"
        assert "freiwillig" in sheet["intro"][0]
        assert "Stadtteilbüro" in sheet["closing"][1]
        assert links.by_code(sheet["code"]).subject_id == baker.pk

    def test_sheets_for_a_walk_come_in_its_order(self, office, district, baker):
        near = [shop(district, f"Laden {nth}") for nth in range(3)]
        walked = office.get("/musterkiez/buero/ansprache/rundgang/").context["walk"]
        order = [door.organisation.pk for _street, doors in walked.legs for door in doors]
        office.post(WALK)
        run = LetterRun.objects.get()
        assert run.subjects == order
        assert set(order) == {baker.pk, *(each.pk for each in near)}

    def test_nobody_to_walk_to_is_said(self, office, district):
        said = office.post(WALK, follow=True)
        assert "kann niemand angeschrieben werden" in said.text

    def test_the_file_stays_with_the_office_of_its_district(self, office, district, baker):
        _affected, answer = print_letters(office)
        office.force_login(districts.editor(district))
        assert office.post(f"{answer.url}boegen.pdf").status_code == 403
        other = districts.district("Fremdkiez")
        office.force_login(districts.coordinator(other))
        foreign = answer.url.replace("musterkiez", "fremdkiez")
        assert office.post(f"{foreign}boegen.pdf").status_code == 404


class TestTyping:
    def test_from_the_code_to_the_next_sheet(self, office, district, baker):
        made = paper(baker, district)
        url = open_sheet(office, as_printed(made.code).lower()).url
        assert "Bäckerei Muster" in office.get(url).text
        saved = office.post(url, typed(turnover="3", skill_gaps="1 3", wishes="Mehr Bänke."))
        assert saved.url == PAGE
        interview = NeedsInterview.objects.get()
        assert (interview.source, interview.on) == ("paper", TODAY)
        assert interview.answers == {"turnover": "falling", "skill_gaps": ["online", "window"], "wishes": "Mehr Bänke."}
        page = office.get(PAGE).text
        assert "1 Bogen heute eingegeben, zuletzt Bäckerei Muster" in page
        assert re.search(r"<input[^>]*name=\"code\"[^>]*autofocus", page)

    def test_the_last_sheet_is_corrected_in_place(self, office, district, baker):
        made = paper(baker, district)
        url = f"{PAGE}{made.link.pk}/"
        office.post(url, typed(turnover="3", skill_gaps="1 3"))
        assert f'href="{url}"' in office.get(PAGE).text
        page = office.get(url)
        assert page.context["form"]["skill_gaps"].value() == "1 3"
        office.post(url, {"on": (TODAY - timedelta(days=1)).isoformat(), "turnover": "1"})
        assert NeedsInterview.objects.get().answers == {"turnover": "rising"}

    @pytest.mark.parametrize(
        ("answers", "said"),
        [
            ({"turnover": "9"}, "hat die Antworten 1 bis 4"),
            ({"turnover": "12"}, "passt nur eine Antwort"),
            ({"skill_gaps": "1 8"}, "passt nicht zu weiteren Antworten"),
            ({"turnover": "x"}, "nur die Nummern der Kästchen"),
            ({}, "Keine Frage ist beantwortet"),
            ({"turnover": "1", "on": "2999-01-01"}, "liegt in der Zukunft"),
        ],
    )
    def test_a_wrong_key_is_said_and_nothing_is_lost(self, office, district, baker, answers, said):
        url = f"{PAGE}{paper(baker, district).link.pk}/"
        refused = office.post(url, typed(strengths="Stammkundschaft") | answers if answers else typed())
        assert (refused.status_code, said in refused.text) == (422, True)
        assert not answers or "Stammkundschaft" in refused.text
        assert NeedsInterview.objects.count() == 0

    def test_words_that_the_law_protects_are_asked_about(self, office, district, baker):
        url = f"{PAGE}{paper(baker, district).link.pk}/"
        asked = office.post(url, typed(wishes="Er ist krank."))
        assert (asked.status_code, 'name="words_are_needed"' in asked.text) == (422, True)
        assert office.post(url, typed(wishes="Er ist krank.", words_are_needed="on")).status_code == 302

    def test_answers_given_online_meanwhile_are_shown_and_the_later_counts(self, office, district, baker):
        made = paper(baker, district)
        office.post(f"/musterkiez/bedarf/{made.token}/", {"turnover": "rising", "wishes": "Online gesagt"})
        url = f"{PAGE}{made.link.pk}/"
        page = office.get(url).text
        assert "Schon beantwortet, online" in page
        assert "Online gesagt" in page
        office.post(url, {"on": (TODAY - timedelta(days=2)).isoformat(), "turnover": "3"})
        assert NeedsInterview.objects.count() == 2
        counted = office.get("/musterkiez/buero/ansprache/bedarf/").context
        assert counted["asked"] == 1
        assert counted["results"][0].rows[0].count == 1

    def test_sheets_come_back_after_their_code_has_ended(self, office, district, baker):
        made = paper(baker, district)
        PersonalLink.objects.update(expires_at=timezone.now() - timedelta(days=60))
        assert office.post(open_sheet(office, made.code).url, typed(turnover="2")).status_code == 302

    def test_the_square_is_scanned_instead_of_the_code(self, office, district, baker):
        made = paper(baker, district)
        scanned = f"https://musterkiez.example/bedarf/{made.token}/"
        assert open_sheet(office, scanned).url == f"{PAGE}{made.link.pk}/"
        assert "gehört zu keinem unserer Bögen" in open_sheet(office, f"https://x.example/{50 * 'a'}/").text

    def test_other_codes_say_what_they_are(self, office, district, baker):
        foreign = paper(baker, districts.district("Fremdkiez"))
        entry = links.make_link("entry.letter", baker.pk, days=30, scope_id=district.pk, with_code=True)
        assert "anderen Quartier" in open_sheet(office, foreign.code).text
        assert "Brief über einen Eintrag" in open_sheet(office, entry.code).text
        assert "kennen wir nicht" in open_sheet(office, "K7QF-2MXN").text

    def test_two_sheets_of_one_day_are_not_mixed(self, office, district, baker):
        first, second = paper(baker, district), paper(baker, district)
        office.post(f"{PAGE}{first.link.pk}/", typed(turnover="1"))
        refused = office.post(f"{PAGE}{second.link.pk}/", typed(turnover="2"))
        assert (refused.status_code, "schon ein anderer Bogen" in refused.text) == (422, True)
        assert NeedsInterview.objects.get().answers == {"turnover": "rising"}

    def test_a_letter_that_came_back_confirms_an_entry(self, office, district, baker):
        made = links.make_link("entry.fresh", baker.pk, days=30, scope_id=district.pk, with_code=True)
        url = open_sheet(office, made.code).url
        assert "ob der Eintrag noch stimmt" in office.get(url).text
        assert office.post(url).url == PAGE
        baker.refresh_from_db()
        assert baker.confirmed_on == TODAY
        office.force_login(districts.field_worker(district))
        assert office.post(url).status_code == 403


class TestWhoReadsWhat:
    """Gaps in knowledge and succession are read by the coordination, and by whoever entered them."""

    def test_a_walk_corrects_its_own_sheet(self, office, district, baker):
        url = f"{PAGE}{paper(baker, district).link.pk}/"
        office.force_login(districts.field_worker(district))
        office.post(url, typed(succession="1"))
        assert office.get(url).context["form"]["succession"].value() == "1"
        assert office.post(url, typed(succession="2")).status_code == 302
        assert NeedsInterview.objects.get().answers == {"succession": "within_five_years"}

    def test_a_walk_reads_and_replaces_nothing_of_a_sheet_that_somebody_else_entered(self, office, district, baker):
        url = f"{PAGE}{paper(baker, district).link.pk}/"
        office.post(url, typed(succession="1", wishes="Mehr Bänke."))
        office.force_login(districts.field_worker(district))
        page = office.get(url)
        assert "liest nur die Koordination" in page.text
        assert "Mehr Bänke." not in page.text
        assert office.post(url, typed(turnover="1")).status_code == 403
        assert NeedsInterview.objects.get().answers == {"succession": "within_two_years", "wishes": "Mehr Bänke."}

    def test_a_walk_corrects_a_sheet_that_says_nothing_of_the_kind(self, office, district, baker):
        url = f"{PAGE}{paper(baker, district).link.pk}/"
        office.post(url, typed(turnover="1"))
        office.force_login(districts.field_worker(district))
        assert office.post(url, typed(turnover="3")).status_code == 302

    def test_a_walk_adds_nothing_to_what_it_may_not_read(self, office, district, baker):
        url = f"{PAGE}{paper(baker, district).link.pk}/"
        asked = f"/musterkiez/buero/ansprache/{baker.pk}/bedarf/"
        office.post(url, typed(succession="1"))
        office.post(asked, typed(succession="later", source="talk"))
        stored = list(NeedsInterview.objects.values("source", "answers", "entered_by"))
        office.force_login(districts.field_worker(district))
        for source in ("paper", "talk"):
            refused = office.post(asked, typed(turnover="rising", source=source))
            assert refused.status_code == 422
            assert "Es wurde nichts notiert" in refused.text
        assert list(NeedsInterview.objects.values("source", "answers", "entered_by")) == stored
        assert office.post(url, typed(turnover="1")).status_code == 403

    def test_a_sheet_is_corrected_with_its_code_alone(self, office, district, baker):
        office.post(f"{PAGE}{paper(baker, district).link.pk}/", typed(turnover="1"))
        asked = f"/musterkiez/buero/ansprache/{baker.pk}/bedarf/"
        assert office.post(asked, typed(turnover="falling", source="paper")).status_code == 422
        assert NeedsInterview.objects.get().answers == {"turnover": "rising"}

    def test_what_is_added_to_a_talk_makes_nobody_its_author(self, office, district, baker):
        asked = f"/musterkiez/buero/ansprache/{baker.pk}/bedarf/"
        office.post(asked, typed(turnover="rising", source="talk"))
        author = NeedsInterview.objects.get().entered_by
        office.force_login(districts.field_worker(district))
        assert office.post(asked, typed(wishes="Mehr Bänke.", source="talk")).status_code == 302
        assert NeedsInterview.objects.get().entered_by == author

    def test_no_page_has_to_leave_out_what_is_closed(self, district, baker):
        link = paper(baker, district).link
        interview(baker, district, answers={"succession": "within_two_years", "wishes": "Mehr Bänke."})
        walk, coordination = (
            viewer_for(person, on=TODAY)
            for person in (districts.field_worker(district), districts.coordinator(district))
        )
        everybody = Organisation.objects.all()
        [(_baker, told)] = access.latest_answers(walk, district, everybody)
        [other] = access.other_answers(walk, district, baker, link)
        assert told == other.answers == {"wishes": "Mehr Bänke."}
        [(_baker, told)] = access.latest_answers(coordination, district, everybody)
        [other] = access.other_answers(coordination, district, baker, link)
        assert "succession" in told.keys() & other.answers.keys()
        assert access.other_answers(VISITOR, district, baker, link) == []

    def test_other_answers_and_results_leave_it_out(self, office, district, baker):
        url = f"{PAGE}{paper(baker, district).link.pk}/"
        interview(baker, district, answers={"succession": "within_two_years", "wishes": "Mehr Bänke."})
        results = "/musterkiez/buero/ansprache/bedarf/"
        assert "Wann übernimmt jemand anderes?" in office.get(results).text
        assert said_by_others(office.get(url)) == ["Mehr Bänke.", "innerhalb von zwei Jahren"]
        office.force_login(districts.field_worker(district))
        assert "Wann übernimmt jemand anderes?" not in office.get(results).text
        assert said_by_others(office.get(url)) == ["Mehr Bänke."]
