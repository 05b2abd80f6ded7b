"""Two members that were merged and two again: what one of them was refused, both are."""

import pytest
from django.core import mail

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.models import Consent
from kiezkontor.districts.tests import builders as districts
from kiezkontor.members.models import FirstContact
from kiezkontor.members.tests import builders
from kiezkontor.organisations.actions import merging

pytestmark = pytest.mark.django_db
CONTACTS = "/musterkiez/mein/erstkontakte/"


class World:
    """A carrier is in contact with two shops that are one; hanna looks after the one that stays, hugo the other."""

    def __init__(self, client) -> None:
        self.client = client
        self.kiez = districts.district("Musterkiez", office_email="buero@example.org")
        self.soraya = builders.member(self.kiez, "Soraya", role="social_carrier")
        self.hanna, self.hugo = builders.member(self.kiez, "Hanna"), builders.member(self.kiez, "Hugo")
        self.kept, self.absorbed = builders.of(self.hanna), builders.of(self.hugo)
        self.first, self.second = (
            builders.first_contact(self.kiez, self.soraya, each) for each in (self.hanna, self.hugo)
        )
        office = districts.coordinator(self.kiez)
        self.by = {"district": self.kiez, "by": districts.viewer(office, self.kiez, COORDINATOR)}

    def merge(self):
        return merging.merge(self.kept.pk, self.absorbed.pk, **self.by)

    def undo(self, made):
        return merging.undo(made.pk, **self.by)

    def press(self, someone, url, **said):
        self.client.force_login(someone)
        before = len(mail.outbox)
        answer = self.client.post(f"{CONTACTS}{url}/", said)
        return answer.status_code, len(mail.outbox) - before


@pytest.fixture
def world(client, settings):
    settings.MAIL_REPLY = "antwort@quartier.example"
    return World(client)


def ended():
    return dict(FirstContact.objects.filter(ended_at__isnull=False).values_list("pk", "trader_id"))


@pytest.mark.parametrize("who", ["soraya", "hanna"])
def test_whoever_had_no_interest_since_is_written_to_by_neither(world, who):
    made = world.merge()
    world.press(getattr(world, who), f"{world.first.pk}/kein-interesse", reason="nie wieder")
    world.undo(made)
    assert ended() == {world.first.pk: world.kept.pk, world.second.pk: world.absorbed.pk}
    part = "carrier" if who == "soraya" else "trader"
    assert world.second.sides.get(part=part).decline_reason == "nie wieder"
    assert world.second.sides.exclude(part=part).get().declined_at is None


def test_a_refusal_since_outlasts_one_that_goes_back_to_the_absorbed_one(world):
    world.press(world.hugo, f"{world.second.pk}/kein-interesse", reason="")
    made = world.merge()
    world.press(world.soraya, f"{world.first.pk}/kein-interesse", reason="nie wieder")
    world.undo(made)
    assert set(ended()) == {world.first.pk, world.second.pk}
    assert world.first.sides.get(part="trader").declined_at is None


def test_a_refusal_before_is_of_the_one_it_was_said_to(world):
    world.press(world.soraya, f"{world.second.pk}/kein-interesse", reason="")
    made = world.merge()
    assert set(ended()) == {world.first.pk}
    assert world.undo(made) == 0
    assert set(ended()) == {world.second.pk}


@pytest.mark.parametrize("way", ["namen-nicht-zeigen", "kein-interesse"])
def test_whoever_hid_their_name_since_is_hidden_in_both(world, way):
    for contact in (world.first, world.second):
        world.press(world.soraya, f"{contact.pk}/namen-zeigen")
    assert Consent.objects.valid().count() == 2
    made = world.merge()
    world.press(world.soraya, f"{world.first.pk}/{way}", reason="")
    world.undo(made)
    assert not world.second.sides.exclude(agreed_at=None).exists()
    assert not Consent.objects.valid().exists()


def test_whoever_showed_their_name_is_still_shown_where_nobody_hid_it(world):
    world.press(world.soraya, f"{world.second.pk}/namen-zeigen")
    assert world.undo(world.merge()) == 0
    assert world.second.sides.get(part="carrier").agreed_at is not None
    assert Consent.objects.valid().count() == 1
