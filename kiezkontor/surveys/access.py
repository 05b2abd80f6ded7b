"""Which survey rounds somebody sees: the office all, everybody those that are published."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District, Role, Street
from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises.access import INVENTORY_ROLES, open_differences_in, runs_visible_to, units_in
from kiezkontor.premises.models import Observation, SurveyRound, Unit
from kiezkontor.surveys.access_walk import addresses_of, rounds_to_send, rounds_to_walk
from kiezkontor.surveys.models import Segment, WalkConflict
from kiezkontor.surveys.rules.stages import PUBLISHED


def visible_to(viewer: Viewer, district: District) -> QuerySet[SurveyRound]:
    """All rounds of the district for those who keep its inventory; only published ones for anybody else."""
    rounds = SurveyRound.objects.filter(district=district)
    return rounds if viewer.has_role(district, *INVENTORY_ROLES) else rounds.filter(stage=PUBLISHED)


def or_404(viewer: Viewer, district: District, number: int) -> SurveyRound:
    found = get_object_or_404(visible_to(viewer, district), number=number)
    found.district = district  # known already
    return found


def round_before(survey_round: SurveyRound) -> SurveyRound | None:
    """The round a round is compared with unless somebody asks for another: that of the next lower number."""
    earlier = SurveyRound.objects.filter(district=survey_round.district_id, number__lt=survey_round.number)
    return earlier.order_by("number").last()


def with_counts(rounds: QuerySet[SurveyRound]) -> QuerySet[SurveyRound]:
    """With `seen`: how many units were seen in each."""
    seen = Observation.objects.filter(survey_round=OuterRef("pk"), superseded_by__isnull=True).order_by()
    number = seen.values("survey_round").annotate(units=Count("unit", distinct=True)).values("units")
    return rounds.annotate(seen=Coalesce(Subquery(number), 0))


def conflicts_of(survey_round: SurveyRound) -> QuerySet[WalkConflict]:
    """The notes of a round that contradict each other, or came after the freeze, and wait for a decision."""
    found = WalkConflict.objects.filter(survey_round=survey_round, decision=WalkConflict.Decision.OPEN)
    beside = ("survey_round", "operation", "unit__address__street", "against__observer", "against__district")
    return found.select_related(*beside, "noted_by")


def rounds_with_work(viewer: Viewer, district: District) -> QuerySet[SurveyRound]:
    """The rounds that are walked, and frozen ones of which notes wait for a decision."""
    waiting = WalkConflict.objects.filter(survey_round=OuterRef("pk"), decision=WalkConflict.Decision.OPEN)
    late = rounds_to_send(viewer, district).filter(Exists(waiting), frozen_at__isnull=False)
    return (rounds_to_walk(viewer, district) | late).order_by("-number")


def walkers_in(district: District, *, on: date) -> QuerySet[Person]:
    """Who keeps the inventory of a district on a day and may be given a part of a round, by name."""
    held = Role.objects.held_on(on).filter(district=district, name__in=INVENTORY_ROLES)
    return Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("name", "email")


def streets_in(district: District) -> QuerySet[Street]:
    """The streets in which houses of a district stand, by name."""
    return Street.objects.filter(pk__in=addresses_of(district).order_by().values("street")).order_by("name", "pk")


def segment_or_404(survey_round: SurveyRound, pk: int) -> Segment:
    found = Segment.objects.select_related("street", "assigned_to")
    return get_object_or_404(found, survey_round=survey_round, pk=pk)


def units_to_see(survey_round: SurveyRound) -> QuerySet[Unit]:
    """The units that stand in the district of a round today."""
    return units_in(survey_round.district, on=timezone.localdate())


def entered_last(viewer: Viewer, survey_round: SurveyRound) -> Observation | None:
    """What the viewer noted last in a round today."""
    found = Observation.objects.filter(survey_round=survey_round, observer=viewer.person, superseded_by__isnull=True)
    today = found.filter(entered_at__date=timezone.localdate()).select_related("unit__address__street")
    return today.order_by("-entered_at", "-pk").first() if viewer.person else None


def last_import_of_the_map(viewer: Viewer, district: District) -> tuple[SourceRun | None, int]:
    """The latest import of OpenStreetMap that was carried out, and how many differences of it wait."""
    runs = runs_visible_to(viewer, district).filter(kind=SourceRun.Kind.OSM, status=SourceRun.Status.DONE)
    last = runs.first()
    return last, open_differences_in(district).filter(run=last).count() if last is not None else 0
