"""Two people change the same rooms at the same moment: one does, the other is told."""

from datetime import date

import pytest

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.tests import builders as districts
from kiezkontor.premises.actions.observations import Sighting, note_sighting
from kiezkontor.premises.actions.succession import Part, merge_units, split_unit, undo_succession
from kiezkontor.premises.models import Unit
from kiezkontor.premises.tests import builders
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.tests.moments import at_once

pytestmark = pytest.mark.django_db(transaction=True)
SEEN, CHANGE = date(2024, 1, 10), date(2024, 5, 1)
PARTS = [Part({"position": "left"}, "vacant"), Part({"position": "right"}, "unknown")]


@pytest.fixture
def act():
    district = districts.district()
    by = districts.viewer(districts.coordinator(district), district, COORDINATOR)
    return {"district": district, "by": by}


@pytest.fixture
def units(act):
    left = builders.unit(act["district"], "12")
    right = builders.unit(act["district"], "12", building=left.building)
    for unit in (left, right):
        builders.vacant(unit, seen_on=SEEN)
    return left, right


def test_a_split_and_two_mergers_of_the_same_units_leave_one(act, units):
    left, right = units
    ended = at_once(
        lambda: split_unit(left, PARTS, on=CHANGE, **act),
        lambda: merge_units([left, right], {}, goes_on="vacant", on=CHANGE, **act),
        lambda: merge_units([right, left], {}, goes_on="vacant", on=CHANGE, **act),
    )
    assert ended == [ActionRefused.__name__, ActionRefused.__name__, "done"]
    assert left.followed_by.values("on").distinct().count() == 1


def test_what_is_noted_while_a_split_is_taken_back_is_kept_or_refused(act, units):
    part = split_unit(units[0], PARTS, on=CHANGE, **act)[0]
    vacant = Sighting("under_works", (None, CHANGE))
    ended = at_once(
        lambda: note_sighting(part, vacant, seen_on=CHANGE, **act), lambda: undo_succession(units[0], **act)
    )
    assert ended == [ActionRefused.__name__, "done"]
    is_kept = Unit.objects.filter(pk=part.pk).exists()
    assert Unit.objects.get(pk=units[0].pk).exists_until == (CHANGE if is_kept else None)


def test_who_notes_something_at_a_unit_that_is_being_split_is_told(act, units):
    sighting = Sighting("vacant", (None, CHANGE))
    ended = at_once(
        lambda: split_unit(units[0], PARTS, on=CHANGE, latest_known={}, **act),
        lambda: note_sighting(units[0], sighting, seen_on=CHANGE, **act),
    )
    assert ended in ([ActionRefused.__name__, "done"], ["done", "done"])
    noted = units[0].observations.filter(seen_on=CHANGE).exists()
    assert noted == (ended == ["done", "done"])
