"""What was ended, withdrawn or refused of a merged entry holds for both that it becomes again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.actions.consents import Asked
from kiezkontor.districts.models import Consent
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations import access
from kiezkontor.organisations.actions import merging as actions
from kiezkontor.organisations.actions.people import allow_contact, stop_contact
from kiezkontor.organisations.actions.stewards import end_stewardship, publish_contact
from kiezkontor.organisations.models import FieldClaim, Membership, Organisation, Steward
from kiezkontor.organisations.released import PUBLISH
from kiezkontor.organisations.tests import builders

pytestmark = pytest.mark.django_db
BEGAN, ENDED, DAY = date(2025, 1, 1), date(2026, 3, 1), date(2026, 5, 1)


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def by(kiez):
    someone = person("Eda Editorin")
    districts.role(someone, kiez, COORDINATOR)
    return districts.viewer(someone, kiez, COORDINATOR)


@pytest.fixture
def kept(kiez):
    return builders.organisation("Bäckerei Ähre", phone="+493012345", is_sole_trader=True)


@pytest.fixture
def absorbed(kiez):
    return builders.organisation("Baeckerei Aehre", phone="+493012345", is_sole_trader=True)


@pytest.fixture
def merge(kiez, by, kept, absorbed):
    return lambda **more: actions.merge(kept.pk, absorbed.pk, district=kiez, by=by, **more)


@pytest.fixture
def undo(kiez, by):
    return lambda made: actions.undo(made.pk, district=kiez, by=by)


@pytest.fixture
def publish(kiez, by):
    """Somebody says at an entry that its contact data may be shown, or takes that back."""

    def publish(organisation, *, may):
        asked = Asked(PUBLISH, "May be shown.", "1") if may else None
        publish_contact(organisation, asked, said_by="Hanna", district=kiez, by=by)

    return publish


@pytest.fixture
def shown(kiez):
    """Whose contact data may be shown: by consent, and by what their fields say of it."""

    def shown(*organisations):
        claims = FieldClaim.objects.filter(basis=FieldClaim.Basis.CONSENT).values_list("organisation_id", flat=True)
        by_consent = [each for each in organisations if access.consents_to_publish(each, kiez)]
        assert {each.pk for each in by_consent} == set(claims)
        return by_consent

    return shown


def caring_for(organisation):
    return Steward.objects.valid_on(timezone.localdate()).filter(organisation=organisation.pk)


def test_whoever_looked_after_both_looks_after_none_once_that_was_ended(kiez, by, kept, absorbed, merge, undo):
    hanna = person("Hanna")
    for each in (kept, absorbed):
        builders.steward(hanna, each)
    made = merge()
    end_stewardship(caring_for(kept).get(), district=kiez, by=by)
    assert undo(made) == 0
    assert not caring_for(kept).exists()
    assert not caring_for(absorbed).exists()
    assert Steward.objects.get(organisation=absorbed.pk).until_on == timezone.localdate()


def test_care_that_was_begun_today_and_taken_back_today_does_not_return(kiez, by, kept, absorbed, merge, undo):
    hanna = person("Hanna")
    for each in (kept, absorbed):
        builders.steward(hanna, each, from_on=timezone.localdate())
    made = merge()
    end_stewardship(caring_for(kept).get(), district=kiez, by=by)
    assert undo(made) == 1
    assert not Steward.objects.exists()


@pytest.mark.parametrize("until_on", [None, ENDED])
def test_a_membership_that_was_ended_since_is_so_for_both(kiez, kept, absorbed, merge, undo, until_on):
    builders.membership(kept, kiez, from_on=BEGAN)
    builders.membership(absorbed, kiez, from_on=BEGAN - timedelta(days=1))
    made = merge()
    Membership.objects.update(until_on=until_on)
    undo(made)
    ends = dict(Membership.objects.values_list("organisation_id", "until_on"))
    assert ends == {kept.pk: until_on, absorbed.pk: until_on}


def test_an_end_the_merge_itself_wrote_over_is_nobody_elses(kiez, kept, absorbed, merge, undo):
    builders.membership(kept, kiez, from_on=BEGAN, until_on=ENDED)
    builders.membership(absorbed, kiez, from_on=BEGAN)
    assert undo(merge()) == 0
    ends = dict(Membership.objects.values_list("organisation_id", "until_on"))
    assert ends == {kept.pk: ENDED, absorbed.pk: None}


def test_a_consent_that_was_withdrawn_since_is_so_for_both(kept, absorbed, merge, undo, publish, shown):
    for each in (kept, absorbed):
        publish(each, may=True)
    made = merge()
    assert shown(kept) == [kept]
    publish(kept, may=False)
    assert undo(made) == 1
    assert shown(kept, absorbed) == []


def test_a_consent_that_was_given_again_since_is_the_kept_ones(kept, absorbed, merge, undo, publish, shown):
    for each in (kept, absorbed):
        publish(each, may=True)
    made = merge()
    publish(kept, may=False)
    publish(kept, may=True)
    undo(made)
    assert shown(kept, absorbed) == [kept]


def test_consents_nobody_withdrew_are_those_of_both_again(kept, absorbed, merge, undo, publish, shown):
    for each in (kept, absorbed):
        publish(each, may=True)
    assert undo(merge()) == 0
    assert shown(kept, absorbed) == [kept, absorbed]


@pytest.mark.parametrize("taken", [[], ["phone"]])
@pytest.mark.parametrize("kept_withdrew", [True, False])
def test_of_what_both_said_the_later_word_holds(kept, absorbed, merge, undo, publish, shown, kept_withdrew, taken):
    for each in (kept, absorbed):
        publish(each, may=True)
    withdrew, agreed = (kept, absorbed) if kept_withdrew else (absorbed, kept)
    publish(withdrew, may=False)
    made = merge(taken=taken)
    assert shown(kept) == []
    assert undo(made) == 0
    assert shown(kept, absorbed) == [agreed]
    publish(withdrew, may=True)
    publish(agreed, may=False)
    publish(agreed, may=True)
    merge(taken=taken)
    assert shown(kept) == [kept]
    assert Consent.objects.valid().count() == 1


def quiet(organisation):
    found = Organisation.objects.get(pk=organisation.pk)
    return found.do_not_contact_since, found.do_not_contact_note


def test_who_said_since_that_they_want_quiet_has_it_at_both(kiez, by, kept, absorbed, merge, undo):
    made = merge()
    stop_contact(kept.pk, since=DAY, note="rief an", district=kiez, by=by)
    undo(made)
    assert quiet(kept) == quiet(absorbed) == (DAY, "rief an")


def test_a_wish_for_quiet_said_twice_stays_when_the_first_goes_back(kiez, by, kept, absorbed, merge, undo):
    stop_contact(absorbed.pk, since=DAY, note="im Laden", district=kiez, by=by)
    made = merge()
    stop_contact(kept.pk, since=DAY, note="rief an", district=kiez, by=by)
    undo(made)
    assert quiet(kept) == (DAY, "rief an")
    assert quiet(absorbed) == (DAY, "im Laden")


@pytest.mark.parametrize("which", ["kept", "absorbed"])
def test_a_wish_for_quiet_said_before_is_of_the_one_it_was_said_of(
    request, kiez, by, kept, absorbed, merge, undo, which
):
    stop_contact(request.getfixturevalue(which).pk, since=DAY, note="im Laden", district=kiez, by=by)
    assert undo(merge()) == 0
    said = {"kept": (DAY, "im Laden"), "absorbed": (DAY, "im Laden")}
    assert [quiet(kept), quiet(absorbed)] == [said[which] if name == which else (None, "") for name in said]


def test_contact_allowed_since_is_so_for_the_kept_one_alone_where_the_other_asked_for_quiet_before(
    kiez, by, kept, absorbed, merge, undo
):
    stop_contact(absorbed.pk, since=DAY, note="im Laden", district=kiez, by=by)
    made = merge()
    allow_contact(kept.pk, note="rief an", district=kiez, by=by)
    undo(made)
    assert quiet(kept) == (None, "rief an")
    assert quiet(absorbed) == (DAY, "im Laden")


def test_the_log_tells_both_names_as_they_are_apart_whichever_of_them_stays(client, kiez, by, merge, undo):
    undo(merge(taken={"name"}))
    client.force_login(by.person)
    log = client.get("/musterkiez/buero/protokoll/").text
    assert "den Eintrag Baeckerei Aehre mit Bäckerei Ähre zusammengeführt" in log
    assert "hat Bäckerei Ähre und Baeckerei Aehre wieder getrennt" in log
