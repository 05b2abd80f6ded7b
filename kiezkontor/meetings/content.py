"""Minutes as one piece: what is approved, sent and kept, whatever changes later."""

from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kiezkontor.calendar.models import Audience, Event
from kiezkontor.calendar.shown import day_and_time
from kiezkontor.districts.funding import funding_in_words
from kiezkontor.meetings.access import tasks_talked_about
from kiezkontor.meetings.live import with_results
from kiezkontor.meetings.models import AgendaItem, Attendance, Ballot, Board, Decision, Meeting, MeetingTask
from kiezkontor.meetings.rules.attending import THERE, Numbers, State, numbers_of
from kiezkontor.meetings.rules.balloting import Stage
from kiezkontor.meetings.rules.kinds import Source
from kiezkontor.shared.spoken import ENTERED_IN


def minutes_content(meeting: Meeting) -> dict[str, Any]:
    """In the language of the event: title, when, where, present, excused, count, funding, and the items in order."""
    event = meeting.event
    with translation.override(event.language):
        rows = list(Attendance.objects.filter(meeting=meeting).exclude(name="").select_related("organisation"))
        numbers = numbers_of([(row.state, row.may_vote) for row in rows])
        items = with_results(AgendaItem.objects.filter(meeting=meeting))
        return {
            "title": event.title,
            "language": event.language,
            "when": day_and_time(event),
            "where": ", ".join(part for part in (event.place, event.address) if part),
            "count": how_many(numbers),
            "present": [said_of(row) for row in rows if row.state in THERE],
            "excused": [said_of(row) for row in rows if row.state == State.EXCUSED],
            "funding": funding_in_words(event.district),
            "items": [item_content(item) | waiting_content(item, meeting) for item in items],
        }


def how_many(numbers: Numbers) -> str:
    """How many were there; and of them could vote, where these were fewer."""
    was_there = ngettext("%(count)d person was there", "%(count)d people were there", numbers.present)
    words = was_there % {"count": numbers.present}
    if numbers.entitled == numbers.present:
        return words
    return _("%(there)s, of them %(count)d entitled to vote") % {"there": words, "count": numbers.entitled}


def said_of(row: Attendance) -> str:
    where = str(row.organisation) if row.organisation else row.of_what
    name = f"{row.name} ({where})" if where and where != row.name else row.name
    return _("%(name)s for %(other)s") % {"name": name, "other": row.stood_for} if row.stood_for else name


def item_content(item: AgendaItem) -> dict[str, Any]:
    return {
        "title": item.title,
        "is_closed": item.is_closed,
        "minutes": item.minutes.strip(),
        "goes_on": item.goes_on,
        "interests": [str(each) for each in item.interests.all()],
        "decisions": [
            {
                "wording": each.wording,
                "state": state_of(each),
                "votes": votes_of(each),
                "is_adopted": each.is_adopted,
            }
            for each in item.decisions.all()
        ],
        "tasks": [task_content(each) for each in item.tasks.all()],
        "ideas": [each.voice.words for each in item.captured.all()],
        **ballots_content(item),
        **boards_content(item),
    }


def waiting_content(item: AgendaItem, meeting: Meeting) -> dict[str, Any]:
    """Tasks of earlier meetings, of the item that is about them; no entry for the others."""
    if item.source != Source.TASKS:
        return {}
    return {"waiting": [waiting_task_content(each) for each in tasks_talked_about(meeting)]}


def waiting_task_content(task: MeetingTask) -> dict[str, Any]:
    """is_inner: only where not everybody might read what the earlier meeting said of it."""
    inner = task.item.is_closed or task.item.meeting.event.audience != Audience.PUBLIC
    return task_content(task) | {"is_done": task.was_done} | ({"is_inner": True} if inner else {})


def task_content(task: MeetingTask) -> dict[str, Any]:
    return {"what": task.what, "owner": task.owner, "until": date_format(task.due_on) if task.due_on else ""}


def boards_content(item: AgendaItem) -> dict[str, Any]:
    """What hung on the boards, by cluster; no entry where nobody wrote a card."""
    written = [each for each in item.boards.all() if each.count]
    found = [{"question": each.question, "groups": groups_content(each)} for each in written]
    return {"boards": found} if found else {}


def groups_content(board: Board) -> list[dict[str, Any]]:
    return [
        {
            "name": str(group.cluster) if group.cluster else _("Not put anywhere yet"),
            "cards": [card.text for card in group.cards],
        }
        for group in board.groups
        if group.cards
    ]


def ballots_content(item: AgendaItem) -> dict[str, Any]:
    """Results of closed ballots; no entry where there are none."""
    closed = [each for each in item.ballots.all() if each.stage == Stage.CLOSED]
    return {"ballots": [ballot_content(each) for each in closed]} if closed else {}


def ballot_content(ballot: Ballot) -> dict[str, Any]:
    papers = ballot.of_papers
    counts = {"given": papers.given, "used": papers.used, "unused": papers.unused, "blank": papers.blank}
    said = _("Papers: %(given)s, used: %(used)s, not used: %(unused)s; abstentions: %(blank)s")
    return {
        "question": ballot.question,
        "lines": [f"{option}: {place.votes}" for place, option in ballot.lines],
        "papers": said % counts,
    }


def state_of(decision: Decision) -> str:
    if decision.is_adopted:
        return pgettext("by a meeting", "Decided")
    return _("Not adopted") if decision.has_quorum else _("Not decided: too few could vote")


def with_marks(content: dict[str, Any]) -> dict[str, Any]:
    """Minutes with whether each decision was adopted; versions of before that was kept say it in words alone."""
    with translation.override(content.get("language", ENTERED_IN)):
        adopted = pgettext("by a meeting", "Decided")
    items = [
        item | {"decisions": [{"is_adopted": each["state"] == adopted, **each} for each in item["decisions"]]}
        for item in content["items"]
    ]
    return content | {"items": items}


def votes_of(decision: Decision) -> str:
    if decision.yes is None:
        return ""
    counts = {"yes": decision.yes, "no": decision.no, "abstained": decision.abstained}
    return _("Yes: %(yes)s, no: %(no)s, abstentions: %(abstained)s") % counts


def name_of_file(event: Event) -> str:
    return f"protokoll-{event.starts_at.date().isoformat()}-{event.pk}.pdf"
