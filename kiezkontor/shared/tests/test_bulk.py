"""Many rows at once are the same rows as one by one."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kiezkontor.districts.tests.builders import district
from kiezkontor.organisations.models import Category, Organisation, Wheelchair
from kiezkontor.premises.models import Observation, Unit
from kiezkontor.premises.tests.builders import building, unit
from kiezkontor.shared.bulk import insert_many

pytestmark = pytest.mark.django_db


def test_rows_come_back_as_they_went_in():
    category = Category.objects.get_or_create(
        key="shop=bakery", defaults={"name_de": "Bäckerei", "name_en": "Bakery", "use_class": "retail"}
    )[0]
    made = insert_many(
        Organisation(name=f"Bäckerei {n} “Süß” %s", category=category, wheelchair=Wheelchair.YES, languages=["de"])
        for n in range(700)
    )
    stored = Organisation.objects.in_bulk()
    assert [row.pk for row in made] == sorted(stored)
    for row in made:
        found = stored[row.pk]
        assert (found.name, found.category_id, found.wheelchair, found.languages) == (
            row.name,
            "shop=bakery",
            "yes",
            ["de"],
        )
        assert abs((found.changed_at - timezone.now()).total_seconds()) < 60
    made[0].name = "Neu"
    made[0].save()
    assert Organisation.objects.count() == 700


def test_days_numbers_and_values_keep_their_kind():
    house = building(district())
    (room,) = insert_many(
        [Unit(building=house, lat=52.5, lon=13.4, area_sqm=Decimal("82.5"), exists_from=date(2020, 1, 1))]
    )
    (seen,) = insert_many(
        [
            Observation(
                unit=room, seen_on=date(2026, 1, 1), entered_at=timezone.now(), values={"since": [None, "2026-01-01"]}
            )
        ]
    )
    room.refresh_from_db()
    seen.refresh_from_db()
    assert (room.area_sqm, room.exists_from, room.exists_until) == (Decimal("82.5"), date(2020, 1, 1), None)
    assert seen.values == {"since": [None, "2026-01-01"]}
    assert seen.supersedes_id is None


def test_nothing_is_fine_and_a_broken_rule_is_refused():
    assert insert_many([]) == []
    room = unit(district())
    backwards = Unit(
        building=room.building, lat=52.5, lon=13.4, exists_from=date(2020, 1, 2), exists_until=date(2020, 1, 1)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many([backwards])
