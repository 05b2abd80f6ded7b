"""Many rows at once are the same rows as one by one."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kiezkontor.districts.tests.builders import district
from kiezkontor.organisations.models import Category, OpeningPattern, Organisation, Wheelchair
from kiezkontor.organisations.rules.patterns import PatternKey
from kiezkontor.premises.models import Observation, Unit
from kiezkontor.premises.tests.builders import building, unit
from kiezkontor.shared.bulk import insert_many, insert_values

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


@pytest.mark.parametrize("count", [1, 30])
def test_a_broken_rule_is_refused(count):
    room = unit(district())
    backwards = [
        Unit(building=room.building, lat=52.5, lon=13.4, exists_from=date(2020, 1, 2), exists_until=date(2020, 1, 1))
        for _number in range(count)
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(backwards)
    assert Unit.objects.count() == 1


@pytest.mark.parametrize("count", [2, 60])
def test_known_rows_are_passed_over_and_new_ones_come_in(count):
    values = [(f'Mo {hour % 24:02}:00-24:00; PH off; "{hour}\\n"', "BE", "") for hour in range(count)]
    insert_values(OpeningPattern, PatternKey._fields, values[: count // 2])
    insert_values(OpeningPattern, PatternKey._fields, values, passing_over_known=True)
    assert sorted(OpeningPattern.objects.values_list(*PatternKey._fields)) == sorted(values)


def test_nothing_is_fine():
    assert insert_many([]) == []
