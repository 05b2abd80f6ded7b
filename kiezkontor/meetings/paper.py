"""Minutes on paper: tagged PDF with the funding line."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

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
            "note": reading.note,
            "funding": content["funding"],
            "items": [paper_item(item) for item in content["items"]],
        }


def paper_item(item: dict[str, Any]) -> dict[str, Any]:
    lines = [line(each["state"], each["wording"], more=each["votes"]) for each in item["decisions"]]
    lines += [
        line(_("Secret vote"), each["question"], [("", each["lines"])], more=each["papers"])
        for each in item.get("ballots", [])
    ]
    lines += [
        line(_("Cards"), each["question"], [(f"{name} ({len(cards)})", cards) for name, cards in groups_of(each)])
        for each in item.get("boards", [])
    ]
    lines += [line(_("Task"), task_in_words(each)) for each in item["tasks"]]
    lines += [line(_("Idea"), words) for words in item["ideas"]]
    if item["interests"]:
        lines.insert(0, line(_("Own interest, does not vote:").rstrip(":"), ", ".join(item["interests"])))
    if item["goes_on"]:
        lines.append(line(_("Not settled"), _("Comes up again in the next meeting")))
    return {
        "title": item["title"],
        "number": item.get("number"),
        "waiting": [f"{task_in_words(each)}: {done_or_open(each)}" for each in item.get("waiting", [])],
        "paragraphs": item["minutes"].split("\n") if item["minutes"] else [],
        "lines": lines,
    }


def line(label: str, words: str, lists: Sequence[tuple[str, list[str]]] = (), *, more: str = "") -> dict[str, Any]:
    """Something that came out of an item. lists: below it, each with its heading; more: a last line."""
    return {"label": label, "words": words, "lists": [list(each) for each in lists], "more": more}


def groups_of(board: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [(group["name"], group["cards"]) for group in board["groups"]]


def task_in_words(task: dict[str, Any]) -> str:
    return ", ".join(part for part in (task["what"], task["owner"], until(task["until"])) if part)


def done_or_open(task: dict[str, Any]) -> str:
    return pgettext("a task", "done") if task["is_done"] else _("still open")


def until(day: str) -> str:
    return _("until %(day)s") % {"day": day} if day else ""
