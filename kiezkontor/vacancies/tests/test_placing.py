"""Whose request for space a contract comes from: chosen in its form, placed by it, and not where it came to nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.tests import builders as districts
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.actions.forgetting import forget_tenants, tenants_over
from kiezkontor.vacancies.actions.lettings import end
from kiezkontor.vacancies.actions.placing import placed
from kiezkontor.vacancies.models import Letting, SeekerStep, SpaceRequest
from kiezkontor.vacancies.tests import builders, seekers
from kiezkontor.vacancies.tests.test_lettings import page, terms
from kiezkontor.vacancies.tests.viewings import negotiation, viewing

pytestmark = pytest.mark.django_db
SEEKERS = "/musterkiez/buero/raumsuchende/"


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


def form_of(case):
    return f"/musterkiez/buero/leerstand/{case.pk}/nutzung/"


def status_of(sought):
    return SpaceRequest.objects.values_list("status", flat=True).get(pk=sought.pk)


def ended(case, sought, **details):
    made = {"outcome": "agreed", "closed_at": timezone.now()} | details
    return negotiation(case, sought, **made)


def by_the_office(kiez):
    return districts.viewer(districts.coordinator(kiez), kiez, COORDINATOR)


def test_those_who_viewed_or_negotiated_are_offered_and_nobody_else(office, kiez, case):
    viewed, talked = seekers.request(kiez, "Vera", status="viewing"), seekers.request(kiez, "Nils", status="placed")
    gone, other = seekers.request(kiez, "Gesa", status="withdrawn"), seekers.request(kiez, "Olaf")
    viewing(case, viewed), viewing(case, gone), negotiation(case, talked), viewing(builders.case(kiez), other)
    offered = office.get(form_of(case)).context["form"].fields["request"].queryset
    assert list(offered) == [talked, viewed]
    assert "request" not in office.get(form_of(builders.case(kiez, stage="in_talks"))).context["form"].fields
    refused = office.post(form_of(case), terms(request=other.pk))
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"request"}


def test_whoever_gets_the_contract_has_found_a_place_and_both_say_so(office, kiez, case):
    sought = seekers.request(kiez, status="viewing")
    viewing(case, sought)
    assert office.post(form_of(case), terms(request=sought.pk)).status_code == 302
    letting = Letting.objects.get()
    assert letting.request == sought
    assert status_of(sought) == "placed"
    assert SeekerStep.objects.filter(request=sought, kind="moved", status="placed").count() == 1
    assert f"{SEEKERS}{sought.pk}/" in office.get(page(letting)).text
    assert page(letting) in office.get(f"{SEEKERS}{sought.pk}/").text
    office.post(page(letting, "beenden/"), {"ending": "mistake", "ended_on": letting.begins_on.isoformat()})
    assert status_of(sought) == "advising"
    assert SeekerStep.objects.filter(request=sought, kind="moved", status="advising").count() == 1


def test_a_contract_that_ended_otherwise_or_beside_another_one_leaves_its_seeker_placed(office, kiez, case):
    sought = seekers.request(kiez, status="placed")
    letting = builders.letting(case, request=sought)
    other = builders.letting(builders.case(kiez, stage="interim_use"), request=sought)
    by, today = by_the_office(kiez), timezone.localdate()
    end(letting.pk, ending="mistake", ended_on=today, by=by)
    assert status_of(sought) == "placed"
    end(other.pk, ending="early", ended_on=today, by=by)
    assert status_of(sought) == "placed"


def test_a_lease_goes_on_for_the_seeker_of_the_use_before(office, kiez):
    sought = seekers.request(kiez, status="placed")
    use = builders.letting(builders.case(kiez, stage="interim_use"), request=sought)
    said = terms(kind="permanent", ends_on=None, begins_on=timezone.localdate().isoformat())
    assert office.post(page(use, "dauerhaft/"), said).status_code == 302
    assert Letting.objects.get(kind="permanent").request == sought


def test_the_form_begins_with_the_negotiation_in_which_they_agreed_until_the_unit_was_let(office, kiez, case):
    sought = seekers.request(kiez, status="placed")
    ended(case, seekers.request(kiez, "Ohne Einigung"), outcome="no_terms")
    ended(case, sought)
    begins = office.get(form_of(case)).context["form"].initial
    assert (begins["request"], begins["tenant"], begins["cold"]) == (sought.pk, "Sina Such", 480)
    builders.letting(case, ending="early", ended_on=timezone.localdate())
    assert "request" not in office.get(form_of(case)).context["form"].initial


def test_what_was_given_up_or_is_of_another_district_is_not_placed(kiez, case):
    lapsed, foreign = seekers.request(kiez, status="expired"), seekers.request(districts.district("Nachbarkiez"))
    for sought in (lapsed, foreign):
        with pytest.raises(ActionRefused):
            placed(sought.pk, case, by=by_the_office(kiez))


def test_whose_request_it_was_is_forgotten_with_the_tenant(kiez, case):
    letting = builders.letting(
        case, tenant="", request=seekers.request(kiez), ending="early", ended_on=timezone.localdate()
    )
    forget_tenants(tenants_over(timezone.now() + timedelta(days=2)))
    letting.refresh_from_db()
    assert letting.request is None
