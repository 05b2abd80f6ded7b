"""Paper is equal: letters with a code of their own, printed as one file, killed anywhere without a letter lost."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.tasks import forget
from kiezkontor.notices import letter_runs
from kiezkontor.notices.actions import mark_address
from kiezkontor.notices.letters import Letter, as_data, pdf_of
from kiezkontor.notices.models import LetterRun, PersonalLink
from kiezkontor.notices.rules.kinds import Kind, Reason
from kiezkontor.organisations.access_freshness import unasked_without_mail
from kiezkontor.organisations.actions import letters
from kiezkontor.organisations.letters_about_entries import PAPERS
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules.purposes import FRESH, LETTER
from kiezkontor.organisations.tests.builders import contact

pytestmark = pytest.mark.django_db
PAGE = "/musterkiez/buero/briefe/"
TODAY = date(2026, 11, 26)


@pytest.fixture
def district():
    return districts.district("Musterkiez", office_name="Stadtteilbüro", office_phone="+493012345678")


@pytest.fixture
def shops(district):
    return [listed(district, f"Laden {number}", street=street).organisation for number, street in enumerate("BAC")]


@pytest.fixture
def editor(client, district, shops):
    client.force_login(districts.editor(district, "Edda"))
    return client


WANTED = {"status": "unconfirmed", "language": "de"}


def start(editor, **wanted):
    """The letters as they were shown before, or the page that refuses them."""
    asked = editor.post(PAGE, WANTED | wanted)
    return editor.post(PAGE, WANTED | wanted | {"sure": asked.context["sure"]})


def noted(district):
    """A run that nobody has carried out yet."""
    return letters.start_letters(
        Organisation.objects.all(), kind=LETTER, language="de", district=district, by=system_viewer("demo")
    )


def write_some(run, district):
    letter_runs.write_next(
        run.pk, lambda subjects: letters.letters_to(subjects, PAPERS[LETTER], district, today=TODAY, by="Edda")
    )
    run.refresh_from_db()
    return [written.letter for written in run.written.all()]


def printed(run):
    letters.carry_out(run.pk, PAPERS, today=TODAY)
    run.refresh_from_db()
    return run


def test_an_office_gets_one_file_with_a_letter_each_in_the_order_of_the_street(editor, shops):
    url = start(editor).url
    run = LetterRun.objects.get()
    assert run.subjects == [shops[1].pk, shops[0].pk, shops[2].pk]
    assert "3 Briefe können gedruckt werden" in editor.get(url).text
    answer = editor.post(f"{url}briefe.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert len(re.findall(rb"/Type\s*/Page\b", answer.content)) == 3 * 2  # each with its back
    assert b"pdfuaid" in answer.content
    assert run.written.count() == 0
    assert "3 Briefe" in editor.get(PAGE).text


def test_how_many_letters_it_would_be_is_asked_before_they_are_made(editor, shops):
    Organisation.objects.filter(pk=shops[0].pk).update(do_not_contact_since=TODAY)
    shown = editor.post(PAGE, WANTED)
    assert "Das sind 2 Briefe." in shown.text
    assert "1 Organisation bekommt keinen" in shown.text
    assert "2 Briefe erstellen" in shown.text
    assert not LetterRun.objects.exists()
    sure = shown.context["sure"]
    assert "Das sind 2 Briefe." in editor.post(PAGE, WANTED | {"language": "en", "sure": sure}).text
    Organisation.objects.filter(pk=shops[0].pk).update(do_not_contact_since=None)
    assert "Das sind 3 Briefe." in editor.post(PAGE, WANTED | {"sure": sure}).text
    assert not LetterRun.objects.exists()


def test_one_organisation_gets_a_letter_from_its_own_page(editor, shops):
    entry = f"/musterkiez/buero/eintraege/{shops[1].pk}/"
    assert f"{entry}brief/" in editor.get(entry).text
    url = editor.post(f"{entry}brief/").url
    assert LetterRun.objects.get().subjects == [shops[1].pk]
    assert "1 Brief kann gedruckt werden" in editor.get(url).text
    Organisation.objects.filter(pk=shops[1].pk).update(do_not_contact_since=TODAY)
    assert f"{entry}brief/" not in editor.get(entry).text
    assert editor.post(f"{entry}brief/").url == entry
    assert LetterRun.objects.count() == 1


def test_a_letter_names_who_writes_and_to_whom(district, shops):
    first = write_some(noted(district), district)[0]
    assert first["to"][0] == "Laden 1"
    assert first["to"][1].startswith("A")
    assert "Stadtteilbüro" in first["return_line"]
    assert "Musterkiez" in first["subject"]


def test_the_code_of_a_letter_opens_the_entry(client, district, shops):
    first = write_some(noted(district), district)[0]
    path = client.post("/musterkiez/code/", {"code": first["code"]}).url
    assert "Laden 1" in client.get(path).text
    linked = re.search(r"https?://[^/]+(/.*)", first["address"])[1]
    assert "Laden 1" in client.get(linked).text


def test_do_not_contact_beats_letters_also_while_they_are_written(district, shops):
    Organisation.objects.filter(pk=shops[0].pk).update(do_not_contact_since=TODAY)
    run = noted(district)
    assert len(run.subjects) == 2
    Organisation.objects.filter(pk=shops[1].pk).update(do_not_contact_since=TODAY)
    assert printed(run).subjects == [shops[2].pk]
    assert PersonalLink.objects.count() == 1


def test_killed_between_two_steps_it_goes_on_where_it_was(district, shops, monkeypatch):
    monkeypatch.setattr(letter_runs, "A_STEP", 2)
    run = noted(district)
    write_some(run, district)
    codes = set(PersonalLink.objects.values_list("code_hash", flat=True))
    with monkeypatch.context() as patched:
        patched.setattr(letter_runs, "pdf_of", dies)
        with pytest.raises(KeyboardInterrupt):
            letters.carry_out(run.pk, PAPERS, today=TODAY)
    printed(run)
    assert len(run.subjects) == PersonalLink.objects.count() == 3
    assert codes < set(PersonalLink.objects.values_list("code_hash", flat=True))
    before = bytes(run.pdf)
    assert bytes(printed(run).pdf) == before


def dies(*_given, **_more):
    raise KeyboardInterrupt


def test_newer_letters_end_the_codes_of_older_ones(district, shops):
    for run in [noted(district), noted(district)]:
        printed(run)
    assert PersonalLink.objects.count() == 6
    assert PersonalLink.objects.filter(withdrawn_at=None).count() == 3


def test_nobody_to_write_to_is_said(editor):
    Organisation.objects.update(do_not_contact_since=TODAY)
    refused = start(editor)
    assert (refused.status_code, "kann niemand angeschrieben werden" in refused.text) == (422, True)


def test_the_file_is_of_its_own_district_alone(editor, district):
    run = noted(district)
    assert editor.post(f"{PAGE}{run.pk}/briefe.pdf").status_code == 404
    printed(run)
    assert editor.post(f"{PAGE}{run.pk}/briefe.pdf").status_code == 200
    other = districts.district("Fremdkiez")
    editor.force_login(districts.editor(other, "Fiona"))
    assert editor.post(f"/fremdkiez/buero/briefe/{run.pk}/briefe.pdf").status_code == 404
    assert editor.post(f"{PAGE}{run.pk}/briefe.pdf").status_code == 404


def test_what_people_write_is_printed_and_not_obeyed():
    hostile = '#panic() $x$ *fett* _kursiv_ <label> @ref "] \\ `raw`'
    letter = Letter(
        *((hostile,), hostile, (hostile,), hostile, (hostile,), "https://example.org/", "Code", (hostile,), hostile, ())
    )
    made = pdf_of([as_data(letter)], title=hostile, sender=hostile, foot=hostile, language="de", made_at=timezone.now())
    assert made.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "name", ["Laden", "Gesellschaft für Nachbarschaft und Quartiersarbeit " * 4, "Nachbarschaftszentrum" * 9]
)
def test_a_long_address_stays_in_the_window(name):
    to = [name, "zu Händen Frau Größenbach", "Hinterhaus, Aufgang C", "Lange Straße 102-106", "76133 Musterort"]
    letter = Letter(
        to, "Büro", ["Büro"], "Betreff", ["Guten Tag,"], "https://example.org/", "Code", ["Code"], "K", ["Wir"]
    )
    made = pdf_of([as_data(letter)], title="t", sender="s", foot="f", language="de", made_at=timezone.now())
    lowest = {}

    def note(text, place, *_more):
        lowest[text.strip()] = place[5]

    PdfReader(BytesIO(made)).pages[0].extract_text(visitor_text=note)
    town = next(y for text, y in lowest.items() if "Musterort" in text)
    bottom_of_window_pt = 842 - 90 / 25.4 * 72
    assert town >= bottom_of_window_pt


def test_a_sign_no_font_has_keeps_nobodys_letter_back(district):
    listed(district, "Café 🍕 北京")
    assert bytes(printed(noted(district)).pdf).startswith(b"%PDF-")


def test_each_download_is_told_and_the_file_is_gone_two_days_after_the_first(editor, district):
    run = printed(noted(district))
    file = f"{PAGE}{run.pk}/briefe.pdf"
    for _time in range(2):
        assert editor.post(file).status_code == 200
    assert AuditEntry.objects.filter(verb="letters.taken", actor_label="Edda").count() == 2
    LetterRun.objects.update(taken_at=timezone.now() - timedelta(days=2))
    assert editor.post(file).status_code == 404
    assert "ist gelöscht" in editor.get(f"{PAGE}{run.pk}/").text
    forget.call()
    run.refresh_from_db()
    assert (run.pdf, run.count) == (None, 3)


def test_a_question_for_the_progress_loads_no_letters(editor, district):
    run = noted(district)
    write_some(run, district)
    with CaptureQueriesContext(connection) as asked:
        page = editor.get(f"{PAGE}{run.pk}/", headers={"HX-Request": "true"})
    assert "3 von 3 Briefen" in page.text
    read = [query["sql"] for query in asked if "notices_letterrun" in query["sql"]]
    assert [sql for sql in read if '"subjects"' in sql or '"pdf"' in sql or "writtenletter" in sql] == []


class TestWhoGetsNoMail:
    @pytest.fixture
    def due(self, district, shops):
        district.freshness_months = 12
        district.save()
        Organisation.objects.update(confirmed_on=TODAY - timedelta(days=400))
        Organisation.objects.filter(pk=shops[0].pk).update(email="laden@example.org")
        Organisation.objects.filter(pk=shops[1].pk).update(do_not_contact_since=TODAY)
        return shops[2]

    def test_is_asked_by_letter_whether_the_entry_is_right_and_confirms_with_the_code(self, editor, due):
        page = editor.get(PAGE).text
        assert "1 Eintrag ist zu bestätigen, und eine E-Mail-Adresse ist nicht bekannt." in page
        assert "zurück" not in page
        assert "Mit 1 Brief nachfragen" in page
        url = editor.post(f"{PAGE}nachfragen/").url
        run = LetterRun.objects.get()
        assert (run.purpose, run.subjects) == (FRESH, [due.pk])
        assert editor.post(f"{url}briefe.pdf").content.startswith(b"%PDF-")
        assert "zu bestätigen" not in editor.get(PAGE).text

    def test_is_asked_by_letter_where_mail_came_back_but_not_where_none_is_wanted(self, editor, district, shops, due):
        Organisation.objects.filter(pk=shops[0].pk).update(email="Laden@example.org")
        Organisation.objects.filter(pk=due.pk).update(email="ruhe@example.org")
        by = {"scope_id": district.pk, "by": system_viewer("demo")}
        mark_address("laden@example.org", Reason.BOUNCED, **by)
        mark_address("ruhe@example.org", Reason.LEFT, kind=Kind.REMINDER, **by)
        page = editor.get(PAGE).text
        assert "1 Eintrag ist zu bestätigen, und E-Mails an seine Adresse kamen zurück." in page
        assert "eine E-Mail-Adresse ist nicht bekannt" not in page
        editor.post(f"{PAGE}nachfragen/")
        assert LetterRun.objects.get().subjects == [shops[0].pk]

    def test_gets_no_letter_instead_where_the_only_known_mailbox_is_of_somebody_quiet(self, editor, district, due):
        contact(due, district, do_not_contact_since=TODAY)
        assert "zu bestätigen" not in editor.get(PAGE).text

    @pytest.mark.parametrize(
        "mark", [{"reason": Reason.DO_NOT_CONTACT}, {"reason": Reason.LEFT, "kind": Kind.REMINDER}]
    )
    def test_gets_no_letter_after_a_bounce_who_wanted_no_mail_before(self, editor, district, due, mark):
        Organisation.objects.filter(pk=due.pk).update(email="ruhe@example.org")
        by = {"scope_id": district.pk, "by": system_viewer("demo")}
        mark_address("ruhe@example.org", **mark, **by)
        mark_address("ruhe@example.org", Reason.BOUNCED, **by)
        assert "zu bestätigen" not in editor.get(PAGE).text

    def test_confirms_with_the_code_of_the_letter(self, client, district, due):
        by = system_viewer("demo")
        run = letters.start_letters(
            unasked_without_mail(district, on=TODAY), kind=FRESH, language="de", district=district, by=by
        )
        letter_runs.write_next(
            run.pk, lambda subjects: letters.letters_to(subjects, PAPERS[FRESH], district, today=TODAY, by="Edda")
        )
        letter = run.written.get().letter
        assert "Stimmt noch alles?" in letter["subject"]
        path = client.post("/musterkiez/code/", {"code": letter["code"]}).url
        assert client.post(path, {"said_by": "Carla"}).status_code == 200
        due.refresh_from_db()
        assert due.confirmed_on == timezone.localdate()
