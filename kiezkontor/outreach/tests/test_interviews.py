from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.districts.models import PageChange
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.tasks import forget
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.models import Activation, NeedsInterview
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
RESULTS = "/musterkiez/buero/ansprache/bedarf/"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district))
    return client


def shop(district, name="Bäckerei Muster", *, street="Musterstraße", **details):
    made = organisations.organisation(name, **details)
    premises.used(premises.unit(district, street_name=street), made)
    return made


def ask(client, of, **answers):
    sent = {"source": "talk", "on": TODAY.isoformat()} | answers
    return client.post(f"/musterkiez/buero/ansprache/{of.pk}/bedarf/", sent)


def counts(response, label: str) -> dict[str, int]:
    result = next(each for each in response.context["results"] if str(each.label) == label)
    return {str(row.label): row.count for row in result.rows if row.count}


def test_what_was_answered_is_kept_with_the_version_of_the_questions(office, district):
    baker = shop(district)
    answers = {"skill_gaps": ["online", "law"], "succession": "within_two_years", "wishes": "Mehr Bänke."}
    assert ask(office, baker, **answers).status_code == 302
    interview = NeedsInterview.objects.get()
    assert (interview.version, interview.source, interview.answers) == (1, "talk", answers)
    row = Activation.objects.get()
    assert (row.status, row.last_contact_on) == ("contacted", TODAY)
    assert PageChange.objects.count() == 0


def test_talk_paper_and_online_are_one_data_set(office, district):
    for nth, source in enumerate(("talk", "paper", "online")):
        ask(office, shop(district, f"Laden {nth}"), source=source, succession="later")
    assert counts(office.get(RESULTS), "Wann übernimmt jemand anderes?") == {"später": 3}


def test_who_was_asked_twice_counts_once_with_what_was_said_last(office, district):
    baker = shop(district)
    ask(office, baker, turnover="falling", on=(TODAY - timedelta(days=9)).isoformat())
    ask(office, baker, turnover="rising")
    page = office.get(RESULTS)
    assert page.context["asked"] == 1
    assert counts(page, "Wie entwickelt sich der Umsatz?") == {"er steigt": 1}


def test_the_same_day_and_way_again_adds_and_corrects(office, district):
    baker = shop(district)
    ask(office, baker, turnover="falling", wishes="Mehr Bänke.")
    ask(office, baker, turnover="steady", succession="later")
    answers = {"turnover": "steady", "wishes": "Mehr Bänke.", "succession": "later"}
    assert NeedsInterview.objects.get().answers == answers


def test_results_are_told_by_street_category_and_use(office, district):
    cafe = organisations.category("amenity=cafe", "Café")
    ask(office, shop(district, "Anna", street="Allee"), skill_gaps=["online"])
    ask(office, shop(district, "Berta", category=cafe), skill_gaps=["law"])
    label = "Worüber möchten Sie mehr wissen?"
    street = district.streets.get(name="Allee")
    assert counts(office.get(f"{RESULTS}?street={street.pk}"), label) == {"eigene Internetseite": 1}
    assert counts(office.get(f"{RESULTS}?category=amenity%3Dcafe"), label) == {"Recht und Verträge": 1}
    result = next(each for each in office.get(RESULTS).context["results"] if str(each.label) == label)
    by_use = {str(row.label): row.by_use for row in result.rows if row.count}
    assert by_use == {"eigene Internetseite": [1, 0, 0, 0], "Recht und Verträge": [0, 1, 0, 0]}


@pytest.mark.parametrize(
    "answers",
    [{}, {"skill_gaps": ["none", "law"]}, {"turnover": "doubled"}, {"turnover": "rising", "on": "2999-01-01"}],
)
def test_what_says_nothing_or_contradicts_itself_is_asked_again(office, district, answers):
    assert ask(office, shop(district), **answers).status_code == 422
    assert NeedsInterview.objects.count() == 0


def test_who_forbade_contact_is_not_asked_in_a_talk(office, district):
    quiet = shop(district, do_not_contact_since=TODAY)
    assert ask(office, quiet, turnover="rising").status_code == 422
    assert ask(office, quiet, turnover="rising", source="online").status_code == 302


def test_what_one_district_was_told_no_other_sees(office, client, district):
    baker = shop(district)
    ask(office, baker, wishes="Nur hier")
    neighbours = districts.district("Nachbarkiez")
    organisations.membership(baker, neighbours)
    client.force_login(districts.coordinator(neighbours))
    assert "Nur hier" not in client.get("/nachbarkiez/buero/ansprache/bedarf/").text
    client.force_login(districts.editor(district))
    assert client.get(RESULTS).status_code == 403


def test_what_people_said_is_shown_and_never_run(office, district):
    ask(office, shop(district, SCRIPT), wishes=SCRIPT)
    page = office.get(RESULTS).text
    assert SCRIPT not in page
    assert "&lt;script&gt;alert" in page


def test_texts_go_three_years_after_the_last_contact_and_numbers_stay(office, district):
    ask(office, shop(district), wishes="Mehr Bänke.", turnover="rising")
    Activation.objects.update(last_contact_on=TODAY - timedelta(days=4 * 365))
    assert forget.call()["interviews"] == 1
    interview = NeedsInterview.objects.get()
    assert (interview.answers, interview.entered_by) == ({"turnover": "rising"}, None)
    assert forget.call()["interviews"] == 0


def test_many_interviews_are_asked_for_as_few(office, district, django_assert_max_num_queries):
    for nth in range(20):
        ask(office, shop(district, f"Laden {nth}"), turnover="rising")
    with django_assert_max_num_queries(12):
        assert office.get(RESULTS).context["asked"] == 20
