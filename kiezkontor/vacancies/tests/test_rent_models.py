from decimal import Decimal

import pytest

from kiezkontor.vacancies.rules.rent_models import Refusal, WrongModel, model_of, shares_of

STATE = {"name": "state", "share": "0.90", "of": "gap"}
# Herten 2021: the gap is covered by the state to 90 and by the city to 10 per cent.
HERTEN = {
    "name": "Herten 2021",
    "base": "former_rent",
    "owner_receives": "0.70",
    "tenant_pays": "0.20",
    "public": [STATE, {"name": "city", "share": "0.10", "of": "gap"}],
    "caps": {"area_sqm": 300, "months": 24},
}
# Herne: state and city give parts of the rent itself.
HERNE = HERTEN | {
    "name": "Herne",
    "base": "cold_rent",
    "public": [{"name": "state", "share": "0.40", "of": "base"}, {"name": "city", "share": "0.10", "of": "base"}],
}
THIRDS = HERTEN | {
    "public": [
        {"name": "land", "share": "0.4", "of": "gap"},
        {"name": "city", "share": "0.4", "of": "gap"},
        {"name": "bank", "share": "0.2", "of": "gap"},
    ]
}


def month_of(written, rent, **more):
    shares = shares_of(model_of(written), Decimal(rent), **({"months": 24} | more))
    return [str(euros) for euros in shares.month.values()]


@pytest.mark.parametrize(
    ("written", "rent", "expected"),
    [
        (HERTEN, "1000", ["700.00", "200.00", "450.00", "50.00"]),
        (HERNE, "1000", ["700.00", "200.00", "400.00", "100.00"]),
        (HERTEN, "0", ["0.00", "0.00", "0.00", "0.00"]),
        # 699.993, 199.998 and 449.9955, 49.9995: rounded they are a cent too much, which the state gives less.
        (HERTEN, "999.99", ["699.99", "200.00", "449.99", "50.00"]),
        (HERTEN, "0.05", ["0.04", "0.01", "0.03", "0.00"]),
        # Two equal ones: the first takes the cent that is missing.
        (THIRDS, "812.33", ["568.63", "162.47", "162.46", "162.47", "81.23"]),
    ],
)
def test_each_share_is_right_to_the_cent_and_all_give_what_the_owner_gets(written, rent, expected):
    month = month_of(written, rent)
    assert month == expected
    owner, *payers = map(Decimal, month)
    assert sum(payers) == owner


def test_all_months_are_as_many_times_one():
    shares = shares_of(model_of(HERTEN), Decimal(1000), months=24)
    assert {name: str(euros) for name, euros in shares.total.items()} == {
        "owner": "16800.00",
        "tenant": "4800.00",
        "state": "10800.00",
        "city": "1200.00",
    }


@pytest.mark.parametrize(
    ("changed", "more", "expected"),
    [
        ({"tenant_pays": "0.80"}, {}, Refusal.SHARES),
        ({"public": [STATE]}, {}, Refusal.SHARES),
        ({}, {"months": 25}, Refusal.MONTHS),
        ({}, {"area_sqm": Decimal("300.5")}, Refusal.AREA),
        ({}, {"area_sqm": Decimal(300)}, None),
        ({"caps": {}}, {"months": 99, "area_sqm": Decimal(999)}, None),
    ],
)
def test_shares_that_do_not_add_up_and_limits_are_refused(changed, more, expected):
    shares = shares_of(model_of(HERTEN | changed), Decimal(1000), **({"months": 24} | more))
    assert shares.refused is expected
    assert bool(shares.month) is (expected is None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"base": "rent"}, "base"),
        ({"owner_receives": "70 %"}, "owner_receives"),
        ({"owner_receives": True}, "owner_receives"),
        ({"tenant_pays": "1.2"}, "tenant_pays"),
        ({"tenant_pays": "NaN"}, "tenant_pays"),
        ({"public": []}, "public"),
        ({"public": "state"}, "public"),
        ({"public": ["state"]}, "public 1"),
        ({"public": [{"name": "state", "share": "1", "of": "rest"}]}, "public 1 of"),
        ({"public": [{"name": "owner", "share": "1", "of": "gap"}]}, "public name"),
        ({"public": [STATE, STATE]}, "public name"),
        ({"caps": [300]}, "caps"),
        ({"caps": {"months": "12.5"}}, "caps months"),
        ({"caps": {"area_sqm": 0}}, "caps area_sqm"),
    ],
)
def test_what_is_no_model_names_where(changed, field):
    with pytest.raises(WrongModel) as wrong:
        model_of(HERTEN | changed)
    assert wrong.value.field == field
