"""A location in figures on paper: the facts of the page as a tagged PDF."""

import hashlib
import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kiezkontor.districts.funding import funding_in_words
from kiezkontor.districts.models import District
from kiezkontor.districts.senders import head_of
from kiezkontor.shared.paper import pdf_from
from kiezkontor.shared.remembered import made_once
from kiezkontor.vacancies.location_words import Group

TEMPLATE = Path(__file__).parent / "paper" / "location.typ"


def location_pdf(groups: list[Group], *, district: District, street: str, url: str) -> bytes:
    """Set once for the same facts; it bears the day of the latest of them."""
    days = [fact.on for group in groups for fact in group.facts if fact.on]
    made_at = datetime.combine(max(days, default=timezone.localdate()), time(), UTC)
    data = paper_data(groups, district, street, url)
    words = hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()
    return made_once(("location", words, made_at), lambda: pdf_from(TEMPLATE, data, made_at=made_at))


def paper_data(groups: list[Group], district: District, street: str, url: str) -> dict[str, Any]:
    place = f"{street}, {district.name}" if street else district.name
    town = "" if district.municipality in place else district.municipality
    return {
        "title": _("Location in figures"),
        "about": _("Location in figures: %(place)s") % {"place": place},
        "subtitle": " · ".join(part for part in (place, town) if part),
        "sender": head_of(district)[0],
        "language": get_language() or "de",
        "heads": [_("Figure"), _("Value"), _("Of what"), _("Source and day")],
        "groups": [
            {
                "title": str(group.title),
                "rows": [[str(fact.label), fact.words, fact.basis, fact.from_where] for fact in group.facts],
            }
            for group in groups
        ],
        "contact_head": _("Ask the district office"),
        "contact": [*head_of(district), *([district.office_email] if district.office_email else []), url],
        "funding": funding_in_words(district),
        "note": _("What would tell of fewer than three units is not published."),
    }
