"""An exposé and the poster for its window on paper: tagged PDF of what is released, with the code it is checked by."""

import base64
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kiezkontor.districts.access import streets_of
from kiezkontor.districts.funding import funding_in_words
from kiezkontor.districts.models import District
from kiezkontor.districts.senders import head_of
from kiezkontor.notices.letters import qr_code
from kiezkontor.notices.rules.codes import as_printed
from kiezkontor.shared.paper import pdf_from
from kiezkontor.vacancies import expose_map
from kiezkontor.vacancies import presenting_exposes as said
from kiezkontor.vacancies.models import ExposePicture
from kiezkontor.vacancies.offers import Pictured, Shown
from kiezkontor.vacancies.surroundings import NEAR_M, WIDE_M, figures_of

SHEETS = Path(__file__).parent / "sheets"
# More would make a file of many megabytes; the page has them all.
MOST_PHOTOS = 4


def expose_pdf(shown: Shown, district: District) -> bytes:
    today = timezone.localdate()
    data = common(shown, district) | {
        "words": [each.strip() for each in shown.words.splitlines() if each.strip()],
        "sections": [
            {
                "title": section.title,
                "facts": [[str(fact["term"]), value_of(fact)] for fact in section.facts if value_of(fact)],
                "note": section.note,
            }
            for section in said.sections_of(shown)
        ],
        "further": further_photos(len(shown.photos) - MOST_PHOTOS),
        "pictures": all_drawn((*shown.photos[:MOST_PHOTOS], *shown.plans)),
        "place_title": _("Where it is"),
        "map": map_of(shown, district),
        "around_title": _("What is around it"),
        "around_head": [_("Use"), _("within %(m)s m") % {"m": NEAR_M}, _("within %(m)s m") % {"m": WIDE_M}],
        "around": [[each.label, str(each.near), str(each.wide)] for each in figures_of(shown, district, on=today)],
        "around_source": _("Source: directory of %(district)s, %(day)s")
        % {"district": district.name, "day": date_format(today, "DATE_FORMAT")},
        "contact": contact_lines(shown, district),
        "contact_title": _("Whom to ask"),
    }
    return pdf_from(SHEETS / "expose.typ", data, made_at=shown.changed_at)


def further_photos(count: int) -> str:
    """How many photos the page has that do not stand here."""
    if count <= 0:
        return ""
    return ngettext(
        "The page of this exposé has %(count)s further photo.",
        "The page of this exposé has %(count)s further photos.",
        count,
    ) % {"count": count}


def map_of(shown: Shown, district: District) -> list[dict[str, str]]:
    """The streets around it as one drawing; none where the district knows no streets there."""
    streets = streets_of(district).exclude(lines=[]).order_by("pk").values_list("name", "lines")
    svg = expose_map.sketch(streets, (shown.lat, shown.lon), is_exact=shown.is_exact)
    alt = _("Map of the streets around: %(place)s") % {"place": said.place_said(shown, district)}
    credit = _("Streets: © OpenStreetMap contributors, ODbL 1.0")
    if not shown.is_exact:
        credit = f"{_('It lies within the marked square.')} {credit}"
    return [{"qr": svg, "alt": alt, "credit": credit}] if svg else []


def poster_pdf(shown: Shown, district: District) -> bytes:
    data = common(shown, district) | {
        "line": _("This room is free."),
        # No fact is broken in two.
        "facts": [fact.replace(" ", "\N{NO-BREAK SPACE}") for fact in said.short_facts(shown)],
        "scan": _("Scan the square or type the address:"),
        "contact": contact_lines(shown, district),
    }
    return pdf_from(SHEETS / "poster.typ", data, made_at=shown.changed_at)


def common(shown: Shown, district: District) -> dict[str, Any]:
    short, sender = said.short_address(shown.code, district), head_of(district)
    return {
        "title": shown.title,
        "language": (get_language() or "de")[:2],
        "sender": sender[0],
        "district": district.name if district.name != sender[0] else "",
        "foot": ", ".join(sender),
        "place": said.place_said(shown, district),
        "kind": said.kind_said(shown),
        "address": short,
        "qr": qr_code(short),
        "qr_alt": _("Square code that leads to the exposé"),
        "check": _("Whether this exposé still holds stands at %(url)s.") % {"url": short},
        "code_label": _("Code"),
        "code": as_printed(shown.code.upper()),
        "free": _("The office asks for no commission."),
        "funding": funding_in_words(district),
    }


def value_of(fact: dict[str, Any]) -> str:
    return ", ".join(map(str, fact["several"])) if fact.get("several") else str(fact.get("value") or "")


def contact_lines(shown: Shown, district: District) -> list[str]:
    """The owner where they want that, else the office."""
    if shown.contact is not None:
        return [each for each in (shown.contact.name, shown.contact.phone, shown.contact.email) if each]
    return head_of(district)


def all_drawn(pictures: Collection[Pictured]) -> list[dict[str, str]]:
    stored = ExposePicture.objects.in_bulk([each.pk for each in pictures])
    return [drawn(each, stored[each.pk]) for each in pictures]


def drawn(picture: Pictured, stored: ExposePicture) -> dict[str, str]:
    """The small picture inside a drawing, as the PDF takes it."""
    with stored.image.open("rb") as file:
        content = base64.b64encode(file.read()).decode()
    size = f'width="{picture.width}" height="{picture.height}"'
    image = f'<image href="data:image/jpeg;base64,{content}" {size}/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {picture.width} {picture.height}">{image}</svg>'
    is_photo = picture.credit and picture.kind == ExposePicture.Kind.PHOTO
    credit = _("Photo: %(credit)s") % {"credit": picture.credit} if is_photo else picture.credit
    return {"qr": svg, "alt": picture.alt, "credit": credit}
