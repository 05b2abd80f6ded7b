"""Who sees the outreach of a district: its coordination and inventory walks; confidential talks the coordination alone.

Whoever edits entries for the public sees the status of each and nothing more. What organisations said of gaps in what
they can and of their succession is read by the coordination, and by whoever entered it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, FIELD_WORKER, Viewer
from kiezkontor.districts.models import District, Street
from kiezkontor.notices.models import LetterRun, PersonalLink
from kiezkontor.organisations import access as organisations
from kiezkontor.organisations.access_contacting import contactable
from kiezkontor.organisations.models import Category, Contact, Organisation
from kiezkontor.organisations.rules.purposes import FRESH
from kiezkontor.outreach.models import (
    Activation,
    ActivationMove,
    Channel,
    ContactEntry,
    NeedsInterview,
    SavedFilter,
    Status,
    SupportRecord,
)
from kiezkontor.outreach.rules.purposes import NEEDS, NEEDS_LETTERS, NEEDS_SHEETS
from kiezkontor.outreach.rules.questions import SENSITIVE

OUTREACH_ROLES = (COORDINATOR, FIELD_WORKER)


def can_reach_out(viewer: Viewer, district: District) -> bool:
    return viewer.has_role(district, *OUTREACH_ROLES)


def reads_confidential(viewer: Viewer, district: District) -> bool:
    return viewer.has_role(district, COORDINATOR)


def closed_questions(viewer: Viewer, district: District) -> frozenset[str]:
    """The names of questions whose answers by others the viewer does not read."""
    return frozenset() if reads_confidential(viewer, district) else SENSITIVE


def can_change_sheet(viewer: Viewer, district: District, entered: NeedsInterview | None) -> bool:
    """Whether the viewer may read and replace what was entered of a sheet: a new one, their own, or nothing closed."""
    if entered is None or (viewer.person is not None and entered.entered_by_id == viewer.person.pk):
        return True
    return closed_questions(viewer, district).isdisjoint(entered.answers)


def with_activation(found: QuerySet[Organisation], district: District) -> QuerySet[Organisation]:
    """The organisations with status and last_contact_on in the district."""
    joined = found.annotate(
        activation=FilteredRelation("activations", condition=Q(activations__district=district)),
    )
    return joined.annotate(
        status=Coalesce(F("activation__status"), Value(Status.IDENTIFIED.value)),
        last_contact_on=F("activation__last_contact_on"),
    )


def pipeline_of(viewer: Viewer, district: District, *, on: date) -> QuerySet[Organisation]:
    """Everybody who is in the district or its network on a day, with status and last_contact_on."""
    if not can_reach_out(viewer, district):
        return Organisation.objects.none()
    return with_activation(organisations.in_state(Organisation.objects.all(), district, "", on=on), district)


def standing_of(found: QuerySet[Organisation]) -> dict[int, str]:
    """The status of each by its id, in the order of names; one statement, and no objects."""
    return dict(organisations.by_name(found).values_list("pk", F("status")))


def listed_in(viewer: Viewer, district: District) -> QuerySet[Organisation]:
    """Organisations as the pipeline shows them, to fetch those of one page from whose keys it gave."""
    found = with_activation(Organisation.objects.select_related("category"), district)
    return found if can_reach_out(viewer, district) else found.none()


def visited_on(day: date, district: District, found: Collection[Organisation]) -> set[int]:
    """The keys of those of them where somebody of the office was on a day."""
    visits = ContactEntry.objects.filter(district=district, organisation__in=found, on=day, channel=Channel.VISIT)
    return set(visits.values_list("organisation", flat=True))


@dataclass(frozen=True)
class Place:
    """Where an organisation is to be found: street is the id of the street, None where none is known."""

    organisation: int
    street: int | None
    address: str
    lat: float
    lon: float


def places_of(found: QuerySet[Organisation], district: District, *, on: date) -> dict[int, Place]:
    """A place in the district for each organisation that has one there, by its id; the first by key where several."""
    here = organisations.spells().current_on(on).filter(organisations.in_houses_of(district))
    here = here.filter(occupants__in=found.order_by().values("pk")).order_by("occupants", "unit")
    columns = ("occupants", "unit__address__street", "unit__lat", "unit__lon")
    places: dict[int, Place] = {}
    for name, number, pk, street, lat, lon in organisations.with_house(here, *columns):
        places.setdefault(pk, Place(pk, street, f"{name} {number}".strip(), lat, lon))
    return places


def lines_of(streets: Collection[int]) -> dict[int, Any]:
    """The lines of these streets, by id."""
    return dict(Street.objects.filter(pk__in=streets).values_list("pk", "lines"))


def organisation_or_404(viewer: Viewer, district: District, pk: int) -> Organisation:
    found = organisations.visible_to(viewer, district)
    if not can_reach_out(viewer, district):
        found = found.none()
    return get_object_or_404(with_activation(found, district).select_related("category"), pk=pk)


def activation_of(organisation: Organisation, district: District) -> Activation | None:
    return Activation.objects.filter(organisation=organisation, district=district).first()


def moves_of(
    viewer: Viewer, district: District, organisation: Organisation, *, opened: bool
) -> QuerySet[ActivationMove]:
    """The latest first. tells_reason: whether the viewer may read the talk, if any, in which the reason was said.

    opened: with what was said in confidence, which the viewer asked for.
    """
    found = ActivationMove.objects.filter(activation__organisation=organisation, activation__district=district)
    readable = entries_visible_to(viewer, district)
    readable = readable if opened else readable.filter(is_confidential=False)
    talk = readable.filter(pk=OuterRef("contact_entry"))
    found = found.annotate(tells_reason=Q(contact_entry__isnull=True) | Exists(talk))
    return found.select_related("moved_by").order_by("-on", "-pk")


def entries_visible_to(viewer: Viewer, district: District) -> QuerySet[ContactEntry]:
    entries = ContactEntry.objects.filter(district=district)
    if reads_confidential(viewer, district):
        return entries
    return entries.filter(is_confidential=False) if can_reach_out(viewer, district) else entries.none()


def entries_about(viewer: Viewer, district: District, organisation: Organisation) -> QuerySet[ContactEntry]:
    found = entries_visible_to(viewer, district).filter(organisation=organisation)
    return found.select_related("entered_by", "contact", "next_step")


def support_about(viewer: Viewer, district: District, organisation: Organisation) -> QuerySet[SupportRecord]:
    found = SupportRecord.objects.filter(district=district, organisation=organisation).select_related("done_by")
    return found if can_reach_out(viewer, district) else found.none()


def minutes_of(support: QuerySet[SupportRecord]) -> int:
    return support.aggregate(total=Sum("minutes"))["total"] or 0


def contacts_to_talk_to(viewer: Viewer, organisation: Organisation, district: District) -> QuerySet[Contact]:
    """The people there whom this office knows and may speak to, for those of it who look after entries."""
    found = contactable(organisations.contacts_of(organisation, district))
    return found if organisations.can_edit(viewer, district) else found.none()


def last_talked_to(viewer: Viewer, district: District, organisation: Organisation) -> int | None:
    """The key of the person there who was talked to last, as far as the viewer may know."""
    talks = entries_visible_to(viewer, district).filter(organisation=organisation, contact__isnull=False)
    return talks.order_by("-on", "-pk").values_list("contact", flat=True).first()


def categories_of(found: QuerySet[Organisation]) -> QuerySet[Category]:
    return Category.objects.filter(pk__in=found.order_by().values("category")).order_by("name_de")


def filters_of(viewer: Viewer, district: District) -> QuerySet[SavedFilter]:
    """The viewer's own and the shared ones, by name."""
    if viewer.person is None or not can_reach_out(viewer, district):
        return SavedFilter.objects.none()
    return SavedFilter.objects.filter(Q(owner=viewer.person) | Q(is_shared=True), district=district)


def filter_to_remove_or_404(viewer: Viewer, district: District, pk: int) -> SavedFilter:
    """One's own, and those that everybody shares."""
    return get_object_or_404(filters_of(viewer, district), pk=pk)


def interviews_of(viewer: Viewer, district: District) -> QuerySet[NeedsInterview]:
    """The interviews of the district, the latest first."""
    found = NeedsInterview.objects.filter(district=district)
    return found if can_reach_out(viewer, district) else found.none()


def readable_of(answers: Mapping[str, Any], closed: Collection[str]) -> dict[str, Any]:
    return {name: given for name, given in answers.items() if name not in closed}


def latest_answers(
    viewer: Viewer, district: District, found: QuerySet[Organisation]
) -> list[tuple[Organisation, dict[str, Any]]]:
    """What each answered last, by organisation, as far as the viewer reads it; who answered twice is counted once."""
    latest: dict[int, tuple[Organisation, dict[str, Any]]] = {}
    asked = interviews_of(viewer, district).filter(organisation__in=found.order_by().values("pk"))
    for interview in asked.select_related("organisation__category").order_by("on", "pk"):
        latest[interview.organisation_id] = (interview.organisation, interview.answers)
    closed = closed_questions(viewer, district)
    latest = {pk: (who, readable_of(answers, closed)) for pk, (who, answers) in latest.items()}
    return [latest[pk] for pk in sorted(latest)]


# How long somebody may change what they answered online, and how long a link or code for it holds.
CORRECTABLE_DAYS = 30


def answered_with(link: PersonalLink) -> NeedsInterview | None:
    """What the holder of a link answered with it, the latest; none where nothing was yet."""
    return NeedsInterview.objects.filter(link=link, source=NeedsInterview.Source.ONLINE).order_by("-on", "-pk").first()


def has_answered(organisation: Organisation, district: District) -> bool:
    return NeedsInterview.objects.filter(organisation=organisation, district=district).exists()


def correctable_by(organisation: Organisation, district: District, viewer: Viewer) -> QuerySet[NeedsInterview]:
    """What somebody who looks after an entry answered online lately, the latest first."""
    since = timezone.localdate() - timedelta(days=CORRECTABLE_DAYS)
    mine = NeedsInterview.objects.filter(district=district, organisation=organisation, entered_by=viewer.person)
    return mine.filter(source=NeedsInterview.Source.ONLINE, link=None, on__gt=since).order_by("-on", "-pk")


def sheet_runs_of(viewer: Viewer, district: District) -> QuerySet[LetterRun]:
    """Letters and sheets that ask for needs, without their files, the latest first."""
    runs = LetterRun.objects.filter(scope_id=district.pk, purpose__in=[NEEDS_LETTERS, NEEDS_SHEETS])
    runs = runs.defer("pdf", "subjects")
    return runs if can_reach_out(viewer, district) else runs.none()


def sheet_run_or_404(viewer: Viewer, district: District, pk: int) -> LetterRun:
    return get_object_or_404(sheet_runs_of(viewer, district), pk=pk)


# What may come back on paper: answers about needs, and whether an entry is still right.
ON_PAPER = frozenset({NEEDS, FRESH})


def paper_or_404(viewer: Viewer, district: District, pk: int) -> PersonalLink:
    """The letter or sheet with a code."""
    codes = PersonalLink.objects.filter(scope_id=district.pk, code_hash__isnull=False, purpose__in=ON_PAPER)
    return get_object_or_404(codes if can_reach_out(viewer, district) else codes.none(), pk=pk)


def entered_of(link: PersonalLink) -> NeedsInterview | None:
    """What was entered of the sheet with this code."""
    return NeedsInterview.objects.filter(link=link, source=NeedsInterview.Source.PAPER).first()


@dataclass(frozen=True)
class OtherAnswers:
    """What somebody answered on a day. how: "in a talk"."""

    on: date
    how: str
    answers: dict[str, Any]


def other_answers(
    viewer: Viewer, district: District, organisation: Organisation, link: PersonalLink
) -> list[OtherAnswers]:
    """What else was answered since the sheet was made, as far as the viewer reads it; the latest first."""
    given = interviews_of(viewer, district).filter(organisation=organisation, on__gte=timezone.localdate(link.made_at))
    closed = closed_questions(viewer, district)
    return [
        OtherAnswers(each.on, each.get_source_display(), readable_of(each.answers, closed))
        for each in given.exclude(link=link, source=NeedsInterview.Source.PAPER)
    ]


def entered_today(viewer: Viewer, district: District) -> QuerySet[NeedsInterview]:
    """The sheets somebody entered today, the latest first."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    mine = NeedsInterview.objects.filter(district=district, entered_by=viewer.person, entered_at__gte=midnight)
    mine = mine.filter(source=NeedsInterview.Source.PAPER, link__isnull=False)
    return mine.select_related("organisation").order_by("-entered_at", "-pk")
