"""Differences an import found, told to the person who decides on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kiezkontor.districts.presenting import language
from kiezkontor.organisations.models import SourceRecord, Wheelchair
from kiezkontor.organisations.rules.categories import category
from kiezkontor.premises.imports.plan import known_from_tags
from kiezkontor.premises.imports.proposals import APPEARED
from kiezkontor.premises.models import ImportProposal

FIELDS = {
    "kind": gettext_lazy("Use"),
    "name": gettext_lazy("Name"),
    "category": gettext_lazy("Category"),
    "street": gettext_lazy("Street"),
    "number": gettext_lazy("House number"),
    "postcode": gettext_lazy("Postcode"),
    "city": gettext_lazy("Town"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "website": gettext_lazy("Website"),
    "opening_hours": gettext_lazy("Opening hours"),
    "wheelchair": gettext_lazy("Access"),
    "is_chain": gettext_lazy("Chain"),
    "brand": gettext_lazy("Brand"),
}
KINDS = {"business": gettext_lazy("in use"), "vacant": gettext_lazy("vacant")}


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A difference in words. about: what it is and where. remark: what accepting it would mean. url: its entry."""

    row: ImportProposal
    title: str
    about: str = ""
    remark: str = ""
    changes: list[Change] = field(default_factory=list)
    url: str = ""

    @property
    def is_open(self) -> bool:
        return self.row.decision == ImportProposal.Decision.OPEN


def tell(rows: Sequence[ImportProposal]) -> list[Told]:
    """The differences in words, in the same order; one query for those that became entries."""
    became = _organisations_of(rows)
    return [_told(row, became.get(row.ref)) for row in rows]


def _organisations_of(rows: Sequence[ImportProposal]) -> dict[str, int]:
    accepted = [row for row in rows if row.kind in APPEARED and row.decision == ImportProposal.Decision.ACCEPTED]
    if not accepted:
        return {}
    found = SourceRecord.objects.filter(
        source=accepted[0].run.kind, ref__in=[row.ref for row in accepted], organisation__isnull=False
    )
    return dict(found.values_list("ref", "organisation_id"))


def _told(row: ImportProposal, became: int | None) -> Told:
    return Told(
        row=row,
        title=pgettext("in the inventory", "Vacant unit") if row.label in {"vacant", ""} else row.label,
        about=_about(row),
        remark=_remark(row),
        changes=[
            Change(str(label), value_in_words(name, row.before.get(name)), value_in_words(name, row.after.get(name)))
            for name, label in FIELDS.items()
            if name in row.after
        ],
        url=_url(row, became),
    )


def _url(row: ImportProposal, became: int | None) -> str:
    organisation = row.organisation_id or became
    if organisation:
        return reverse("organisations:office_entry", args=[organisation])
    return reverse("premises:unit", args=[row.unit_id]) if row.unit_id else ""


def _about(row: ImportProposal) -> str:
    """Category and address as the source gives them; for what is gone, the unit it was in."""
    says: Mapping[str, Any] = row.after.get("source") or {}
    known = known_from_tags(row.ref, says.get("tags", {}), says.get("lat", 0.0), says.get("lon", 0.0)) if says else None
    if known is None:
        unit = row.unit
        return str(unit.address or f"{unit.street_name} {unit.house_number}".strip()) if unit else ""
    fields = known.fields
    address = " ".join(str(fields[name]) for name in ("street", "number") if fields.get(name))
    what = value_in_words("category", fields.get("category")) if known.kind == "business" else str(KINDS["vacant"])
    return ", ".join(part for part in (what, address) if part)


def _remark(row: ImportProposal) -> str:
    """What accepting it would mean."""
    beyond = _("It lies outside of the boundary so far; accepted, the boundary grows to that of the file.")
    said = [_remark_on_kind(row), beyond if row.after.get("beyond_boundary") else ""]
    return " ".join(part for part in said if part)


def _remark_on_kind(row: ImportProposal) -> str:
    if row.kind == ImportProposal.Kind.MOVED and row.after.get("remapped"):
        return _("Drawn anew at the source; the place is the same.")
    if row.kind == ImportProposal.Kind.MOVED:
        return _("Moved by %(distance)s m.") % {"distance": row.after.get("distance_m", 0)}
    if row.kind == ImportProposal.Kind.GONE:
        return _("The source no longer has it. Accepted, the use of the unit counts as not known from that day.")
    return ""


def value_in_words(name: str, value: object) -> str:
    """A value of a difference as people say it; a dash for none."""
    if name == "is_chain":
        return _("yes") if value else _("no")
    if not value:
        return "–"
    text = str(value)
    if name == "category":
        return category(text).named(language())
    if name == "kind":
        return str(KINDS.get(text, text))
    if name == "wheelchair":
        return str(dict(Wheelchair.choices).get(text, text))
    return text
