from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.organisations.actions.hours import HORIZON_DAYS, extend_all_patterns, patterns_for
from kiezkontor.organisations.models import OpeningInterval, OpeningPattern
from kiezkontor.organisations.rules.patterns import PatternKey, pattern_key

pytestmark = pytest.mark.django_db
WEEKDAYS = PatternKey("Mo-Fr 09:00-18:00", "DE-BE")


def test_shops_with_the_same_hours_share_one_pattern():
    first = patterns_for([WEEKDAYS, WEEKDAYS])
    assert patterns_for([WEEKDAYS]) == first
    assert OpeningPattern.objects.count() == 1


def test_a_month_and_a_half_lies_ahead():
    patterns_for([PatternKey("24/7", "DE-BE")])
    horizon = timezone.localdate() + timedelta(days=HORIZON_DAYS)
    last = OpeningInterval.objects.order_by("closes_at").last()
    assert timezone.localtime(last.closes_at).date() == horizon


def test_unreadable_hours_say_why_and_store_nothing():
    (pk,) = patterns_for([PatternKey("montags irgendwann", "DE-BE")]).values()
    assert OpeningPattern.objects.get(pk=pk).problem
    assert not OpeningInterval.objects.exists()


def test_a_late_night_extends_what_is_short_without_doubling_it():
    patterns_for([WEEKDAYS])
    today = timezone.localdate() + timedelta(days=20)
    assert extend_all_patterns(today=today) > 0
    assert extend_all_patterns(today=today) == 0
    opens = list(OpeningInterval.objects.values_list("opens_at", flat=True))
    assert len(opens) == len(set(opens))
    assert max(opens).date() >= today + timedelta(days=HORIZON_DAYS - 4)


def test_a_worker_that_slept_for_a_year_catches_up_with_today_only():
    patterns_for([WEEKDAYS])
    today = timezone.localdate() + timedelta(days=365)
    extend_all_patterns(today=today)
    assert OpeningInterval.objects.filter(closes_at__date__lt=today - timedelta(days=1)).count() == 0
    assert OpeningInterval.objects.exists()


@pytest.mark.parametrize(
    ("expression", "place"),
    [("Mo-Fr 09:00-18:00", ""), ("sunrise-sunset", "49.0,8.4"), ("Mo (sunset+00:30)-23:00", "49.0,8.4")],
)
def test_only_hours_by_the_sun_depend_on_the_place(expression, place):
    assert pattern_key(expression, region="DE-BW", lat=49.004, lon=8.397) == (expression, "DE-BW", place)


def test_holidays_of_the_state_are_kept_apart():
    keys = [PatternKey("24/7; PH off", "DE-BY"), PatternKey("24/7; PH off", "DE-BE")]
    assert len(set(patterns_for(keys).values())) == 2
