"""The use a first import stores along with its observation is the one that follows from it."""

from datetime import date

import pytest

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.imports import store
from kiezkontor.premises.imports.decisions import shelves_for
from kiezkontor.premises.imports.plan import PlannedUnit, known_from_tags
from kiezkontor.premises.models import UseSpell
from kiezkontor.premises.rules.reading import facts_from_tags
from kiezkontor.premises.uses import derive_uses

VACANT = {"shop": "vacant", "was:shop": "bakery"}
IN_USE = {"shop": "bakery", "name": "Ilmtal"}
SEEN_ON = date(2026, 3, 1)


@pytest.mark.parametrize("tags", [IN_USE, VACANT], ids=["in use", "vacant"])
@pytest.mark.parametrize(
    ("since", "begins"),
    [
        (None, (None, SEEN_ON)),
        ((None, date(2018, 12, 31)), (None, date(2018, 12, 31))),
        ((date(2017, 1, 1), date(2017, 12, 31)), (date(2017, 1, 1), date(2017, 12, 31))),
        ((date(2026, 2, 1), date(2026, 3, 31)), (date(2026, 2, 1), SEEN_ON)),
        ((date(2026, 4, 1), date(2026, 4, 30)), (SEEN_ON, SEEN_ON)),
    ],
    ids=["nothing known", "before", "within a year", "about now", "later than it was seen"],
)
def test_what_a_first_import_stores_is_what_the_observation_says(db, tags, since, begins):
    district = districts.district("Musterkiez")
    run = organisations.source_run(district, reference_on=SEEN_ON)
    known = known_from_tags("node/1", tags, 52.47, 13.42)
    facts = facts_from_tags(tags, "shop=bakery")
    unit = PlannedUnit(known, "site/node/1", None, facts, tags, since)
    store.store_new(run, [unit], shelves_for(run, [unit]), source="osm", seen_on=SEEN_ON, by=system_viewer("import"))
    stored = UseSpell.objects.get()
    assert (stored.begins_earliest, stored.begins_latest) == begins
    assert stored.occupancy == ("vacant" if tags is VACANT else "occupied")
    assert (stored.category_id, stored.use_class) == ((None, "") if tags is VACANT else ("shop=bakery", "retail"))
    assert stored.occupants.count() == (0 if tags is VACANT else 1)
    assert derive_uses([stored.unit_id]) == set()
    assert UseSpell.objects.get() == stored
