"""Many vacancies and very many seekers: what proposals cost, for one and for all, and how that grows."""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from kiezkontor.config.bench.parts import percentiles, timed
from kiezkontor.districts.models import District, Street
from kiezkontor.methods.matching import all_best
from kiezkontor.organisations.models import Category, UseClass
from kiezkontor.premises.models import Address, Building, DistrictBuilding, Observation, Occupancy, Unit, UseSpell
from kiezkontor.shared.bulk import insert_many
from kiezkontor.shared.statistics import look_at_tables_of
from kiezkontor.vacancies import fitting
from kiezkontor.vacancies.models import SpaceRequest, StreetMix, VacancyCase
from kiezkontor.vacancies.rules import fit

STREETS = 40
REPEATS = 40
# Categories that are looked for, found beside vacancies and limited in streets.
KINDS = 20
THINGS = list(fit.THINGS)
STAGES = list(fitting.OFFERED)


def measured(vacancies: int, seekers: int) -> dict[str, Any]:
    """Milliseconds of the ten best for one, with all that is read for it, and seconds of all proposals.

    fewer_…: the same with a quarter of one side, so that growth with each side by itself can be told.
    """
    begun = time.perf_counter()
    filled("wenige-leere", vacancies // 4, seekers)
    filled("wenige-suchende", vacancies, seekers // 4)
    filled("alle", vacancies, seekers)
    look_at_tables_of(("premises", "vacancies"))
    seconds = round(time.perf_counter() - begun, 1)
    sizes = {"vacancies": vacancies, "seekers": seekers, "fill_seconds": seconds}
    slugs = {"all": "alle", "fewer_vacancies": "wenige-leere", "fewer_seekers": "wenige-suchende"}
    return sizes | {name: of(District.objects.get(slug=slug)) for name, slug in slugs.items()}


def of(district: District) -> dict[str, Any]:
    today = timezone.localdate()
    cases = list(VacancyCase.objects.filter(district=district).select_related("district").order_by("pk")[:REPEATS])
    requests = list(SpaceRequest.objects.filter(district=district).select_related("district").order_by("pk")[:REPEATS])
    begun = time.perf_counter()
    proposals = everybody(district)
    seconds = time.perf_counter() - begun
    return {
        "for_a_vacancy_ms": of_one(lambda nth: fitting.best_requests(cases[nth], on=today)),
        "for_a_seeker_ms": of_one(lambda nth: fitting.best_vacancies(requests[nth], on=today)),
        "everybody_seconds": round(seconds, 2),
        "proposals": proposals,
    }


def of_one(propose: Callable[[int], Any]) -> dict[str, float]:
    taken = list[float]()
    for nth in range(REPEATS):
        timed(taken, propose, nth)
    return percentiles(taken[5:])


def everybody(district: District) -> int:
    """How many proposals there are for all vacancies, read and judged at once."""
    offers = fitting.offers_of(fitting.proposable([district.pk]), district, on=timezone.localdate())
    wishes = fitting.telling(fitting.requests_for(district))
    keys = fit.vocabulary(offers)
    ones, many = fit.offer_side(offers, keys), fit.wish_side(wishes, keys)
    return sum(len(best) for _key, best in all_best(fit.CRITERIA, ones, many, offers=False, most=fit.MOST))


def filled(name: str, vacancies: int, seekers: int) -> District:
    """A district of its own with vacant units in forty streets and people who look for rooms of all kinds."""
    chance = random.Random(vacancies)  # noqa: S311 - a sample, no secret
    district = District.objects.create(slug=name, name=name, municipality=name, is_published=True)
    streets = [Street.objects.create(municipality=name, name=f"Weg {nth}", key=f"weg{nth}") for nth in range(STREETS)]
    district.streets.set(streets)
    categories = list(Category.objects.order_by("pk")[:KINDS])
    units = houses(district, streets, vacancies, categories, chance)
    now = timezone.now()
    times = {"stage_since": now, "opened_at": now, "answered_at": now}
    insert_many(
        VacancyCase(district=district, unit=unit, stage=chance.choice(STAGES), origin="walk", **times) for unit in units
    )
    for street in streets[::4]:
        StreetMix.objects.create(district=district, street=street, use_class=UseClass.GASTRONOMY, most=3)
        StreetMix.objects.create(district=district, street=street, category=chance.choice(categories), most=1)
    insert_many(seeker(district, nth, streets, categories, chance) for nth in range(seekers))
    return district


def houses(
    district: District, streets: list[Street], count: int, categories: list[Category], chance: random.Random
) -> list[Unit]:
    """Vacant units, one a house, and a used one beside each, along the streets."""
    found = insert_many(
        Building(ref=f"{district.slug}/{nth}", lat=49 + nth % STREETS * 1e-3, lon=8.4 + nth // STREETS * 1e-4)
        for nth in range(count)
    )
    insert_many(DistrictBuilding(district=district, building=house) for house in found)
    addresses = insert_many(
        Address(building=house, street=streets[nth % STREETS], number=str(nth), number_key=str(nth))
        for nth, house in enumerate(found)
    )
    units = insert_many(unit(addresses[nth // 2], found[nth // 2], chance) for nth in range(2 * count))
    today = timezone.localdate()
    seen = insert_many(Observation(unit=one, seen_on=today, entered_at=timezone.now(), values={}) for one in units)
    insert_many(
        UseSpell(
            unit=one,
            begins_latest=today,
            occupancy=Occupancy.OCCUPIED if nth % 2 else Occupancy.VACANT,
            use_class=chance.choice(UseClass.values) if nth % 2 else "",
            category=chance.choice(categories) if nth % 2 else None,
            observation=seen[nth],
        )
        for nth, one in enumerate(units)
    )
    return units[::2]


def unit(address: Address, house: Building, chance: random.Random) -> Unit:
    return Unit(
        building=house,
        address=address,
        lat=house.lat,
        lon=house.lon,
        area_sqm=chance.choice([None, *range(20, 300, 5)]),
        steps=chance.choice([None, 0, 1, 2]),
        equipment=chance.sample(THINGS[:6], chance.randrange(5)),
    )


def seeker(
    district: District, nth: int, streets: list[Street], categories: list[Category], chance: random.Random
) -> SpaceRequest:
    now, least = timezone.now(), chance.randrange(20, 250)
    begins = timezone.localdate() + timedelta(days=chance.randrange(300))
    named = chance.sample(streets, chance.choice([0, 0, 1, 3]))
    return SpaceRequest(
        district=district,
        kind="starter",
        idea="Ein Laden.",
        name=f"Person {nth}",
        use_class=chance.choice(["", *UseClass.values]),
        category=chance.choice([None, *categories]),
        area_min=least,
        area_max=chance.choice([None, 2 * least]),
        rent_max=chance.choice([None, 20 * least]),
        places=[f"street:{street.pk}" for street in named],
        term=chance.choice(["", "short", "medium", "long"]),
        from_day=chance.choice([None, begins]),
        musts=chance.sample(THINGS, chance.randrange(2)),
        needs=chance.sample(THINGS, chance.randrange(4)),
        status_since=now,
        begun_at=now,
        sent_at=now,
        heard_at=now,
    )
