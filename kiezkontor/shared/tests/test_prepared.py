"""Statements written once answer as the ORM does when it writes them anew."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from kiezkontor.organisations.models import OpeningInterval, OpeningPattern
from kiezkontor.shared.prepared import Prepared

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def between(*, patterns, expression, since, until):
    rows = OpeningInterval.objects.filter(pattern__in=patterns, opens_at__lt=until, closes_at__gt=since)
    return rows.filter(pattern__expression=expression).order_by("opens_at").values_list("pk", "opens_at", "certain")


def worked_out_after(*, day, pks):
    return OpeningPattern.objects.filter(computed_until__gt=day, pk__in=pks).order_by("pk")


@pytest.fixture
def patterns():
    made = [
        OpeningPattern.objects.create(
            expression=f"Mo-Fr {hour:02}:00-18:00", region="BE", computed_until=date(2026, 12, 1 + hour)
        )
        for hour in range(20)
    ]
    OpeningInterval.objects.bulk_create(
        OpeningInterval(
            pattern=pattern,
            opens_at=NOON + timedelta(days=day),
            closes_at=NOON + timedelta(days=day, hours=6),
            certain=day % 2 == 0,
        )
        for pattern in made
        for day in range(4)
    )
    return made


def test_other_values_get_other_answers_from_the_same_statement(patterns):
    prepared = Prepared(between)
    for count in (1, 8, 9, 20):
        for days in (0, 2):
            asked = {
                "patterns": [pattern.pk for pattern in patterns[:count]],
                "expression": patterns[0].expression,
                "since": NOON + timedelta(days=days),
                "until": NOON + timedelta(days=days + 1, minutes=1),
            }
            with CaptureQueriesContext(connection) as statements:
                found = prepared(**asked)
            assert found == list(between(**asked))
            assert [row[1:] for row in found] == [
                (NOON + timedelta(days=days), True),
                (NOON + timedelta(days=days + 1), False),
            ]
            assert len(statements) == 1


def test_rows_of_models_and_days_are_answered_alike(patterns):
    prepared = Prepared(worked_out_after)
    keys = [pattern.pk for pattern in patterns]
    for day in (date(2026, 12, 1), date(2026, 12, 19), date(2027, 1, 1)):
        assert prepared(day=day, pks=keys) == list(worked_out_after(day=day, pks=keys))
    assert prepared(day=date(2026, 12, 19), pks=keys)[0].expression == "Mo-Fr 19:00-18:00"


def test_how_columns_are_read_is_worked_out_once(patterns, monkeypatch):
    prepared, day = Prepared(worked_out_after), date(2026, 12, 1)
    keys = [pattern.pk for pattern in patterns]
    first = prepared(day=day, pks=keys)
    monkeypatch.setattr(SQLCompiler, "get_converters", None)
    assert prepared(day=day, pks=keys) == first == patterns[1:]


@pytest.mark.parametrize(
    "ask",
    [
        lambda *, pk: OpeningPattern.objects.filter(pk__lt=pk + 1),
        lambda *, pk: OpeningPattern.objects.filter(pk__lt=pk, pk__gt=pk - 10),
        lambda *, pk: OpeningPattern.objects.filter(pk=1),
        lambda *, pk: OpeningPattern.objects.filter(pk__lt=pk)[: 1 + pk % 10_000],
    ],
)
def test_what_is_made_of_a_value_is_refused_at_once(ask):
    with pytest.raises(ValueError, match="does not ask for"):
        Prepared(ask)(pk=1)
