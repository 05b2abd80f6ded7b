"""An exposé in words: the same facts for its page, its PDF, its poster and the office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.districts.models import District
from kiezkontor.organisations.models import UseClass
from kiezkontor.premises.unit_facts import entrance_of, equipment_said, metres
from kiezkontor.shared.mounting import district_address
from kiezkontor.shared.spoken import spoken
from kiezkontor.vacancies.access_exposes import Standing
from kiezkontor.vacancies.models import Expose, ExposeRelease
from kiezkontor.vacancies.offers import Rent, Room, Shown, Terms
from kiezkontor.vacancies.presenting import labels
from kiezkontor.vacancies.presenting_lettings import in_euros
from kiezkontor.vacancies.rules import exposes as rules
from kiezkontor.vacancies.rules.exposes import Energy

type Facts = list[dict[str, Any]]
KINDS = dict(Expose.Kind.choices)
CERTIFICATES = dict(Expose.Energy.choices)


def lists_of(found: QuerySet[Any, Any], chosen: str) -> list[dict[str, Any]]:
    """The lists of the office as links, for components/section_nav.html. found: `access_exposes.listed`."""
    counts = dict(found.order_by().values_list("standing").annotate(Count("pk", distinct=True)))
    every = {"label": _("All"), "url": "?", "current": chosen not in Standing.values, "count": sum(counts.values())}
    each = [
        {"label": capfirst(str(label)), "url": f"?show={key}", "current": chosen == key, "count": counts.get(key, 0)}
        for key, label in Standing.choices
        if key in counts or key == chosen
    ]
    return [every, *each]


@dataclass(frozen=True)
class Listed:
    """A line in the list of the office. kind: of its badge."""

    expose: Any
    label: str
    kind: str


def listed(found: Iterable[Any]) -> list[Listed]:
    """found: of `access_exposes.listed`."""
    kinds = {Standing.PUBLIC: "success", Standing.UNRELEASED: "warning", Standing.OVER: ""}
    return [Listed(each, str(Standing(each.standing).label), kinds[Standing(each.standing)]) for each in found]


def kind_said(shown: Shown) -> str:
    return capfirst(str(KINDS[shown.kind]))


def place_said(shown: Shown, district: District) -> str:
    """Where it is, as far as that is released."""
    if shown.address:
        town = " ".join(filter(None, (shown.postcode, shown.city or district.municipality)))
        return f"{shown.address}, {town}" if town else shown.address
    return shown.part.name if shown.part else district.name


def room_facts(room: Room | None) -> Facts:
    if room is None:
        return []
    areas = ((_("Floor area"), room.area_sqm), (_("Sales area"), room.sales_sqm), (_("Side rooms"), room.side_sqm))
    about = _("about %(area)s") if room.is_estimated else "%(area)s"
    facts = [
        {"term": term, "value": about % {"area": metres(area, "m²")} if area is not None else ""}
        for term, area in areas
    ]
    return [
        *facts,
        {"term": _("Window front"), "value": metres(room.window_m, "m")},
        {"term": _("Entrance"), "value": entrance_of(room.steps)},
        {"term": _("Equipment"), "value": ", ".join(equipment_said(list(room.equipment)))},
    ]


def terms_facts(terms: Terms | None) -> Facts:
    if terms is None:
        return []
    return [
        {"term": _("Free from"), "value": free_from(terms.free_from)},
        {"term": _("At most"), "value": months_said(terms.longest_months)},
        {"term": _("Wanted uses"), "several": labels(UseClass, terms.wanted)},
        {"term": _("Excluded uses"), "several": labels(UseClass, terms.excluded)},
    ]


def free_from(day: date | None) -> str:
    if day is None or day <= timezone.localdate():
        return _("at once")
    return date_format(day, "DATE_FORMAT")


def months_said(months: int | None) -> str:
    return "" if months is None else ngettext("%(count)s month", "%(count)s months", months) % {"count": months}


def rent_facts(rent: Rent | None) -> Facts:
    if rent is None:
        return []
    a_month = _("%(amount)s a month")
    return [
        {"term": _("Rent without utilities"), "value": said(rent.cold, a_month)},
        {"term": _("Utilities"), "value": said(rent.utilities, a_month)},
        {"term": _("What the utilities include"), "value": spoken(rent.includes) if rent.includes else ""},
        {"term": _("Together"), "value": said(rent.whole, a_month) if rent.utilities else ""},
        {"term": _("Deposit"), "value": in_euros(rent.deposit)},
        {"term": _("Purchase price"), "value": in_euros(rent.price)},
    ]


def said(amount: Decimal | None, sentence: str) -> str:
    return "" if amount is None else sentence % {"amount": in_euros(amount)}


def energy_facts(energy: Energy) -> Facts:
    if energy.kind not in {"demand", "consumption"}:
        return []
    return [
        {"term": _("Energy certificate"), "value": capfirst(str(CERTIFICATES[energy.kind]))},
        {"term": _("Heat"), "value": in_kwh(energy.heat)},
        {"term": _("Power"), "value": in_kwh(energy.power)},
        {"term": _("Main source of energy"), "value": spoken(energy.carrier) if energy.carrier else ""},
        {"term": _("Energy class"), "value": energy.grade},
        {"term": _("Year the house was built"), "value": str(energy.year or "")},
    ]


def in_kwh(value: float | None) -> str:
    if value is None:
        return ""
    return _("%(amount)s kWh/(m²·a)") % {"amount": number_format(round(value, 1), decimal_pos=1)}


def energy_said(energy: Energy) -> str:
    """The sentence that stands where the certificate, or a part of what it says, is missing; "" where all is there."""
    gaps = rules.energy_gaps(energy)
    if energy.kind == "exempt":
        return _("No energy certificate is needed for this house.")
    if "kind" in gaps:
        return _("There is no energy certificate yet.")
    return _("Not all data of the energy certificate are there yet.") if gaps else ""


def gaps_said(energy: Energy) -> list[str]:
    """What is missing, for the office."""
    names = {
        "kind": _("the certificate itself"),
        "heat": _("the value for heat"),
        "power": _("the value for power"),
        "carrier": _("the main source of energy"),
        "class": _("the energy class"),
        "year": _("the year the house was built"),
    }
    return [names[gap] for gap in rules.energy_gaps(energy)]


@dataclass(frozen=True)
class Section:
    """A heading with what is known. key: for addresses within the page; note: a sentence after the facts."""

    key: str
    title: str
    facts: Facts
    note: str = ""

    @property
    def says_something(self) -> bool:
        return bool(self.note) or any(fact.get("value") or fact.get("several") for fact in self.facts)


def sections_of(shown: Shown) -> list[Section]:
    found = [
        Section("room", _("The room"), room_facts(shown.room)),
        Section("terms", _("From when and for what"), terms_facts(shown.terms)),
        Section("rent", _("Price") if shown.kind == rules.SALE else _("Rent"), rent_facts(shown.rent)),
        Section("energy", _("Energy"), energy_facts(shown.energy), energy_said(shown.energy)),
    ]
    return [each for each in found if each.says_something]


def short_facts(shown: Shown) -> list[str]:
    """The few words a list has room for: size, rent, from when, how it is let."""
    words = [kind_said(shown)]
    if shown.room is not None and shown.room.area_sqm is not None:
        words.append(metres(shown.room.area_sqm, "m²"))
    if shown.rent is not None and shown.rent.cold is not None:
        words.append(_("%(amount)s without utilities") % {"amount": in_euros(shown.rent.cold)})
    if shown.rent is not None and shown.rent.price is not None:
        words.append(_("purchase price %(amount)s") % {"amount": in_euros(shown.rent.price)})
    if shown.terms is not None:
        words.append(_("free: %(when)s") % {"when": free_from(shown.terms.free_from)})
    return words


@dataclass(frozen=True)
class PartRow:
    """A part that can be released. release: in force, None where it is not."""

    label: str
    release: ExposeRelease | None


def part_rows(releases: Iterable[ExposeRelease]) -> list[PartRow]:
    """Every part with what was said of it last, in the order in which they are offered."""
    in_force = {row.group: row for row in releases if row.withdrawn_at is None}
    known = dict(ExposeRelease.Group.choices)
    return [PartRow(capfirst(str(known[group])), in_force.get(group)) for group in rules.GROUPS]


def history_of(releases: Sequence[ExposeRelease]) -> Facts:
    """What was released and taken back, the latest first, for components/timeline.html."""
    events = []
    for row in releases:
        group = capfirst(str(row.get_group_display()))
        events.append((row.noted_at, _("Released: %(part)s") % {"part": group}, told_by(row), row.noted_by))
        if row.withdrawn_at is not None:
            how = str(row.get_ended_how_display())
            events.append((row.withdrawn_at, _("Taken back: %(part)s") % {"part": group}, how, row.withdrawn_by))
    events.sort(key=lambda event: event[0], reverse=True)
    return [
        {
            "when": f"{date_format(localtime(at), 'SHORT_DATETIME_FORMAT')}{f', {person}' if person else ''}",
            "datetime": at.isoformat(),
            "title": title,
            "text": spoken(text) if text else "",
        }
        for at, title, text, person in events
    ]


def told_by(row: ExposeRelease) -> str:
    words = _("%(who)s, %(how)s, %(day)s") % {
        "who": row.by_whom,
        "how": row.get_how_display(),
        "day": date_format(row.on, "SHORT_DATE_FORMAT"),
    }
    return f"{words} – {row.scope}" if row.scope else words


def draft_sections(shown: Shown) -> list[Section]:
    """All that is written of an exposé, for the office and the owner."""
    contact = shown.contact
    facts = [{"term": _("Name"), "value": spoken(contact.name)}] if contact else []
    facts += [{"term": _("Telephone"), "value": contact.phone}] if contact else []
    facts += [{"term": _("E-mail address"), "value": contact.email}] if contact else []
    return [*sections_of(shown), *([Section("contact", _("Whom to ask"), facts)] if facts else [])]


def short_address(code: str, district: District) -> str:
    """What stands under the square on the poster: short enough to be typed."""
    return district_address(district.slug, "vacancies:offer_short", code.lower())


def crumbs() -> list[dict[str, str]]:
    """The way to the list of rooms on offer and that list."""
    return [
        {"label": _("Vacant units"), "url": reverse("directory:vacancies")},
        {"label": _("Rooms on offer"), "url": reverse("vacancies:offers")},
    ]
