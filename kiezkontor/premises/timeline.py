"""The life of a unit in the order people read it: the latest first, uses with what was seen of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Category, Organisation
from kiezkontor.premises.access import is_of
from kiezkontor.premises.models import Observation, Occupancy, Unit, UseSpell
from kiezkontor.premises.uses import today_among

OCCUPANCY = dict(Occupancy.choices)


@dataclass(frozen=True)
class Seen:
    """One observation in words; corrected_by is the observation that put it right, if any.

    may_correct: whether it may still be put right by those who read it here. is_carried: nobody saw it, the unit began
    with it when units were split or merged.
    """

    observation: Observation
    state: str
    note: str
    who: str
    corrected_by: Observation | None
    may_correct: bool
    is_carried: bool

    @property
    def is_valid(self) -> bool:
        return self.corrected_by is None


@dataclass(frozen=True)
class Use:
    """One use with what was seen during it, the latest first.

    before: what is known of the time before the first use; ended: when, why and what came after; both sentences, ""
    where there is nothing to say.
    """

    spell: UseSpell
    begin: str
    occupants: list[Organisation]
    seen: list[Seen]
    before: str
    ended: str


def timeline_of(unit: Unit, district: District) -> list[Use]:
    """All uses of a unit as the office of a district reads them, the latest first; a fixed number of queries.

    What another district's office saw is told without its note and without the name of who was there.
    """
    spells = list(
        UseSpell.objects.filter(unit=unit)
        .select_related("category", "observation")
        .prefetch_related("occupants")
        .order_by("begins_latest")
    )
    observations = list(
        Observation.objects.filter(unit=unit)
        .select_related("observer", "source_run", "district", "superseded_by")
        .defer("district__boundary")
        .order_by("seen_on", "pk")
    )
    today = today_among(observations)
    there = Organisation.objects.in_bulk(set(today.values()))
    names = {pk: str(there[organisation]) for pk, organisation in today.items()}
    categories = Category.objects.in_bulk({seen.values.get("category", "") for seen in observations})
    carried = min((seen.pk for seen in observations), default=0) if unit.exists_from else 0
    lines: dict[int, list[Seen]] = {}
    for seen in observations:
        is_ours, corrected_by = is_of(seen, district), getattr(seen, "superseded_by", None)
        line = Seen(
            observation=seen,
            state=state_in_words(seen, names, categories),
            note=seen.values.get("note", "") if is_ours else "",
            who=who_says(seen) if is_ours else _("the office of %(district)s") % {"district": seen.district},
            corrected_by=corrected_by,
            may_correct=is_ours and corrected_by is None,
            is_carried=seen.pk == carried,
        )
        lines.setdefault(use_index(spells, seen.seen_on), []).append(line)
    uses = [
        Use(
            spell=spell,
            begin=beginning(spell),
            occupants=list(spell.occupants.all()),
            seen=lines.get(index, [])[::-1],
            before="" if index else time_before(spell),
            ended=ending(spell, following) if following else "",
        )
        for index, (spell, following) in enumerate(zip(spells, following_of(spells), strict=True))
    ]
    return uses[::-1]


def following_of(spells: list[UseSpell]) -> list[UseSpell | None]:
    return [*spells[1:], None] if spells else []


def use_index(spells: list[UseSpell], day: date) -> int:
    """Which of the uses (by beginning) holds on a day; the first one for days before all of them."""
    return max(0, sum(spell.begins_latest <= day for spell in spells) - 1)


def state_in_words(seen: Observation, names: dict[int, str], categories: dict[str, Category]) -> str:
    state = str(OCCUPANCY.get(seen.values.get("occupancy", ""), seen.values.get("occupancy", "")))
    who = ", ".join(names[pk] for pk in seen.values.get("organisations", ()) if pk in names)
    category = categories.get(seen.values.get("category", ""))
    return " · ".join(part for part in (state, who, str(category) if category else "") if part)


def who_says(seen: Observation) -> str:
    if seen.observer is not None:
        return str(seen.observer)
    if seen.source_run is not None:
        return seen.source_run.get_kind_display()
    return _("the office")


def beginning(spell: UseSpell) -> str:
    """Since when, as exactly as it is known."""
    latest = date_format(spell.begins_latest, "SHORT_DATE_FORMAT")
    if spell.begins_earliest is None:
        return _("since %(day)s at the latest") % {"day": latest}
    if spell.begins_earliest == spell.begins_latest:
        return _("since %(day)s") % {"day": latest}
    first = date_format(spell.begins_earliest, "SHORT_DATE_FORMAT")
    return _("begun between %(first)s and %(last)s") % {"first": first, "last": latest}


def ending(spell: UseSpell, following: UseSpell) -> str:
    """Between which days a use ended, why, and what came after."""
    if spell.occupancy == Occupancy.UNKNOWN:
        return ""
    last = date_format(following.begins_latest, "SHORT_DATE_FORMAT")
    if following.begins_earliest is None:
        when = _("Ended by %(day)s at the latest.") % {"day": last}
    elif following.begins_earliest == following.begins_latest:
        last = date_format(following.begins_latest - timedelta(days=1), "SHORT_DATE_FORMAT")
        when = _("Ended on %(day)s.") % {"day": last}
    else:
        first = date_format(following.begins_earliest, "SHORT_DATE_FORMAT")
        when = _("Ended between %(first)s and %(last)s.") % {"first": first, "last": last}
    reason = _("Reason: %(reason)s.") % {"reason": following.get_former_ended_display()}
    after = _("After that: %(use)s.") % {"use": use_in_words(following)}
    return " ".join([when, reason, after] if following.former_ended else [when, after])


def use_in_words(spell: UseSpell) -> str:
    who = ", ".join(str(each) for each in spell.occupants.all()) or str(spell.category or "")
    return " · ".join(part for part in (spell.get_occupancy_display(), who) if part)


def time_before(spell: UseSpell) -> str:
    """What was there before the first use we know, and why it ended."""
    former = Category.objects.filter(pk=spell.observation.values.get("former_category", "")).first()
    use = _("Before: %(use)s.") % {"use": former} if former else ""
    reason = _("Why the use before ended: %(reason)s.") % {"reason": spell.get_former_ended_display()}
    return " ".join(part for part in (use, reason if spell.former_ended else "") if part)
