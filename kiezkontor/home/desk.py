"""What is to do in a district's office and found by looking, as far as the viewer may do it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit import access as log
from kiezkontor.audit.models import AuditEntry
from kiezkontor.audit.runs import alike, moments_of, runs_at
from kiezkontor.audit.sentences import sentence_of, vocabulary
from kiezkontor.calendar.quarters import lacking_in_words, meetings_in
from kiezkontor.calendar.rules.quarters import possible_quarters
from kiezkontor.desk.hooks import Due
from kiezkontor.districts.access import reports_of
from kiezkontor.districts.models import District
from kiezkontor.districts.office import gate_of
from kiezkontor.districts.rules.missing import missing_facts
from kiezkontor.districts.texts import facts_of
from kiezkontor.organisations import access as organisations
from kiezkontor.organisations import access_merging
from kiezkontor.premises.access import open_differences_in

REPORTS_SHOWN = 5
CHANGES_SHOWN = 8
# So many steps are looked at, for those that are alike stand in one line.
CHANGES_READ = 60


def found_by_looking(viewer: Viewer, district: District, on: date) -> list[Due]:
    """What waits for the viewer in the areas below the desk; empty when everything is done."""
    return [
        *(reports(district) if opens(viewer, district, "districts:reports") else []),
        *about_entries(viewer, district),
        *(open_points(district, on=on) if opens(viewer, district, "districts:edit") else []),
        *about_numbers(viewer, district, on=on),
    ]


def opens(viewer: Viewer, district: District, page: str) -> bool:
    gate = gate_of(page)
    return gate is not None and viewer.has_role(district, *gate)


def reports(district: District) -> list[Due]:
    """Unanswered reports by the day they are due; the rest in one line."""
    waiting = reports_of(district).filter(answered_at__isnull=True).order_by("due_on", "pk")
    found = list(waiting[: REPORTS_SHOWN + 1])
    url = reverse("districts:reports")
    tasks = [
        Due(
            sentence=_("Answer a report: %(kind)s") % {"kind": report.get_kind_display()},
            url=reverse("districts:report", args=[report.pk]),
            icon="speech",
            due_on=report.due_on,
        )
        for report in found[:REPORTS_SHOWN]
    ]
    return tasks + ([Due(_("More reports wait for an answer."), url, "speech")] if len(found) > REPORTS_SHOWN else [])


def about_entries(viewer: Viewer, district: District) -> list[Due]:
    """Who asks to look after an entry, and pairs that look like one; none for whoever may not decide on them."""
    asked, pairs = access_merging.waiting_in(viewer, district)
    found = []
    if asked:
        sentence = ngettext(
            "%(count)s person asks to look after an entry", "%(count)s people ask to look after an entry", asked
        )
        found.append(Due(sentence % {"count": asked}, reverse("organisations:requests"), "people"))
    if pairs:
        sentence = ngettext("%(count)s probably duplicate entry", "%(count)s probably duplicate entries", pairs)
        found.append(Due(sentence % {"count": pairs}, reverse("organisations:office_duplicates"), "list"))
    return found


def about_numbers(viewer: Viewer, district: District, *, on: date) -> list[Due]:
    """Differences of imports, entries nobody ever confirmed, quarters without a meeting; counted in one statement."""
    to_count: dict[str, QuerySet[Any]] = {}
    if opens(viewer, district, "premises:import_new"):
        to_count["differences"] = open_differences_in(district)
    if organisations.can_edit(viewer, district):
        to_count["unconfirmed"] = organisations.unconfirmed_here(viewer, district, on=on)
    makes_events = opens(viewer, district, "calendar:office")
    if makes_events:
        to_count |= meetings_to_count(viewer, district, on=on)
    counts = counted(to_count)
    found = []
    if differences := counts.get("differences"):
        sentence = ngettext(
            "Decide on %(count)s difference of the last import",
            "Decide on %(count)s differences of the last import",
            differences,
        )
        found.append(Due(sentence % {"count": differences}, reverse("premises:imports"), "upload"))
    if unconfirmed := counts.get("unconfirmed"):
        sentence = ngettext(
            "%(count)s entry was never confirmed", "%(count)s entries were never confirmed", unconfirmed
        )
        url = reverse("organisations:office") + "?status=unconfirmed"
        found.append(Due(sentence % {"count": unconfirmed}, url, "list"))
    return found + (about_meetings(counts, on=on) if makes_events else [])


def meetings_to_count(viewer: Viewer, district: District, *, on: date) -> dict[str, QuerySet[Any]]:
    """Members, and the meetings of each quarter that needs one."""
    found: dict[str, QuerySet[Any]] = {
        str(each.first_on): meetings_in(viewer, district, each) for each in possible_quarters(on)
    }
    return found | {"members": organisations.members_on(on, district)}


def about_meetings(counts: Mapping[str, int], *, on: date) -> list[Due]:
    """Quarters without a member meeting, where there are members, due while there is time to invite to one."""
    lacking = [each for each in possible_quarters(on) if counts.get("members") and not counts.get(str(each.first_on))]
    url = reverse("calendar:office")
    return [Due(lacking_in_words(each), url, "calendar-today", each.invite_until) for each in lacking]


def counted(found: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each has, by its name, in one statement; without those that have none."""
    rows = [
        each.order_by().values(of_what=Value(name)).annotate(number=Count("pk")).values_list("of_what", "number")
        for name, each in found.items()
    ]
    return dict(rows[0].union(*rows[1:], all=True).order_by()) if rows else {}


def open_points(district: District, *, on: date) -> list[Due]:
    """What the legal texts of the district still lack."""
    count = sum(len(missing_facts(facts)) for facts in facts_of(district, on=on).values())
    if not count:
        return []
    sentence = ngettext(
        "%(count)s point of the legal texts is still open", "%(count)s points of the legal texts are still open", count
    )
    return [Due(sentence % {"count": count}, reverse("districts:edit"), "list")]


def recent_changes(viewer: Viewer, district: District) -> list[dict[str, Any]]:
    """The latest of the log the viewer may read, as sentences, each deed of a person and a day once.

    others: how many more of it there are, in_one_step: whether one step wrote them all.
    """
    names_people = log.sees_values(viewer, district)
    entries = log.visible_to(viewer, district)
    groups = alike(runs_at(entries, moments_of(entries)[:CHANGES_READ]), day_of=timezone.localdate)
    return [
        {
            "at": latest.entry.at,
            "sentence": sentence_of(latest.entry, names_people=names_people),
            "others": sum(run.count for run in runs) - 1,
            "in_one_step": len(runs) == 1,
            "url": reverse("districts:log") + (f"?run={latest.entry.pk}" if len(runs) == 1 else like_it(latest.entry)),
        }
        for latest, runs in ((runs[0], runs) for runs in groups[:CHANGES_SHOWN])
    ]


def like_it(entry: AuditEntry) -> str:
    """The question to the log for deeds of this kind."""
    known = entry.subject_type in vocabulary.subjects
    return f"?{urlencode({'kind': entry.subject_type})}" if known else ""
