"""A day of viewings planned at once, its lists, and tours through several units."""

from datetime import timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.calendar.actions.answers import answer_simply
from kiezkontor.calendar.models import Event, Invitation
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.telling import link_to_invitation
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.premises.models import Unit
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path
from kiezkontor.vacancies.actions.tours import Announced, add_tour, invite_seekers
from kiezkontor.vacancies.models import SpaceRequest, Tour, VacancyCase, Viewing
from kiezkontor.vacancies.tests import builders, exposes, seekers
from kiezkontor.vacancies.tests.viewings import viewing

pytestmark = pytest.mark.django_db
VIEWINGS = "/musterkiez/buero/leerstand/besichtigungen/"
PLAN, TOURS = f"{VIEWINGS}planen/", f"{VIEWINGS}rundgaenge/"


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(districts.coordinator(kiez))
    return client


def unit(kiez, area, *, willing="yes"):
    """A vacancy of so many square metres, of an owner who wants to let or not."""
    made = builders.vacant_unit(kiez, str(area), street_name="Hofweg")
    Unit.objects.filter(pk=made.pk).update(area_sqm=Decimal(area))
    builders.owner(kiez, made, willing=willing)
    return builders.case(kiez, Unit.objects.get(pk=made.pk), stage="in_talks")


def looking(kiez, name, least, most, **details):
    email = f"{name.lower()}@example.org"
    return seekers.request(
        kiez, name, **({"status": "checked", "area_min": least, "area_max": most, "email": email} | details)
    )


@pytest.fixture
def small(kiez):
    return unit(kiez, 40)


@pytest.fixture
def large(kiez):
    return unit(kiez, 90)


@pytest.fixture
def three(kiez, small, large):
    """Ada takes both, and nobody knows whether they have her kitchen; Ben the small one, Cem the large one alone."""
    return looking(kiez, "Ada", 30, 100, needs=["kitchen"]), looking(kiez, "Ben", 35, 45), looking(kiez, "Cem", 85, 95)


def day():
    return timezone.localdate() + timedelta(days=4)


def asked(*cases, **more):
    wanted = {
        "on": day().isoformat(),
        "begins": "10:00",
        "slots": "1",
        "minutes": "30",
        "per_seeker": "1",
        "per_slot": "1",
        "cases": [case.pk for case in cases],
        "statuses": ["checked", "advising", "proposed"],
    }
    return wanted | more


def seen(answer):
    return {(each.case.pk, str(each.request)) for each in answer.context["plan"].viewings}


def test_willing_owners_and_rooms_on_offer_are_chosen_at_first(office, kiez, small):
    other, on_offer = unit(kiez, 70, willing="no"), unit(kiez, 80, willing="")
    exposes.release(exposes.expose(on_offer), "page")
    form = office.get(PLAN).context["form"]
    assert set(form.initial["cases"]) == {str(small.pk), str(on_offer.pk)}
    assert {value for value, _label in form.fields["cases"].choices} == {
        str(case.pk) for case in (small, other, on_offer)
    }


def test_what_is_not_free_on_the_day_is_not_chosen_at_first_and_says_so(office, kiez, small, large):
    later = timezone.localdate() + timedelta(days=100)
    VacancyCase.objects.filter(pk=small.pk).update(expected_from=later)
    on_offer = unit(kiez, 80, willing="")
    exposes.release(exposes.expose(on_offer, free_from=later), "page")
    form = office.get(PLAN).context["form"]
    assert form.initial["cases"] == [str(large.pk)]
    said = dict(form.fields["cases"].choices)
    for case in (small, on_offer):
        assert said[str(case.pk)] == f"{case} (frei erst ab {date_format(later, 'SHORT_DATE_FORMAT')})"
    assert said[str(large.pk)] == str(large)
    assert "nicht schon ausgewählt" in form.as_p()


def test_a_pair_of_which_nothing_is_known_says_that_details_are_missing(office, kiez):
    case = builders.case(kiez, builders.vacant_unit(kiez, "1", street_name="Hofweg"), stage="in_talks")
    looking(kiez, "Ada", None, None, rent_max=500, from_day=None)
    found = office.get(PLAN, asked(case))
    assert [each.reasons for each in found.context["plan"].viewings] == [[]]
    assert "Es fehlen Angaben" in found.text


def test_the_plan_is_the_best_and_says_who_gets_nothing_and_why(office, small, large, three):
    found = office.get(PLAN, asked(small, large))
    ada, _ben, _cem = three
    assert seen(found) == {(small.pk, "Ben"), (large.pk, "Cem")}
    assert [each.about for each in found.context["plan"].seekers] == [ada]
    assert "gehen an andere" in found.text
    again = office.get(PLAN, asked(small, large))
    assert seen(again) == seen(found)
    assert again.context["plan"].key == found.context["plan"].key


def test_more_slots_and_more_viewings_let_everybody_see_what_suits(office, small, large, three):
    found = office.get(PLAN, asked(small, large, slots="2", per_seeker="2"))
    assert seen(found) == {(small.pk, "Ada"), (small.pk, "Ben"), (large.pk, "Ada"), (large.pk, "Cem")}
    slots = [(each.slot, str(each.request)) for each in found.context["plan"].viewings]
    assert len(set(slots)) == len(slots), "nobody is in two places at once"


def test_everybody_whom_a_unit_suits_is_looked_at_not_the_ten_best_alone(office, kiez, small, large):
    # Many whom both units suit better, and who are of another district or not spoken with yet, take nobody's place.
    for nth in range(12):
        looking(kiez, f"Neu{nth}", 30, 100, status="new")
    names = [f"Wer{nth}" for nth in range(12)]
    for name in names:
        looking(kiez, name, 30, 100)
    found = office.get(PLAN, asked(small, large, slots="6"))
    assert sorted(name for _case, name in seen(found)) == sorted(names)


def test_a_pair_is_left_out_and_taken_in_again(office, small, large, three):
    _ada, ben, _cem = three
    wanted = asked(small, slots="4", left=[f"{small.pk}-{ben.pk}"])
    found = office.get(PLAN, wanted)
    assert seen(found) == {(small.pk, "Ada")}
    assert "Von Ihnen ausgelassen" in found.text
    assert "Sie haben sie ausgelassen." in found.text
    back = found.context["left_out"][0]["url"]
    assert (small.pk, "Ben") in seen(office.get(PLAN + back))
    for wrong in ("x", "1-", "-1", f"{small.pk}-{'9' * 40}"):
        assert office.get(PLAN, asked(small, left=[wrong])).status_code == 200


def test_who_was_not_looked_at_or_is_busy_is_in_no_plan(office, kiez, small):
    for status in ("new", "viewing", "on_hold", "withdrawn"):
        looking(kiez, status.title(), 30, 50, status=status)
    assert seen(office.get(PLAN, asked(small))) == set()


def test_one_tap_invites_all_as_the_plan_was_shown(office, small, large, three):
    wanted = asked(small, large, slots="2", per_seeker="2")
    shown = office.get(PLAN, wanted)
    address = shown.request["PATH_INFO"] + "?" + shown.request["QUERY_STRING"]
    answer = office.post(address, {"plan": shown.context["plan"].key})
    assert answer.headers["Location"].endswith(f"tag/?on={day().isoformat()}")
    assert Viewing.objects.count() == 4
    assert Invitation.objects.count() == 4
    assert set(SpaceRequest.objects.values_list("status", flat=True)) == {"viewing"}
    listed = office.get(answer.headers["Location"])
    for name in ("Ada", "Ben", "Cem", "Hofweg 40", "Hofweg 90"):
        assert name in listed.text
    made = office.get(f"{VIEWINGS}tag.pdf?on={day().isoformat()}")
    assert made.content.startswith(b"%PDF")


def test_a_plan_that_changed_meanwhile_is_shown_again_and_sends_nothing(office, kiez, small, three):
    shown = office.get(PLAN, asked(small))
    address = shown.request["PATH_INFO"] + "?" + shown.request["QUERY_STRING"]
    SpaceRequest.objects.exclude(name="Cem").update(status="withdrawn")
    looking(kiez, "Dora", 38, 42)
    refused = office.post(address, {"plan": shown.context["plan"].key})
    assert refused.status_code == 422
    assert "Dora" in refused.text
    assert not Viewing.objects.exists()


def test_wrong_details_are_said(office, small):
    for wrong in ({"on": timezone.localdate().isoformat()}, {"slots": "0"}, {"cases": []}, {"per_seeker": "x"}):
        answer = office.get(PLAN, asked(small, **wrong))
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text


def test_a_day_that_is_none_is_today(office, small, kiez):
    viewing(small, looking(kiez, "Heute", 1, 99), starts_at=timezone.now())
    for asked_for in ("2026-99-99", "0001-01-01", "9999-12-31", ""):
        assert "Heute" in office.get(f"{VIEWINGS}tag/?on={asked_for}").text


def tour_entered(*cases, **more):
    wanted = {
        "title": "Rundgang Reuterkiez",
        "on": day().isoformat(),
        "begins": "15:00",
        "ends": "17:00",
        "place": "Brunnen am Platz",
        "capacity": "8",
        "cases": [case.pk for case in cases],
        "text": "Zwei Läden, ein Hof.",
    }
    return wanted | more


def announced(office, *cases, **more):
    answer = office.post(f"{TOURS}neu/", tour_entered(*cases, **more))
    assert answer.status_code == 302, answer.text
    return Tour.objects.get()


def test_a_tour_shows_several_units_to_who_is_invited(office, client, small, large, three):
    ada, ben, _cem = three
    tour = announced(office, small, large)
    page = office.get(f"{TOURS}{tour.pk}/")
    assert "Ada (passt zu 2 Einheiten)" in page.text
    answer = office.post(f"{TOURS}{tour.pk}/", {"seekers": [ada.pk, ben.pk]})
    assert answer.status_code == 302, answer.text
    assert Viewing.objects.filter(request=ada).count() == 2
    office.post(f"{TOURS}{tour.pk}/", {"seekers": [ben.pk]})
    assert Viewing.objects.count() == 4
    invitation = Viewing.objects.filter(request=ada).first().invitation
    answer_simply(invitation, "yes", slot=tour.event.slots.get(), channel=Channel.LINK)
    assert set(Viewing.objects.filter(request=ada).values_list("state", flat=True)) == {"agreed"}
    assert set(Viewing.objects.filter(request=ben).values_list("state", flat=True)) == {"proposed"}
    told = client.get(district_path("musterkiez", "calendar:own_answer", link_to_invitation(invitation))).text
    assert ("Rundgang Reuterkiez" in told, '__preline">Rundgang' in told, "Gesprächstermin" in told) == (
        True,
        True,
        False,
    )
    client.logout()
    assert "Rundgang Reuterkiez" not in client.get("/musterkiez/kalender/").text
    assert client.get(f"/musterkiez/kalender/{tour.event_id}/").status_code == 404


def test_a_tour_of_before_is_called_so_and_a_single_viewing_is_not(office, small):
    tour = announced(office, small)
    single = calendar.event(tour.event.district, "Besichtigung", kind="appointment")
    Event.objects.filter(pk=tour.event_id).update(kind="appointment")
    import_module("kiezkontor.vacancies.migrations.0024_tours_are_called_so").call_them_tours(apps, None)
    assert [Event.objects.get(pk=pk).kind for pk in (tour.event_id, single.pk)] == ["tour", "appointment"]


def test_a_public_tour_is_announced_without_its_units_and_who_is_invited(client, office, kiez, small, three):
    ada, _ben, _cem = three
    tour = announced(office, small, is_public="on")
    office.post(f"{TOURS}{tour.pk}/", {"seekers": [ada.pk]})
    client.logout()
    shown = client.get(f"/musterkiez/kalender/{tour.event_id}/")
    assert "Rundgang Reuterkiez" in shown.text
    assert tour.event.kind == "public"
    assert "Gesprächstermin" not in shown.text
    assert "Hofweg" not in shown.text
    client.force_login(districts.editor(kiez))
    assert client.get(f"/musterkiez/kalender/{tour.event_id}/").status_code == 200
    for address in ("", "einladungen/", "einladungen/tabelle.csv"):
        inside = client.get(f"/musterkiez/buero/kalender/{tour.event_id}/{address}")
        assert inside.status_code == 404, address


def test_a_tour_needs_units_that_are_vacant_and_an_end_after_its_beginning(office, small):
    for wrong in ({"cases": []}, {"ends": "14:00"}, {"place": ""}):
        assert office.post(f"{TOURS}neu/", tour_entered(small, **wrong)).status_code == 422
    assert not Event.objects.exists()


def over(case, *, closed):
    changed = {"closed_at": timezone.now(), "outcome": "used"} if closed else {"stage": "let"}
    VacancyCase.objects.filter(pk=case.pk).update(**changed)


@pytest.mark.parametrize("closed", [False, True])
def test_nobody_new_is_invited_to_what_is_let_meanwhile(office, small, large, three, closed):
    ada, ben, cem = three
    tour = announced(office, small, large)
    over(large, closed=closed)
    page = office.get(f"{TOURS}{tour.pk}/")
    assert "Ada (passt zu 1 Einheit)" in page.text
    assert "Cem (passt" not in page.text, "only the large one suited"
    assert page.text.count("derzeit kann sie niemand haben") == 1
    assert office.post(f"{TOURS}{tour.pk}/", {"seekers": [ada.pk]}).status_code == 302
    assert list(Viewing.objects.values_list("request", "case")) == [(ada.pk, small.pk)]
    over(small, closed=closed)
    office_itself = system_viewer("test")
    with pytest.raises(ActionRefused):
        invite_seekers(tour, [ben.pk, cem.pk], by=office_itself)
    assert Viewing.objects.count() == 1
    announcement = Announced("Noch einer", tour.event.starts_at, tour.event.ends_at, "Brunnen", (small.pk,))
    with pytest.raises(ActionRefused):
        add_tour(tour.event.district, announcement, by=office_itself)
    assert Tour.objects.count() == 1
