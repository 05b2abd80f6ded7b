"""A round is divided among people: parts of streets are given, changed and taken back."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record, record_many
from kiezkontor.districts.models import District, Street
from kiezkontor.methods.walking_order import Stop, sides_of
from kiezkontor.organisations.rules.addresses import number_order
from kiezkontor.premises.actions.observations import require_open
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.surveys.access import streets_in, walkers_in
from kiezkontor.surveys.access_walk import addresses_of
from kiezkontor.surveys.houses import House, houses_on, numbers_of, segments_of, stretch_of
from kiezkontor.surveys.models import Segment
from kiezkontor.surveys.roster import Roster, roster_of
from kiezkontor.surveys.rules.segments import Stretch, covers, halves, overlap, shared_out

MOST_NUMBERS_SAID = 5


@transaction.atomic
def give_segment(survey_round: SurveyRound, stretch: Stretch, *, to: int | None, by: Viewer) -> Segment:
    """Refuses a street or person not of the district, a part without houses, and one somebody has already."""
    now = require_open(survey_round)
    require_person(now.district, to)
    require_room(now, stretch)
    made = Segment.objects.create(survey_round=now, assigned_to_id=to, **columns_of(stretch))
    record("round.segment_given", now, by=by, district=now.district, **said_of(made))
    return made


@transaction.atomic
def change_segment(segment: Segment, stretch: Stretch, *, to: int | None, by: Viewer) -> Segment:
    """Refuses as `give_segment` does; who has it already may keep it without a role."""
    now = require_open(segment.survey_round)
    if to != segment.assigned_to_id:
        require_person(now.district, to)
    require_room(now, stretch, beside=segment.pk)
    columns = {**columns_of(stretch), "assigned_to_id": to}
    if any(getattr(segment, name) != value for name, value in columns.items()):
        Segment.objects.filter(pk=segment.pk).update(**columns)
        segment = Segment.objects.select_related("street", "assigned_to").get(pk=segment.pk)
        record("round.segment_changed", now, by=by, district=now.district, **said_of(segment))
    return segment


@transaction.atomic
def remove_segment(segment: Segment, *, by: Viewer) -> None:
    """What was seen there stays; the houses belong to nobody's part any more."""
    now = require_open(segment.survey_round)
    record("round.segment_removed", now, by=by, district=now.district, **said_of(segment))
    segment.delete()


@transaction.atomic
def divide(survey_round: SurveyRound, people: Sequence[int], *, by: Viewer) -> int:
    """One segment for each side of each street in walking order, shared out among `people`; how many were made.

    Sides that belong to a segment, be it in part, are left out. Refuses where nothing is left.
    """
    now = require_open(survey_round)
    for person in people:
        require_person(now.district, person)
    roster = roster_of(now)
    free = free_sides(roster)
    if not free:
        raise ActionRefused(
            _("Every side of every street belongs to a segment already. Change the segments one by one.")
        )
    weights = [1 + len(roster.units_of(houses_on(stretch, roster.houses))) for stretch in free]
    whose = [people[nth] for nth in shared_out(weights, len(people))] if people else [None] * len(free)
    made = [
        Segment(survey_round=now, assigned_to_id=person, **columns_of(stretch))
        for stretch, person in zip(free, whose, strict=True)
    ]
    for segment in made:
        segment.save()
    record_many("round.segment_given", [(now, said_of(each)) for each in made], by=by, district=now.district)
    return len(made)


def free_sides(roster: Roster) -> list[Stretch]:
    """The sides of all streets that are in no segment, in walking order."""
    streets = dict.fromkeys(house.street_key for house in roster.houses if house.street_key is not None)
    lines = dict(Street.objects.filter(pk__in=streets).values_list("pk", "lines"))
    taken = [stretch_of(segment) for segment in roster.segments]
    free = []
    for street in streets:
        houses = [house for house in roster.houses if house.street_key == street]
        numbers = {street: numbers_of(houses, street)}
        left, right = (numbers_of(side, street) for side in sides(houses, lines.get(street) or []))
        for stretch in halves(street, left, right):
            if not any(overlap(stretch, other, numbers) for other in taken):
                free.append(stretch)
    return free


def sides(houses: Sequence[House], lines: Sequence[Sequence[Sequence[float]]]) -> list[list[House]]:
    stops = [Stop(house.lat, house.lon, house.street) for house in houses]
    return [[houses[nth] for nth in side] for side in sides_of(list(range(len(stops))), stops, lines)]


def columns_of(stretch: Stretch) -> dict[str, object]:
    return {"street_id": stretch.street, "side": stretch.side, "first": stretch.first, "last": stretch.last}


def said_of(segment: Segment) -> dict[str, str]:
    side = "" if segment.side == Segment.Side.BOTH else f", {segment.get_side_display()}"
    return {"segment": f"{segment}{side}", "person": str(segment.assigned_to or "")}


def require_person(district: District, person: int | None) -> None:
    if person is not None and not walkers_in(district, on=timezone.localdate()).filter(pk=person).exists():
        raise ActionRefused(
            _("This person does not keep the inventory of %(district)s. Give them that role first, or choose another.")
            % {"district": district},
            field="assigned_to",
        )


def require_room(survey_round: SurveyRound, stretch: Stretch, *, beside: int | None = None) -> None:
    """Refuses a stretch that covers no house, or one that belongs to another segment; beside: the one it replaces."""
    district = survey_round.district
    street = streets_in(district).filter(pk=stretch.street).first()
    if street is None:
        raise ActionRefused(
            _("No house of this street is in the district. Please choose another street."), field="street"
        )
    if stretch.first and stretch.last and number_order(stretch.first) > number_order(stretch.last):
        raise ActionRefused(
            _("The first number stands behind the last one. Please give the smaller one first."), field="first"
        )
    known = {street.pk: numbers_in(district, street)}
    if not any(covers(stretch, street=street.pk, number=number) for number in known[street.pk] or [""]):
        raise ActionRefused(no_house(street, known[street.pk]), field="first" if stretch.first else "last")
    for other in segments_of(survey_round):
        shared = overlap(stretch, stretch_of(other), known)
        if shared and other.pk != beside:
            raise ActionRefused(taken(other, shared))


def numbers_in(district: District, street: Street) -> list[str]:
    found = addresses_of(district).filter(street=street).exclude(number="").values_list("number", flat=True)
    return sorted(set(found), key=number_order)


def no_house(street: Street, numbers: Sequence[str]) -> str:
    if not numbers:
        return _("No house of “%(street)s” has a number. Please choose the whole street.") % {"street": street}
    return _(
        "No house we know is in this part. “%(street)s” has the numbers %(first)s to %(last)s here; please check the "
        "numbers and the side."
    ) % {"street": street, "first": numbers[0], "last": numbers[-1]}


def taken(segment: Segment, numbers: Collection[str]) -> str:
    said = [*numbers][:MOST_NUMBERS_SAID] + (["…"] if len(numbers) > MOST_NUMBERS_SAID else [])
    values = {"numbers": ", ".join(said), "segment": said_of(segment)["segment"], "who": segment.assigned_to}
    if segment.assigned_to is None:
        return _("These numbers belong to the segment “%(segment)s” already: %(numbers)s.") % values
    return _("These numbers belong to the segment “%(segment)s” of %(who)s already: %(numbers)s.") % values
