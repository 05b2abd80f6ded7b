"""Two people merge the same two entries at the same moment, each the other way round: one does, the other is told."""

import pytest

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.actions import merging as actions
from kiezkontor.organisations.models import Contact, Merge, Organisation
from kiezkontor.organisations.tests import builders
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.tests.moments import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def merge():
    district = districts.district()
    pair = [builders.organisation(name).pk for name in ("Bäckerei Ähre", "Aehre")]
    by = districts.viewer(districts.coordinator(district), district, COORDINATOR)
    for pk in pair:
        organisation = Organisation.objects.get(pk=pk)
        premises.used(premises.unit(district), organisation)
        builders.contact(organisation, district)

    def one_way(*, turned: bool = False) -> None:
        kept, absorbed = reversed(pair) if turned else pair
        actions.merge(kept, absorbed, district=district, by=by)

    return one_way


def test_one_of_two_who_merge_at_once_is_told_of_the_other(merge):
    assert at_once(merge, lambda: merge(turned=True)) == [ActionRefused.__name__, "done"]
    kept = Organisation.objects.get()
    assert Merge.objects.get().kept == kept
    assert set(Contact.objects.values_list("organisation", flat=True)) == {kept.pk}


def test_one_of_two_who_press_the_same_button_is_told_of_the_other(merge):
    assert at_once(merge, merge, merge) == [ActionRefused.__name__, ActionRefused.__name__, "done"]
    assert Merge.objects.count() == Organisation.objects.count() == 1
