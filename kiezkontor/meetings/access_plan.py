"""Who reads the location plan: whoever leads meetings."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.access import led_by
from kiezkontor.districts.models import District
from kiezkontor.meetings.access import may_lead
from kiezkontor.meetings.models import Cluster, PlanMeasure
from kiezkontor.shared.fields import whole_number
from kiezkontor.voices import access as voices
from kiezkontor.voices.models import Voice

# Signs that fit into the fields of a measure.
LONGEST = {name: getattr(PlanMeasure._meta.get_field(name), "max_length", 0) for name in ("goal", "what")}


def measures_for(viewer: Viewer, district: District) -> QuerySet[PlanMeasure]:
    """By goal, in the order they came."""
    found = PlanMeasure.objects.filter(district=district).select_related("organisation", "voice")
    return found if may_lead(viewer, district) else found.none()


def measure_or_404(viewer: Viewer, district: District, pk: int) -> PlanMeasure:
    return get_object_or_404(measures_for(viewer, district), pk=pk)


def idea_of(viewer: Viewer, district: District, asked: Mapping[str, str]) -> Voice | None:
    """The idea a new measure carries out (`idee`), as far as the viewer decides on it."""
    key = whole_number(asked.get("idee", "")) or 0
    return voices.visible_to(viewer, district).filter(pk=key).first()


def begun_with(viewer: Viewer, district: District, asked: Mapping[str, str]) -> dict[str, str]:
    """What the form of a new measure says at first: a goal by name (`ziel`), or what stands on cards (`karten`).

    An idea is the measure, and its topic the goal. A named cluster is the goal; of a field of a SWOT board, which says
    no goal, only the words of its cards are taken.
    """
    given = {"goal": asked.get("ziel", "")}
    if idea := idea_of(viewer, district, asked):
        given = {"goal": str(idea.topic or ""), "what": idea.shown_title}
    cluster = whole_number(asked.get("karten", "")) or 0
    found = Cluster.objects.filter(board__item__meeting__event__in=led_by(viewer, district), pk=cluster)
    if chosen := found.first():
        given = {"goal": chosen.name, "what": "; ".join(chosen.cards.values_list("text", flat=True))}
    return {name: words[: LONGEST[name]] for name, words in given.items()}
