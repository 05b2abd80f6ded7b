"""Which requests suit a vacancy and which vacancies a request: read, judged by `rules.fit`, and said in sentences."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import cos, floor, radians
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, FloatField, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce

from kiezkontor.districts.models import District
from kiezkontor.methods.geo import METRES_PER_DEGREE, distance_m
from kiezkontor.methods.matching import best
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.rules.categories import namesakes
from kiezkontor.premises.access import units_in
from kiezkontor.premises.models import DistrictBuilding, Occupancy, SpellOccupant, UseSpell
from kiezkontor.shared.mounting import district_address
from kiezkontor.vacancies.access_seekers import PART, STREET, agreed_to_pass_on, streets_by_key, with_consent
from kiezkontor.vacancies.fitting_kept import wished_in
from kiezkontor.vacancies.fitting_words import PartSaid, Sentence, part_in_words, plain_number
from kiezkontor.vacancies.models import ExposeRelease, Letting, SpaceRequest, StreetMix, VacancyCase
from kiezkontor.vacancies.rules import exposes, fit, fit_reasons, stages
from kiezkontor.vacancies.rules.fit import Offer, Wish, Wished

# Those that wait for somebody; what is let waits for nobody, and what is in interim use for what comes after it.
OFFERED = (stages.OWNER_UNKNOWN, stages.NO_CONTACT, stages.IN_TALKS)


class Row(NamedTuple):
    """What is read of a case; what is written of it stands in its exposé, and is None without one."""

    pk: int
    district: int
    area: float | None
    things: str
    steps: int | None
    window: float | None
    expected_from: date | None
    street: int | None
    written: str
    building: int
    lat: float
    lon: float
    cold: float | None
    utilities: float | None
    free_from: date | None
    wanted: str | None
    excluded: str | None
    longest_months: int | None
    kind: str | None
    used_until: date | None
    seen_on: date | None
    price: float | None


# Numbers and keys come as the database has them: what Django makes of each costs more than reading it.
NUMBERS = {
    "area": "unit__area_sqm",
    "window": "unit__window_front_m",
    "cold": "expose__rent_cold",
    "costs": "expose__utilities",
    "asked": "expose__price",
}
TEXTS = {"things": "unit__equipment", "welcome": "expose__wanted", "unwelcome": "expose__excluded"}
# In the order of `Row`.
COLUMNS = (
    *("pk", "district_id", "area", "things", "unit__steps", "window", "expected_from", "unit__address__street_id"),
    *("unit__street_name", "unit__building_id", "unit__lat", "unit__lon", "cold", "costs", "expose__free_from"),
    *("welcome", "unwelcome", "expose__longest_months", "expose__kind", "used_until", "unit__equipment_seen_on"),
    "asked",
)


@dataclass(frozen=True)
class Fit:
    """One proposal. percent: of all points. parts: none of a seeker of another district.

    about: None of another district. url: where everybody reads the exposé of a vacancy of another district. score: in
    thousandths.
    """

    id: int
    percent: int
    district: District
    parts: Sequence[PartSaid] = ()
    about: Any = None
    score: int = 0
    url: str = ""

    @property
    def sentences(self) -> list[Sentence]:
        """What speaks for and against it, and what is not known."""
        return [each for part in self.parts for each in part.sentences if each.tone != "open"]

    @property
    def asked_parts(self) -> list[PartSaid]:
        """Those in which something speaks for or against it, or is not known."""
        return [part for part in self.parts if any(each.tone != "open" for each in part.sentences)]

    @property
    def open_parts(self) -> list[PartSaid]:
        """Those in which nothing is asked for."""
        return [part for part in self.parts if all(each.tone == "open" for each in part.sentences)]

    @property
    def points(self) -> str:
        """As precisely as its parts, so that they add up to it."""
        return plain_number(self.score / 10 if self.parts else self.percent)


# How wishes are read: all of them, or without those that say nothing.
type Reading = Callable[[QuerySet[SpaceRequest]], list[Wish]]
# As the two databases write it.
TRUE = frozenset({"1", "true"})


class Read(dict[str | None, Any]):
    """What a text of the database says, each read once."""

    def __init__(self, read: Any) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, text: str | None) -> Any:
        self[text] = found = self.read(text)
        return found


def offered(districts: Collection[int]) -> QuerySet[VacancyCase]:
    cases = VacancyCase.objects.open().filter(district__in=districts, stage__in=OFFERED)
    return cases.filter(unit__exists_until=None).order_by("pk")


def proposed_from() -> Q:
    """The condition of being proposed: waiting for somebody now, or public already while an interim use still goes on.

    What is offered for a time alone is not offered beside an interim use (`exposes.is_offered`).
    """
    page = ExposeRelease.objects.in_force().filter(expose__case=OuterRef("pk"), group=exposes.PAGE)
    after_use = Q(Exists(page), stage=stages.INTERIM_USE) & ~Q(expose__kind=exposes.INTERIM)
    return Q(stage__in=OFFERED) | after_use


def proposable(districts: Collection[int]) -> QuerySet[VacancyCase]:
    cases = VacancyCase.objects.open().filter(proposed_from(), district__in=districts, unit__exists_until=None)
    return cases.order_by("pk")


def told(cases: QuerySet[VacancyCase]) -> QuerySet[VacancyCase]:
    """Those whose owner has released that they are offered: others than their office know of no more."""
    page = ExposeRelease.objects.in_force().filter(expose__case=OuterRef("pk"), group=exposes.PAGE)
    return cases.filter(Exists(page))


def offers_of(
    cases: QuerySet[VacancyCase], district: District, *, on: date, kinds: Collection[str] | None = None
) -> list[Offer]:
    """What the office knows of the units of cases of one district; up to five queries, however many there are.

    kinds: those whose targets count; None for all.
    """
    offers, spots = known_of(cases, district)
    return with_mix(offers, spots, district, on=on, kinds=kinds)


def offers_elsewhere(districts: Collection[District]) -> list[Offer]:
    """What everybody may know of what other districts offer; up to three queries a district, and one more."""
    released: defaultdict[int, set[str]] = defaultdict(set)
    rows = ExposeRelease.objects.in_force().filter(expose__case__district__in=districts, expose__case__closed_at=None)
    for case, group in rows.order_by().values_list("expose__case", "group") if districts else ():
        released[case].add(group)
    return [
        fit.as_released(offer, released[offer.id])
        for district in districts
        for offer in known_of(told(proposable([district.pk])), district)[0]
    ]


def known_of(cases: QuerySet[VacancyCase], district: District) -> tuple[list[Offer], dict[int, tuple[float, float]]]:
    """Offers without what is around them, and where each lies, by its key."""
    # Of a case one use at most goes on.
    interim = Letting.objects.filter(case=OuterRef("pk"), kind=Letting.Kind.INTERIM, ending="").values("ends_on")
    plain = {name: Cast(path, FloatField()) for name, path in NUMBERS.items()}
    plain |= {name: Cast(path, TextField()) for name, path in TEXTS.items()}
    found = cases.annotate(used_until=Subquery(interim), **plain).values_list(*COLUMNS)
    rows = [Row._make(row) for row in found]
    parts = dict(
        DistrictBuilding.objects.filter(district=district, building__in=cases.order_by().values("unit__building"))
        .exclude(sub_location=None)
        .values_list("building", "sub_location")
    )
    names = streets_by_key(district) if any(row.street is None and row.written for row in rows) else {}
    keys = Read(keys_in)
    offers = []
    for row in rows:
        known = f"{STREET}{row.street}" if row.street else getattr(names.get(street_key(row.written)), "key", "")
        part = f"{PART}{parts[row.building]}" if row.building in parts else ""
        offers.append(
            Offer(
                id=row.pk,
                district=row.district,
                area_sqm=row.area,
                things=keys[row.things],
                steps=row.steps,
                window_m=row.window,
                places=tuple(key for key in (known, part) if key),
                expected_from=row.expected_from,
                free_from=row.free_from,
                longest_months=row.longest_months,
                rent_eur=None if row.cold is None else round(row.cold + (row.utilities or 0), 2),
                wanted=keys[row.wanted],
                excluded=keys[row.excluded],
                kind=row.kind or "",
                used_until=row.used_until,
                looked_at=row.seen_on is not None,
                price_eur=row.price,
            )
        )
    return offers, {row.pk: (row.lat, row.lon) for row in rows}


def keys_in(text: str | None) -> tuple[str, ...]:
    """The keys of a list as the database writes it; none where there is no list."""
    return tuple(json.loads(text)) if text else ()


def with_mix(
    offers: list[Offer],
    spots: Mapping[int, tuple[float, float]],
    district: District,
    *,
    on: date,
    kinds: Collection[str] | None,
) -> list[Offer]:
    """The same with what is around those whose street the office has set a target for."""
    limits: defaultdict[str, dict[str, int]] = defaultdict(dict)
    targets = StreetMix.objects.filter(district=district).values_list("street_id", "use_class", "category_id", "most")
    for street, use_class, category, most in targets:
        kind = use_class or fit.kind_of(category)
        if kinds is None or kind in kinds:
            limits[f"{STREET}{street}"][kind] = most
    if not limits or not any(limits.keys() & set(offer.places) for offer in offers):
        return offers
    around = Around(used_in(district, {kind for own in limits.values() for kind in own}, on=on))
    made = []
    for offer in offers:
        own = next((limits[key] for key in offer.places if key in limits), None)
        made.append(offer._replace(limits=own, around=around.counted(spots[offer.id])) if own else offer)
    return made


def used_in(district: District, kinds: Collection[str], *, on: date) -> list[tuple[float, float, str]]:
    """What is used as one of these kinds, by latitude and longitude; once for each of them. One query.

    The category is that of the use, else of who is in it; where neither is known the use counts for its class alone.
    """
    used = UseSpell.objects.current_on(on).filter(occupancy__in=(Occupancy.OCCUPIED, Occupancy.INTERIM_USE))
    used = used.filter(unit__in=units_in(district, on=on))
    classes, columns = set(kinds).intersection(fit.CLASSES), ["unit__lat", "unit__lon", "use_class"]
    if classes == set(kinds):
        return list(used.filter(use_class__in=classes).values_list(*columns))
    there = SpellOccupant.objects.filter(spell=OuterRef("pk")).exclude(organisation__category=None).order_by("pk")
    known = Coalesce("category_id", Subquery(there.values("organisation__category")[:1]), output_field=CharField())
    categories = {key for kind in kinds if kind not in classes for key in namesakes(kind)}
    found = used.annotate(known=known).filter(Q(use_class__in=classes) | Q(known__in=categories))
    own = Read(lambda key: key and fit.kind_of(key))
    rows = found.values_list(*columns, "known")
    return [(lat, lon, kind) for lat, lon, use_class, key in rows for kind in (use_class, own[key]) if kind in kinds]


class Around:
    """What is used for what, by place, in cells a little wider than AROUND_M. rows: latitude, longitude, kind."""

    def __init__(self, rows: Sequence[tuple[float, float, str]]) -> None:
        # A degree further from the equator, where degrees of longitude are narrower, for places beside all of these.
        furthest = min(max((abs(lat) for lat, _lon, _kind in rows), default=0.0) + 1.0, 89.0)
        self.north = fit.AROUND_M / METRES_PER_DEGREE
        self.east = self.north / cos(radians(furthest))
        self.cells: defaultdict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
        for row in rows:
            self.cells[self.cell(*row[:2])].append(row)

    def cell(self, lat: float, lon: float) -> tuple[int, int]:
        return floor(lat / self.north), floor(lon / self.east)

    def counted(self, spot: tuple[float, float]) -> dict[str, int]:
        """How many of each kind lie within AROUND_M of a place."""
        north, east = self.cell(*spot)
        counts: defaultdict[str, int] = defaultdict(int)
        for cell in product((north - 1, north, north + 1), (east - 1, east, east + 1)):
            for lat, lon, kind in self.cells.get(cell, ()):
                counts[kind] += distance_m(spot, (lat, lon)) <= fit.AROUND_M
        return dict(counts)


def wishes_of(requests: QuerySet[SpaceRequest]) -> list[Wish]:
    """What requests say, by key; one query, whose texts are read once each. They come as plain tuples of `Wish`."""
    names = ("needs", "musts", "places", "elsewhere", "from_day", "until_day")
    texts = {f"{name}_text": Cast(name, TextField()) for name in names}
    rows = (
        requests.order_by("pk")
        .annotate(**texts)
        .values_list(
            *("pk", "district_id", "area_min", "area_max", "rent_max", "needs_text", "musts_text", "places_text"),
            *("elsewhere_text", "from_day_text", "until_day_text", "term", "use_class", "kind", "price_max"),
            "category_id",
        )
    )
    keys, days = Read(lambda text: tuple(json.loads(text))), Read(date.fromisoformat)
    days[None] = None
    found: list[Any] = [
        (
            *row[:5],
            keys[row[5]],
            keys[row[6]],
            keys[row[7]],
            row[8] in TRUE,
            days[row[9]],
            days[row[10]],
            *row[11:],
        )
        for row in rows
    ]
    return found


def requests_in(district: District) -> QuerySet[SpaceRequest]:
    return SpaceRequest.objects.looking().filter(district=district)


def requests_elsewhere(district: District) -> QuerySet[SpaceRequest]:
    """Of other districts those who look elsewhere too and agreed that this office may know."""
    return with_consent(SpaceRequest.objects.looking().filter(elsewhere=True).exclude(district=district))


def requests_for(district: District) -> QuerySet[SpaceRequest]:
    """Who may be proposed for a vacancy: seekers of the district, and of others who look elsewhere too and agreed."""
    return requests_in(district) | SpaceRequest.objects.filter(pk__in=requests_elsewhere(district).values("pk"))


def other_districts(request: SpaceRequest) -> list[District]:
    """Where else a seeker may be proposed something, if they want that and agreed."""
    if not request.elsewhere or agreed_to_pass_on(request) is None:
        return []
    cases = told(VacancyCase.objects.open().filter(proposed_from(), district=OuterRef("pk")))
    others = District.objects.defer("boundary").filter(Exists(cases), is_published=True)
    return list(others.exclude(pk=request.district_id).order_by("pk"))


def of_wanted_size(wish: Wish) -> Q:
    """The condition that a unit is of the size that is looked for, or of none that is known; wider than the rule."""
    fits = Q()
    if wish.area_min is not None:
        fits &= Q(unit__area_sqm__gte=wish.area_min * (1 - fit.AREA_SLACK) - 1)
    if wish.area_max is not None:
        fits &= Q(unit__area_sqm__lte=wish.area_max * (1 + fit.AREA_SLACK) + 1)
    return fits | Q(unit__area_sqm=None) if fits else fits


def of_size(area_sqm: float | None) -> Q:
    """The condition that requests take an area, which leaves most of very many unread; a little wider than the rule."""
    if area_sqm is None:
        return Q()
    least, most = area_sqm / (1 - fit.AREA_SLACK) + 1, area_sqm / (1 + fit.AREA_SLACK) - 1
    return (Q(area_min=None) | Q(area_min__lte=least)) & (Q(area_max=None) | Q(area_max__gte=most))


def telling(requests: QuerySet[SpaceRequest]) -> list[Wish]:
    """As `wishes_of`, without those who say nothing that a room could suit."""
    return [wish for wish in wishes_of(requests) if fit.says_something(wish)]


def says_something(request: SpaceRequest) -> bool:
    """Whether it stands among the seekers of vacancies."""
    return bool(telling(SpaceRequest.objects.filter(pk=request.pk)))


def wished_for(district: District, area_sqm: float | None) -> Wished | None:
    """What those say who may be proposed for a vacancy of the district and said what they need; None where nobody is.

    Of those in the district it is kept between looks; few of others agreed, who are read each time.
    """
    own = wished_in(district, lambda: telling(requests_in(district)))
    others = telling(requests_elsewhere(district).filter(of_size(area_sqm)))
    if not others:
        return own
    return own.with_further(Wished.of(others)) if own else Wished.of(others)


def best_requests(case: VacancyCase, *, on: date) -> list[Fit]:
    """The ten best seekers of a vacancy, the best first; `about` of those of the own district is the request."""
    offers = offers_of(VacancyCase.objects.filter(pk=case.pk), case.district, on=on)
    wished = wished_for(case.district, offers[0].area_sqm)
    if wished is None:
        return []
    keys = fit.vocabulary(offers)
    one, many = fit.offer_side(offers, keys).row(0), wished.among(keys)
    proposed = {each.id: each.score for each in best(fit.CRITERIA, one, many, offers=False, most=fit.MOST)}
    said = {wish[0]: Wish(*wish) for wish in wishes_of(SpaceRequest.objects.filter(pk__in=list(proposed)))}
    requests = SpaceRequest.objects.select_related("responsible").in_bulk(proposed)
    districts = District.objects.defer("boundary").in_bulk({wish.district for wish in said.values()})
    return [
        shown(offers[0], said[key], key, score, case.district, requests[key])
        if said[key].district == case.district_id
        else Fit(key, percent(score), districts[said[key].district])
        for key, score in proposed.items()
        if key in said and key in requests
    ]


@dataclass(frozen=True)
class Suited:
    """Which seekers of a district units suit. scores: in thousandths, by request and case; the others by their ids."""

    district: District
    offers: Mapping[int, Offer]
    wishes: Mapping[int, Wish]
    requests: Mapping[int, SpaceRequest]
    scores: Mapping[tuple[int, int], int]

    def fit(self, request: int, case: int) -> Fit:
        """How well a pair of `scores` suits, and why."""
        score, about = self.scores[request, case], self.requests[request]
        return shown(self.offers[case], self.wishes[request], request, score, self.district, about)


def suited(
    district: District, cases: Iterable[int], *, statuses: Collection[str], most: int, on: date, read: Reading = telling
) -> Suited:
    """The seekers of a district in these states that each case suits, `most` of the best at most for each.

    read: `wishes_of` for those as well who say nothing that a room could suit.
    """
    offers = offers_of(VacancyCase.objects.filter(district=district, pk__in=cases), district, on=on)
    wishes = read(requests_in(district).filter(status__in=statuses))
    if not offers or not wishes:
        return Suited(district, {}, {}, {}, {})
    keys = fit.vocabulary(offers)
    side, many = fit.offer_side(offers, keys), fit.wish_side(wishes, keys)
    scores = {
        (each.id, offer.id): each.score
        for row, offer in enumerate(offers)
        for each in best(fit.CRITERIA, side.row(row), many, offers=False, most=most)
    }
    seekers = {request for request, _case in scores}
    said = {wish[0]: Wish(*wish) for wish in wishes if wish[0] in seekers}
    requests = SpaceRequest.objects.select_related("responsible").in_bulk(seekers)
    return Suited(district, {offer.id: offer for offer in offers}, said, requests, scores)


def best_vacancies(request: SpaceRequest, *, on: date) -> list[Fit]:
    """The ten best vacancies for a seeker, the best first; `about` of those of the own district is the case.

    Of those of others nothing is said but what everybody may read.
    """
    wishes = [Wish(*wish) for wish in wishes_of(SpaceRequest.objects.filter(pk=request.pk))]
    if not wishes:
        return []
    others = other_districts(request)
    districts = {district.pk: district for district in others}
    own = proposable([request.district_id]).filter(of_wanted_size(wishes[0]))
    offers = offers_of(own, request.district, on=on, kinds=wishes[0].kinds)
    offers += offers_elsewhere(others)
    if not offers:
        return []
    keys = fit.vocabulary(offers)
    one, many = fit.wish_side(wishes, keys).row(0), fit.offer_side(offers, keys)
    proposed = best(fit.CRITERIA, one, many, offers=True, most=fit.MOST)
    by_id = {offer.id: offer for offer in offers}
    with_unit = VacancyCase.objects.select_related("unit__address__street", "unit__building", "responsible", "expose")
    cases = with_unit.in_bulk([each.id for each in proposed])
    return [
        shown(by_id[each.id], wishes[0], each.id, each.score, request.district, cases[each.id])
        if by_id[each.id].district == request.district_id
        else elsewhere(by_id[each.id], wishes[0], each.score, districts, cases[each.id])
        for each in proposed
    ]


def shown(offer: Offer, wish: Wish, key: int, score: int, district: District, about: Any) -> Fit:
    return Fit(key, percent(score), district, list(map(part_in_words, fit_reasons.parts(offer, wish))), about, score)


def elsewhere(offer: Offer, wish: Wish, score: int, districts: Mapping[int, District], case: VacancyCase) -> Fit:
    """A vacancy of another district. offer: as everybody knows it."""
    district = districts[offer.district]
    url = district_address(district.slug, "vacancies:offer", case.expose.code.lower())
    parts = [part_in_words(part, is_own=False) for part in fit_reasons.parts(offer, wish)]
    return Fit(offer.id, percent(score), district, parts, score=score, url=url)


def percent(score: int) -> int:
    return round(score / 10)
