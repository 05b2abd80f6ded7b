"""How long what people wrote or did is kept, and the nightly step that forgets it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kiezkontor.accounts.devices import forget_devices, forget_sessions
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.actions import forget_values, record, values_over
from kiezkontor.calendar.actions import forgetting as of_events
from kiezkontor.desk.actions import tasks_over
from kiezkontor.directory.conversations import KEPT as KEPT_FOR_ANSWERS
from kiezkontor.directory.conversations import conversations_over
from kiezkontor.districts.actions.consents import consents_over
from kiezkontor.districts.actions.reports import reports_over
from kiezkontor.districts.actions.roles import invitations_over
from kiezkontor.districts.changes import KEPT, forget_changes
from kiezkontor.districts.models import District
from kiezkontor.meetings.actions import forgetting as of_meetings
from kiezkontor.meetings.rules.attending import SWAPPED
from kiezkontor.members.actions import contacts
from kiezkontor.members.actions.posts import KEPT as KEPT_OF_THE_BOARD
from kiezkontor.members.actions.posts import POSTS, posts_over
from kiezkontor.notices.actions import bounces_over
from kiezkontor.notices.incoming import incoming_over
from kiezkontor.notices.letter_runs import KEPT_ONCE_TAKEN, files_over, forget_files, letters_over
from kiezkontor.notices.links import links_over
from kiezkontor.notices.mail import mails_over
from kiezkontor.notices.rules.bounces import HELD_FOR
from kiezkontor.organisations.access import PEOPLE, valid_holds
from kiezkontor.organisations.actions.merging import forget_merges, merges_over
from kiezkontor.organisations.actions.stewards import requests_over
from kiezkontor.organisations.models import LegalHold
from kiezkontor.outreach.actions import forgetting
from kiezkontor.premises.actions.photos import PHOTOS_KEPT, forget_photos, photos_over
from kiezkontor.surveys.actions.leases import leases_over
from kiezkontor.vacancies.actions import enquiries as of_enquiries
from kiezkontor.vacancies.actions import forgetting as of_vacancies
from kiezkontor.vacancies.actions import ideas as of_ideas
from kiezkontor.vacancies.actions import seeking, subscribing
from kiezkontor.vacancies.rules.early import KEPT as KEPT_OF_WARNINGS
from kiezkontor.vacancies.rules.limits import PEOPLE_KEPT as KEPT_OF_VACANCIES
from kiezkontor.vacancies.rules.seekers import DRAFT_KEPT
from kiezkontor.vacancies.rules.seekers import KEPT as KEPT_OF_SEEKERS
from kiezkontor.vacancies.rules.subscriptions import KEPT as KEPT_OF_SUBSCRIPTIONS
from kiezkontor.vacancies.rules.subscriptions import UNCONFIRMED_KEPT
from kiezkontor.voices.actions import forgetting as of_voices
from kiezkontor.voices.rules.limits import PEOPLE_KEPT as KEPT_OF_VOICES

FORGOTTEN = "data.forgotten"
# Three years are the regular limitation period (sections 195 and 199 of the German Civil Code).
LIMITATION = timedelta(days=3 * 365 + 1)
# Long enough to say why somebody got no mail, or that they were invited; no link in a mail opens anything for longer.
MAILED, INVITED = timedelta(days=30), timedelta(days=180)
# Who finds a forgotten device in a drawer can still send what is on it.
WALKED = timedelta(days=180)


def delete(old: QuerySet[Any]) -> int:
    """Returns how many rows went, without those that hang on them."""
    return old.delete()[1].get(old.model._meta.label, 0)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data, and when it goes.

    since: from when its time runs, as a sentence. over: moment → the rows whose time began before it and that are still
    to be forgotten. scope, organisation: columns with the district and the organisation that rows belong to, "" where
    they belong to none. forget: rows → how many were deleted or emptied.
    """

    name: str
    title: str | Promise
    since: str | Promise
    kept: timedelta
    over: Callable[[datetime], QuerySet[Any]]
    scope: str
    organisation: str = ""
    forget: Callable[[QuerySet[Any]], int] = delete

    @property
    def kept_in_words(self) -> str:
        years = self.kept.days // 365
        if years:
            return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
        return ngettext("%(days)s day", "%(days)s days", self.kept.days) % {"days": self.kept.days}


TALKED = _("after the last contact with the organisation; what is counted stays")
KINDS: tuple[Kind, ...] = (
    Kind(
        "contacts",
        _("Texts and people in the contact log"),
        TALKED,
        LIMITATION,
        forgetting.talks_over,
        "district_id",
        "organisation_id",
        forgetting.forget_talks,
    ),
    Kind(
        "interviews",
        _("Texts of needs interviews"),
        TALKED,
        LIMITATION,
        forgetting.interviews_over,
        "district_id",
        "organisation_id",
        forgetting.forget_interviews,
    ),
    Kind(
        "support",
        _("Texts of support records"),
        TALKED,
        LIMITATION,
        forgetting.support_over,
        "district_id",
        "organisation_id",
        forgetting.forget_support,
    ),
    Kind(
        PEOPLE,
        _("People at organisations that are no members"),
        _("after the last contact with the organisation"),
        LIMITATION,
        forgetting.people_over,
        "district_id",
        "organisation_id",
        forgetting.forget_people,
    ),
    Kind(
        "requests for entries",
        _("Requests to look after an entry"),
        _("after the request"),
        INVITED,
        requests_over,
        "district_id",
        "organisation_id",
    ),
    Kind(
        "merged entries",
        _("Values of merged entries"),
        _("after they were merged; after that they cannot be separated again"),
        LIMITATION,
        merges_over,
        "district_id",
        "kept_id",
        forget_merges,
    ),
    Kind(
        "reports", _("Reported barriers and contents"), _("after the answer"), LIMITATION, reports_over, "district_id"
    ),
    Kind("consents", _("Consents"), _("after they were withdrawn"), LIMITATION, consents_over, "district_id"),
    Kind("tasks", _("Tasks"), _("after they were done"), LIMITATION, tasks_over, "district_id"),
    Kind(
        "values in the log",
        _("Names and values in the log"),
        _("after the change; who did what and when stays"),
        LIMITATION,
        values_over,
        "scope_id",
        forget=forget_values,
    ),
    Kind(
        "conversations",
        _("Messages passed on to entries"),
        _("after the last message"),
        KEPT_FOR_ANSWERS,
        conversations_over,
        "district_id",
    ),
    Kind(
        POSTS,
        _("Posts and replies on the notice board"),
        _("after their last day on the board"),
        KEPT_OF_THE_BOARD,
        posts_over,
        "district_id",
        "organisation_id",
    ),
    Kind(
        "first contacts",
        _("Messages and people of first contacts among members"),
        _("after the last message; who met when stays"),
        contacts.KEPT,
        contacts.words_over,
        "district_id",
        forget=contacts.forget_words,
    ),
    Kind(
        "people of voices",
        _("Names and addresses of people who gave ideas, hints and comments"),
        _("after it was done, declined or known already; what was said stays"),
        KEPT_OF_VOICES,
        of_voices.people_over,
        "district_id",
        "organisation_id",
        of_voices.forget_people,
    ),
    Kind(
        "comments not shown",
        _("Comments on ideas and hints that are not public"),
        _("after they were written"),
        KEPT_OF_VOICES,
        of_voices.comments_over,
        "voice__district_id",
    ),
    Kind(
        "unpublished voices",
        _("Ideas and hints that are not public"),
        _("after they were done, declined or known already"),
        LIMITATION,
        of_voices.unpublished_over,
        "district_id",
        "organisation_id",
        of_voices.forget_unpublished,
    ),
    Kind(
        "texts of vacancies",
        _("Notes on vacancies"),
        _("after the case was closed; where it was and how it went on stays"),
        LIMITATION,
        of_vacancies.texts_over,
        "district_id",
        forget=of_vacancies.forget_texts,
    ),
    Kind(
        "exposes",
        _("Exposés of vacant units, with pictures and with what owners released"),
        _("after the case was closed; from then on nobody outside of the office reads them"),
        LIMITATION,
        of_vacancies.exposes_over,
        "case__district_id",
        forget=of_vacancies.forget_exposes,
    ),
    Kind(
        "early warnings",
        _("Early warnings of vacancies"),
        _("after they were dealt with or their day has passed"),
        KEPT_OF_WARNINGS,
        of_vacancies.warnings_over,
        "district_id",
    ),
    Kind(
        "owners of units",
        _("Owners of units, with talks and letters"),
        _("after the last contact, once no case is open"),
        LIMITATION,
        of_vacancies.owners_over,
        "district_id",
    ),
    Kind(
        "reporters of vacancies",
        _("Names and addresses of people who reported vacancies"),
        _("after the office decided; what was reported stays"),
        KEPT_OF_VACANCIES,
        of_vacancies.reporters_over,
        "district_id",
        forget=of_vacancies.forget_reporters,
    ),
    Kind(
        "givers of ideas",
        _("Names, addresses and words of people who gave ideas for interim use"),
        _("after the office decided; what everybody reads stays"),
        KEPT_OF_VACANCIES,
        of_ideas.givers_over,
        "district_id",
        forget=of_ideas.forget_givers,
    ),
    Kind(
        "people of enquiries",
        _("Names and addresses of people who asked about the location"),
        _("after they asked; at once with the answer; what was asked stays"),
        KEPT_OF_VACANCIES,
        of_enquiries.people_over,
        "district_id",
        forget=of_enquiries.forget_people,
    ),
    Kind(
        "reported vacancies",
        _("Reported vacancies"),
        _("after the office decided"),
        LIMITATION,
        of_vacancies.reports_over,
        "district_id",
        forget=of_vacancies.forget_reports,
    ),
    Kind(
        "requests for space",
        _("People and plans of requests for space"),
        _("after the request has ended; what kind of room was looked for stays"),
        KEPT_OF_SEEKERS,
        seeking.people_over,
        "district_id",
        forget=seeking.forget_people,
    ),
    Kind(
        "requests begun",
        _("Requests for space that were never sent"),
        _("after somebody last entered something"),
        DRAFT_KEPT,
        seeking.drafts_over,
        "district_id",
    ),
    Kind(
        "unconfirmed subscriptions",
        _("Subscriptions to rooms on offer that nobody confirmed"),
        _("after somebody asked for them"),
        UNCONFIRMED_KEPT,
        subscribing.unconfirmed_over,
        "district_id",
    ),
    Kind(
        "subscriptions",
        _("Subscriptions to rooms on offer"),
        _("after they were confirmed; at once where somebody ends them"),
        KEPT_OF_SUBSCRIPTIONS,
        subscribing.confirmed_over,
        "district_id",
    ),
    Kind(
        "tenants of lettings",
        _("Tenants, handover records and follow-ups of leases and interim uses"),
        _("after the use ended; where, how long and for how much stays"),
        LIMITATION,
        of_vacancies.tenants_over,
        "case__district_id",
        forget=of_vacancies.forget_tenants,
    ),
    Kind(
        "answers to events",
        _("Names, addresses and needs of people who answered to events"),
        _("after the event; how many came stays"),
        of_events.KEPT,
        of_events.answers_over,
        "slot__event__district_id",
        "organisation_id",
        of_events.forget_answers,
    ),
    Kind(
        "attendance of meetings",
        _("Names of people who were at meetings"),
        _("after the meeting; how many they were stays"),
        of_meetings.KEPT,
        of_meetings.attendances_over,
        "meeting__event__district_id",
        "organisation_id",
        of_meetings.forget_attendances,
    ),
    Kind(
        "open ballots",
        _("Who may vote in secret votes that nobody closed"),
        _("after the meeting; the votes stay"),
        of_meetings.VOTED,
        of_meetings.ballots_over,
        "item__meeting__event__district_id",
        forget=of_meetings.forget_voters,
    ),
    Kind(
        "swapped contacts",
        _("Contacts swapped at meetings"),
        _("after the meeting"),
        SWAPPED,
        of_meetings.swaps_over,
        "attendance__meeting__event__district_id",
        "attendance__organisation_id",
        of_meetings.forget_swaps,
    ),
    Kind(
        "guests of events",
        _("Names and addresses of people invited to events"),
        _("after the event; how many came stays"),
        of_events.KEPT,
        of_events.guests_over,
        "event__district_id",
        "organisation_id",
        of_events.forget_guests,
    ),
    Kind(
        "photos of units",
        _("Photos of units"),
        _("after they were taken"),
        PHOTOS_KEPT,
        photos_over,
        "district_id",
        forget=forget_photos,
    ),
    Kind("mails", _("Mails that were sent"), _("after they were delivered"), MAILED, mails_over, "scope_id"),
    Kind("mails that came in", _("Mails that came in"), _("after they came"), MAILED, incoming_over, "scope_id"),
    Kind("letters", _("Letters with codes"), _("after they were made"), MAILED, letters_over, "scope_id"),
    Kind(
        "files of letters",
        _("Files of letters that were downloaded"),
        _("after the first download"),
        KEPT_ONCE_TAKEN,
        files_over,
        "scope_id",
        forget=forget_files,
    ),
    Kind(
        "addresses that bounced",
        _("Addresses from which mail came back"),
        _("after it came back"),
        HELD_FOR,
        bounces_over,
        "scope_id",
    ),
    Kind("invitations", _("Invitations"), _("after they ended"), INVITED, invitations_over, "district_id"),
    Kind("personal links", _("Personal links and codes"), _("after they ended"), INVITED, links_over, "scope_id"),
    Kind(
        "walks",
        _("Devices that took a survey round along"),
        _("after their time ended; what was noted stays"),
        WALKED,
        leases_over,
        "survey_round__district_id",
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def free(kind: Kind, rows: QuerySet[Any], holds: Iterable[LegalHold]) -> QuerySet[Any]:
    """Those of the rows that no hold keeps. A hold on an organisation keeps what is known to be about it."""
    for hold in holds:
        if hold.kind not in {"", kind.name}:
            continue
        if hold.organisation_id is None:
            rows = rows.exclude(**{kind.scope: hold.district_id})
        elif kind.organisation:
            rows = rows.exclude(**{kind.scope: hold.district_id, kind.organisation: hold.organisation_id})
    return rows


def forget(*, now: datetime) -> dict[str, int]:
    """Delete what is kept no longer; returns how much of what. A missed night is made up for by the next.

    Each district and kind goes in a transaction of its own, and the district's log says how much went.
    """
    holds = valid_holds()
    gone = {kind.name: forget_kind(kind, holds, now=now) for kind in KINDS}
    return gone | {
        "sessions": forget_sessions(now=now),
        "devices": forget_devices(),
        "changes of pages": forget_changes(before=now - KEPT),
    }


def forget_kind(kind: Kind, holds: Collection[LegalHold], *, now: datetime) -> int:
    rows = free(kind, kind.over(now - kind.kept), holds)
    scopes = list(rows.order_by().values_list(kind.scope, flat=True).distinct())
    districts = District.objects.in_bulk([scope for scope in scopes if scope is not None])
    return sum(forget_in(kind, rows.filter(**{kind.scope: scope}), districts.get(scope)) for scope in scopes)


@transaction.atomic
def forget_in(kind: Kind, rows: QuerySet[Any], district: District | None) -> int:
    count = kind.forget(rows)
    if district is not None and count:
        record(FORGOTTEN, district, by=system_viewer("nightly"), district=district, what=kind.name, count=count)
    return count
