"""Periods are stored half-open; people read and type their last day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from kiezkontor.shared.days import last_day
from kiezkontor.shared.fields import LastDayField


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("2024-02-28", date(2024, 2, 29)), ("2018-12-31", date(2019, 1, 1)), ("31.12.2018", date(2019, 1, 1)), ("", None)],
)
def test_the_day_after_the_last_one_is_stored(typed, stored):
    field = LastDayField(required=False)
    assert field.clean(typed) == stored
    assert field.clean(str(field.prepare_value(stored) or "")) == stored
    assert not field.has_changed(stored, typed)
    assert field.prepare_value(typed) == typed


@pytest.mark.parametrize("typed", ["9999-12-31", "31.02.2020", "morgen"])
def test_days_that_cannot_be_are_refused(typed):
    with pytest.raises(ValidationError):
        LastDayField().clean(typed)


def test_what_has_no_end_has_no_last_day():
    assert last_day(None) is None
    assert last_day(date(2024, 3, 1)) == date(2024, 2, 29)
