"""Leases and interim uses: agreed on the page of a vacancy, looked after until they are over or permanent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.premises.models import UseSpell
from kiezkontor.vacancies.models import CaseStep, FollowUp, Letting, LettingRent, VacancyCase
from kiezkontor.vacancies.rules.lettings import after_months
from kiezkontor.vacancies.tests import builders, exposes

pytestmark = pytest.mark.django_db
USES = "/musterkiez/buero/leerstand/nutzungen/"
DESK = "/musterkiez/buero/"


def days(count):
    return timezone.localdate() + timedelta(days=count)


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(districts.coordinator(kiez))
    return client


@pytest.fixture
def case(kiez):
    return builders.case(kiez, stage="in_talks")


def terms(**changed):
    said = {
        "kind": "interim",
        "purpose": "Atelier",
        "sign": "Atelier Muster",
        "tenant": "Ada Probe",
        "begins_on": days(-10).isoformat(),
        "ends_on": days(170).isoformat(),
        "cold": "0",
        "utilities": "85,50",
        "change_of_use": "not_needed",
        "words": "Vertrag unterschrieben.",
    }
    return {name: value for name, value in (said | changed).items() if value is not None}


def agreed(office, case, **changed):
    answer = office.post(f"/musterkiez/buero/leerstand/{case.pk}/nutzung/", terms(**changed))
    assert answer.status_code == 302, answer.text
    return Letting.objects.latest("pk")


def page(letting, rest=""):
    return f"{USES}{letting.pk}/{rest}"


def test_an_interim_use_is_agreed_and_the_vacancy_follows(office, case):
    offered = office.get(f"/musterkiez/buero/leerstand/{case.pk}/").text
    assert f"/musterkiez/buero/leerstand/{case.pk}/nutzung/" in offered
    letting = agreed(office, case)
    case.refresh_from_db()
    assert case.stage == "interim_use"
    assert CaseStep.objects.filter(case=case, kind="moved", words="Vertrag unterschrieben.").exists()
    assert letting.ends_on == days(171)
    shown = office.get(page(letting)).text
    for words in ("Atelier Muster", "Ada Probe", "85,50"):
        assert words in shown
    assert "Atelier Muster" in office.get(USES).text
    again = office.post(f"/musterkiez/buero/leerstand/{case.pk}/nutzung/", terms(sign="Zweites"))
    assert again.status_code == 422
    assert Letting.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": days(-20).isoformat()}, "ends_on"),
        ({"kind": None}, "kind"),
        ({"tenant": ""}, "tenant"),
        ({"cold": "-1"}, "cold"),
        ({"cold": "viel"}, "cold"),
    ],
)
def test_terms_that_are_not_possible_are_refused_at_their_field(office, case, changed, field):
    answer = office.post(f"/musterkiez/buero/leerstand/{case.pk}/nutzung/", terms(**changed))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert "Vertrag unterschrieben." in answer.text
    assert not Letting.objects.exists()
    assert VacancyCase.objects.get().stage == "in_talks"


def test_a_use_does_not_follow_from_every_stage(office, kiez):
    gone = builders.case(kiez, stage="withdrawn")
    answer = office.post(f"/musterkiez/buero/leerstand/{gone.pk}/nutzung/", terms())
    assert answer.status_code == 422
    assert "Ändern Sie zuerst den Stand" in answer.text
    assert not Letting.objects.exists()


def test_a_rent_in_steps(office, case):
    letting = agreed(office, case)
    for written, stored in (("1.200", "1200"), ("1.234,50", "1234.50"), ("1234.50 €", "1234.50"), ("85,5", "85.50")):
        office.post(page(letting, "miete/"), {"from_on": days(79).isoformat(), "cold": written})
        step = LettingRent.objects.get(from_on=days(79))
        assert step.cold == Decimal(stored)
        step.delete()
    assert (
        office.post(page(letting, "miete/"), {"from_on": days(80).isoformat(), "cold": "1.200,00"}).status_code == 302
    )
    assert "1.200,00" in office.get(page(letting)).text
    for day in (days(80), days(-30), days(400)):
        refused = office.post(page(letting, "miete/"), {"from_on": day.isoformat(), "cold": "100"})
        assert refused.status_code == 422
        assert refused.context["form"].errors.keys() == {"from_on"}
    step = LettingRent.objects.get(cold=1200)
    office.post(page(letting, f"miete/{step.pk}/entfernen/"))
    assert LettingRent.objects.count() == 1
    shorter = office.post(page(letting, "bearbeiten/"), terms(begins_on=days(0).isoformat()))
    assert shorter.status_code == 422


def test_a_use_is_extended_and_not_shortened_that_way(office, case):
    letting = agreed(office, case)
    assert office.post(page(letting, "verlaengern/"), {"ends_on": days(100).isoformat()}).status_code == 422
    office.post(page(letting, "verlaengern/"), {"ends_on": days(300).isoformat(), "words": "Bis zum Sommer."})
    letting.refresh_from_db()
    assert (letting.ends_on, letting.extensions) == (days(301), 1)
    assert AuditEntry.objects.filter(verb="letting.extended").exists()


@pytest.mark.parametrize("form", ["verlaengern/", "beenden/", "dauerhaft/", "uebergabe/"])
def test_a_form_about_a_use_names_it_and_leads_back_to_it(office, case, form):
    letting = agreed(office, case)
    shown = office.get(page(letting, form)).text
    assert f'<li><a href="{page(letting)}">{letting}</a></li>' in shown
    assert f'<p class="page-header__preline">{letting}</p>' in shown


def test_the_offer_tells_no_day_before_the_end_of_an_extended_use(office, client, kiez):
    made = exposes.told(kiez, free_from=days(171))
    exposes.release(made)
    VacancyCase.objects.filter(pk=made.case_id).update(stage="in_talks")
    letting = agreed(office, made.case)
    offer = f"/musterkiez/leerstand/angebote/{made.code}/"
    assert date_format(days(171)) in client.get(offer).text
    answer = office.post(page(letting, "verlaengern/"), {"ends_on": days(300).isoformat()}, follow=True)
    assert f"dass sie ab dem {date_format(days(301))} frei ist" in answer.text
    for url in (offer, "/musterkiez/leerstand/angebote/"):
        shown = client.get(url).text
        assert date_format(days(301)) in shown
        assert date_format(days(171)) not in shown
    assert AuditEntry.objects.filter(verb="vacancy.expose_changed").exists()
    answer = office.post(page(letting, "bearbeiten/"), terms(ends_on=days(400).isoformat()), follow=True)
    assert f"dass sie ab dem {date_format(days(401))} frei ist" in answer.text
    assert date_format(days(401)) in client.get(offer).text
    earlier = office.post(page(letting, "bearbeiten/"), terms(ends_on=days(350).isoformat()), follow=True)
    assert "Im Angebot dieser Einheit" not in earlier.text, "the owner may want it later"
    assert f"weiterhin, dass die Einheit ab dem {date_format(days(401))} frei ist" in earlier.text
    over = {"ending": "early", "ended_on": days(0).isoformat()}
    letting.refresh_from_db()
    ended = office.post(page(letting, "beenden/"), over, follow=True)
    assert f"weiterhin, dass die Einheit ab dem {date_format(days(401))} frei ist" in ended.text


def test_an_extension_tells_nothing_of_an_offer_that_is_not_released(office, kiez):
    made = exposes.told(kiez, free_from=days(171))
    VacancyCase.objects.filter(pk=made.case_id).update(stage="in_talks")
    letting = agreed(office, made.case)
    answer = office.post(page(letting, "verlaengern/"), {"ends_on": days(300).isoformat()}, follow=True)
    made.refresh_from_db()
    assert made.free_from == days(301)
    assert "Im Angebot dieser Einheit" not in answer.text


def test_a_use_is_extended_as_far_as_was_agreed_on(office, case):
    refused = office.post(
        f"/musterkiez/buero/leerstand/{case.pk}/nutzung/", terms(extendable_until=days(100).isoformat())
    )
    assert "Bis zu einem Tag vor dem letzten kann sie nicht verlängert werden" in refused.text
    letting = agreed(office, case, extendable_until=days(300).isoformat())
    refused = office.post(page(letting, "verlaengern/"), {"ends_on": days(301).isoformat()})
    assert "Vereinbart ist eine Verlängerung bis zum" in refused.text
    office.post(page(letting, "verlaengern/"), {"ends_on": days(300).isoformat()})
    letting.refresh_from_db()
    assert letting.ends_on == days(301)


def test_an_interim_use_becomes_a_permanent_lease(office, case):
    letting = agreed(office, case)
    form = office.get(page(letting, "dauerhaft/")).text
    assert "Ada Probe" in form
    assert 'value="85,50"' in form
    office.post(page(letting, "dauerhaft/"), terms(kind="permanent", begins_on=days(171).isoformat(), ends_on=None))
    letting.refresh_from_db()
    case.refresh_from_db()
    lease = Letting.objects.get(kind="permanent")
    assert (letting.ending, letting.ended_on, lease.follows) == ("converted", days(171), letting)
    assert case.stage == "let"
    assert page(lease) in office.get(page(letting)).text
    shown = " ".join(office.get(USES).text.split())
    assert "Eine befristete Nutzung ist zu Ende. Dauerhaft geworden: 1." in shown
    assert office.post(page(lease, "dauerhaft/"), terms(kind="permanent", ends_on=None)).status_code == 422


def test_a_use_that_ends_brings_the_vacancy_back_to_talks(office, case):
    letting = agreed(office, case)
    early = {"ending": "early", "ended_on": days(-20).isoformat()}
    assert office.post(page(letting, "beenden/"), early).status_code == 422
    office.post(page(letting, "beenden/"), early | {"ended_on": days(0).isoformat(), "words": "Kein Geld mehr."})
    letting.refresh_from_db()
    case.refresh_from_db()
    assert (letting.ending, letting.ended_on, case.stage) == ("early", days(1), "in_talks")
    assert "converted" not in office.get(page(letting, "beenden/")).text
    assert office.post(page(letting, "verlaengern/"), {"ends_on": days(300).isoformat()}).status_code == 422
    agreed(office, case, sign="Nachfolge")


def test_the_register_is_told_in_one_tap_and_asks_no_more(office, case):
    letting = agreed(office, case)
    builders.later(case)
    assert "Im Register vermerken" in office.get(page(letting)).text
    office.post(page(letting, "verzeichnis/"))
    use = UseSpell.objects.current_on(timezone.localdate()).get(unit=case.unit)
    assert (use.occupancy, use.begins_latest) == ("interim_use", days(-10))
    assert [each.name for each in use.occupants.all()] == ["Atelier Muster"]
    assert "Im Register vermerken" not in office.get(page(letting)).text
    assert "Bitte entscheiden" not in office.get(f"/musterkiez/buero/leerstand/{case.pk}/").text


def test_what_has_not_begun_is_not_told_to_the_register(office, case):
    letting = agreed(office, case, begins_on=days(5).isoformat())
    assert "Im Register vermerken" not in office.get(page(letting)).text
    office.post(page(letting, "verzeichnis/"))
    assert UseSpell.objects.current_on(timezone.localdate()).get(unit=case.unit).occupancy == "vacant"


def test_the_desk_reminds_of_the_end_and_asks_how_it_goes(office, case):
    today = timezone.localdate()
    begun = after_months(-6, on=today) - timedelta(days=1)
    ends = after_months(2, on=today)
    letting = agreed(office, case, begins_on=begun.isoformat(), ends_on=ends.isoformat())
    desk = office.get(DESK).text
    assert "entscheiden Sie, was danach kommt" in desk
    assert "nach 6 Monaten fragen, wie es geht" in desk
    assert office.get(page(letting, "nachfrage/5/")).status_code == 404
    answered = office.post(page(letting, "nachfrage/6/"), {"result": "there", "jobs": "2", "words": "Läuft gut."})
    assert answered.status_code == 302
    assert FollowUp.objects.get().result == "there"
    office.post(page(letting, "nachfrage/6/"), {"result": "gone"})
    assert FollowUp.objects.get().result == "gone"
    office.post(page(letting, "verlaengern/"), {"ends_on": days(400).isoformat()})
    desk = office.get(DESK).text
    assert "was danach kommt" not in desk
    assert "fragen, wie es geht" not in desk


def test_a_change_of_use_is_asked_about_until_somebody_says_how_it_stands(office, case):
    words = "prüfen, ob die Nutzungsänderung eine Genehmigung braucht"
    letting = agreed(office, case, change_of_use="unchecked", begins_on=days(20).isoformat())
    for begins_on in (days(20), days(-10), days(-1500)):
        Letting.objects.update(begins_on=begins_on)
        assert words in office.get(DESK).text, begins_on
    assert page(letting, "bearbeiten/") in office.get(DESK).text
    for answered in ("not_needed", "applied", "granted", "refused"):
        Letting.objects.update(change_of_use=answered)
        assert words not in office.get(DESK).text, answered
    Letting.objects.update(change_of_use="unchecked", ending="mistake", ended_on=days(0))
    assert words not in office.get(DESK).text


def ended(office, case, began, months, **how):
    """A use that began so many months ago and ended after so many."""
    begun = after_months(-began, on=timezone.localdate())
    last_day = after_months(months, on=begun) - timedelta(days=1)
    letting = agreed(office, case, begins_on=begun.isoformat(), ends_on=last_day.isoformat())
    office.post(page(letting, "beenden/"), {"ending": "at_term", "ended_on": last_day.isoformat(), **how})
    return letting


@pytest.mark.parametrize(
    ("began", "months", "how", "question"),
    [
        (5, 5, {}, "3"),
        (7, 5, {}, "6"),
        (13, 5, {}, "12"),
        (13, 5, {"ending": "closed_down"}, None),
        (13, 5, {"ending": "mistake"}, None),
        (19, 18, {}, "12"),
        (22, 18, {}, "ende"),
        (40, 18, {}, None),
    ],
)
def test_after_a_use_has_ended_the_office_is_asked_what_became_of_them(office, case, began, months, how, question):
    letting = ended(office, case, began, months, **how)
    desk = office.get(DESK).text
    assert ("fragen, was daraus geworden ist" in desk) == (question is not None)
    shown = office.get(page(letting)).text
    if question is None:
        assert began > 24 or "nachfrage" not in shown
        return
    assert page(letting, f"nachfrage/{question}/") in desk
    assert "Was daraus geworden ist" in office.get(page(letting, f"nachfrage/{question}/")).text
    assert office.post(page(letting, f"nachfrage/{question}/"), {"result": "gone"}).status_code == 302
    assert "fragen, was daraus geworden ist" not in office.get(DESK).text
    assert "fällig" not in office.get(page(letting)).text


def test_whoever_is_still_there_after_the_end_is_asked_about_again_after_twelve_months(office, case):
    letting = ended(office, case, 13, 5)
    FollowUp.objects.create(letting=letting, months=6, asked_on=days(-200), result="there")
    assert page(letting, "nachfrage/12/") in office.get(DESK).text
    FollowUp.objects.update(result="gone")
    assert "nachfrage" not in office.get(DESK).text


def test_what_became_of_whoever_is_still_there_is_not_asked(office, case):
    letting = agreed(office, case)
    answer = office.post(page(letting, "nachfrage/ende/"), {"result": "there"})
    assert answer.status_code == 422
    assert not FollowUp.objects.exists()


def test_a_handover_is_written_down_once_it_happened(office, case):
    letting = agreed(office, case)
    record = {"way": "in", "on": days(3).isoformat(), "keys": "3", "meters": "Strom 4711", "condition": "Kratzer"}
    assert office.post(page(letting, "uebergabe/"), record).status_code == 422
    office.post(page(letting, "uebergabe/"), record | {"on": days(0).isoformat()})
    shown = office.get(page(letting)).text
    assert "Strom 4711" in shown
    assert "Kratzer" in shown


def test_files_hold_what_the_list_does(office, case):
    agreed(office, case)
    rows = office.get(f"{USES}nutzungen.csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "Ada Probe" in rows[1]
    assert office.get(f"{USES}nutzungen.xlsx").status_code == 200


def test_who_edits_texts_and_other_districts_see_nothing_of_it(office, client, kiez, case):
    letting = agreed(office, case)
    other = districts.district("Anderswo")
    client.force_login(districts.coordinator(other))
    assert client.get(page(letting)).status_code in {403, 404}
    assert client.get(f"/anderswo/buero/leerstand/nutzungen/{letting.pk}/").status_code == 404
    assert "Ada Probe" not in client.get("/anderswo/buero/leerstand/nutzungen/").text


def test_days_are_whole(office, case):
    letting = agreed(office, case, begins_on="2026-01-01", ends_on="2026-12-31")
    assert letting.ends_on == date(2027, 1, 1)
    assert "31.12.2026" in office.get(page(letting)).text


def test_uses_that_ended_are_counted_by_whether_they_stayed_and_what_never_came_about_is_not_one(office, kiez):
    for ending in ("converted", "early", "converted", "closed_down", "mistake"):
        builders.letting(builders.case(kiez), ending=ending, ended_on=days(-1))
    builders.letting(builders.case(kiez), kind="permanent", ends_on=None, ending="early", ended_on=days(-1))
    builders.letting(builders.case(kiez))
    shown = " ".join(office.get(USES).text.split())
    assert "4 befristete Nutzungen sind zu Ende. Dauerhaft geworden: 2." in shown
