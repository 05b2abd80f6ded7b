import random
from datetime import UTC, date, datetime, timedelta

import pytest

from kiezkontor.methods.matching import best, score_of
from kiezkontor.vacancies.rules import exposes, fit
from kiezkontor.vacancies.rules.fit import Offer, Wish
from kiezkontor.vacancies.rules.fit_reasons import in_tenths, parts, reasons
from kiezkontor.vacancies.rules.seekers import (
    ENDED,
    LAPSES_AFTER,
    LAPSING,
    MOVES,
    days_needed,
    lapses_at,
    lapses_soon,
    may_move,
    ways_taken,
)

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
MARCH, MAY = date(2027, 3, 1), date(2027, 5, 1)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("new", "checked", True),
        ("new", "placed", False),
        ("negotiating", "placed", True),
        ("placed", "advising", True),
        ("expired", "checked", True),
        ("withdrawn", "placed", False),
    ],
)
def test_how_a_request_goes_on(before, after, expected):
    assert may_move(before, after) is expected


def test_every_status_leads_on_and_none_that_has_ended_lapses():
    assert {after for several in MOVES.values() for after in several} <= set(MOVES)
    assert all(MOVES.values())
    assert not LAPSING & ENDED


def test_a_request_lapses_half_a_year_after_the_last_sign_of_life_and_is_asked_two_weeks_before():
    assert lapses_at(NOON) == NOON + LAPSES_AFTER
    assert not lapses_soon(NOON, now=NOON + timedelta(days=167))
    assert lapses_soon(NOON, now=NOON + timedelta(days=168))


@pytest.mark.parametrize(
    ("term", "begins", "ends", "days"),
    [
        ("", None, None, 1),
        ("short", None, None, 1),
        ("medium", None, None, 365),
        ("long", None, None, 1095),
        ("medium", MARCH, MAY, 62),
        ("medium", MARCH, MARCH, 1),
        ("long", MARCH, None, 1095),
    ],
)
def test_for_how_many_days_somebody_needs_a_place(term, begins, ends, days):
    assert days_needed(term, begins, ends) == days


@pytest.mark.parametrize(
    ("kind", "term", "has_end", "ways"),
    [
        ("starter", "", False, {"permanent", "interim"}),
        ("starter", "", True, {"interim"}),
        ("starter", "short", False, {"interim"}),
        ("starter", "medium", False, {"permanent", "interim"}),
        ("starter", "medium", True, {"permanent", "interim"}),
        ("starter", "long", False, {"permanent"}),
        ("starter", "long", True, {"permanent"}),
        ("interim", "", False, {"interim"}),
        ("event", "medium", False, {"interim"}),
        ("interim", "long", False, {"permanent", "interim"}),
        ("investor", "", False, {"sale"}),
        ("investor", "long", True, {"sale"}),
    ],
)
def test_whether_somebody_looks_for_a_room_for_a_time_or_for_good(kind, term, has_end, ways):
    assert ways_taken(kind, term, has_end=has_end) == ways


SHOP = Offer(
    id=1,
    district=7,
    area_sqm=68.0,
    things=("water", "wc"),
    steps=2,
    window_m=4.5,
    places=("street:5", "part:2"),
)


def said(offer, wish):
    return [(reason.key, reason.tone, dict(reason.values)) for reason in reasons(offer, wish)]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({}, []),
        ({"area_min": 60, "area_max": 70}, [("area_fits", "good", {"value": 68.0})]),
        ({"area_min": 80}, [("area_below", "bad", {"off": 12.0})]),
        ({"area_max": 60}, [("area_above", "bad", {"off": 8.0})]),
        ({"rent_max": 900}, [("rent_unknown", "unknown", {})]),
        (
            {"musts": ("water",), "needs": ("kitchen", "step_free", "window")},
            [
                ("there", "good", {"thing": "water"}),
                ("there", "good", {"thing": "window"}),
                ("missing", "bad", {"thing": "step_free"}),
                ("thing_unknown", "unknown", {"thing": "kitchen"}),
            ],
        ),
        ({"musts": ("step_free",)}, [("must_missing", "bad", {"thing": "step_free"})]),
        ({"places": ("street:5",)}, [("wanted_place", "good", {})]),
        ({"places": ("part:2", "street:9")}, [("wanted_place", "good", {})]),
        ({"places": ("street:9",)}, [("beside", "bad", {})]),
        ({"district": 8, "places": ("street:9",), "elsewhere": True}, [("elsewhere", "bad", {})]),
        ({"from_day": MARCH}, [("free_in_time", "good", {"day": MARCH})]),
    ],
)
def test_what_is_said_of_a_pair(wish, expected):
    assert said(SHOP, Wish(**({"id": 1, "district": 7} | wish))) == expected


@pytest.mark.parametrize(
    ("offer", "wish"),
    [
        ({}, {}),
        ({"area_sqm": 68.0}, {"area_min": 75, "rent_max": 900, "needs": ("kitchen", "wc", "water"), "term": "long"}),
        ({"area_sqm": 60.7, "rent_eur": 913.0}, {"area_max": 58, "rent_max": 850, "places": ("street:9",)}),
        ({"kind": "sale", "price_eur": 9.0}, {"kind": "investor", "price_max": 8, "use_class": "retail"}),
        ({"wanted": ("retail",)}, {"use_class": "gastronomy", "musts": ("wc",), "until_day": MAY}),
        ({"around": {"retail": 3}, "limits": {"retail": 1}}, {"use_class": "retail", "from_day": MARCH}),
    ],
)
def test_every_criterion_says_why_it_gives_its_points_and_they_add_up_to_the_score(offer, wish):
    offer, wish = SHOP._replace(**offer), Wish(**({"id": 1, "district": 7} | wish))
    found, places = parts(offer, wish), fit.vocabulary([offer])
    judged = fit.offer_side([offer], places).row(0), fit.wish_side([wish], places).row(0)
    assert sum(part.tenths for part in found) == score_of(fit.CRITERIA, *judged)
    assert {part.name: part.of for part in found} == {each.name: each.points for each in fit.CRITERIA}
    assert all(part.reasons for part in found if part.of)
    assert all(0 <= part.tenths <= part.of * 10 for part in found)
    assert [reason for part in found for reason in part.reasons if reason.tone != "open"] == reasons(offer, wish)


def test_what_is_left_of_rounding_goes_to_the_largest_remainders():
    assert in_tenths([1.26, 1.27, 1.27]) == [12, 13, 13]
    assert in_tenths([0.04, 0.04, 0.04]) == [1, 0, 0]
    assert in_tenths([25.0, 6.666666666666667, 0.0]) == [250, 67, 0]


@pytest.mark.parametrize(
    ("begins", "wish", "expected"),
    [
        (None, {"from_day": MARCH, "until_day": MAY, "term": "medium"}, "free_in_time"),
        (MAY, {"from_day": MARCH}, "free_later"),
        (MAY, {"until_day": MARCH, "term": "medium"}, "too_late"),
        (MAY, {"from_day": MARCH, "until_day": MAY, "term": "medium"}, "too_short"),
    ],
)
def test_when_it_is_free(begins, wish, expected):
    offer = Offer(id=1, district=7, expected_from=begins)
    assert [key for key, _tone, _values in said(offer, Wish(id=1, district=7, **wish))] == [expected]


CAFE, PHARMACY = "amenity=cafe", "amenity=pharmacy"


@pytest.mark.parametrize(
    ("around", "limits", "expected", "points"),
    [
        ({"gastronomy": 2}, {"gastronomy": 3}, [("mix_fits", 2, 3, "gastronomy")], 5),
        ({"gastronomy": 3}, {"gastronomy": 3}, [("mix_over", 3, 3, "gastronomy")], 0),
        ({}, {"gastronomy": 0}, [("mix_over", 0, 0, "gastronomy")], 0),
        ({"gastronomy": 9}, {"retail": 3}, [], 5),
        (None, None, [], 5),
        ({CAFE: 1}, {CAFE: 2}, [("mix_fits", 1, 2, CAFE)], 5),
        ({CAFE: 3}, {CAFE: 2}, [("mix_over", 3, 2, CAFE)], 0),
        ({CAFE: 9}, {"amenity=bar": 2}, [], 5),
        (
            {"gastronomy": 3, CAFE: 2},
            {"gastronomy": 9, CAFE: 2},
            [("mix_fits", 3, 9, "gastronomy"), ("mix_over", 2, 2, CAFE)],
            0,
        ),
        (
            {"gastronomy": 3, CAFE: 1},
            {"gastronomy": 3, CAFE: 2},
            [("mix_over", 3, 3, "gastronomy"), ("mix_fits", 1, 2, CAFE)],
            0,
        ),
    ],
)
def test_the_target_mix_of_a_street(around, limits, expected, points):
    offer = Offer(id=1, district=7, around=around, limits=limits)
    wish = Wish(id=1, district=7, use_class="gastronomy", category=CAFE)
    (mix,) = [part for part in parts(offer, wish) if part.name == "mix"]
    of_mix = [reason for reason in mix.reasons if reason.tone != "open"]
    assert [(each.key, *each.values.values()) for each in of_mix] == expected
    assert mix.tenths == points * 10


def test_categories_of_one_name_are_one_kind():
    offer = Offer(id=1, district=7, around={PHARMACY: 2}, limits={PHARMACY: 2})
    for category in (PHARMACY, "healthcare=pharmacy"):
        assert [key for key, *_more in said(offer, Wish(id=1, district=7, category=category))] == ["mix_over"]


@pytest.mark.parametrize("seed", range(3))
def test_both_directions_and_what_is_kept_count_each_kind_as_it_is_said_of_a_pair(seed):
    dice = random.Random(seed)
    categories = [CAFE, PHARMACY, "amenity=bar", "shop=bakery"]
    kinds = [*fit.CLASSES, *categories]
    offers = [
        Offer(
            id=nth,
            district=7,
            limits={kind: dice.randrange(4) for kind in dice.sample(kinds, dice.randrange(4))} or None,
            around={kind: dice.randrange(4) for kind in kinds},
        )
        for nth in range(30)
    ]
    wishes = [
        Wish(
            id=nth,
            district=7,
            use_class=dice.choice(["", *fit.CLASSES]),
            category=dice.choice([None, "shop=tea", "healthcare=pharmacy", *categories]),
        )
        for nth in range(60)
    ]
    expected = {
        (offer.id, wish.id): sum(part.tenths for part in parts(offer, wish)) for offer in offers for wish in wishes
    }
    # One and the same table is put to different offers, as it is kept between looks; also of two parts.
    for kept in (fit.Wished.of(wishes), fit.Wished.of(wishes[:25]).with_further(fit.Wished.of(wishes[25:]))):
        for some in ([offer] for offer in offers):
            keys = fit.vocabulary(some)
            one = fit.offer_side(some, keys).row(0)
            found = best(fit.CRITERIA, one, kept.among(keys), offers=False, most=60)
            assert {each.id: each.score for each in found} == {
                wish.id: expected[some[0].id, wish.id] for wish in wishes
            }
    keys = fit.vocabulary(offers)
    many = fit.offer_side(offers, keys)
    for wish in wishes:
        found = best(fit.CRITERIA, fit.wish_side([wish], keys).row(0), many, offers=True, most=30)
        assert {each.id: each.score for each in found} == {offer.id: expected[offer.id, wish.id] for offer in offers}


def test_the_best_come_first_and_what_cannot_be_is_left_out():
    wishes = [
        Wish(id=1, district=7, area_min=60, area_max=80),
        Wish(id=2, district=7, area_min=200),
        Wish(id=3, district=7, area_min=70),
        Wish(id=4, district=7, musts=("step_free",)),
        Wish(id=5, district=8),
        Wish(id=6, district=8, elsewhere=True),
        Wish(id=7, district=7, places=("street:99",)),
    ]
    places = fit.vocabulary([SHOP])
    one, many = fit.offer_side([SHOP], places).row(0), fit.wish_side(wishes, places)
    found = best(fit.CRITERIA, one, many, offers=False, most=10)
    assert [each.id for each in found] == [1, 3, 7, 6]
    assert [each.score for each in found] == [score_of(fit.CRITERIA, one, many.row(each.id - 1)) for each in found]


@pytest.mark.parametrize(
    ("wanted", "excluded", "use_class", "keys", "suits"),
    [
        ((), (), "gastronomy", [], True),
        ((), ("gastronomy",), "gastronomy", ["use_excluded"], False),
        (("gastronomy",), (), "gastronomy", ["use_wanted"], True),
        (("retail",), (), "gastronomy", ["use_other"], True),
        (("retail",), ("gastronomy",), "", ["use_open"], True),
        ((), ("gastronomy",), "", [], True),
    ],
)
def test_uses_that_are_excluded_do_not_suit_and_others_are_said(wanted, excluded, use_class, keys, suits):
    offer = fit.Offer(1, 1, wanted=wanted, excluded=excluded)
    wish = fit.Wish(1, 1, use_class=use_class)
    assert [reason.key for reason in reasons(offer, wish)] == keys
    places = fit.vocabulary([offer])
    one, many = fit.wish_side([wish], places).row(0), fit.offer_side([offer], places)
    assert bool(best(fit.CRITERIA, one, many, offers=True, most=9)) == suits


@pytest.mark.parametrize(
    ("longest_months", "details", "expected"),
    [
        (None, {"term": "long"}, [("permanent_unknown", None)]),
        (36, {"term": "long"}, [("permanent_unknown", None)]),
        (12, {"term": "long"}, [("too_short", 729), ("permanent_unknown", None)]),
        (12, {"term": "medium"}, []),
        (
            1,
            {"from_day": date(2027, 3, 1), "until_day": date(2027, 5, 31), "term": ""},
            [("free_in_time", None), ("interim_unknown", None)],
        ),
        (6, {"from_day": date(2027, 3, 1), "term": "medium"}, [("too_short", 182)]),
    ],
)
def test_what_is_let_for_a_time_alone_is_too_short_for_others(longest_months, details, expected):
    offer, wish = fit.Offer(1, 1, longest_months=longest_months), fit.Wish(1, 1, **details)
    assert [(reason.key, reason.values.get("days")) for reason in reasons(offer, wish)] == expected


@pytest.mark.parametrize(
    ("kind", "wish", "key", "suits"),
    [
        ("interim", {"term": "long"}, "permanent_refused", False),
        ("interim", {"kind": "event"}, "interim_fits", True),
        ("permanent", {"kind": "interim"}, "interim_refused", False),
        ("permanent", {"term": "long"}, "permanent_fits", True),
        ("both", {"term": "short"}, "interim_fits", True),
        ("", {"term": "short"}, "interim_unknown", True),
        ("", {"term": "long"}, "permanent_unknown", True),
        ("interim", {"term": "medium"}, None, True),
        ("permanent", {"kind": "starter"}, None, True),
        ("sale", {"kind": "starter"}, "sale_only", False),
        ("sale", {"term": "long"}, "sale_only", False),
        ("sale", {"kind": "investor"}, "sale_fits", True),
        ("both", {"kind": "investor"}, "sale_refused", False),
        ("", {"kind": "investor", "term": "long"}, "sale_unknown", True),
    ],
)
def test_a_room_for_a_time_alone_suits_nobody_who_looks_for_good_and_the_other_way_round(kind, wish, key, suits):
    offer, wish = fit.Offer(1, 1, kind=kind), fit.Wish(1, 1, **wish)
    assert [reason.key for reason in reasons(offer, wish)] == ([key] if key else [])
    places = fit.vocabulary([offer])
    one, many = fit.wish_side([wish], places).row(0), fit.offer_side([offer], places)
    assert [each.score for each in best(fit.CRITERIA, one, many, offers=True, most=9)] == ([1000] if suits else [])


@pytest.mark.parametrize(
    ("price", "most", "expected", "suits"),
    [
        (200_000.0, 250_000, ("price_fits", {"value": 200_000.0}), True),
        (260_000.0, 250_000, ("price_above", {"off": 10_000.0}), True),
        (320_000.0, 250_000, ("price_above", {"off": 70_000.0}), False),
        (None, 250_000, ("price_unknown", {}), True),
        (200_000.0, None, None, True),
    ],
)
def test_whoever_buys_compares_the_price_and_not_the_rent(price, most, expected, suits):
    offer = fit.Offer(1, 1, kind="sale", price_eur=price, rent_eur=900.0)
    wish = fit.Wish(1, 1, kind="investor", rent_max=100, price_max=most)
    said = [(reason.key, dict(reason.values)) for reason in reasons(offer, wish)]
    assert said == [*([expected] if expected else []), ("sale_fits", {})]
    places = fit.vocabulary([offer])
    one, many = fit.wish_side([wish], places).row(0), fit.offer_side([offer], places)
    assert bool(best(fit.CRITERIA, one, many, offers=True, most=9)) == suits


@pytest.mark.parametrize(
    ("wish", "said_of_it", "suits"),
    [
        ({}, [("in_interim_use", "bad")], True),
        ({"from_day": MARCH}, [("in_interim_use", "bad"), ("free_later", "bad")], True),
        ({"from_day": MAY}, [("in_interim_use", "good"), ("free_in_time", "good")], True),
        ({"until_day": MARCH, "term": "medium"}, [("in_interim_use", "bad"), ("too_late", "bad")], False),
    ],
)
def test_what_is_in_interim_use_can_be_had_from_its_end_on(wish, said_of_it, suits):
    offer, wish = fit.Offer(1, 1, used_until=MAY), fit.Wish(1, 1, **wish)
    said = reasons(offer, wish)
    assert [(reason.key, reason.tone) for reason in said] == said_of_it
    assert said[0].values == {"day": date(2027, 4, 30)}
    places = fit.vocabulary([offer])
    one, many = fit.wish_side([wish], places).row(0), fit.offer_side([offer], places)
    assert bool(best(fit.CRITERIA, one, many, offers=True, most=9)) == suits


@pytest.mark.parametrize(
    ("things", "looked_at", "wish", "keys", "suits"),
    [
        (("water",), False, {"musts": ("kitchen",)}, ["thing_unknown"], True),
        (("water",), True, {"musts": ("kitchen",)}, ["must_missing"], False),
        (("water",), True, {"musts": ("water",), "needs": ("kitchen",)}, ["there", "missing"], True),
        ((), True, {"musts": ("step_free", "window")}, ["thing_unknown", "thing_unknown"], True),
    ],
)
def test_what_somebody_looked_for_and_did_not_find_is_missing(things, looked_at, wish, keys, suits):
    offer, wish = fit.Offer(1, 1, things=things, looked_at=looked_at), fit.Wish(1, 1, **wish)
    assert [reason.key for reason in reasons(offer, wish)] == keys
    places = fit.vocabulary([offer])
    one, many = fit.wish_side([wish], places).row(0), fit.offer_side([offer], places)
    assert bool(best(fit.CRITERIA, one, many, offers=True, most=9)) == suits


# Part of an exposé → what everybody knows with it.
TOLD = {
    "page": {"kind": "interim"},
    "room": {"area_sqm": 60.0, "things": ("kitchen",), "steps": 0, "window_m": 4.0},
    "terms": {"free_from": date(2027, 3, 1), "longest_months": 24, "wanted": ("retail",), "excluded": ("gastronomy",)},
    "rent": {"rent_eur": 830.0, "price_eur": 200_000.0},
    "address": {"places": ("street:1",)},
    "photos": {},
    "plan": {},
    "owner": {},
}
# What no release tells: what is missing, what the office expects and wants in a street, until when somebody uses it.
NEVER_TOLD = {
    "looked_at": True,
    "expected_from": date(2027, 5, 1),
    "used_until": date(2027, 4, 1),
    "around": {"retail": 3},
    "limits": {"retail": 3},
}


@pytest.mark.parametrize("group", exposes.GROUPS)
def test_others_than_the_office_know_of_an_offer_what_is_released(group):
    everything = {name: value for told in TOLD.values() for name, value in told.items()}
    offer = fit.Offer(1, 7, **everything, **NEVER_TOLD)
    assert set(offer._fields) == {"id", "district", *everything, *NEVER_TOLD}
    assert fit.as_released(offer, {group}) == fit.Offer(1, 7, **TOLD[group])
    assert fit.as_released(offer, ()) == fit.Offer(1, 7)
    assert fit.as_released(offer, exposes.GROUPS) == fit.Offer(1, 7, **everything)


def test_what_is_not_released_moves_no_score():
    wish = fit.Wish(1, 1, 50, 70, 800, ("water",), ("kitchen",), ("street:1",), True, use_class="retail")
    scores = set()
    for rent, area, places in [(700.0, 60.0, ("street:1",)), (900.0, 500.0, ()), (9000.0, 1.0, ("street:2",))]:
        offer = fit.as_released(fit.Offer(2, 2, area, rent, places=places, excluded=("retail",)), {"page"})
        places = fit.vocabulary([offer])
        one, many = fit.wish_side([wish], places).row(0), fit.offer_side([offer], places)
        scores |= {each.score for each in best(fit.CRITERIA, one, many, offers=True, most=9)}
    assert len(scores) == 1


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ({}, False),
        ({"term": "long", "kind": "investor", "elsewhere": True}, False),
        ({"area_min": 40}, True),
        ({"rent_max": 0}, True),
        ({"price_max": 90000}, True),
        ({"musts": ("water",)}, True),
        ({"needs": ("water",)}, True),
        ({"places": ("street:1",)}, True),
        ({"until_day": date(2027, 3, 1)}, True),
        ({"use_class": "retail"}, True),
        ({"category": "3"}, True),
    ],
)
def test_a_request_says_something_where_one_room_can_suit_it_better_than_another(said, tells):
    assert fit.says_something(Wish(1, 1, **said)) is tells
    assert fit.says_something(tuple(Wish(1, 1, **said))) is tells
