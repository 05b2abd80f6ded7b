"""Ballot papers to print: each with its code, as many to a page as fit."""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from kiezkontor.districts.models import District
from kiezkontor.districts.senders import head_of
from kiezkontor.meetings.models import Ballot
from kiezkontor.meetings.rules.balloting import Way
from kiezkontor.notices.rules.codes import as_printed
from kiezkontor.shared.paper import pdf_from

TEMPLATE = Path(__file__).parent / "sheets" / "ballots.typ"


def ballots_pdf(ballot: Ballot, district: District) -> bytes:
    """Of the papers nobody has used yet."""
    event = ballot.item.meeting.event
    with translation.override(event.language):
        return pdf_from(TEMPLATE, paper_data(ballot, district), made_at=ballot.opened_at or event.starts_at)


def paper_data(ballot: Ballot, district: District) -> dict[str, Any]:
    event = ballot.item.meeting.event
    codes = ballot.papers.filter(is_used=False).exclude(code="").order_by("code").values_list("code", flat=True)
    return {
        "title": _("Ballot papers: %(question)s") % {"question": ballot.question},
        "language": event.language,
        "sender": head_of(district)[0],
        "event": event.title,
        "question": ballot.question,
        "how": how_to_vote(ballot),
        "has_points": ballot.way == Way.POINTS,
        "options": answers_of(ballot),
        "code_label": _("Code of the paper"),
        "codes": [as_printed(code) for code in codes],
        "none": _("There are no unused papers."),
    }


def answers_of(ballot: Ballot) -> list[str]:
    """With the abstention, where one is marked with a cross."""
    answers = [str(option) for option in ballot.options.all()]
    return answers if ballot.way == Way.POINTS else [*answers, _("I abstain")]


def how_to_vote(ballot: Ballot) -> str:
    if ballot.way == Way.POINTS:
        return _("Please share out up to %(points)s points.") % {"points": ballot.points}
    return _("Please mark one answer.") if ballot.way == Way.ONE else _("Please mark all answers you agree with.")
