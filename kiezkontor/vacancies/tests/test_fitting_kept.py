"""What is kept of the requests of a district between two looks, and when it is read anew."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.models import Consent
from kiezkontor.districts.tests import builders as districts
from kiezkontor.premises.models import Unit
from kiezkontor.shared.bulk import insert_many
from kiezkontor.vacancies import fitting, fitting_kept
from kiezkontor.vacancies.actions import seeking
from kiezkontor.vacancies.models import SpaceRequest
from kiezkontor.vacancies.tests import builders, seekers

pytestmark = pytest.mark.django_db
BY = system_viewer("test")


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def case(kiez):
    unit = builders.vacant_unit(kiez)
    Unit.objects.filter(pk=unit.pk).update(area_sqm=Decimal(60))
    return builders.case(kiez, Unit.objects.get(pk=unit.pk), stage="in_talks")


def proposed(case):
    return [(fit.id, fit.score) for fit in fitting.best_requests(case, on=timezone.localdate())]


def read_anew(case):
    fitting_kept._kept.clear()
    return proposed(case)


def test_nothing_is_read_again_while_nothing_has_changed(kiez, case, monkeypatch):
    seekers.request(kiez, "Ada", status="checked")
    first = proposed(case)
    monkeypatch.setattr(fitting, "requests_in", lambda _district: pytest.fail("read again"))
    assert proposed(case) == first
    assert len(first) == 1


DEEDS = {
    "saved": lambda one: seeking.correct(one.pk, {"area_min": 10, "area_max": 20}, passes_on=False, by=BY),
    "moved": lambda one: seeking.move(one.pk, to="on_hold", by=BY),
    "withdrawn": lambda one: seeking.withdraw(one.pk, by=BY),
    "given a place": lambda one: seeking.set_status(one, "placed", by=BY),
    "updated": lambda one: SpaceRequest.objects.filter(pk=one.pk).update(area_min=30),
    "updated at once": lambda one: SpaceRequest.objects.bulk_update([changed(one)], ["area_min"]),
    "deleted": lambda one: one.delete(),
    "forgotten": lambda one: seeking.forget_people(SpaceRequest.objects.filter(pk=one.pk)),
    "joined": lambda one: seekers.request(one.district, "Neu", status="checked", email="neu@example.org"),
    "imported": lambda one: insert_many([copied(one)]),
}


def changed(one):
    one.area_min = 35
    return one


def copied(one):
    one.pk, one.name = None, "Kopie"
    return one


@pytest.mark.parametrize("deed", DEEDS)
def test_each_change_is_seen_at_once(kiez, case, deed):
    one = seekers.request(kiez, "Ada", status="checked", area_min=65, area_max=70)
    seekers.request(kiez, "Ben", status="proposed", area_min=55, area_max=70, email="ben@example.org")
    before, mark = proposed(case), fitting_kept.mark_of(kiez)
    DEEDS[deed](SpaceRequest.objects.get(pk=one.pk))
    assert fitting_kept.mark_of(kiez) != mark
    assert proposed(case) == read_anew(case)
    assert (proposed(case) != before) == (deed != "forgotten")


def test_what_was_rolled_back_is_not_kept(kiez, case):
    one = seekers.request(kiez, "Ada", status="checked")
    before = proposed(case)
    with transaction.atomic():
        seeking.withdraw(one.pk, by=BY)
        assert proposed(case) == []
        transaction.set_rollback(True)
    assert proposed(case) == before


def test_who_looks_elsewhere_and_agreed_is_among_them_and_no_longer_once_it_was_withdrawn(kiez, case):
    other = districts.district("Nachbarkiez")
    seekers.request(kiez, "Ada", status="checked")
    guest = seekers.agreed(seekers.request(other, "Gast", status="checked", elsewhere=True))
    assert {key for key, _score in proposed(case)} > {guest.pk}
    seeking.keep_consent(guest, passes_on=False, channel=Consent.Channel.ONLINE, by=BY)
    assert guest.pk not in {key for key, _score in proposed(case)}


def test_districts_looked_at_least_lately_are_dropped(monkeypatch):
    monkeypatch.setattr(fitting_kept, "DISTRICTS_KEPT", 2)
    kieze = [districts.district(f"Kiez {nth}") for nth in range(3)]
    for each in kieze:
        seekers.request(each, "Ada", status="checked")
        fitting_kept.wished_in(each, lambda each=each: fitting.wishes_of(fitting.requests_in(each)))
    assert list(fitting_kept._kept)[-2:] == [kieze[1].pk, kieze[2].pk]
    assert len(fitting_kept._kept) == 2
