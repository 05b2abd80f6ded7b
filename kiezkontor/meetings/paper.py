"""Minutes on paper: tagged PDF with the funding line."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.districts.models import District
from kiezkontor.districts.senders import head_of
from kiezkontor.meetings.access_minutes import Reading
from kiezkontor.shared.paper import pdf_from
from kiezkontor.shared.remembered import made_once

TEMPLATE = Path(__file__).parent / "sheets" / "minutes.typ"


def minutes_pdf(reading: Reading, district: District) -> bytes:
    """The same words always make the same file, so it is set once."""
    made_at = reading.version.approved_at
    data = paper_data(reading, district)
    words = hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()
    return made_once(("minutes", words, made_at), lambda: pdf_from(TEMPLATE, data, made_at=made_at))


def paper_data(reading: Reading, district: District) -> dict[str, Any]:
    content = reading.content
    with translation.override(content["language"]):
        sender = head_of(district)
        approved = _("Approved on %(day)s, version %(number)s") % {
            "day": date_format(reading.version.approved_at, "DATE_FORMAT"),
            "number": reading.version.number,
        }
        return {
            "title": _("Minutes: %(title)s") % {"title": content["title"]},
            "language": content["language"],
            "sender": sender[0],
            "foot": f"{', '.join(sender)} · {approved}",
            "head": [line for line in (content["when"], content["where"], content["count"]) if line],
            "people": [
                {"label": label, "names": ", ".join(names)}
                for label, names in ((_("Present"), content["present"]), (_("Excused"), content["excused"]))
                if names
            ],
            "approved": approved,
            "note": "" if reading.is_whole else _("Public version, without names and without what is for members."),
            "funding": content["funding"],
            "items": [paper_item(item) for item in content["items"]],
        }


def paper_item(item: dict[str, Any]) -> dict[str, Any]:
    lines = [[each["state"], " ".join([each["wording"], each["votes"]]).strip()] for each in item["decisions"]]
    lines += [
        [_("Secret vote"), " · ".join([each["question"], *each["lines"], each["papers"]])]
        for each in item.get("ballots", [])
    ]
    lines += [
        [_("Cards"), " · ".join([each["question"], *(group_in_words(group) for group in each["groups"])])]
        for each in item.get("boards", [])
    ]
    lines += [
        [_("Task"), ", ".join(part for part in (each["what"], each["owner"], until(each["until"])) if part)]
        for each in item["tasks"]
    ]
    lines += [[_("Idea"), words] for words in item["ideas"]]
    if item["interests"]:
        lines.insert(0, [_("Own interest, does not vote:").rstrip(":"), ", ".join(item["interests"])])
    if item["goes_on"]:
        lines.append([_("Not settled"), _("Comes up again in the next meeting")])
    return {
        "title": item["title"],
        "paragraphs": item["minutes"].split("\n") if item["minutes"] else [],
        "lines": lines,
    }


def group_in_words(group: dict[str, Any]) -> str:
    return f"{group['name']} ({len(group['cards'])}): {'; '.join(group['cards'])}"


def until(day: str) -> str:
    return _("until %(day)s") % {"day": day} if day else ""
