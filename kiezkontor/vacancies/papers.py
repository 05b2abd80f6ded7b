"""Papers of the office about vacancies, tagged: the viewings of a day, and in which state a unit was handed over."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kiezkontor.districts.models import District
from kiezkontor.districts.senders import head_of
from kiezkontor.shared.paper import pdf_from
from kiezkontor.vacancies.access_tours import by_seeker, by_unit
from kiezkontor.vacancies.models import Handover, Letting, Viewing

TEMPLATE = Path(__file__).parent / "sheets" / "viewings.typ"


def sheet(
    district: District,
    title: str,
    parts: Iterable[dict[str, Any]],
    *,
    made_at: datetime,
    signatures: Sequence[str] = (),
) -> bytes:
    """parts: each with a title, facts (label and words), columns with rows, and whether it begins a page."""
    data = {
        "title": title,
        "sender": district.office_name or district.name,
        "head": head_of(district),
        "foot": f"{title} · {date_format(localtime(made_at), 'SHORT_DATETIME_FORMAT')}",
        "language": get_language(),
        "parts": [{"facts": [], "columns": [], "rows": [], "apart": False, **part} for part in parts],
        "signatures": list(signatures),
    }
    return pdf_from(TEMPLATE, data, made_at=made_at)


def day_of_viewings(district: District, viewings: Sequence[Viewing], on: date, *, made_at: datetime) -> bytes:
    """A list for each unit, and a page for each seeker to take along, with nothing about the others on it."""
    day = date_format(on, "DATE_FORMAT")
    units = [
        {
            "title": str(case),
            "columns": [_("Time"), _("Who"), _("Telephone"), _("Who is there"), _("How it stands")],
            "rows": [[clock(each), str(each.request), each.request.phone, each.attends, state(each)] for each in those],
        }
        for case, those in by_unit(viewings)
    ]
    seekers = [
        {
            "title": name,
            "columns": [_("Time"), _("Unit"), _("Where you meet"), _("Who is there")],
            "rows": [[clock(each), str(each.case), meeting_place(each), each.attends] for each in those],
            "apart": True,
        }
        for name, those in by_seeker(viewings)
    ]
    return sheet(district, _("Viewings on %(day)s") % {"day": day}, [*units, *seekers], made_at=made_at)


def clock(viewing: Viewing) -> str:
    return str(time_format(localtime(viewing.starts_at), "TIME_FORMAT"))


def state(viewing: Viewing) -> str:
    return capfirst(str(viewing.get_state_display()))


def meeting_place(viewing: Viewing) -> str:
    return viewing.event.place if viewing.event and viewing.event.place else _("in front of the unit")


def handover_record(district: District, letting: Letting, record: Handover, *, made_at: datetime) -> bytes:
    """The record as both sides sign it."""
    facts = [
        (_("Unit"), str(letting.case)),
        (_("What it is used for"), letting.purpose),
        (_("Tenant or user"), letting.tenant),
        (_("Occasion"), capfirst(str(record.get_way_display()))),
        (_("Day"), date_format(record.on, "DATE_FORMAT")),
        (_("Who was there"), record.present),
        (_("Keys handed over"), "" if record.keys is None else str(record.keys)),
    ]
    texts = [(_("Meters"), record.meters), (_("Condition and defects"), record.condition)]
    parts = [
        {"title": _("What was handed over"), "facts": [[label, words] for label, words in facts if words]},
        {"title": _("State"), "facts": [[label, words or _("Nothing was noted.")] for label, words in texts]},
    ]
    title = _("Handover record, %(place)s, %(day)s")
    said = {"place": letting.case, "day": date_format(record.on, "SHORT_DATE_FORMAT")}
    signatures = [_("Day, signature of the owner or for the owner"), _("Day, signature of the tenant or user")]
    return sheet(district, title % said, parts, made_at=made_at, signatures=signatures)
